"""What the pages say about reaching a family: the plan, one tap for a try, the honest end."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.ids import uuid7
from people.lifecycle import Channel
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.models.need import Need
from tests.referrals.trying import NO_ANSWER, could_not_reach, point, tries
from tests.story import Worker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def phone(rosa: Person) -> ContactPoint:
    return point(rosa, Channel.PHONE, "(555) 010-0142")


@pytest.fixture
def text(rosa: Person) -> ContactPoint:
    return point(rosa, Channel.TEXT, "(555) 010-0142")


def page(worker: Worker, name: str, key: object) -> str:
    response = worker.client.get(reverse(f"referrals:{name}", args=[key]))
    assert response.status_code == 200
    return response.content.decode()


def post(worker: Worker, name: str, key: object, **typed: object):
    return worker.client.post(reverse(f"referrals:{name}", args=[key]), typed)


def test_the_page_says_what_the_partner_tried_and_what_is_left(
    navigator: Worker, intake: Worker, referral: Referral, phone, text, now: datetime
):
    could_not_reach(intake, referral, now + HOUR)
    shown = page(navigator, "need", referral.need_id)
    assert "Reach Rosa" in shown
    assert "Joanne Reyes, Eastside Pantry" in shown
    assert "Phone call: No answer" in shown
    assert "0 of 4 tries that count." in shown
    assert "Not tried yet: Phone call, Text message." in shown
    assert "We could not reach them" not in shown


def test_one_tap_writes_a_try_down(navigator: Worker, need: Need, phone):
    assert "I called: no answer" in page(navigator, "need", need.pk)
    post(navigator, "tried", need.pk, way="phone", point=phone.pk, outcome="no_answer")
    [attempt] = ContactAttempt.objects.all()
    assert (attempt.way, attempt.outcome, attempt.by, attempt.referral) == (
        "phone", "no_answer", navigator.user, None,
    )  # fmt: skip
    assert "1 of 4 tries that count." in page(navigator, "need", need.pk)


def test_the_button_to_give_up_comes_only_after_everything(navigator: Worker, rosa: Person, phone):
    start = timezone.now() - 10 * DAY
    [need] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=start
    )
    tries(navigator, need, *[NO_ANSWER] * 3, start=start)
    assert "We could not reach them" not in page(navigator, "need", need.pk)
    tries(navigator, need, NO_ANSWER, start=start + 6 * DAY)
    assert "We could not reach them" in page(navigator, "need", need.pk)
    post(navigator, "give_up", need.pk)
    shown = page(navigator, "need", need.pk)
    assert "Could not reach family" in shown
    assert "They want help after all" in shown


def test_an_unsafe_number_is_named_and_never_shown(navigator: Worker, need: Need, rosa: Person):
    point(rosa, Channel.PHONE, "(555) 010-0666", is_safe=False)
    shown = page(navigator, "need", need.pk)
    assert "Not marked safe" in shown
    assert "010-0666" not in shown


def test_the_partner_says_with_one_tap_that_nobody_answered(
    intake: Worker, navigator: Worker, referral: Referral, phone
):
    Referral.objects.filter(pk=referral.pk).update(released_at=timezone.now() - DAY)
    assert "Could you not reach them?" in page(intake, "detail", referral.pk)
    post(intake, "tried_by_partner", referral.pk, way="phone", outcome="no_answer")
    assert "You tried to reach the family" in page(intake, "detail", referral.pk)
    assert "The partner tried to reach the family" in page(navigator, "need", referral.need_id)


@pytest.mark.parametrize("name", ["tried", "give_up"])
@pytest.mark.parametrize("who", ["stranger", "foreigner", "intake"])
def test_for_a_stranger_the_need_does_not_exist(request, need: Need, name: str, who: str):
    typed = {"way": "phone", "outcome": "no_answer"}
    assert post(request.getfixturevalue(who), name, need.pk, **typed).status_code == 404
    assert post(request.getfixturevalue(who), name, uuid7(), **typed).status_code == 404


def test_a_tap_that_nobody_offered_is_told_so(navigator: Worker, need: Need):
    response = post(navigator, "tried", need.pk, way="pigeon", outcome="no_answer")
    assert response.status_code == 422
