"""Slips are mended, and what was told for a partner can be denied by it: both stay in the history."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import NotAllowed, StepNotPossible
from core.models import Event, Outbox
from governance.models.policies import Policy
from people.models.agreements import Consent
from people.models.person import Exclusion
from referrals.actions import answer, progress
from referrals.actions.family import Answer, family_answers
from referrals.actions.mending import mend, not_so
from referrals.actions.send import send
from referrals.lifecycle import Status
from referrals.models.messages import Message
from referrals.models.referral import Referral
from screening.lifecycle import Via
from screening.models.need import Need
from tests.story import Worker

DAY = timedelta(days=1)


@pytest.fixture
def told_yes(navigator: Worker, referral: Referral, now: datetime) -> Referral:
    """Priya wrote down that the pantry said yes by telephone."""
    return answer.accept(
        actor=navigator.actor, referral_id=referral.pk, at=now + DAY, via=Via.PHONE
    )


def successor(referral: Referral) -> Referral:
    return Referral.objects.get(replaces=referral)


def again(one: Referral | Need):
    one.refresh_from_db()
    return one


# --- not so --------------------------------------------------------------------------------------


def test_a_yes_that_nobody_said_is_asked_for_again(
    intake: Worker, told_yes: Referral, need: Need, now: datetime
):
    asked = not_so(actor=intake.actor, referral_id=told_yes.pk, at=now + 2 * DAY)
    assert (again(told_yes).status, told_yes.reason) == ("entered-in-error", "recorded_wrongly")
    assert (asked.status, asked.waiting_on, asked.next_step) == ("requested", "receiver", "answer")
    assert (asked.consent_id, asked.receiver_id) == (told_yes.consent_id, told_yes.receiver_id)
    assert again(need).is_being_helped


def test_both_sides_can_read_it_and_the_sender_is_told(
    intake: Worker, navigator: Worker, told_yes: Referral, need: Need, now: datetime
):
    asked = not_so(
        actor=intake.actor, referral_id=told_yes.pk, at=now + 2 * DAY, words="Nobody called us"
    )
    event = Event.objects.get(kind="referral.not_so")
    assert Outbox.objects.filter(event_id=event.pk).exists()
    assert Message.objects.get(referral=asked).event_id == event.pk
    page = navigator.client.get(reverse("referrals:need", args=[need.pk])).content.decode()
    assert "The partner says: this is not so" in page
    assert "Nobody called us" in page


def test_a_no_that_nobody_said_brings_the_request_back(
    intake: Worker, navigator: Worker, referral: Referral, need: Need, now: datetime
):
    answer.decline(
        actor=navigator.actor, referral_id=referral.pk, reason="no_capacity", at=now + DAY,
        via=Via.PHONE,
    )  # fmt: skip
    assert again(need).wants_help
    asked = not_so(actor=intake.actor, referral_id=referral.pk, at=now + 2 * DAY)
    assert asked.is_asked
    assert again(need).is_being_helped


def test_help_that_was_not_given_goes_on_where_it_stood(
    intake: Worker, navigator: Worker, referral: Referral, need: Need, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + DAY)
    progress.start(actor=intake.actor, referral_id=referral.pk, at=now + 2 * DAY)
    progress.complete(
        actor=navigator.actor, referral_id=referral.pk, outcome="provided", at=now + 3 * DAY,
        via=Via.PHONE,
    )  # fmt: skip
    assert again(need).is_to_confirm
    going_on = not_so(actor=intake.actor, referral_id=referral.pk, at=now + 4 * DAY)
    assert (going_on.status, going_on.first_answer) == ("in-progress", "accepted")
    assert again(need).is_being_helped


def test_after_five_open_days_it_stands(intake: Worker, told_yes: Referral, now: datetime):
    with pytest.raises(StepNotPossible):
        not_so(actor=intake.actor, referral_id=told_yes.pk, at=now + 12 * DAY)


def decided(one: Referral, key: str, at: datetime) -> None:
    Policy.objects.create(network=one.network, key=key, value=20, version=1, begins_at=at)


def test_or_after_as_many_days_as_the_partners_decided(
    intake: Worker, told_yes: Referral, now: datetime
):
    decided(told_yes, "referral.not_so", now)
    asked = not_so(actor=intake.actor, referral_id=told_yes.pk, at=now + 12 * DAY)
    assert asked.status == Status.REQUESTED


def test_ones_own_word_is_not_denied(intake: Worker, referral: Referral, now: datetime):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + DAY)
    with pytest.raises(StepNotPossible):
        not_so(actor=intake.actor, referral_id=referral.pk, at=now + 2 * DAY)


def test_nor_what_one_has_built_upon_since(intake: Worker, told_yes: Referral, now: datetime):
    progress.start(actor=intake.actor, referral_id=told_yes.pk, at=now + 2 * DAY)
    with pytest.raises(StepNotPossible):
        not_so(actor=intake.actor, referral_id=told_yes.pk, at=now + 3 * DAY)


def test_the_familys_yes_weighs_more(
    intake: Worker, navigator: Worker, told_yes: Referral, need: Need, now: datetime
):
    progress.complete(
        actor=navigator.actor, referral_id=told_yes.pk, outcome="provided", at=now + 2 * DAY,
        via=Via.PHONE,
    )  # fmt: skip
    family_answers(
        actor=navigator.actor, need_id=need.pk, answer=Answer.YES, via=Via.PHONE, at=now + 3 * DAY
    )
    not_so(actor=intake.actor, referral_id=told_yes.pk, at=now + 4 * DAY)
    assert again(need).is_met
    assert again(told_yes).status == Status.COMPLETED
    assert Event.objects.filter(kind="referral.not_so", subject_id=told_yes.pk).exists()


def test_nobody_else_denies_it(
    navigator: Worker, stranger: Worker, told_yes: Referral, now: datetime
):
    with pytest.raises(NotAllowed):
        not_so(actor=navigator.actor, referral_id=told_yes.pk, at=now + 2 * DAY)
    with pytest.raises(Referral.DoesNotExist):
        not_so(actor=stranger.actor, referral_id=told_yes.pk, at=now + 2 * DAY)


def test_the_partner_does_it_on_the_request_page(
    intake: Worker, navigator: Worker, need: Need, agreed: Consent, sending
):
    at = timezone.now()
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at - 2 * DAY)
    answer.accept(actor=navigator.actor, referral_id=sent.pk, at=at - DAY, via=Via.PHONE)
    page = intake.client.get(reverse("referrals:detail", args=[sent.pk])).content.decode()
    assert "The sender wrote down for you: “You said yes”" in page
    assert "That is not so" in page
    answered = intake.client.post(
        reverse("referrals:answer", args=[sent.pk, "not-so"]), {"words": "We have no room"}
    )
    assert answered.status_code == 302
    assert successor(sent).is_asked


# --- mending -------------------------------------------------------------------------------------


@pytest.fixture
def taken_back(navigator: Worker, intake: Worker, referral: Referral, now: datetime) -> Referral:
    """Accepted by the pantry; then Priya clicked on the wrong one."""
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + DAY)
    return progress.cancel(
        actor=navigator.actor, referral_id=referral.pk, reason="safety", at=now + 2 * DAY
    )


def test_a_slip_is_mended_in_one_step(
    navigator: Worker, taken_back: Referral, need: Need, now: datetime
):
    assert again(need).wants_help
    going_on = mend(actor=navigator.actor, referral_id=taken_back.pk, at=now + 3 * DAY)
    assert again(taken_back).status == Status.ENTERED_IN_ERROR
    assert (going_on.status, going_on.consent_id) == ("accepted", taken_back.consent_id)
    assert going_on.note == taken_back.note
    assert again(need).is_being_helped
    assert again(need).next_step_due == going_on.next_step_due


def test_after_two_weeks_a_slip_stands(navigator: Worker, taken_back: Referral, now: datetime):
    with pytest.raises(StepNotPossible):
        mend(actor=navigator.actor, referral_id=taken_back.pk, at=now + 17 * DAY)


def test_or_as_long_as_the_partners_decided(navigator: Worker, taken_back: Referral, now: datetime):
    decided(taken_back, "referral.mend_calendar", now)
    assert mend(actor=navigator.actor, referral_id=taken_back.pk, at=now + 17 * DAY).is_live


def test_not_under_an_agreement_that_was_taken_back(
    navigator: Worker, taken_back: Referral, agreed: Consent, now: datetime
):
    Consent.objects.filter(pk=agreed.pk).update(
        withdrawn_at=now + 2 * DAY, withdrawn_via="in_person"
    )
    with pytest.raises(StepNotPossible, match="no longer shares"):
        mend(actor=navigator.actor, referral_id=taken_back.pk, at=now + 3 * DAY)


def test_not_where_the_family_will_not_go(
    navigator: Worker, taken_back: Referral, need: Need, now: datetime
):
    Exclusion.objects.create(
        network=need.network, person=need.subject, organization=taken_back.receiver
    )
    with pytest.raises(StepNotPossible):
        mend(actor=navigator.actor, referral_id=taken_back.pk, at=now + 3 * DAY)


def test_what_the_partner_said_itself_is_no_slip_of_the_senders(
    navigator: Worker, intake: Worker, referral: Referral, now: datetime
):
    answer.decline(actor=intake.actor, referral_id=referral.pk, reason="no_capacity", at=now + DAY)
    with pytest.raises(StepNotPossible):
        mend(actor=navigator.actor, referral_id=referral.pk, at=now + 2 * DAY)


def test_a_slip_is_mended_once(navigator: Worker, taken_back: Referral, now: datetime):
    mend(actor=navigator.actor, referral_id=taken_back.pk, at=now + 3 * DAY)
    with pytest.raises(StepNotPossible):
        mend(actor=navigator.actor, referral_id=taken_back.pk, at=now + 3 * DAY)


def test_only_the_senders_people_mend(
    intake: Worker, stranger: Worker, taken_back: Referral, now: datetime
):
    with pytest.raises(NotAllowed):
        mend(actor=intake.actor, referral_id=taken_back.pk, at=now + 3 * DAY)
    with pytest.raises(Referral.DoesNotExist):
        mend(actor=stranger.actor, referral_id=taken_back.pk, at=now + 3 * DAY)


def test_the_sender_mends_it_on_the_needs_page(
    navigator: Worker, stranger: Worker, need: Need, agreed: Consent, sending
):
    at = timezone.now()
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at - 2 * DAY)
    progress.cancel(actor=navigator.actor, referral_id=sent.pk, reason="safety", at=at - DAY)
    page = navigator.client.get(reverse("referrals:need", args=[need.pk])).content.decode()
    assert "That was a slip: let the request go on" in page
    url = reverse("referrals:mend", args=[sent.pk])
    assert stranger.client.post(url).status_code == 404
    assert navigator.client.post(url).status_code == 302
    assert successor(sent).is_asked
