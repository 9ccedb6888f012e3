"""The words every app uses: the gate, the history, the tenant's transaction, ids that sort."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from core import access, history
from core.actor import Actor, ActorKind
from core.errors import NotAllowed
from core.ids import floor, uuid7
from core.models import Event, Outbox
from core.tenancy import tenant_context
from organizations.models.network import Network
from tests.story import NOW, Worker
from tests.walls import outside


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.network_id', true)")
        return cursor.fetchone()[0] or ""


def test_no_rule_means_no(navigator: Worker):
    assert not access.can(navigator.actor, "nobody.wrote_this_rule", navigator)
    with pytest.raises(NotAllowed):
        access.require(navigator.actor, "nobody.wrote_this_rule")


def test_two_rules_for_one_permission_are_an_error_at_import():
    with pytest.raises(RuntimeError):
        access.rule("referrals.accept")(lambda actor, subject: True)


def test_the_system_is_not_all_powerful(navigator: Worker, network: Network):
    assert access.can(navigator.actor, "people.add", navigator.membership.organization_id)
    assert not access.can(
        Actor.system(network.pk), "people.add", navigator.membership.organization_id
    )


def test_whoever_is_nobody_holds_nothing():
    assert Actor(kind=ActorKind.USER).where("see_people") == frozenset()


def test_ids_made_in_one_moment_keep_their_order_and_tell_their_version():
    ids = [uuid7() for _ in range(2000)]
    assert ids == sorted(ids)
    assert {i.version for i in ids} == {7}


def test_an_id_is_never_below_the_floor_of_its_moment():
    before = datetime.now(UTC)
    assert uuid7() >= floor(before)


def test_an_event_is_written_with_the_transaction_that_made_it_true(
    network: Network, navigator: Worker
):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        history.record("network.renamed", network, actor=navigator.actor, at=NOW)
        raise ZeroDivisionError
    assert not Event.objects.filter(kind="network.renamed").exists()
    assert not Outbox.objects.exists()


def test_an_event_that_nobody_must_hear_leaves_nothing_to_tell(network: Network, navigator: Worker):
    history.record("network.renamed", network, actor=navigator.actor, at=NOW, tell=False)
    event = Event.objects.get(kind="network.renamed")
    assert (event.actor_id, event.acting_for) == (navigator.user.pk, navigator.organization.pk)
    assert not Outbox.objects.exists()


def test_outside_a_transaction_nothing_is_history(
    transactional_db: None, network: Network, navigator: Worker
):
    with pytest.raises(RuntimeError):
        history.record("network.renamed", network, actor=navigator.actor, at=NOW)


def test_the_network_is_said_to_the_database_and_forgotten_after(network: Network):
    with outside():
        with tenant_context(network.pk):
            assert setting() == str(network.pk)
        assert setting() == ""


def test_after_a_network_whoever_goes_on_is_where_they_were_before(
    network: Network, foreigner: Worker
):
    with (
        tenant_context(foreigner.organization.network_id),
        tenant_context(foreigner.organization.network_id),
    ):
        assert setting() != str(network.pk)
    assert setting() == str(network.pk)
    with pytest.raises(ZeroDivisionError), tenant_context(foreigner.organization.network_id):
        raise ZeroDivisionError
    assert setting() == str(network.pk)


def test_a_second_network_cannot_be_entered_from_within_the_first(
    network: Network, foreigner: Worker
):
    elsewhere = tenant_context(foreigner.organization.network_id)
    with tenant_context(network.pk), pytest.raises(RuntimeError), elsewhere:
        pass


def test_every_month_has_its_own_part_and_no_event_lies_in_the_rest(
    network: Network, navigator: Worker
):
    history.record("network.renamed", network, actor=navigator.actor, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text FROM core_event WHERE kind = 'network.renamed'"
        )
        [(part,)] = cursor.fetchall()
    assert part.startswith("core_event_2")
