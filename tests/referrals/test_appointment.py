"""An appointment is set, with its day: nobody asks how it went before, and somebody does after it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import issue
from core.errors import BadInput
from notifications.followup import family_hears_at
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.models.referral import Referral
from referrals.search.appointments import appointments_of
from screening.lifecycle import Via
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE = ZoneInfo("America/New_York")
THURSDAY = date(2026, 12, 3)  # in two weeks


@pytest.fixture
def accepted(intake: Worker, referral: Referral, now: datetime) -> Referral:
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + HOUR)
    return referral


def set_for(worker: Worker, referral: Referral, at: datetime, **said: object) -> Referral:
    usual = {"reason": "appointment_set", "expected_on": THURSDAY}
    return progress.hold(actor=worker.actor, referral_id=referral.pk, at=at, **{**usual, **said})


@pytest.fixture
def met(intake: Worker, accepted: Referral, now: datetime) -> Referral:
    return set_for(intake, accepted, now + 2 * HOUR)


def owed(row: Referral | Need) -> tuple[str, str, date]:
    row.refresh_from_db()
    return row.waiting_on, row.next_step, row.next_step_due.astimezone(HERE).date()


def test_the_partner_says_how_it_went_on_the_next_open_day_after_it(met: Referral, need: Need):
    friday = THURSDAY + DAY
    assert owed(met) == ("receiver", "say_how_it_went", friday)
    assert owed(need) == ("partner", "say_how_it_went", friday)


def test_no_family_is_asked_before_it(met: Referral, rosa: Person, now: datetime):
    [moment] = appointments_of(rosa, at=now + DAY)
    assert moment.date() == THURSDAY
    the_day_before = datetime(2026, 12, 2, 15, tzinfo=HERE)
    asked = family_hears_at(
        the_day_before, zone="America/New_York", earlier=[], appointments=[moment]
    )
    assert asked > moment
    assert not appointments_of(rosa, at=moment + DAY)


def test_once_help_goes_on_there_is_no_appointment_any_more(
    intake: Worker, met: Referral, rosa: Person, now: datetime
):
    progress.start(actor=intake.actor, referral_id=met.pk, at=now + DAY)
    met.refresh_from_db()
    assert met.appointment_on is None
    assert not appointments_of(rosa, at=now + DAY)


def test_when_it_is_over_and_they_are_still_on_it_they_have_their_usual_time(
    intake: Worker, met: Referral
):
    after = datetime(2026, 12, 7, 10, tzinfo=HERE)
    progress.still_going(actor=intake.actor, referral_id=met.pk, at=after)
    assert owed(met)[2] == after.date() + 14 * DAY


def test_without_its_day_word_is_asked_for_after_the_usual_time(
    intake: Worker, accepted: Referral, rosa: Person, now: datetime
):
    set_for(intake, accepted, now + 2 * HOUR, expected_on=None)
    assert owed(accepted)[2] == now.date() + 14 * DAY
    assert not appointments_of(rosa, at=now)


def test_a_day_that_has_passed_is_no_appointment(intake: Worker, accepted: Referral, now: datetime):
    with pytest.raises(BadInput, match="today or a later day"):
        set_for(intake, accepted, now + DAY, expected_on=now.date())


def test_another_reason_to_wait_has_no_day(intake: Worker, accepted: Referral, now: datetime):
    set_for(intake, accepted, now + 2 * HOUR, reason="authorization")
    accepted.refresh_from_db()
    assert accepted.expected_on is None


def test_where_nobody_signs_in_for_what_is_delicate_the_sender_asks_after_it(
    navigator: Worker, rosa: Person, agreed, referral: Referral, now: datetime
):
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    said = {"actor": navigator.actor, "referral_id": referral.pk, "via": Via.PHONE}
    answer.accept(**said, at=now + HOUR)
    set_for(navigator, referral, now + 2 * HOUR, via=Via.PHONE)
    assert owed(referral) == ("sender", "ask_partner", THURSDAY + DAY)


# --- where it is said -------------------------------------------------------------------------------


@pytest.fixture
def said_yes(intake: Worker, referral: Referral) -> Referral:
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=timezone.now())
    return referral


def program(worker: Worker) -> Client:
    key = issue(worker.user, name="test", at=timezone.now())
    return Client(headers={"authorization": f"Bearer {key}"})


def ahead(days: int) -> date:
    return timezone.localdate() + days * DAY


def test_the_partners_page_asks_for_the_day_and_shows_it_to_both_sides(
    intake: Worker, navigator: Worker, stranger: Worker, said_yes: Referral, need: Need
):
    path, said = f"/referrals/{said_yes.pk}/answer/hold/", {"reason": "appointment_set"}
    assert stranger.client.post(path, said).status_code == 404
    missing = intake.client.post(path, said)
    assert missing.status_code == 422
    assert "Say on which day the appointment is" in missing.content.decode()
    day = ahead(9)
    intake.client.post(path, {**said, "expected_on": day.isoformat()})
    theirs = intake.client.get(f"/referrals/{said_yes.pk}/").content.decode()
    ours = navigator.client.get(f"/needs/{need.pk}/").content.decode()
    words = f"{day:%b} {day.day}"
    assert "The appointment:" in theirs
    assert words in theirs
    assert "Appointment at Eastside Pantry" in ours
    assert words in ours


def test_the_sender_writes_it_down_on_the_partners_word(
    navigator: Worker, said_yes: Referral, need: Need
):
    path = f"/referrals/{said_yes.pk}/told/"
    said = {"said": "appointment", "via": "phone"}
    assert "Say on which day" in navigator.client.post(path, said).content.decode()
    navigator.client.post(path, {**said, "appointment": ahead(5).isoformat()})
    said_yes.refresh_from_db()
    assert (said_yes.appointment_on, said_yes.recorded_by) == (ahead(5), "sender")


def test_a_program_says_and_reads_it(intake: Worker, stranger: Worker, said_yes: Referral):
    path, day = f"/api/v1/referrals/{said_yes.pk}/", ahead(5).isoformat()
    body = {"reason": "appointment_set", "expected_on": day}
    client = program(intake)
    assert program(stranger).post(f"{path}hold/", body, "application/json").status_code == 404
    assert client.post(f"{path}hold/", body, "application/json").json()["expected_on"] == day
    assert client.get(path).json()["next_step"] == "say_how_it_went"
