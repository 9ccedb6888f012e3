"""The pantry says helped, Rosa says no: both words stay, the pantry owes its word, and the need goes on."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import links
from core.actor import Actor
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.history import of
from people.models.agreements import Consent
from referrals.actions import answer, family, progress
from referrals.actions.afterwards import family_adds
from referrals.actions.audit import audit
from referrals.actions.contests import answer_contest, chase_contests
from referrals.actions.family import Answer
from referrals.links import request_link
from referrals.models.contest import Contest
from referrals.models.messages import Message
from referrals.models.referral import Referral
from referrals.search.told_for import told_for
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need
from tests.referrals.test_promises import refused_by
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def completed(referral: Referral, intake: Worker, at: datetime) -> None:
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    progress.complete(actor=intake.actor, referral_id=referral.pk, outcome="provided", at=at)


def says_no(navigator: Worker, need: Need, at: datetime) -> Need:
    return family.family_answers(
        actor=navigator.actor, need_id=need.pk, answer=Answer.NO, why="full", at=at, via=Via.PHONE
    )


@pytest.fixture
def contest(navigator: Worker, intake: Worker, referral: Referral, now: datetime) -> Contest:
    """On Wednesday the pantry says helped; on Thursday Rosa tells her worker that they were full."""
    completed(referral, intake, now + HOUR)
    says_no(navigator, referral.need, now + DAY)
    return Contest.objects.get(referral=referral)


@pytest.fixture
def today(navigator: Worker, intake: Worker, referral: Referral) -> Contest:
    """As `contest`, just now: pages look at the clock."""
    at = timezone.now() - HOUR
    completed(referral, intake, at)
    says_no(navigator, referral.need, at)
    return Contest.objects.get(referral=referral)


def pantry_says(intake: Worker, contest: Contest, at: datetime, said: str = "gave_it") -> Referral:
    return answer_contest(
        actor=intake.actor, referral_id=contest.referral_id, answer=said, at=at,
        words="Picked up on Tuesday at ten.",
    )  # fmt: skip


def test_the_partner_owes_its_word_within_five_of_its_business_days(
    contest: Contest, referral: Referral, pantry, now: datetime
):
    referral.refresh_from_db()
    assert referral.is_contested
    assert (contest.waiting_on, contest.next_step) == ("receiver", "answer_family")
    assert contest.next_step_due == pantry.open_days.after(now + DAY, 5)


def test_its_word_stands_beside_the_familys_and_changes_neither_outcome_nor_need(
    intake: Worker, contest: Contest, referral: Referral, need: Need, now: datetime
):
    need.refresh_from_db()
    before = (need.status, need.next_step, need.next_step_due, need.why)
    pantry_says(intake, contest, now + 2 * DAY)

    for row in (contest, referral, need):
        row.refresh_from_db()
    assert (contest.answer, contest.ended_how, contest.next_step_due) == (
        "gave_it",
        "answered",
        None,
    )
    assert (referral.status, referral.reason, referral.is_contested) == (
        "completed",
        "provided",
        True,
    )
    assert (need.status, need.next_step, need.next_step_due, need.why) == before
    assert of(referral.pk)[0].kind == "referral.contest_answered"
    assert Message.objects.get(referral=referral).text == "Picked up on Tuesday at ten."


def test_a_silent_partner_is_reminded_once_then_the_sender_hears_and_the_need_has_gone_on(
    intake: Worker, contest: Contest, referral: Referral, need: Need, now: datetime
):
    for hours in range(24, 24 * 16, 6):
        chase_contests(network_id=contest.network_id, at=now + hours * HOUR)
    kinds = [event.kind for event in of(referral.pk)]
    assert kinds.count("referral.contest_reminded") == 1
    assert kinds.count("referral.contest_unanswered") == 1
    contest.refresh_from_db()
    need.refresh_from_db()
    assert (contest.ended_how, contest.next_step_due) == ("silent", None)
    assert (need.status, need.next_step) == (NeedStatus.WANTS_HELP, "choose_next")

    pantry_says(intake, contest, now + 20 * DAY, "not_given")
    contest.refresh_from_db()
    assert contest.answer == "not_given", "late is better than never"


def test_a_no_that_the_clock_has_passed_over_for_a_day_is_found(contest: Contest, now: datetime):
    """Rosa's need has gone on by itself; only the pantry's word was forgotten."""
    Need.objects.update(wake_at=now + 99 * DAY)
    late = contest.wake_at + DAY + HOUR
    found = {one.promise.name: one.ids for one in audit(contest.network_id, at=late) if one.broken}
    assert found == {"nobody_is_passed_over": (str(contest.referral_id),)}
    chase_contests(network_id=contest.network_id, at=late)
    assert not [one for one in audit(contest.network_id, at=late) if one.broken]


def test_who_rings_the_pantry_writes_its_word_down_and_the_pantry_may_say_its_own(
    navigator: Worker, intake: Worker, contest: Contest, referral: Referral, now: datetime
):
    said = {"referral_id": referral.pk, "answer": "do_not_know"}
    with pytest.raises(BadInput):
        answer_contest(actor=navigator.actor, at=now + 2 * DAY, **said)
    answer_contest(actor=navigator.actor, at=now + 2 * DAY, via=Via.PHONE, **said)
    contest.refresh_from_db()
    assert (contest.said_by, contest.recorded_by, contest.via) == ("receiver", "sender", "phone")
    referral.refresh_from_db()
    assert told_for(referral, at=now + 2 * DAY) is None, "an outcome is not taken back by this"

    pantry_says(intake, contest, now + 3 * DAY)
    contest.refresh_from_db()
    assert (contest.answer, contest.recorded_by) == ("gave_it", "receiver")
    with pytest.raises(StepNotPossible):
        pantry_says(intake, contest, now + 4 * DAY, "not_given")


def test_nobody_else_has_a_word_on_it(
    stranger: Worker, screener: Worker, contest: Contest, now: datetime
):
    for somebody in (stranger, screener):
        with pytest.raises((ObjectDoesNotExist, NotAllowed)):
            pantry_says(somebody, contest, now + 2 * DAY)


def test_once_the_family_says_that_a_part_came_nothing_is_owed(
    intake: Worker, referral: Referral, need: Need, now: datetime
):
    completed(referral, intake, now + HOUR)
    rosa = Actor.link(need.network_id, need.subject_id)
    family.family_answers(actor=rosa, need_id=need.pk, answer=Answer.NO, at=now + DAY, via=Via.LINK)
    family_adds(actor=rosa, need_id=need.pk, at=now + DAY, got_some=True)
    assert Contest.objects.get(referral=referral).ended_how == "settled"


def test_whoever_no_longer_shares_is_not_asked_about(
    contest: Contest, referral: Referral, agreed: Consent, now: datetime
):
    Consent.objects.filter(pk=agreed.pk).update(withdrawn_at=now + DAY)
    chase_contests(network_id=contest.network_id, at=now + 30 * DAY)
    contest.refresh_from_db()
    assert contest.ended_how == "settled"
    assert "referral.contest_reminded" not in [event.kind for event in of(referral.pk)]


def test_a_service_that_is_never_chased_is_not_asked(
    navigator: Worker, intake: Worker, referral: Referral, now: datetime
):
    referral.service.reports_back = "never"
    referral.service.save()
    completed(referral, intake, now + HOUR)
    says_no(navigator, referral.need, now + DAY)
    referral.refresh_from_db()
    assert referral.is_contested
    assert not Contest.objects.exists()


@pytest.mark.parametrize("column", ["next_step_due", "wake_at"])
def test_the_database_refuses_a_familys_no_that_nobody_has_to_answer(contest: Contest, column: str):
    refused_by(
        "contest_open_is_followed_up",
        f"UPDATE referrals_contest SET {column} = NULL WHERE id = %s",
        contest.pk,
    )


def test_the_database_refuses_a_partners_word_without_its_source(contest: Contest, now: datetime):
    refused_by(
        "contest_answer_has_a_source",
        "UPDATE referrals_contest SET answer = 'gave_it', answered_at = %s, said_by = 'receiver',"
        " recorded_by = 'sender', via = 'system' WHERE id = %s",
        now, contest.pk,
    )  # fmt: skip


# --- pages ---------------------------------------------------------------------------------------


def test_it_stands_first_on_the_partners_lists_and_is_answered_in_two_taps(
    intake: Worker, stranger: Worker, today: Contest
):
    there = reverse("referrals:detail", args=[today.referral_id])
    reply = reverse("referrals:answer", args=[today.referral_id, "family-says-no"])
    page = intake.client.get("/requests/")
    assert page.context["groups"][0]["kind"] == "noes"
    assert page.context["tabs"][0]["count"] == "1"
    assert reply.encode() in intake.client.get(there).content
    assert there.encode() in intake.client.get("/this-week/").content
    assert stranger.client.get(reply).status_code == 404

    intake.client.post(reply, {"answer": "to_come", "words": "Next week"})
    told = intake.client.get(there).content.decode()
    assert "It is still to come" in told
    assert reply not in told
    assert not intake.client.get("/requests/").context["groups"]


def test_the_sender_reads_both_words_side_by_side(
    navigator: Worker, stranger: Worker, intake: Worker, today: Contest
):
    page = reverse("referrals:need", args=[today.referral.need_id])
    told = reverse("referrals:told_on_no", args=[today.referral_id])
    assert "owes a word by" in navigator.client.get(page).content.decode()
    assert stranger.client.get(told).status_code == 404

    navigator.client.post(told, {"answer": "gave_it", "words": "They came by", "via": "phone"})

    words = navigator.client.get(page).content.decode()
    for said in ("They were full", "We gave it to them", "They came by"):
        assert said in words


def test_a_partner_without_an_account_answers_by_its_link_which_then_ends(
    navigator: Worker, intake: Worker, referral: Referral
):
    at = timezone.now() - HOUR
    completed(referral, intake, at)
    intake.membership.until = at
    intake.membership.save()
    says_no(navigator, referral.need, at)
    door = links.url_path(request_link(referral, at=timezone.now()))
    phone = Client()
    assert phone.get(f"{door}{referral.pk}/").status_code == 200

    said = phone.post(f"{door}{referral.pk}/answer/family-says-no/", {"answer": "gave_it"})

    assert said.status_code == 200
    contest = Contest.objects.get(referral=referral)
    assert (contest.answer, contest.via) == ("gave_it", "link")
    assert phone.get(f"{door}{referral.pk}/").status_code == 404
