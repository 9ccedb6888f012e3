"""A tablet in a family's hands answers one screening; everything else needs somebody to sign in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models.agreements import Disclosure
from people.models.person import Person
from screening.actions import finishing, screenings
from screening.actions.screenings import Setting, answers_of
from screening.models.need import Need
from screening.models.screening import Screening
from screening.views.sheets import SHARED_DEVICE
from screening.views.tablet import KEY, Lent
from tests.screening.conftest import (
    HITS,
    HUNGRY,
    IN_DANGER,
    OFTEN,
    RAN_OUT,
    WORRIED,
    Screen,
)
from tests.story import NOW, Worker

TABLET, ANSWERS = "/tablet/", "/tablet/answers/"
HANDED_OVER = Setting("ahc_hrsn_core", "es", mode="handed_over", alone=True)


@pytest.fixture
def screening(begin: Screen, navigator: Worker) -> Screening:
    return begin(navigator, HANDED_OVER)


@pytest.fixture
def tablet(screening: Screening, navigator: Worker) -> Client:
    """Signed in by the navigator, then handed over."""
    client = navigator.client
    client.get(reverse("screening:hand_over", args=[screening.pk]))
    client.post(reverse("screening:lend", args=[screening.pk]))
    return client


def test_the_family_sees_the_questions_in_its_language_and_nothing_else(
    tablet: Client, rosa: Person
) -> None:
    shown = tablet.get(TABLET + "?one=1").content.decode()
    assert '<html lang="es"' in shown
    assert "¿Cuál es su situación de vivienda hoy?" in shown
    assert "<nav" not in shown
    assert rosa.last_name not in shown


def test_the_tablet_opens_no_other_page(
    tablet: Client, screening: Screening, rosa: Person, navigator: Worker
) -> None:
    for where in (
        reverse("people:record", args=[rosa.pk]),
        reverse("screening:ask", args=[screening.pk]),
        reverse("screening:result", args=[screening.pk]),
        reverse("people:search"),
    ):
        assert tablet.get(where).headers["Location"].startswith(reverse("account_login"))
    finish = tablet.post(reverse("screening:finish", args=[screening.pk]))
    assert finish.headers["Location"].startswith(reverse("account_login"))


def test_every_question_but_the_private_ones_is_asked(tablet: Client) -> None:
    pages = [tablet.get(f"{TABLET}?one={n}").content.decode() for n in range(1, 8)]
    assert "Pregunta" in pages[0] or "Question 1 of 6" in pages[0]
    assert not any(code in page for page in pages for code in HITS)
    assert reverse("screening:give_back") in pages[6]


def test_answers_are_saved_one_by_one(tablet: Client, screening: Screening) -> None:
    after = tablet.post(ANSWERS, {"one": "3", "asked": WORRIED, WORRIED: OFTEN})
    assert after.headers["Location"] == TABLET + "?one=4"
    saved = tablet.post(
        ANSWERS, {"asked": RAN_OUT, RAN_OUT: OFTEN}, headers={"Accept": "application/json"}
    )
    assert saved.status_code == 200
    assert answers_of(screening) == {WORRIED: (OFTEN,), RAN_OUT: (OFTEN,)}
    tablet.post(ANSWERS, {"asked": HITS[0], HITS[0]: IN_DANGER[HITS[0]][0]})
    assert HITS[0] not in answers_of(screening)


def test_giving_it_back_leaves_nothing_on_the_tablet(
    tablet: Client, screening: Screening, navigator: Worker
) -> None:
    tablet.post(ANSWERS, {"one": "3", "asked": WORRIED, WORRIED: OFTEN})
    thanks = tablet.post(reverse("screening:give_back")).content.decode()
    assert reverse("screening:ask", args=[screening.pk]) in thanks
    assert tablet.get(TABLET).headers["Location"] == reverse("account_login")
    assert tablet.post(ANSWERS, {"asked": WORRIED}).status_code == 302
    assert not Need.objects.exists()  # what came up is found when the worker has it back
    assert SHARED_DEVICE in tablet.cookies


def test_it_is_over_when_the_worker_finishes_elsewhere(
    tablet: Client, screening: Screening, navigator: Worker
) -> None:
    finishing.finish(actor=navigator.actor, screening_id=screening.pk, given=HUNGRY, at=NOW)
    shown = tablet.get(TABLET)
    assert "data-wipe" in shown.content.decode()
    assert tablet.get(TABLET).status_code == 302


def test_a_tablet_that_was_forgotten_closes_by_itself(tablet: Client) -> None:
    session = tablet.session
    session[KEY] = {**session[KEY], "until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert tablet.get(TABLET).headers["Location"] == reverse("account_login")


def test_without_a_hand_over_there_is_no_tablet_page(db: None, navigator: Worker) -> None:
    for client in (Client(), navigator.client):
        assert client.get(TABLET).headers["Location"] == reverse("account_login")


def test_only_a_screening_meant_for_the_tablet_is_handed_over(
    begin: Screen, navigator: Worker
) -> None:
    asked = begin(navigator)
    assert navigator.client.post(reverse("screening:lend", args=[asked.pk])).status_code == 404
    assert navigator.client.get(reverse("screening:hand_over", args=[asked.pk])).status_code == 302


def test_the_tablets_actor_reaches_this_screening_alone(
    screening: Screening, begin: Screen, navigator: Worker, tablet: Client
) -> None:
    other = begin(navigator, Setting("hunger_vital_sign", "en", mode="handed_over"))
    actor = Lent(**tablet.session[KEY]).actor("r")
    assert list(Screening.objects.visible_to(actor, at=NOW)) == [screening]
    assert not Person.objects.visible_to(actor, at=NOW).exists()
    assert not Need.objects.visible_to(actor, at=NOW).exists()
    with pytest.raises(Screening.DoesNotExist):
        screenings.answer(actor=actor, screening_id=other.pk, given=HUNGRY, at=NOW)


def test_the_tablets_looks_are_written_down_too(tablet: Client, rosa: Person) -> None:
    tablet.get(TABLET)
    assert Disclosure.objects.filter(what="screening.tablet", person_ids=[rosa.pk]).exists()


def test_back_does_not_bring_the_record_up_again(navigator: Worker, rosa: Person) -> None:
    shown = navigator.client.get(reverse("people:record", args=[rosa.pk]))
    assert shown.headers["Cache-Control"] == "no-store"
