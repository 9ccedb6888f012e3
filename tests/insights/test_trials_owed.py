"""A trial that nobody moves is a step with an owner and a date: reminded, then heard of by both sides and the chair."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import StepNotPossible
from core.models import Event
from governance.in_force import in_force
from governance.search.owed import OwedLine, owed, owed_soon
from insights.actions.cycles import begin, conclude, look_at, say_yes, stop
from insights.actions.cycles_owed import chase_trials
from insights.models import Cycle
from insights.tasks import watch_trials
from notifications.audience import Audience
from notifications.told import TOLD
from organizations.actions.standing import leave
from organizations.models.network import Network, Organization
from tests.insights.test_cycles import NUMBER, SECOND, head, plan, tried
from tests.story import Worker

__all__ = ["head"]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def asked(writer: Worker, place: Organization, at: datetime) -> Cycle:
    what = plan(at, values={NUMBER: 1})
    return begin(actor=writer.actor, organization_id=place.pk, plan=what, at=at)


def ran(writer: Worker, place: Organization, at: datetime, days: int = 40) -> Cycle:
    what = plan(at, ends_on=at.date() + days * DAY)
    return begin(actor=writer.actor, organization_id=place.pk, plan=what, at=at)


def kinds(network: Network) -> list[str]:
    rows = Event.objects.filter(network_id=network.pk, kind__startswith="cycle.")
    return list(rows.order_by("happened_at", "id").values_list("kind", flat=True))


def on_trials(worker: Worker, at: datetime) -> list[OwedLine]:
    return [one for one in owed(worker.actor, at) if one.url.startswith("/trying/")]


def test_a_yes_is_owed_by_the_side_that_did_not_write_it_and_stands_among_its_own(
    keeper: Worker, convener: Worker, head: Worker, pantry: Organization, now: datetime
):
    made = asked(keeper, pantry, now)
    assert (made.waiting_on, made.next_step) == ("network", "say_yes")
    [line] = [one for one in owed_soon(convener.actor, now) if one.url == f"/trying/{made.pk}/"]
    assert line.due == made.next_step_due
    [theirs] = on_trials(keeper, now)
    assert not theirs.is_ours
    assert on_trials(head, now) == []
    say_yes(actor=convener.actor, cycle_id=made.pk, at=now)
    [mine] = on_trials(keeper, now)
    assert mine.is_ours


def test_what_the_convener_asks_the_partner_owes(
    keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    made = asked(convener, pantry, now)
    assert made.waiting_on == "partner"
    assert [one.is_ours for one in on_trials(keeper, now)] == [True]
    say_yes(actor=keeper.actor, cycle_id=made.pk, at=now)
    made.refresh_from_db()
    assert (made.waiting_on, made.next_step) == ("network", "look_at_it")


def test_a_yes_that_does_not_come_climbs_to_the_chair_and_lapses_after_the_last_day(
    network: Network, keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    what = plan(now, values={NUMBER: 1}, ends_on=now.date() + 20 * DAY)
    made = begin(actor=keeper.actor, organization_id=pantry.pk, plan=what, at=now)
    assert chase_trials(network_id=network.pk, at=now) == 0
    for at in (4 * DAY, 8 * DAY, 16 * DAY):
        assert chase_trials(network_id=network.pk, at=now + at) == 1
    assert kinds(network) == ["cycle.asked", "cycle.yes_near", "cycle.yes_due", "cycle.yes_late"]
    assert Audience.CHAIR in {told.audience for told in TOLD["cycle.yes_late"]}
    chase_trials(network_id=network.pk, at=now + 22 * DAY)
    made.refresh_from_db()
    assert (kinds(network)[-1], made.is_open, made.dropped_at) == (
        "cycle.lapsed",
        False,
        now + 22 * DAY,
    )
    assert on_trials(convener, now + 22 * DAY) == []
    with pytest.raises(StepNotPossible):
        say_yes(actor=convener.actor, cycle_id=made.pk, at=now + 22 * DAY)
    with pytest.raises(StepNotPossible):
        conclude(
            actor=keeper.actor, cycle_id=made.pk, verdict=Cycle.Verdict.ADAPT, result="No.",
            at=now + 22 * DAY,
        )  # fmt: skip


def test_while_it_runs_somebody_looks_at_it_every_two_weeks(
    network: Network, keeper: Worker, head: Worker, pantry: Organization, now: datetime
):
    made = ran(keeper, pantry, now)
    with pytest.raises(Cycle.DoesNotExist):
        look_at(actor=head.actor, cycle_id=made.pk, at=now)
    chase_trials(network_id=network.pk, at=now + 15 * DAY)
    assert kinds(network) == ["cycle.begun", "cycle.review_due"]
    looked = look_at(actor=keeper.actor, cycle_id=made.pk, at=now + 15 * DAY)
    assert looked.next_step_due > now + 28 * DAY
    chase_trials(network_id=network.pk, at=now + 41 * DAY)
    made.refresh_from_db()
    assert (made.next_step, made.waiting_on) == ("say_learned", "partner")
    with pytest.raises(StepNotPossible):
        look_at(actor=keeper.actor, cycle_id=made.pk, at=now + 41 * DAY)


def test_what_was_learned_is_owed_after_the_last_day_until_somebody_says_it(
    network: Network, keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    made = tried(keeper, convener, pantry, now)
    chase_trials(network_id=network.pk, at=now + 10 * DAY)
    assert kinds(network)[-1] == "cycle.ended"
    for days in (27, 36, 50):
        chase_trials(network_id=network.pk, at=now + days * DAY)
    assert kinds(network)[-3:] == ["cycle.learned_due", *["cycle.learned_late"] * 2]
    done = conclude(
        actor=keeper.actor, cycle_id=made.pk, verdict=Cycle.Verdict.ADAPT, result="Later.",
        at=now + 51 * DAY,
    )  # fmt: skip
    assert not done.is_open
    assert chase_trials(network_id=network.pk, at=now + 90 * DAY) == 0


def test_stopped_before_it_began_nobody_owes_a_lesson_and_stopped_after_it_somebody_does(
    keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    early = stop(actor=keeper.actor, cycle_id=asked(keeper, pantry, now).pk, at=now)
    assert (early.is_open, early.dropped_at) == (False, now)
    later = stop(
        actor=convener.actor, cycle_id=tried(keeper, convener, pantry, now).pk, at=now + DAY
    )
    assert (later.next_step, later.waiting_on) == ("say_learned", "partner")


def test_what_is_tried_in_an_organization_that_leaves_ends_there(
    keeper: Worker, convener: Worker, pantry: Organization, clinic: Organization, head: Worker,
    now: datetime,
):  # fmt: skip
    here, elsewhere = tried(keeper, convener, pantry, now), ran(head, clinic, now)
    leave(actor=convener.actor, organization_id=pantry.pk, at=now + DAY)
    here.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (here.is_open, elsewhere.is_open) == (False, True)
    assert in_force(pantry.network_id, "referral.", now + DAY, owed_by=pantry.pk)[NUMBER] == 2


def test_several_numbers_are_tried_together_and_end_together(
    keeper: Worker, convener: Worker, head: Worker, pantry: Organization, now: datetime
):
    made = tried(keeper, convener, pantry, now, values={NUMBER: 1, SECOND: 5})

    def there(place: Organization, at: datetime) -> tuple[int, int]:
        values = in_force(place.network_id, "referral.", at, owed_by=place.pk)
        return values[NUMBER], values[SECOND]

    usual = there(head.organization, now)
    assert there(pantry, now) == (1, 5) != usual
    assert there(pantry, now + 10 * DAY) == usual
    stop(actor=keeper.actor, cycle_id=made.pk, at=now + DAY)
    assert there(pantry, now + DAY) == usual


def test_the_clock_itself_asks_in_every_network(keeper: Worker, pantry: Organization):
    made = asked(keeper, pantry, timezone.now() - 40 * DAY)
    watch_trials()
    made.refresh_from_db()
    assert not made.is_open


def test_the_database_takes_no_other_number_and_no_open_trial_without_a_date(
    keeper: Worker, pantry: Organization, now: datetime
):
    asked(keeper, pantry, now)
    for change in (
        "UPDATE insights_triednumber SET value = 3",
        "UPDATE insights_cycle SET wake_at = NULL",
        "UPDATE insights_cycle SET waiting_on = ''",
    ):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_owed_costs_the_same_with_many_trials(
    keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            owed(convener.actor, now)
        return len(seen)

    ran(keeper, pantry, now)
    few = cost()
    for _ in range(4):
        ran(keeper, pantry, now)
    assert cost() == few
