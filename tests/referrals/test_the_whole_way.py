"""A need goes the whole way, through actions alone."""

from datetime import datetime, timedelta

import pytest

from core import history
from core.actor import Actor
from core.errors import NotAllowed, StepNotPossible
from core.ids import uuid7
from organizations.grants import Role
from organizations.models.network import Organization
from people.models.person import Exclusion, Person
from referrals.actions import answer, family, progress, send
from referrals.actions.family import Answer
from referrals.actions.send import Sending
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import NeedStatus, Turn, Via
from screening.models.need import Need
from tests.story import Worker, hire

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def test_a_need_goes_from_the_first_question_to_yes_we_got_it(
    navigator: Worker, intake: Worker, need: Need, referral: Referral, now: datetime
):
    need.refresh_from_db()
    assert (need.status, need.waiting_on) == (NeedStatus.BEING_HELPED, Turn.PARTNER)

    later = now + timedelta(minutes=5)
    answer.see(actor=intake.actor, referral_id=referral.pk, at=later)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=later)
    progress.start(actor=intake.actor, referral_id=referral.pk, at=now + DAY)
    progress.complete(
        actor=intake.actor, referral_id=referral.pk, outcome="provided", at=now + 2 * DAY
    )
    need.refresh_from_db()
    assert (need.status, need.waiting_on, need.next_step) == (
        NeedStatus.TO_CONFIRM,
        Turn.FAMILY,
        "ask_family",
    )

    rosa = Actor.link(need.network_id, need.subject_id)
    family.family_answers(
        actor=rosa, need_id=need.pk, answer=Answer.YES, at=now + 4 * DAY, via=Via.LINK
    )
    need.refresh_from_db()
    assert (need.status, need.said_by, need.recorded_by, need.via) == (
        "met",
        "family",
        "family",
        "link",
    )
    kinds = list(history.of(need.pk, referral.pk).values_list("kind", flat=True))
    assert kinds[0] == "need.met"
    assert {
        "need.recorded",
        "need.wanted",
        "referral.sent",
        "referral.accepted",
        "referral.completed",
    } < set(kinds)


def test_a_stranger_in_the_same_network_finds_nothing(
    stranger: Worker, foreigner: Worker, referral: Referral, now: datetime
):
    for outsider in (stranger, foreigner):
        assert not Referral.objects.visible_to(outsider.actor, at=now + DAY).exists()
        assert not Need.objects.visible_to(outsider.actor, at=now + DAY).exists()
        with pytest.raises(Referral.DoesNotExist):
            answer.accept(actor=outsider.actor, referral_id=referral.pk, at=now + DAY)


def test_the_pantry_sees_a_request_only_when_it_can_no_longer_be_undone(
    intake: Worker, referral: Referral, now: datetime
):
    seen = Referral.objects.visible_to(intake.actor, at=now + 19 * SECOND)
    assert not seen.exists()
    assert Referral.objects.visible_to(intake.actor, at=now + 20 * SECOND).exists()


def test_an_undone_request_never_arrives_and_the_need_waits_for_help_again(
    navigator: Worker, intake: Worker, need: Need, referral: Referral, now: datetime
):
    progress.correct(
        actor=navigator.actor, referral_id=referral.pk, reason="undone", at=now + 10 * SECOND
    )
    need.refresh_from_db()
    assert need.status == NeedStatus.WANTS_HELP
    assert not Referral.objects.visible_to(intake.actor, at=now + DAY).exists()


def test_after_twenty_seconds_it_is_sent(navigator: Worker, referral: Referral, now: datetime):
    with pytest.raises(StepNotPossible):
        progress.correct(
            actor=navigator.actor, referral_id=referral.pk, reason="undone", at=now + 21 * SECOND
        )


def test_a_double_click_on_send_makes_one_request(
    navigator: Worker, need: Need, agreed, sending, now: datetime
):
    first = send.send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    second = send.send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now + SECOND)
    assert first.pk == second.pk


