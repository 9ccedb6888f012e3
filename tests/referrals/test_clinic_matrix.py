"""Who may open which of the sender's pages? The need's own people; for everybody else it does not exist."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from referrals.models.referral import Referral
from screening.models.need import Need

OWNERS = ("navigator", "colleague", "supervisor")
OTHERS = ("screener", "intake", "stranger", "foreigner")
PEOPLE = (*OWNERS, *OTHERS, "nobody")

# The page, what it is about, and the status for: the need's people · a screener of the same
# clinic · the partner · a stranger · somebody of another network.
LISTS = {"today": 200, "sent": 200, "away": 200}
PAGES = {
    "need": "need", "find_for": "need", "close": "need", "new_need": "person",
    "after_sending": "referral", "told": "referral", "take_back": "referral", "handout": "referral",
}  # fmt: skip
POSTS = {
    "want": "need", "decline": "need", "hear_family": "need", "assign": "need", "offer": "need", "accept_offer": "need",
    "end_offer": "need", "tried": "need", "give_up": "need", "close": "need",
    "reply": "referral", "remind": "referral", "undo": "referral", "told": "referral",
    "take_back": "referral",
}  # fmt: skip
# A screener may write down what a family says it needs; she does not follow it.
MAY_TOO = {("new_need", "screener")}
# The partner sees the request, so it is told that these are not for it (403); all else does not exist.
SEES_IT = {("remind", "intake"), ("undo", "intake")}


@pytest.fixture
def nobody() -> None:
    """Has not signed in."""


def client_of(request: pytest.FixtureRequest, who: str) -> Client:
    return Client() if who == "nobody" else request.getfixturevalue(who).client


@pytest.fixture
def keys(need: Need, referral: Referral) -> dict[str, uuid.UUID]:
    return {"need": need.pk, "person": need.subject_id, "referral": referral.pk}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_the_needs_own_people(
    request: pytest.FixtureRequest, keys: dict[str, uuid.UUID], name: str, who: str
):
    response = client_of(request, who).get(reverse(f"referrals:{name}", args=[keys[PAGES[name]]]))
    assert response.status_code == expected(name, who)
    if response.status_code != 200:
        assert b"Rosa" not in response.content


def expected(name: str, who: str) -> int:
    if who == "nobody":
        return 302
    return 200 if who in OWNERS or (name, who) in MAY_TOO else 404


@pytest.mark.parametrize("who", [*OTHERS, "nobody"])
@pytest.mark.parametrize("name", POSTS)
def test_nobody_else_can_do_anything_there(
    request: pytest.FixtureRequest, keys: dict[str, uuid.UUID], referral: Referral, need: Need,
    name: str, who: str,
):  # fmt: skip
    path = reverse(f"referrals:{name}", args=[keys[POSTS[name]]])
    before = (need_now(need), referral_now(referral))
    response = client_of(request, who).post(path, TYPED)
    assert response.status_code == refused(name, who)
    assert (need_now(need), referral_now(referral)) == before


def refused(name: str, who: str) -> int:
    if who == "nobody":
        return 302
    return 403 if (name, who) in SEES_IT else 404


# Everything that any of these forms could want, so that it is the gate that refuses.
TYPED = {
    "want-via": "phone", "word-answer": "no", "word-via": "phone", "assign-user": str(uuid.uuid4()),
    "offer-user": str(uuid.uuid4()), "way": "phone", "outcome": "no_answer",
    "status": "solved_otherwise", "via": "phone", "reply-words": "Yes", "said": "accept",
    "reason": "no_answer", "words": "",
}  # fmt: skip


def need_now(need: Need) -> tuple[str, int]:
    return Need.objects.values_list("status", "version").get(pk=need.pk)


def referral_now(referral: Referral) -> tuple[str, int]:
    return Referral.objects.values_list("status", "version").get(pk=referral.pk)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_list_is_for_those_who_send_families_on(
    request: pytest.FixtureRequest, referral: Referral, name: str, who: str
):
    response = client_of(request, who).get(reverse(f"referrals:{name}"))
    sends = who in {*OWNERS, "stranger", "foreigner"}
    assert response.status_code == (302 if who == "nobody" else 200 if sends else 403)


@pytest.mark.parametrize("name", sorted({*PAGES, *POSTS}))
def test_an_id_that_nobody_made_is_not_found(navigator, name: str):
    response = navigator.client.get(reverse(f"referrals:{name}", args=[uuid.uuid4()]))
    assert response.status_code in {404, 405}
