"""Nobody is written off: tries are counted, partners' tries come back to the owner, broken numbers are mended."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from governance.models.policies import Policy
from people.actions.contact import save_contact
from people.actions.details import ContactDetails
from people.followup import Protocol, Try, progress
from people.lifecycle import Channel, ChannelState, TryOutcome, Way
from people.models.contact import ContactPoint, MeetingPoint
from people.models.person import Person
from people.search.reach import plan_of, usable
from referrals.actions import answer, reaching
from referrals.actions import progress as going
from referrals.actions.audit import audit
from referrals.actions.reaching import Tried
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral
from screening.actions.needs import want_help
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.referrals.trying import NO_ANSWER, WROTE, could_not_reach, point, tries
from tests.story import Worker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Untold(Exception):
    """So that nothing is committed."""


@pytest.fixture
def phone(rosa: Person) -> ContactPoint:
    return point(rosa, Channel.PHONE, "(555) 010-0142")


@pytest.fixture
def text(rosa: Person) -> ContactPoint:
    return point(rosa, Channel.TEXT, "(555) 010-0142")


def give_up(worker: Worker, need: Need, at: datetime) -> Need:
    return reaching.give_up(actor=worker.actor, need_id=need.pk, at=at)


# --- the protocol --------------------------------------------------------------------------------


def test_after_every_safe_way_on_enough_days_the_need_closes_as_what_it_is(
    navigator: Worker, need: Need, phone, text, now: datetime
):
    at = tries(navigator, need, NO_ANSWER, WROTE, NO_ANSWER, NO_ANSWER, start=now)
    closed = give_up(navigator, need, at)
    assert (closed.status, closed.said_by, closed.protocol_done_at) == ("unreachable", "owner", at)
    assert not closed.is_open


@pytest.mark.parametrize(
    ("said", "step", "why"),
    [
        ((NO_ANSWER, WROTE, NO_ANSWER), 2 * DAY, "too few"),
        ((NO_ANSWER, WROTE, NO_ANSWER, NO_ANSWER), HOUR, "all on one day"),
        ((NO_ANSWER,) * 4, 2 * DAY, "nobody wrote a text"),
    ],
)
def test_less_closes_nothing(
    navigator: Worker, need: Need, phone, text, now: datetime, said, step: timedelta, why: str
):
    at = tries(navigator, need, *said, start=now, step=step)
    with pytest.raises(StepNotPossible):
        give_up(navigator, need, at + 6 * DAY)
    need.refresh_from_db()
    assert need.status == NeedStatus.WANTS_HELP, why


def test_a_word_from_the_family_begins_the_count_anew(
    navigator: Worker, need: Need, phone, now: datetime
):
    talked = replace(NO_ANSWER, outcome=TryOutcome.REACHED, point_id=phone.pk)
    at = tries(navigator, need, NO_ANSWER, NO_ANSWER, NO_ANSWER, talked, NO_ANSWER, start=now)
    with pytest.raises(StepNotPossible):
        give_up(navigator, need, at)
    phone.refresh_from_db()
    assert phone.state == ChannelState.WORKS


def test_nobody_is_given_up_while_a_partner_is_still_asked(
    navigator: Worker, referral: Referral, phone, now: datetime
):
    need = referral.need
    at = tries(navigator, need, *[NO_ANSWER] * 4, start=now)
    with pytest.raises(StepNotPossible, match="still asked"):
        give_up(navigator, need, at)


def test_a_partner_who_said_helped_and_a_silent_family_are_counted_as_not_confirmed(
    navigator: Worker, intake: Worker, referral: Referral, phone, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + HOUR)
    going.complete(
        actor=intake.actor, referral_id=referral.pk, outcome="provided", at=now + 2 * HOUR
    )
    at = tries(navigator, referral.need, *[NO_ANSWER] * 4, start=now + DAY)
    assert give_up(navigator, referral.need, at).status == NeedStatus.UNCONFIRMED


def test_the_familys_word_opens_it_again(navigator: Worker, need: Need, phone, now: datetime):
    at = tries(navigator, need, *[NO_ANSWER] * 4, start=now)
    give_up(navigator, need, at)
    again = want_help(actor=navigator.actor, need_id=need.pk, at=at + DAY)
    assert again.wants_help
    assert again.is_open


def test_a_try_counts_for_every_need_of_the_person_but_a_partners_try_for_none(
    navigator: Worker, intake: Worker, referral: Referral, phone, now: datetime
):
    at = now
    for _ in range(5):
        at += 2 * DAY
        reaching.tried_by_partner(
            actor=intake.actor, referral_id=referral.pk, tried=NO_ANSWER, at=at
        )
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    going.fail(actor=intake.actor, referral_id=referral.pk, reason="could_not_reach", at=at)
    assert not reaching.was_tried(referral.need_id, at=at)


@pytest.mark.parametrize("who", ["stranger", "foreigner", "intake", "screener"])
def test_nobody_else_says_that_they_tried(request, need: Need, phone, now: datetime, who: str):
    worker: Worker = request.getfixturevalue(who)
    for act in (
        lambda: reaching.tried(actor=worker.actor, need_id=need.pk, tried=NO_ANSWER, at=now),
        lambda: give_up(worker, need, now),
    ):
        with pytest.raises((NotAllowed, Need.DoesNotExist)):
            act()
    assert not ContactAttempt.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "foreigner", "navigator"])
def test_only_the_partner_who_was_asked_says_that_it_tried(
    request, referral: Referral, now: datetime, who: str
):
    worker: Worker = request.getfixturevalue(who)
    with pytest.raises((NotAllowed, Referral.DoesNotExist)):
        reaching.tried_by_partner(
            actor=worker.actor, referral_id=referral.pk, tried=NO_ANSWER, at=now
        )


def test_somebody_elses_number_is_not_one_of_this_familys_ways(
    navigator: Worker, need: Need, stranger: Worker, now: datetime
):
    other = Person.objects.create(
        network=need.network, custodian=stranger.organization, first_name="Ola", created_at=now
    )
    theirs = point(other, Channel.PHONE, "(555) 010-0999")
    with pytest.raises(BadInput):
        reaching.tried(
            actor=navigator.actor, need_id=need.pk, at=now,
            tried=replace(NO_ANSWER, outcome=TryOutcome.WRONG, point_id=theirs.pk),
        )  # fmt: skip
    theirs.refresh_from_db()
    assert theirs.state == ChannelState.UNTRIED


# --- what the database refuses -------------------------------------------------------------------

CLOSE = (
    "UPDATE screening_need SET status = 'unreachable', closed_at = %s, protocol_done_at = %s, "
    "protocol_ways = referrals_safe_ways(id, %s), next_step = '', "
    "waiting_on = '', next_step_due = NULL, wake_at = NULL, said_by = 'owner', recorded_by = 'owner', "
    "via = 'system' WHERE id = %s"
)


def close_by_hand(need: Need, at: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLOSE, [at, at, at, need.pk])
        connection.check_constraints()


@pytest.mark.parametrize(
    "later", ["another number", "a place to meet", "a visit", "no STOP any more"]
)
def test_what_comes_later_does_not_make_them_untried_then(
    navigator: Worker, need: Need, phone, text, now: datetime, later: str
):
    person = need.subject
    ContactPoint.objects.filter(pk=text.pk).update(stopped_at=now)
    at = tries(navigator, need, *[NO_ANSWER] * 4, start=now)
    give_up(navigator, need, at)
    {
        "another number": lambda: point(person, Channel.EMAIL, "rosa@example.org"),
        "a place to meet": lambda: MeetingPoint.objects.create(
            network=need.network, person=person, place="The library"
        ),
        "a visit": lambda: Person.objects.filter(pk=person.pk).update(next_visit_on=at + DAY),
        "no STOP any more": lambda: ContactPoint.objects.update(stopped_at=None),
    }[later]()
    assert not [one for one in audit(need.network_id, at=at + DAY) if one.broken]


def test_the_auditor_finds_who_was_written_off_untried(
    navigator: Worker, need: Need, phone, now: datetime
):
    """Behind the trigger's back, by whoever may switch it off."""
    at = tries(navigator, need, *[NO_ANSWER] * 3, start=now)
    connection.check_constraints()
    with pytest.raises(Untold), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLOSE, [at, at, at, need.pk])
        broken = {one.promise.name for one in audit(need.network_id, at=at) if one.broken}
        assert broken == {"unreachable_was_tried"}
        raise Untold


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ((NO_ANSWER, WROTE, NO_ANSWER), 2 * DAY),
        ((NO_ANSWER, WROTE, NO_ANSWER, WROTE), HOUR),
        ((NO_ANSWER,) * 4, 2 * DAY),
    ],
    ids=["too few", "all on one day", "a safe way left untried"],
)
def test_the_database_refuses_unreachable_before_everything_safe_was_tried(
    navigator: Worker, need: Need, phone, text, now: datetime, said, step: timedelta
):
    at = tries(navigator, need, *said, start=now, step=step)
    with pytest.raises(IntegrityError) as refusal:
        close_by_hand(need, at + 6 * DAY)
    name = refusal.value.__cause__.diag.constraint_name
    assert name == "need_unreachable_was_tried_every_way"


