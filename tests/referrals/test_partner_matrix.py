"""Who opens which page of a request, and who may answer? One table for everybody who could try."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.links import FAMILY, link_for, token_of
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.models.person import Person
from referrals.actions.progress import cancel
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.story import Worker, found, hire

IN, AWAY, SIGN_IN, NOT_HERE, NOT_YOURS = 200, 302, "/accounts/login/", 404, 403

# (list of requests, page of the request, form of an answer)
OPENS = {
    "intake": (IN, IN, IN),
    "orgadmin": (IN, IN, IN),
    "navigator": (NOT_YOURS, AWAY, NOT_HERE),
    "supervisor": (NOT_YOURS, AWAY, NOT_HERE),
    "screener": (NOT_YOURS, NOT_HERE, NOT_HERE),
    "stranger": (IN, NOT_HERE, NOT_HERE),
    "other_pantry": (IN, NOT_HERE, NOT_HERE),
    "foreigner": (IN, NOT_HERE, NOT_HERE),
    "nobody": (SIGN_IN, SIGN_IN, SIGN_IN),
    "holder_of_another_link": (SIGN_IN, SIGN_IN, SIGN_IN),
}
ANSWERS = {"intake", "orgadmin"}


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def orgadmin(pantry: Organization) -> Worker:
    return hire(pantry, "Otis Admin", Role.ORGADMIN)


@pytest.fixture
def other_pantry(network: Network) -> Worker:
    return hire(found(network, "Westside Pantry"), "Wes West", Role.INTAKE, Role.ORGADMIN)


@pytest.fixture
def nobody() -> Client:
    return Client()


@pytest.fixture
def holder_of_another_link(navigator: Worker, now: datetime) -> Client:
    """Luz, who has opened her own page in this browser."""
    luz = Person.objects.create(
        network=navigator.organization.network, custodian=navigator.organization, first_name="Luz",
        agreed_word="kite", created_at=now,
    )  # fmt: skip
    link = link_for(
        network_id=luz.network_id, purpose=FAMILY, object_id=luz.pk, at=now, lifetime=timedelta(days=1)
    )  # fmt: skip
    browser = Client()
    opened = browser.post(f"/f/{token_of(link)}/word/", {"word": "kite"}, follow=True)
    assert "Luz" in opened.content.decode()
    return browser


def browser_of(who: str, request: pytest.FixtureRequest) -> Client:
    fixture = request.getfixturevalue(who)
    return fixture if isinstance(fixture, Client) else fixture.client


def came_to(response: object) -> object:
    """The status; or the sign-in page, where one was sent there."""
    if response.status_code == AWAY and response["Location"].startswith(SIGN_IN):
        return SIGN_IN
    return response.status_code


@pytest.mark.parametrize("who", list(OPENS))
def test_each_page_opens_for_those_whom_it_concerns(
    who: str, referral: Referral, request: pytest.FixtureRequest
):
    browser = browser_of(who, request)
    here = f"/referrals/{referral.pk}/"
    pages = [browser.get(path) for path in ("/requests/", here, f"{here}answer/cannot/")]

    assert tuple(came_to(page) for page in pages) == OPENS[who]
    if who not in ANSWERS:
        assert not [page for page in pages if "Rosa" in page.content.decode()]


@pytest.mark.parametrize("who", list(OPENS))
@pytest.mark.parametrize("verb", ["yes", "cannot", "question", "wait-list"])
def test_only_the_partner_who_was_asked_answers(
    who: str, verb: str, referral: Referral, request: pytest.FixtureRequest
):
    browser = browser_of(who, request)
    browser.post(
        f"/referrals/{referral.pk}/answer/{verb}/", {"reason": "no_capacity", "question": "When?"}
    )
    browser.post(f"/referrals/{referral.pk}/room/", {"room": "full"})

    referral.refresh_from_db()
    moved = (referral.status, referral.waiting_on) != (Status.REQUESTED, "receiver")
    assert moved == (who in ANSWERS)


@pytest.mark.parametrize("who", [who for who in OPENS if who not in {"nobody"}])
def test_no_account_opens_what_lies_behind_a_familys_word(
    who: str, referral: Referral, rosa: Person, now: datetime, request: pytest.FixtureRequest
):
    """Signed in or not, by another family's word or none: the bare page is all there is."""
    link = link_for(
        network_id=rosa.network_id, purpose=FAMILY, object_id=rosa.pk, at=now, lifetime=timedelta(days=1)
    )  # fmt: skip
    browser = browser_of(who, request)
    page = browser.get(f"/f/{token_of(link)}/").content.decode()
    guess = browser.post(f"/f/{token_of(link)}/word/", {"word": "kite"}, follow=True)

    for shown in (page, guess.content.decode()):
        assert not re.search("Rosa|Eastside|Food", shown)


def test_a_withdrawn_request_can_be_answered_by_nobody(
    intake: Worker, navigator: Worker, need: Need, referral: Referral
):

    cancel(actor=navigator.actor, referral_id=referral.pk, reason="moved_away", at=timezone.now())

    late = intake.client.post(f"/referrals/{referral.pk}/answer/yes/")

    assert late.status_code == 409
    assert "has moved on" in late.content.decode()
    referral.refresh_from_db()
    assert referral.status == Status.CANCELLED


def test_an_answer_nobody_knows_is_not_here(intake: Worker, referral: Referral):
    assert intake.client.post(f"/referrals/{referral.pk}/answer/cancel/").status_code == 404
