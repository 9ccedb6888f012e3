"""An operator leaves out a part of an instrument whose holder has not said yes to printing it."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from core.errors import BadInput
from screening.actions import finishing, screenings
from screening.actions.screenings import answers_of
from screening.instruments.library import AbsentReason, load, refuse_unknown_sections
from tests.screening.conftest import HITS, HUNGRY, IN_DANGER, Screen
from tests.story import NOW, Worker

SAFETY = "physically hurt you"


@pytest.fixture(autouse=True)
def without_safety(settings) -> None:
    settings.SECTIONS_LEFT_OUT = ["ahc_hrsn_core.safety"]


def test_its_questions_are_not_even_asked_alone(begin: Screen, navigator: Worker) -> None:
    screening = begin(navigator)
    page = navigator.client.get(reverse("screening:ask", args=[screening.pk])).content.decode()
    assert SAFETY not in page
    assert "left out" not in page
    with pytest.raises(BadInput):
        screenings.answer(actor=navigator.actor, screening_id=screening.pk, given=IN_DANGER, at=NOW)


def test_nobody_reads_into_its_silence_that_the_place_was_not_private(
    begin: Screen, navigator: Worker
) -> None:
    screening = begin(navigator)
    screenings.answer(actor=navigator.actor, screening_id=screening.pk, given=HUNGRY, at=NOW)
    finishing.finish(actor=navigator.actor, screening_id=screening.pk, at=NOW)
    reasons = {answers_of(screening)[code] for code in HITS}
    assert reasons == {AbsentReason.NOT_ASKED}


def test_what_was_asked_before_keeps_its_meaning() -> None:
    assert load("ahc_hrsn_core").item(HITS[0])
    assert len(load("ahc_hrsn_core").asked_here.items) == 6
    assert len(load("hunger_vital_sign").asked_here.items) == 2


def test_a_slip_in_the_setting_stops_the_start(settings) -> None:
    refuse_unknown_sections()
    settings.SECTIONS_LEFT_OUT = ["ahc_hrsn_core.saftey"]
    with pytest.raises(ImproperlyConfigured, match=r"saftey.*ahc_hrsn_core\.safety"):
        refuse_unknown_sections()


def test_a_stranger_finds_no_screening_at_all(
    begin: Screen, navigator: Worker, stranger: Worker
) -> None:
    ask = reverse("screening:ask", args=[begin(navigator).pk])
    assert stranger.client.get(ask).status_code == 404
