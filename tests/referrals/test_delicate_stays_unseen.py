"""A colleague who writes down the same delicate need does not learn that there is one already."""

from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models.person import Person
from screening.actions.needs import FoundTopic, record_found
from screening.models.need import Need
from screening.models.with_need import NeedNamed
from tests.story import NOW, Worker

TOPIC = "domestic_violence"


def wrote_down(worker: Worker, rosa: Person, topic: str = TOPIC) -> Need:
    [need] = record_found(actor=worker.actor, person=rosa, topics=[FoundTopic(topic)], at=NOW)
    return need


@pytest.fixture
def hers(navigator: Worker, rosa: Person) -> Need:
    """Rosa has told her own worker, and nobody else there."""
    return wrote_down(navigator, rosa)


def test_a_colleague_gets_a_need_of_their_own_and_nothing_of_hers(
    hers: Need, colleague: Worker, rosa: Person
):
    theirs = wrote_down(colleague, rosa)
    assert theirs.pk != hers.pk
    assert list(Need.objects.visible_to(colleague.actor, at=NOW)) == [theirs]
    assert not NeedNamed.objects.filter(need=hers, user=colleague.user).exists()


def test_who_is_named_on_it_and_what_is_not_delicate_finds_the_one_that_is_there(
    hers: Need, navigator: Worker, colleague: Worker, rosa: Person
):
    assert wrote_down(navigator, rosa) == hers
    food = wrote_down(navigator, rosa, "food_pantry")
    assert wrote_down(colleague, rosa, "food_pantry") == food


@pytest.mark.parametrize("is_there", [True, False])
def test_the_page_answers_alike_whether_there_is_one_or_not(
    colleague: Worker, navigator: Worker, rosa: Person, *, is_there: bool
):
    if is_there:
        wrote_down(navigator, rosa)
    page = reverse("referrals:new_need", args=[rosa.pk])
    answer = colleague.client.post(page, {"topic": TOPIC, "words": ""}, follow=True)
    assert answer.status_code == 200
    shown: UUID = answer.resolver_match.kwargs["need_id"]
    assert Need.objects.get(pk=shown).responsible_id == colleague.user.pk


def test_a_stranger_writes_nothing_down_about_her(hers: Need, stranger: Worker, rosa: Person):
    page = reverse("referrals:new_need", args=[rosa.pk])
    assert stranger.client.post(page, {"topic": TOPIC}).status_code == 404
    assert Need.objects.visible_to(stranger.actor, at=timezone.now()).count() == 0
    assert Need.objects.count() == 1
