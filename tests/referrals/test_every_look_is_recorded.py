"""Every page that shows a person leaves a trace; a page that is refused shows nothing and leaves none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.models.referral import Referral
from tests.story import Worker

# What somebody at the clinic, and at the pantry, opens that shows a person: (address, which id it takes).
CLINIC = {
    "referrals:today": None,
    "referrals:sent": None,
    "referrals:need": "need",
    "referrals:find_for": "need",
    "referrals:close": "need",
    "referrals:after_sending": "referral",
    "referrals:told": "referral",
    "referrals:take_back": "referral",
    "referrals:handout": "referral",
    "referrals:new_need": "person",
    "referrals:plan": "person",
    "referrals:check_in": "person",
    "people:record": "person",
    "people:change": "person",
    "people:chart_note": "person",
    "people:add_contact": "person",
    "people:safety": "person",
    "people:household": "person",
    "people:agree": "person",
    "people:agreed": "person",
    "people:agreed_on_paper": "person",
    "people:wishes": "person",
    "people:seen": "person",
    "screening:new": "person",
}
PANTRY = {"referrals:requests": None, "referrals:detail": "referral"}


@pytest.fixture
def arrived(referral: Referral) -> Referral:
    Referral.objects.update(released_at=timezone.now() - timedelta(minutes=1))
    return referral


def address(name: str, which: str | None, referral: Referral) -> str:
    if name == "referrals:today":
        return reverse(name) + "?turn=partner"  # the pantry is to answer
    ids = {"need": referral.need_id, "referral": referral.pk, "person": referral.need.subject_id}
    return reverse(name, args=[ids[which]] if which else [])


@pytest.mark.parametrize(("name", "which"), CLINIC.items())
def test_whoever_opens_a_page_about_rosa_at_the_clinic_is_on_record(
    navigator: Worker, rosa: Person, arrived: Referral, name: str, which: str | None
):
    assert navigator.client.get(address(name, which, arrived)).status_code == 200
    looks = Disclosure.objects.filter(person_ids__contains=[rosa.pk], actor_id=navigator.user.pk)
    assert looks.exists()
    assert {look.acting_for for look in looks} == {navigator.organization.pk}


@pytest.mark.parametrize(("name", "which"), PANTRY.items())
def test_whoever_opens_her_request_at_the_pantry_is_on_record(
    intake: Worker, rosa: Person, arrived: Referral, name: str, which: str | None
):
    assert intake.client.get(address(name, which, arrived)).status_code == 200
    assert Disclosure.objects.filter(
        person_ids__contains=[rosa.pk], actor_id=intake.user.pk
    ).exists()


@pytest.mark.parametrize(("name", "which"), [*CLINIC.items(), *PANTRY.items()])
def test_a_stranger_sees_nothing_of_her_and_so_leaves_no_trace(
    stranger: Worker, rosa: Person, arrived: Referral, name: str, which: str | None
):
    answer = stranger.client.get(address(name, which, arrived))
    assert b"Rosa" not in answer.content
    assert b"Delgado" not in answer.content
    assert answer.status_code == (404 if which else 200)
    assert not Disclosure.objects.filter(person_ids__contains=[rosa.pk]).exists()
