"""One clock and one database serve two networks: each is served, and neither hides what the other must see."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.history import of
from core.tenancy import tenant_context
from people.models.person import Person
from referrals import tasks
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from tests.story import Worker
from tests.walls import outside


def waits_since_a_month(worker: Worker) -> Need:
    """Somebody for whom nobody has done anything."""
    home, at = worker.organization, timezone.now() - timedelta(days=30)
    with tenant_context(home.network_id):
        person = Person.objects.create(
            network=home.network, custodian=home, first_name="Lin", created_at=at
        )
        [found] = record_found(
            actor=worker.actor, person=person, topics=[FoundTopic("food_pantry")], at=at
        )
        return want_help(actor=worker.actor, need_id=found.pk, at=at)


def reminded(need: Need) -> bool:
    with tenant_context(need.network_id):
        return of(need.pk).filter(actor_kind="system").exists()


def test_one_tick_of_the_clock_serves_every_network(navigator: Worker, foreigner: Worker):
    ours, theirs = waits_since_a_month(navigator), waits_since_a_month(foreigner)
    tasks.sweep()
    assert reminded(ours)
    assert reminded(theirs)


def test_a_promise_holds_also_where_nobody_has_said_a_network(navigator: Worker):
    """A membership is no secret and has no wall; what its end would do to a family behind one is seen."""
    waits_since_a_month(navigator)
    ends = "UPDATE organizations_membership SET until = now() WHERE id = %s"
    refused = pytest.raises(IntegrityError, match="still owns open needs")
    with outside(), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ends, [navigator.membership.pk])
        connection.check_constraints()