def test_the_database_lets_it_close_when_all_was_tried(
    navigator: Worker, need: Need, phone, text, now: datetime
):
    at = tries(navigator, need, NO_ANSWER, WROTE, NO_ANSWER, WROTE, start=now)
    close_by_hand(need, at)
    assert Need.objects.get(pk=need.pk).status == NeedStatus.UNREACHABLE


def test_a_try_that_was_written_down_is_never_changed(navigator: Worker, need: Need, now: datetime):
    tries(navigator, need, NO_ANSWER, start=now)
    for statement in (
        "UPDATE referrals_contactattempt SET at = now()",
        "DELETE FROM referrals_contactattempt",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "places", [(), ("meeting",), ("visit",), ("unsafe",), ("broken",), ("stopped",)]
)
@pytest.mark.parametrize("hours", [1, 7, 26, 49])
@pytest.mark.parametrize("count", [0, 3, 4])
def test_the_page_and_the_database_count_alike(
    navigator: Worker, need: Need, phone, now: datetime, places, hours: int, count: int
):
    """One question, asked in Python for the words and in SQL for the promise."""
    person = need.subject
    if "meeting" in places:
        MeetingPoint.objects.create(network=need.network, person=person, place="The library")
    if "visit" in places:
        Person.objects.filter(pk=person.pk).update(next_visit_on=(now + 40 * DAY).date())
    odd = {
        "unsafe": {"is_safe": False},
        "broken": {"state": "broken"},
        "stopped": {"stopped_at": now},
    }
    for name in places:
        ContactPoint.objects.filter(pk=phone.pk).update(**odd.get(name, {}))
    said = [NO_ANSWER, replace(NO_ANSWER, way=Way.MEETING), NO_ANSWER, NO_ANSWER][:count]
    at = tries(navigator, need, *said, start=now, step=timedelta(hours=hours)) + HOUR
    shown = Person.objects.get(pk=person.pk)
    made = [Try(one.way, now + hours * HOUR * n) for n, one in enumerate(said, start=1)]
    told = progress(
        usable(plan_of(shown, at=at)), made, Protocol(), since=now, at=at, zone="America/New_York"
    )
    assert told.is_done == reaching.was_tried(need.pk, at=at)


