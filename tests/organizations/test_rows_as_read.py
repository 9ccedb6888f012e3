"""A row that was read is what Django itself would have made of it, for every table of a network."""

from django.apps import apps
from django.db.models import Model, signals

from core.sealed import Sealed
from organizations.models.network import TenantModel

OURS = [model for model in apps.get_models() if issubclass(model, TenantModel)]


def both(model: type[TenantModel], names: list[str]) -> tuple[Model, Model]:
    values = [Sealed() if number % 2 else f"value {number}" for number in range(len(names))]
    as_django = Model.from_db.__func__(model, "default", names, values)  # type: ignore[attr-defined]  # a classmethod
    return as_django, model.from_db("default", names, values)


def all_of(row: Model) -> tuple[object, ...]:
    state = row._state
    columns = {name: value for name, value in row.__dict__.items() if name != "_state"}
    return type(row), columns, state.adding, state.db, state.fields_cache


def test_a_whole_row_is_as_django_makes_it() -> None:
    for model in OURS:
        as_django, ours = both(model, [field.attname for field in model._meta.concrete_fields])
        assert all_of(ours) == all_of(as_django)


def test_a_row_of_a_few_columns_knows_which_it_has_not_read() -> None:
    for model in OURS:
        few = [f.attname for f in model._meta.concrete_fields if f.attname in {"id", "network_id"}]
        as_django, ours = both(model, few)
        assert all_of(ours) == all_of(as_django)
        assert ours.get_deferred_fields() == as_django.get_deferred_fields()


def test_nobody_waits_to_hear_that_a_row_was_read() -> None:
    """Django would tell them: a field that listens, as one for images does, needs Django's own way."""
    assert OURS
    for model in OURS:
        assert not signals.pre_init.has_listeners(model)
        assert not signals.post_init.has_listeners(model)
