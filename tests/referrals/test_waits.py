"""A family asks to wait: nobody presses it before its own day, and then all goes on from where it stood."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist

from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.models import Event, Outbox
from people.models.person import Person
from referrals.actions import answer, family, progress
from referrals.actions.audit import audit
from referrals.actions.check_in import Answered, Heard, check_in
from referrals.actions.pausing import Wait, go_on, pause, pause_all
from referrals.actions.reaching import give_up
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.lifecycle import Mode, Status, Urgency
from referrals.models.referral import Referral
from referrals.search.family import question_for, stamp_of
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import NeedStatus, Turn, Via, WhyWait
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNTIL = date(2026, 12, 15)  # a Tuesday
MORNING = datetime.fromisoformat("2026-12-15T09:00:00-05:00")
AWAY = Wait(UNTIL, WhyWait.AWAY, Via.PHONE)


@pytest.fixture
def waits(navigator: Worker, need: Need, now: datetime):
    def wait(*, at: datetime = now + HOUR, until: date = UNTIL, via: Via = Via.PHONE) -> Need:
        said = Wait(until, WhyWait.AWAY, via)
        return pause(actor=navigator.actor, need_id=need.pk, wait=said, at=at)

    return wait


@pytest.fixture
def taken(intake: Worker, referral: Referral, now: datetime) -> Referral:
    return answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + timedelta(minutes=5))


@pytest.fixture
def goes(navigator: Worker, need: Need):
    def on(*, at: datetime) -> Need:
        gone = go_on(actor=navigator.actor, need_id=need.pk, via=Via.PHONE, at=at)
        assert not broken(need, at)
        return gone

    return on


def broken(need: Need, at: datetime) -> list[str]:
    found = audit(need.network_id, at=at)
    return [one.promise.name for one in found if one.broken]


def kinds(about: UUID) -> list[str]:
    events = Event.objects.filter(subject_id=about).order_by("id")
    return list(events.values_list("kind", flat=True))


def told_of(kind: str) -> int:
    return Outbox.objects.filter(event_id__in=Event.objects.filter(kind=kind).values("pk")).count()


def test_its_owner_keeps_it_until_the_day_that_the_family_named(waits, need: Need, now: datetime):
    need = waits()
    assert (need.status, need.waiting_on, need.next_step) == (
        NeedStatus.PAUSED, Turn.OWNER, "ask_again",
    )  # fmt: skip
    assert need.next_step_due == need.wake_at
    assert need.next_step_due.astimezone(MORNING.tzinfo).date() == UNTIL
    assert (need.paused_until, need.paused_why) == (UNTIL, WhyWait.AWAY)
    assert (need.said_by, need.via) == ("family", "phone")
    assert not broken(need, now + HOUR)


def test_nobody_is_reminded_before_and_the_owner_on_that_day_then_the_supervisor(
    waits, need: Need, now: datetime
):
    waits()
    for day in range(1, 26):
        sweep(network_id=need.network_id, at=now + day * DAY)
    assert kinds(need.pk)[-1] == "need.paused"
    for day in range(27, 36):
        sweep(network_id=need.network_id, at=now + day * DAY)
    assert {"need.reminded", "need.supervisor_told"} <= {*kinds(need.pk)}
    assert "need.family_asked" not in kinds(need.pk)


def test_what_nobody_has_answered_is_taken_back_and_its_partner_told(
    waits, referral: Referral, need: Need, now: datetime
):
    waits()
    referral.refresh_from_db()
    assert (referral.status, referral.reason) == (Status.CANCELLED, "family_asked_to_wait")
    assert kinds(referral.pk)[-1] == "referral.cancelled"
    assert told_of("referral.cancelled") == 1
    assert not broken(need, now + HOUR)


def test_what_a_partner_took_on_rests_and_it_hears_the_day_and_no_reason(
    waits, taken: Referral, need: Need, now: datetime
):
    waits()
    taken.refresh_from_db()
    assert (taken.status, taken.reason) == (Status.ON_HOLD, "family_asked_to_wait")
    assert (taken.waiting_on, taken.next_step) == ("family", "wait_for_family")
    assert taken.next_step_due.date() == UNTIL
    assert kinds(taken.pk)[-2:] == ["referral.held", "referral.to_wait"]
    assert told_of("referral.to_wait") == 1
    assert told_of("referral.held") == 0
    for event in Event.objects.filter(subject_id=taken.pk):
        assert "away" not in str(event.details)
    for day in range(1, 40):
        sweep(network_id=need.network_id, at=now + day * DAY)
    assert kinds(taken.pk)[-1] == "referral.to_wait"
    assert not broken(need, now + 40 * DAY)


def test_a_place_on_a_wait_list_is_kept(
    waits, goes, intake: Worker, referral: Referral, need: Need, now: datetime
):
    answer.wait_list(actor=intake.actor, referral_id=referral.pk, place=4, at=now + HOUR / 2)
    waits()
    referral.refresh_from_db()
    assert (referral.status, referral.reason, referral.place_in_line) == (
        Status.ON_HOLD, "wait_list", 4,
    )  # fmt: skip
    assert referral.rests_for_family
    goes(at=now + 2 * DAY)
    referral.refresh_from_db()
    assert (referral.next_step, referral.waiting_on) == ("confirm_place", "receiver")


def test_a_handout_still_holds_and_nobody_asks_how_it_went_before_the_day(
    waits, navigator: Worker, need: Need, food_boxes, now: datetime
):
    given = send(
        actor=navigator.actor, need_id=need.pk, at=now,
        sending=Sending(food_boxes.pk, need.pk, mode=Mode.INTRODUCTION),
    )  # fmt: skip
    waits()
    for day in range(1, 20):
        sweep(network_id=need.network_id, at=now + day * DAY)
    given.refresh_from_db()
    assert given.is_live
    assert "referral.family_asked" not in kinds(given.pk)


def test_they_go_on_and_whoever_rested_takes_it_up_again(
    waits, goes, taken: Referral, need: Need, now: datetime
):
    waits()
    need = goes(at=now + 3 * DAY)
    taken.refresh_from_db()
    assert (need.status, need.next_step) == (NeedStatus.BEING_HELPED, taken.next_step)
    assert (need.paused_until, need.paused_why, need.paused_from) == (None, "", "")
    assert (taken.status, taken.next_step) == (Status.IN_PROGRESS, "report")
    assert kinds(taken.pk)[-2:] == ["referral.resumed", "referral.to_go_on"]
    assert kinds(need.pk)[-1] == "need.goes_on"


def test_what_was_taken_back_may_be_asked_for_again(
    waits, goes, navigator: Worker, referral: Referral, need: Need, sending: Sending, now: datetime
):
    waits()
    need = goes(at=now + 3 * DAY)
    assert (need.status, need.next_step) == (NeedStatus.WANTS_HELP, "choose_next")
    again = Sending(sending.service_id, referral.pk, facts=sending.facts)
    send(actor=navigator.actor, need_id=need.pk, sending=again, at=now + 3 * DAY)
    need.refresh_from_db()
    assert need.is_being_helped


def test_what_only_came_up_is_talked_over_again_and_is_no_wish_for_help(
    goes, navigator: Worker, rosa: Person, now: datetime
):
    [need] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=now
    )
    pause(actor=navigator.actor, need_id=need.pk, wait=AWAY, at=now + HOUR)
    with pytest.raises(StepNotPossible):
        want_help(actor=navigator.actor, need_id=need.pk, at=now + 2 * HOUR)
    gone = go_on(actor=navigator.actor, need_id=need.pk, via=Via.PHONE, at=now + DAY)
    assert (gone.status, gone.next_step) == (NeedStatus.FOUND, "talk_over")


def test_help_that_was_reported_meanwhile_is_asked_about_when_they_go_on(
    waits, goes, intake: Worker, taken: Referral, need: Need, now: datetime
):
    waits()
    progress.complete(
        actor=intake.actor, referral_id=taken.pk, outcome="provided", at=now + 2 * DAY
    )
    need.refresh_from_db()
    assert need.is_paused
    need = goes(at=now + 3 * DAY)
    assert (need.status, need.next_step) == (NeedStatus.TO_CONFIRM, "ask_family")


def test_a_family_that_is_to_be_asked_may_say_not_now_and_is_asked_anew_afterwards(
    waits, goes, intake: Worker, taken: Referral, need: Need, now: datetime
):
    at = now + HOUR / 2
    progress.complete(actor=intake.actor, referral_id=taken.pk, outcome="provided", at=at)
    family_link = Actor.link(need.network_id, need.subject_id)
    assert question_for(family_link, at=at)
    waits()
    assert question_for(family_link, at=now + HOUR) is None
    for day in range(1, 20):
        sweep(network_id=need.network_id, at=now + day * DAY)
    assert "need.family_asked" not in kinds(need.pk)
    need = goes(at=now + 20 * DAY)
    assert (need.status, need.waiting_on) == (NeedStatus.TO_CONFIRM, Turn.FAMILY)


def test_an_old_page_of_the_question_changes_nothing_while_they_wait(
    waits, intake: Worker, taken: Referral, need: Need, now: datetime
):
    at = now + HOUR / 2
    progress.complete(actor=intake.actor, referral_id=taken.pk, outcome="provided", at=at)
    need.refresh_from_db()
    said = Answered(need.pk, stamp_of(need), family.Answer.NO)
    waits()
    link = Actor.link(need.network_id, need.subject_id)
    heard = check_in(actor=link, said=[said], via=Via.LINK, at=now + DAY)
    assert heard == {need.pk: Heard.BEFORE}


def test_they_may_say_meanwhile_that_they_got_it(
    waits, navigator: Worker, taken: Referral, need: Need, now: datetime
):
    waits()
    met = family.family_answers(
        actor=navigator.actor, need_id=need.pk, answer=family.Answer.YES, via=Via.PHONE, at=now + DAY
    )  # fmt: skip
    assert (met.status, met.paused_until) == (NeedStatus.MET, None)
    assert not broken(need, now + DAY)


def test_they_may_name_another_day(waits, taken: Referral, need: Need, now: datetime):
    waits()
    later = waits(at=MORNING + HOUR, until=UNTIL + 14 * DAY)
    taken.refresh_from_db()
    assert later.next_step_due > MORNING + 13 * DAY
    assert taken.next_step_due == later.next_step_due
    assert later.paused_from == NeedStatus.BEING_HELPED
    assert not broken(need, MORNING + HOUR)


def test_what_is_needed_today_does_not_hurry_a_family_that_waits(
    waits,
    goes,
    navigator: Worker,
    intake: Worker,
    need: Need,
    agreed,
    sending: Sending,
    now: datetime,
):
    urgent = Sending(sending.service_id, need.pk, facts=sending.facts, urgency=Urgency.TODAY)
    sent = send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=now)
    answer.accept(actor=intake.actor, referral_id=sent.pk, at=now + HOUR / 2)
    need = waits()
    assert not need.is_for_today
    assert goes(at=now + 3 * DAY).is_for_today


def test_the_day_is_after_today_and_not_beyond_what_partners_decided(waits, now: datetime):
    for until in (now.date(), now.date() - DAY, now.date() + 181 * DAY):
        with pytest.raises(BadInput):
            waits(until=until)
    waits(until=now.date() + 180 * DAY)


def test_it_is_the_familys_word_and_says_how_it_was_told(waits, now: datetime):
    with pytest.raises(BadInput, match="how the family told you"):
        waits(via=Via.SYSTEM)


def test_all_that_is_open_waits_at_once(
    navigator: Worker, taken: Referral, need: Need, rosa: Person, now: datetime
):
    [diapers] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=now
    )
    held = pause_all(actor=navigator.actor, person_id=rosa.pk, wait=AWAY, at=now + HOUR)
    assert {one.pk for one in held} == {need.pk, diapers.pk}
    assert {one.status for one in held} == {NeedStatus.PAUSED}
    assert not broken(need, now + HOUR)


def test_the_family_says_so_itself_and_its_worker_hears_of_it(
    taken: Referral, need: Need, rosa: Person, now: datetime
):
    link = Actor.link(need.network_id, rosa.pk)
    [held] = pause_all(
        actor=link, person_id=rosa.pk, wait=Wait(UNTIL, WhyWait.NOT_SAID, Via.LINK), at=now + HOUR
    )
    assert (held.said_by, held.recorded_by, held.via) == ("family", "family", "link")
    assert told_of("need.paused") == 1
    gone = go_on(actor=link, need_id=need.pk, via=Via.LINK, at=now + 2 * HOUR)
    assert gone.is_being_helped
    assert not broken(need, now + 2 * HOUR)


def test_a_bare_link_of_somebody_contacted_with_care_moves_nothing(
    need: Need, rosa: Person, now: datetime
):
    rosa.contact_with_care = True
    rosa.save()
    link = Actor.link(need.network_id, rosa.pk)
    with pytest.raises(StepNotPossible):
        pause(actor=link, need_id=need.pk, wait=AWAY, at=now + HOUR)


def test_nobody_gives_a_family_up_before_its_day(
    waits, navigator: Worker, need: Need, now: datetime
):
    waits()
    with pytest.raises(StepNotPossible, match="asked to wait"):
        give_up(actor=navigator.actor, need_id=need.pk, at=now + 2 * DAY)


def test_a_stranger_and_the_partner_pause_nothing_and_start_nothing(
    waits, stranger: Worker, intake: Worker, foreigner: Worker, taken: Referral, need: Need,
    rosa: Person, now: datetime,
):  # fmt: skip
    for nobody in (stranger, intake, foreigner):
        with pytest.raises(ObjectDoesNotExist):
            pause(actor=nobody.actor, need_id=need.pk, wait=AWAY, at=now + HOUR)
        with pytest.raises(StepNotPossible):
            pause_all(actor=nobody.actor, person_id=rosa.pk, wait=AWAY, at=now + HOUR)
    waits()
    for nobody in (stranger, intake, foreigner):
        with pytest.raises(ObjectDoesNotExist):
            go_on(actor=nobody.actor, need_id=need.pk, via=Via.PHONE, at=now + DAY)
