"""A family wants to wait: the page says what will happen before anybody taps, and the partner hears the day alone."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.actions import answer
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.story import Worker


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def taken(intake: Worker, referral: Referral, now: datetime) -> Referral:
    return answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + timedelta(hours=1))


@pytest.fixture
def wait() -> dict[str, str]:
    day = timezone.now().date() + timedelta(days=30)
    return {"until": day.isoformat(), "why": "hospital", "via": "phone"}


def page(worker: Worker, name: str, *keys: object) -> str:
    response = worker.client.get(reverse(f"referrals:{name}", args=keys))
    assert response.status_code == 200
    return response.content.decode()


def post(worker: Worker, name: str, *keys: object, **typed: object):
    return worker.client.post(reverse(f"referrals:{name}", args=keys), typed)


def test_the_page_says_what_will_happen_then_keeps_the_day_and_goes_on(
    navigator: Worker, taken: Referral, need: Need, wait: dict[str, str]
):
    assert "They want to wait" in page(navigator, "need", need.pk)
    assert "Eastside Pantry lets it rest until then" in page(navigator, "wait", need.pk)
    post(navigator, "wait", need.pk, **wait)
    shown = page(navigator, "need", need.pk)
    assert "Rosa wants to wait" in shown
    assert "Nobody asks the family before" in shown
    assert "Somebody is in the hospital" in shown
    post(navigator, "go_on", need.pk, **{"go-via": "phone"})
    need.refresh_from_db()
    assert need.is_being_helped
    assert "The family goes on" in page(navigator, "need", need.pk)


def test_a_day_that_cannot_be_is_asked_for_again_and_nothing_is_lost(
    navigator: Worker, taken: Referral, need: Need, wait: dict[str, str]
):
    again = post(navigator, "wait", need.pk, **{**wait, "until": "2020-01-01"})
    assert again.status_code == 422
    assert "Choose a day after today" in again.content.decode()
    need.refresh_from_db()
    assert need.is_being_helped


def test_what_nobody_has_answered_is_named_before_it_is_taken_back(
    navigator: Worker, referral: Referral, need: Need
):
    assert "Eastside Pantry has not answered" in page(navigator, "wait", need.pk)


def test_the_partner_reads_the_day_and_no_reason(
    navigator: Worker, intake: Worker, taken: Referral, need: Need, wait: dict[str, str]
):
    post(navigator, "wait", need.pk, **wait)
    shown = page(intake, "detail", taken.pk)
    assert "The family asked to wait until" in shown
    assert "Waiting for the family" in shown
    assert "hospital" not in shown


def test_everything_waits_from_the_record_and_the_look_is_written_down(
    navigator: Worker, taken: Referral, need: Need, rosa: Person, wait: dict[str, str]
):
    assert "They want to wait with all of it" in page(navigator, "wait_all", rosa.pk)
    assert Disclosure.objects.filter(person_ids__contains=[rosa.pk], what="referrals.wait").exists()
    post(navigator, "wait_all", rosa.pk, **wait)
    need.refresh_from_db()
    assert need.is_paused


def test_where_nothing_is_open_nothing_can_wait(navigator: Worker, rosa: Person):
    response = navigator.client.get(reverse("referrals:wait_all", args=[rosa.pk]))
    assert response.url == reverse("people:record", args=[rosa.pk])


def test_a_stranger_finds_none_of_these_pages(
    stranger: Worker,
    foreigner: Worker,
    taken: Referral,
    need: Need,
    rosa: Person,
    wait: dict[str, str],
):
    for nobody in (stranger, foreigner):
        for name, key in (("wait", need.pk), ("wait_all", rosa.pk), ("go_on", need.pk)):
            assert post(nobody, name, key, **wait, **{"go-via": "phone"}).status_code == 404
    need.refresh_from_db()
    assert need.is_being_helped