def test_a_no_brings_the_need_back_to_its_owner_with_one_day_to_choose(
    navigator: Worker, intake: Worker, need: Need, referral: Referral, now: datetime
):
    answer.decline(
        actor=intake.actor,
        referral_id=referral.pk,
        reason="no_capacity",
        at=now + DAY,
        words="Full",
    )
    need.refresh_from_db()
    assert (need.status, need.waiting_on, need.next_step) == (
        NeedStatus.WANTS_HELP,
        Turn.OWNER,
        "choose_next",
    )
    assert need.next_step_due is not None
    assert need.next_step_due - (now + DAY) == DAY


def test_the_familys_no_opens_the_need_and_contests_the_outcome(
    navigator: Worker, intake: Worker, need: Need, referral: Referral, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + DAY)
    progress.complete(actor=intake.actor, referral_id=referral.pk, outcome="provided", at=now + DAY)
    family.family_answers(
        actor=navigator.actor,
        need_id=need.pk,
        answer=Answer.NO,
        why="full",
        at=now + 2 * DAY,
        via=Via.PHONE,
    )
    need.refresh_from_db()
    referral.refresh_from_db()
    assert (need.status, need.why) == (NeedStatus.WANTS_HELP, "full")
    assert referral.is_contested


def test_the_clinic_may_write_down_what_the_pantry_said_by_telephone_but_says_so(
    navigator: Worker, referral: Referral, now: datetime
):
    with pytest.raises(Exception, match="by telephone"):
        answer.accept(actor=navigator.actor, referral_id=referral.pk, at=now + DAY)
    answer.accept(actor=navigator.actor, referral_id=referral.pk, at=now + DAY, via=Via.PHONE)
    referral.refresh_from_db()
    assert (referral.status, referral.said_by, referral.recorded_by, referral.via) == (
        Status.ACCEPTED,
        "receiver",
        "sender",
        "phone",
    )


def test_a_screener_cannot_send(screener: Worker, need: Need, agreed, sending, now: datetime):
    with pytest.raises((NotAllowed, Need.DoesNotExist)):
        send.send(actor=screener.actor, need_id=need.pk, sending=sending, at=now)


def test_a_question_stops_the_pantrys_clock_and_the_answer_gives_it_back(
    navigator: Worker, intake: Worker, need: Need, referral: Referral, now: datetime
):
    answer.ask(
        actor=intake.actor, referral_id=referral.pk, question="How many children?", at=now + DAY
    )
    need.refresh_from_db()
    assert need.waiting_on == Turn.OWNER
    answer.reply(actor=navigator.actor, referral_id=referral.pk, words="Two", at=now + DAY)
    referral.refresh_from_db()
    assert (referral.status, referral.waiting_on, referral.next_step) == (
        Status.REQUESTED,
        "receiver",
        "answer",
    )


def test_a_wait_list_is_never_counted_as_accepted(
    intake: Worker, referral: Referral, now: datetime
):
    answer.wait_list(actor=intake.actor, referral_id=referral.pk, place=9, at=now + DAY)
    referral.refresh_from_db()
    assert (referral.status, referral.reason, referral.first_answer) == (
        Status.ON_HOLD,
        "wait_list",
        "wait_listed",
    )


def test_somebody_the_family_shut_out_sees_nothing_even_at_the_partner(
    intake: Worker, pantry: Organization, rosa: Person, referral: Referral, now: datetime
):
    """Her former husband works at the pantry."""
    Exclusion.objects.create(network=rosa.network, person=rosa, user=intake.user)
    colleague = hire(pantry, "Joan Other", Role.INTAKE)
    assert not Referral.objects.visible_to(intake.actor, at=now + DAY).exists()
    assert Referral.objects.visible_to(colleague.actor, at=now + DAY).exists()


def test_switching_takes_the_silent_one_back_and_lets_other_needs_travel_along(
    navigator: Worker,
    rosa: Person,
    need: Need,
    referral: Referral,
    agreed,
    food_boxes,
    now: datetime,
):
    [formula] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("formula")], at=now
    )
    want_help(actor=navigator.actor, need_id=formula.pk, at=now)
    again = Sending(food_boxes.pk, uuid7(), facts=("name",), replaces_id=referral.pk)
    needs = [need.pk, formula.pk]
    sent = send.send_packet(actor=navigator.actor, need_ids=needs, sending=again, at=now + DAY)
    referral.refresh_from_db()
    assert (referral.status, referral.reason) == (Status.CANCELLED, "redirected")
    assert {r.replaces_id for r in sent} == {None, referral.pk}