def test_what_the_partners_decide_holds_in_the_database_too(
    navigator: Worker, need: Need, phone, now: datetime
):
    for key in ("reach.tries", "reach.days"):
        Policy.objects.create(network=need.network, key=key, value=2, version=1, begins_at=now)
    at = tries(navigator, need, NO_ANSWER, NO_ANSWER, start=now, step=DAY)
    assert give_up(navigator, need, at).status == NeedStatus.UNREACHABLE


# --- numbers that do not work --------------------------------------------------------------------


def broken(worker: Worker, need: Need, phone: ContactPoint, at: datetime) -> Need:
    wrong = Tried(Way.PHONE, TryOutcome.WRONG, point_id=phone.pk)
    return reaching.tried(actor=worker.actor, need_id=need.pk, tried=wrong, at=at)


def test_the_last_wrong_number_makes_its_mending_the_owners_step_and_a_new_one_ends_it(
    navigator: Worker, need: Need, phone, now: datetime
):
    broken(navigator, need, phone, now + DAY)
    need.refresh_from_db()
    phone.refresh_from_db()
    assert (phone.state, need.next_step, need.waiting_on) == ("broken", "mend_contact", Turn.OWNER)
    details = ContactDetails(Channel.PHONE, "(555) 010-0555", is_safe=True)
    save_contact(
        actor=navigator.actor, person_id=need.subject_id, details=details, at=now + 2 * DAY
    )
    need.refresh_from_db()
    assert need.next_step == "choose_service"


def test_while_another_safe_way_works_nothing_stands_still(
    navigator: Worker, need: Need, phone, text, now: datetime
):
    broken(navigator, need, phone, now + DAY)
    need.refresh_from_db()
    assert need.next_step == "choose_service"


def test_a_partner_who_finds_the_number_wrong_makes_the_owner_mend_it(
    intake: Worker, referral: Referral, phone, now: datetime
):
    wrong = Tried(Way.PHONE, TryOutcome.WRONG)
    reaching.tried_by_partner(
        actor=intake.actor, referral_id=referral.pk, tried=wrong, at=now + DAY
    )
    phone.refresh_from_db()
    assert phone.state == ChannelState.BROKEN
    assert Event.objects.filter(kind="need.contact_broken", subject_id=referral.need_id).exists()


# --- the partner could not reach them ------------------------------------------------------------


def test_it_always_comes_back_to_the_needs_owner_as_a_search(
    navigator: Worker, intake: Worker, referral: Referral, phone, now: datetime
):
    need = could_not_reach(intake, referral, now + HOUR)
    assert (need.status, need.next_step, need.waiting_on, need.responsible_id) == (
        "wants_help", "reach_family", Turn.OWNER, navigator.user.pk,
    )  # fmt: skip


def test_a_try_without_an_answer_moves_the_search_to_the_next_open_day_and_a_word_ends_it(
    navigator: Worker, intake: Worker, referral: Referral, phone, now: datetime
):
    need = could_not_reach(intake, referral, now + HOUR)
    due = need.next_step_due
    at = tries(navigator, need, NO_ANSWER, start=now + 4 * DAY)
    need.refresh_from_db()
    assert need.next_step_due > due
    talked = Tried(Way.PHONE, TryOutcome.REACHED, point_id=phone.pk)
    reaching.tried(actor=navigator.actor, need_id=need.pk, tried=talked, at=at)
    need.refresh_from_db()
    assert need.next_step == "choose_next"
