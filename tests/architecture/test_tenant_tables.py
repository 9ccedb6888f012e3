"""Every row belongs to one network for life, and the database knows it."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Model, UniqueConstraint

from organizations.models.network import Network
from tests.architecture.source import APPS

# Tables of ours that belong to no network, with the reason. Django's and other packages' tables
# (sessions, allauth, axes, guardian's own) are not ours to change.
NO_NETWORK = {
    "core.Event": "keeps network_id as a plain id: events outlive what they tell about",
    "core.Outbox": "goes with its event",
    "core.Heartbeat": "one for the whole installation",
    "core.KeyProof": "one for the whole installation",
    "core.DataKey": "keeps network_id as a plain id: core knows no networks",
    "organizations.Network": "is the network",
    "notifications.HeardText": "is written before anybody knows whose number it was",
    "notifications.MailHabit": "goes with its user, wherever they work",
}
OURS = [model for model in apps.get_models() if model._meta.app_label in APPS]


def network_of(model: type[Model]) -> type[Model] | None:
    found = [field for field in model._meta.fields if field.name == "network"]
    return found[0].related_model if found else None


TENANT = [model for model in OURS if network_of(model) is Network]
named = pytest.mark.parametrize("model", TENANT, ids=lambda model: model._meta.label)


def own_fields(model: type[Model]) -> list[models.Field]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.Field)]


def test_every_table_belongs_to_a_network_or_says_why_not() -> None:
    loose = {
        model._meta.label
        for model in OURS
        if model not in TENANT
        and model._meta.app_label not in {"accounts"}  # people sign in before a network is known
        and not model._meta.label.endswith("ObjectPermission")  # guardian's shape
    }
    assert loose == set(NO_NETWORK)


@named
def test_the_network_is_never_empty(model: type[Model]) -> None:
    field = model._meta.get_field("network")
    assert not field.null
    assert field.remote_field.on_delete is models.PROTECT


@named
def test_the_network_comes_first_in_what_is_unique(model: type[Model]) -> None:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            named = [
                getattr(one, "name", "") for one in constraint.expressions
            ]  # or what is worked out
            assert [*constraint.fields, *named][0] == "network", constraint.name
    assert not model._meta.unique_together


@named
def test_nothing_is_unique_across_networks(model: type[Model]) -> None:
    for field in own_fields(model):
        assert not isinstance(field, models.OneToOneField | models.SlugField), field
        assert field.primary_key or not field.unique, field
        if isinstance(field, models.ManyToManyField):
            assert not field.remote_field.through._meta.auto_created, field


@named
def test_a_reference_within_a_network_is_kept_by_a_composite_key(model: type[Model]) -> None:
    """The migration writes FOREIGN KEY (network_id, x_id); Django's own key would say less."""
    for field in own_fields(model):
        if isinstance(field, models.ForeignKey) and field.related_model in TENANT:
            assert not field.db_constraint, field


COMPOSITE = """
SELECT array_agg(a.attname::text ORDER BY k.ord) FROM pg_constraint c
CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k (num, ord)
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num
WHERE c.contype = 'f' AND c.conrelid = %s::regclass GROUP BY c.oid
"""


@pytest.mark.django_db
@named
def test_the_database_has_that_composite_key(model: type[Model]) -> None:

    with connection.cursor() as cursor:
        cursor.execute(COMPOSITE, [model._meta.db_table])
        keys = [tuple(columns) for (columns,) in cursor.fetchall()]
    for field in own_fields(model):
        if isinstance(field, models.ForeignKey) and field.related_model in TENANT:
            assert ("network_id", field.column) in keys, f"{model._meta.label}.{field.name}"
