"""A partner was to leave on a day, and something stands against it: somebody sees to that, by a date."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Event
from governance.actions.disputes import withdraw
from governance.actions.leaving import Leaving, leave_on_the_day, plan_leaving, stay
from governance.actions.partnerships import chase_partnerships, give_owner, write_down
from governance.joining import BY_COUNCIL
from governance.models.disputes import Dispute
from governance.models.partnerships import Partnership
from governance.models.policies import Policy
from governance.path import Item
from governance.search.owed import steps_owed
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.actions import standing
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from tests.governance.disagreeing import DAY, Quarrel, quarrel_of
from tests.story import Worker

HOUR = timedelta(hours=1)


@pytest.fixture
def held(network: Network, now: datetime) -> Quarrel:
    """The convener had named a day for the clinic, and before it came a dispute was raised."""
    return story_of(network, now)


def story_of(network: Network, now: datetime) -> Quarrel:
    Policy.objects.create(
        network=network, key=BY_COUNCIL, value=0, version=1, begins_at=now - 99 * DAY
    )
    story = quarrel_of(network, now)
    plan_leaving(
        actor=story.table.convener.actor, leaving=Leaving((now + 5 * DAY).date()), at=now - HOUR,
        organization_id=story.table.clinic.organization.pk,
    )  # fmt: skip
    story.raised(now)
    return story


def row_of(story: Quarrel) -> Partnership:
    return Partnership.objects.get(organization=story.table.clinic.organization)


def kept(network: Network, at: datetime) -> bool:
    return not [one for one in audit(network.pk, at=at) if one.broken]


def test_it_is_a_step_of_the_convener_until_they_leave(
    held: Quarrel, stranger: Worker, now: datetime
):
    convener, clinic = held.table.convener, held.table.clinic.organization
    give_owner(actor=convener.actor, organization_id=clinic.pk, user_id=convener.user.pk, at=now)
    day = now + 6 * DAY
    assert leave_on_the_day(network_id=held.network.pk, at=day) == 0
    row = row_of(held)
    assert (row.waiting_on, row.next_step, row.held_by) == ("convener", "see_to_leaving", "dispute")
    assert row.owner == convener.user
    assert day < row.next_step_due <= day + 5 * DAY
    due = row.next_step_due
    write_down(
        actor=convener.actor, organization_id=clinic.pk, at=day, answers={Item.LOOK_BACK: "We met."}
    )
    for later in range(4):  # the clock comes by every quarter of an hour
        leave_on_the_day(network_id=held.network.pk, at=day + later * HOUR)
    assert row_of(held).next_step_due == due
    assert Event.objects.filter(kind="partnership.leaving_held").count() == 1
    assert [one.about for one in steps_owed(convener.actor, day)] == [
        "See to it that they can leave"
    ]
    assert not [one for one in steps_owed(stranger.actor, day) if one.partner == clinic.name]
    announce_everywhere(at=day + HOUR)
    told = Delivery.objects.filter(template="partner_step", user=convener.user)
    assert told.exists()
    assert kept(held.network, day + HOUR)

    chase_partnerships(network_id=held.network.pk, at=due)
    assert row_of(held).rung == 1
    pantry = held.table.pantry
    withdraw(actor=pantry.actor, dispute_id=Dispute.objects.get().pk, at=due + HOUR)
    assert leave_on_the_day(network_id=held.network.pk, at=due + 2 * HOUR) == 1
    row = row_of(held)
    assert (row.next_step, row.held_by, row.leaves_at) == ("talk_at_the_end", "", None)
    assert kept(held.network, due + 2 * HOUR)


def test_another_day_or_none_ends_the_step(held: Quarrel, now: datetime):
    convener, clinic = held.table.convener, held.table.clinic
    here = {"organization_id": clinic.organization.pk, "at": now + 6 * DAY}
    leave_on_the_day(network_id=held.network.pk, at=now + 6 * DAY)
    stay(actor=convener.actor, **here)
    row = row_of(held)
    assert (row.held_by, row.next_step) == ("", "look_back_together")
    plan_leaving(actor=clinic.actor, leaving=Leaving((now + 8 * DAY).date()), **here)
    assert leave_on_the_day(network_id=held.network.pk, at=now + 9 * DAY) == 1  # their own day


def by_a_rule() -> None:
    raise DomainError


def by_the_database() -> None:
    Partnership.objects.update(rung=-1)


@pytest.mark.parametrize("no", [by_a_rule, by_the_database])
def test_a_no_is_said_too_and_other_partners_leave_all_the_same(
    convener: Worker, keeper: Worker, pantry: Organization, clinic: Organization,
    network: Network, now: datetime, monkeypatch: pytest.MonkeyPatch, no: Callable[[], None],
):  # fmt: skip
    for one in (pantry, clinic):
        plan_leaving(
            actor=convener.actor, organization_id=one.pk, at=now,
            leaving=Leaving(now.date() + DAY),
        )  # fmt: skip

    def refuses(*, organization: Organization, **_rest: object) -> None:
        if organization.pk == pantry.pk and organization.has_left:
            no()

    monkeypatch.setattr(standing, "_listeners", [*standing._listeners, refuses])
    assert leave_on_the_day(network_id=network.pk, at=now + 2 * DAY) == 1
    row = Partnership.objects.get(organization=pantry)
    assert (row.held_by, row.next_step) == ("rule", "see_to_leaving")
    pantry.refresh_from_db()
    assert pantry.is_active


def test_the_page_says_what_stands_against_it_and_what_to_do(network: Network, stranger: Worker):
    now = timezone.now()
    story = story_of(network, now - 6 * DAY)
    leave_on_the_day(network_id=network.pk, at=now)
    page = reverse("governance:partnership", args=[story.table.clinic.organization.pk])
    seen = " ".join(story.table.convener.client.get(page).content.decode().split())
    assert "See to it that they can leave" in seen
    assert "a dispute of theirs is open" in seen
    assert stranger.client.get(page).status_code == 403


def test_the_database_takes_no_day_that_is_held_and_owed_by_nobody(held: Quarrel, now: datetime):
    leave_on_the_day(network_id=held.network.pk, at=now + 6 * DAY)
    rows = Partnership.objects.filter(pk=row_of(held).pk)
    for change in ({"next_step": "look_back_together"}, {"leaves_at": None}, {"held_by": ""}):
        with pytest.raises(IntegrityError, match="held_day"), transaction.atomic():
            rows.update(**change)


def test_the_auditor_sees_a_day_that_the_clock_has_passed_over(held: Quarrel, now: datetime):
    assert kept(held.network, now)
    broken = {one.promise.name for one in audit(held.network.pk, at=now + 7 * DAY) if one.broken}
    assert "partner_on_its_way_is_followed" in broken
