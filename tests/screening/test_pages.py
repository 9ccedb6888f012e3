"""The pages of a screening, without JavaScript, for those who may see them and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models.agreements import Disclosure
from people.models.person import Person
from screening.actions import screenings
from screening.actions.screenings import Setting, answers_of
from screening.instruments.library import AbsentReason
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from screening.models.screening import Answer, Screening, ScreeningOffer
from screening.views.sheets import SHARED_DEVICE
from tests.screening.conftest import (
    ALONE,
    HITS,
    HOME,
    HUNGRY,
    IN_DANGER,
    MOLD,
    NONE_OF_THEM,
    OFTEN,
    RAN_OUT,
    WORRIED,
    Screen,
)  # fmt: skip
from tests.story import NOW, Worker

HOW = {
    "instrument": "ahc_hrsn_core", "mode": "asked", "language": "es",
    "interpreter_kind": "professional", "interpreter": "Line 4", "alone": "yes",
}  # fmt: skip
JSON = {"Accept": "application/json"}


def page(name: str, screening: Screening) -> str:
    return reverse(f"screening:{name}", args=[screening.pk])


def test_the_start_page_offers_what_fits_rosa(
    navigator: Worker, mateo: Person, rosa: Person
) -> None:
    shown = navigator.client.get(reverse("screening:new", args=[mateo.pk])).content.decode()
    assert "Rosa Delgado (Mother)" in shown
    own = navigator.client.get(reverse("screening:new", args=[rosa.pk])).content.decode()
    assert "Who answers?" not in own
    assert '<option value="es" selected>' in own


def test_starting_opens_the_questions(navigator: Worker, rosa: Person) -> None:
    response = navigator.client.post(reverse("screening:start", args=[rosa.pk]), HOW)
    screening = Screening.objects.get()
    assert response.headers["Location"] == page("ask", screening)
    assert screening.alone
    assert screening.interpreter == "Line 4"


def test_handing_over_asks_first(navigator: Worker, rosa: Person) -> None:
    how = HOW | {"mode": "handed_over"}
    response = navigator.client.post(reverse("screening:start", args=[rosa.pk]), how)
    assert response.headers["Location"] == page("hand_over", Screening.objects.get())


def test_a_form_that_misses_something_says_so(navigator: Worker, rosa: Person) -> None:
    how = {key: value for key, value in HOW.items() if key != "alone"}
    response = navigator.client.post(reverse("screening:start", args=[rosa.pk]), how)
    assert response.status_code == 422
    assert not Screening.objects.exists()


def test_no_thanks_is_noted(navigator: Worker, rosa: Person) -> None:
    where = reverse("screening:not_asked", args=[rosa.pk])
    navigator.client.post(where, {"state": "declined"})
    assert ScreeningOffer.objects.get().state == "declined"
    assert navigator.client.post(where, {}).status_code == 422


def test_the_questions_stand_in_the_familys_language_the_rest_in_the_workers(
    begin: Screen, navigator: Worker
) -> None:
    shown = navigator.client.get(page("ask", begin(navigator))).content.decode()
    assert '<span lang="es">¿Cuál es su situación de vivienda hoy?</span>' in shown
    assert "Finish and see what came up" in shown
    assert '<html lang="en"' in shown


def test_all_of_the_page_is_saved_without_javascript(begin: Screen, navigator: Worker) -> None:
    screening = begin(navigator)
    typed = {
        "asked": [HOME, WORRIED, RAN_OUT],
        HOME: [MOLD],
        WORRIED: OFTEN,
        RAN_OUT: "asked-declined",
    }
    response = navigator.client.post(page("answers", screening), typed)
    assert response.status_code == 302
    assert answers_of(screening) == {
        HOME: (MOLD,), WORRIED: (OFTEN,), RAN_OUT: AbsentReason.DECLINED,
    }  # fmt: skip
    again = navigator.client.get(page("ask", screening)).content.decode()
    assert "3 of 10 answered" in again
    assert again.count(" checked") == 3


def test_a_question_that_was_not_on_the_page_keeps_its_answer(
    begin: Screen, navigator: Worker
) -> None:
    screening = begin(navigator)
    navigator.client.post(page("answers", screening), {"asked": [HOME], HOME: [MOLD]})
    navigator.client.post(page("answers", screening), {"asked": [WORRIED], WORRIED: OFTEN})
    assert set(answers_of(screening)) == {HOME, WORRIED}
    navigator.client.post(page("answers", screening), {"asked": [HOME]})
    assert set(answers_of(screening)) == {WORRIED}


def test_answers_that_contradict_each_other_are_shown_again_and_the_rest_is_kept(
    begin: Screen, navigator: Worker
) -> None:
    screening = begin(navigator)
    typed = {"asked": [HOME, WORRIED], HOME: [MOLD, NONE_OF_THEM], WORRIED: OFTEN}
    response = navigator.client.post(page("answers", screening), typed)
    assert response.status_code == 422
    assert "goes with no other answer" in response.content.decode()
    assert answers_of(screening) == {WORRIED: (OFTEN,)}


def test_one_question_a_screen_leads_from_the_first_to_the_last(
    begin: Screen, navigator: Worker
) -> None:
    screening = begin(navigator, Setting("hunger_vital_sign", "en"))
    client, where = navigator.client, page("ask", screening)
    first = client.get(where + "?one=1").content.decode()
    assert "Question 1 of 2" in first
    assert "Back" not in first.split('class="row onward"')[1].split("</div>")[0]
    after = client.post(page("answers", screening), {"one": "1", "asked": WORRIED, WORRIED: OFTEN})
    assert after.headers["Location"] == where + "?one=2"
    last = client.post(page("answers", screening), {"one": "2", "asked": RAN_OUT})
    assert "That was the last question" in client.get(last.headers["Location"]).content.decode()
    assert "That was the last question" in client.get(where + "?one=99").content.decode()


def test_each_answer_saves_itself_and_says_when(begin: Screen, navigator: Worker) -> None:
    screening = begin(navigator)
    saved = navigator.client.post(
        page("answers", screening), {"asked": WORRIED, WORRIED: OFTEN}, headers=JSON
    )
    assert saved.json()["sentence"].startswith("Saved ")
    assert saved.json()["answered"].startswith("1 of ")
    wrong = navigator.client.post(
        page("answers", screening), {"asked": HOME, HOME: [MOLD, NONE_OF_THEM]}, headers=JSON
    )
    assert wrong.status_code == 422
    assert answers_of(screening) == {WORRIED: (OFTEN,)}


def test_what_was_said_in_private_does_not_come_up_again(begin: Screen, navigator: Worker) -> None:
    screening = begin(navigator)
    typed = {"asked": list(HITS), **{item: codes[0] for item, codes in IN_DANGER.items()}}
    navigator.client.post(page("answers", screening), typed)
    again = navigator.client.get(page("ask", screening)).content.decode()
    assert again.count("Answered, and not shown again") == 4
    assert " checked" not in again
    navigator.client.post(page("answers", screening), {"asked": list(HITS)})
    assert len(answers_of(screening)) == 4


def test_a_colleague_gets_the_open_questions_only(
    begin: Screen, navigator: Worker, colleague: Worker
) -> None:
    shown = colleague.client.get(page("ask", begin(navigator))).content.decode()
    assert HITS[0] not in shown
    assert "stay with the colleague who began" in shown


def test_finishing_saves_the_page_and_shows_what_came_up(begin: Screen, navigator: Worker) -> None:
    screening = begin(navigator)
    typed = {"asked": [WORRIED], WORRIED: OFTEN}
    client = navigator.client
    response = client.post(page("finish", screening), typed)
    assert response.headers["Location"] == page("result", screening)
    assert client.post(page("finish", screening), typed).status_code == 302
    shown = client.get(page("result", screening)).content.decode()
    assert "Food from a pantry" in shown
    assert Need.objects.count() == 1
    assert client.get(page("ask", screening)).headers["Location"] == page("result", screening)


def test_an_answer_after_the_end_is_refused_kindly(asked: Screen, navigator: Worker) -> None:
    screening = asked(navigator, HUNGRY)
    response = navigator.client.post(page("answers", screening), {"asked": WORRIED, WORRIED: OFTEN})
    assert response.status_code == 409
    assert "was finished meanwhile" in response.content.decode()


def test_what_the_family_wants_is_written_down_and_help_can_be_found(
    asked: Screen, navigator: Worker
) -> None:
    screening = asked(navigator, HUNGRY)
    food = Need.objects.get()
    response = navigator.client.post(page("settle", screening), {str(food.pk): "yes"}, follow=True)
    shown = response.content.decode()
    assert "Find the help they want" in shown
    food.refresh_from_db()
    assert food.status == NeedStatus.WANTS_HELP
    assert (
        navigator.client.post(page("settle", screening), {str(food.pk): "maybe"}).status_code == 422
    )


def test_nothing_came_up_is_said_as_well(asked: Screen, navigator: Worker) -> None:
    shown = navigator.client.get(page("result", asked(navigator, {RAN_OUT: ("LA28398-8",)})))
    assert "Nothing came up" in shown.content.decode()


def test_the_safety_score_is_for_the_one_who_asked(
    asked: Screen, navigator: Worker, colleague: Worker
) -> None:
    screening = asked(navigator, {**HUNGRY, **IN_DANGER})
    own = navigator.client.get(page("result", screening)).content.decode()
    assert "Total safety score: 20" in own
    assert "Safety at home" in own
    other = colleague.client.get(page("result", screening)).content.decode()
    assert "safety score" not in other.lower()
    assert "Safety at home" not in other
    assert "Food from a pantry" in other


def test_a_device_that_families_hold_never_shows_what_was_said_in_private(
    asked: Screen, navigator: Worker, rosa: Person
) -> None:
    screening = asked(navigator, {**HUNGRY, **IN_DANGER})
    client = navigator.client
    client.cookies[SHARED_DEVICE] = "1"
    for where in (page("result", screening), reverse("people:record", args=[rosa.pk])):
        shown = client.get(where).content.decode()
        assert "Safety at home" not in shown
        assert "Total safety score" not in shown
        assert "Food from a pantry" in shown


def test_a_screener_asks_reads_her_own_result_and_no_more(
    asked: Screen, begin: Screen, navigator: Worker, screener: Worker, rosa: Person
) -> None:
    own, other = asked(screener, HUNGRY), asked(navigator, HUNGRY)
    client = screener.client
    assert client.get(reverse("screening:new", args=[rosa.pk])).status_code == 200
    assert client.get(page("result", own)).status_code == 200
    assert client.get(page("result", other)).status_code == 403
    record = client.get(reverse("people:record", args=[rosa.pk])).content.decode()
    assert "What they need" not in record
    assert "Start a screening" in record


def test_the_record_shows_needs_with_rings_and_screenings_to_go_on_with(
    asked: Screen, begin: Screen, navigator: Worker, rosa: Person
) -> None:
    asked(navigator, HUNGRY)
    unfinished = begin(navigator, ALONE)
    shown = navigator.client.get(reverse("people:record", args=[rosa.pk])).content.decode()
    assert "What they need" in shown
    assert "Came up, not talked over yet" in shown
    assert page("ask", unfinished) in shown


PAGES = ("ask", "result", "hand_over")


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(
    asked: Screen, navigator: Worker, stranger: Worker, foreigner: Worker, name: str, rosa: Person
) -> None:
    screening = asked(navigator, HUNGRY)
    for outsider in (stranger, foreigner):
        assert outsider.client.get(page(name, screening)).status_code == 404
        assert outsider.client.get(reverse("screening:new", args=[rosa.pk])).status_code == 404
        for verb in ("answers", "finish", "settle", "lend"):
            assert outsider.client.post(page(verb, screening)).status_code == 404
    assert Client().get(page(name, screening)).status_code == 302


def test_every_look_is_written_down(asked: Screen, navigator: Worker, rosa: Person) -> None:
    screening = asked(navigator, HUNGRY)
    before = Disclosure.objects.count()
    navigator.client.get(page("result", screening))
    assert Disclosure.objects.count() == before + 1
    newest = Disclosure.objects.order_by("-id")[0]
    assert (newest.what, newest.person_ids) == ("screening.result", [rosa.pk])


def test_ten_questions_cost_as_many_queries_as_two(
    begin: Screen, navigator: Worker, django_assert_num_queries: object
) -> None:
    long, short = begin(navigator), begin(navigator, Setting("hunger_vital_sign", "en"))
    screenings.answer(
        actor=navigator.actor, screening_id=long.pk, given={**HUNGRY, **IN_DANGER}, at=NOW
    )
    client = navigator.client
    for screening in (short, long):
        client.get(page("ask", screening))
        with django_assert_num_queries(QUERIES):
            client.get(page("ask", screening))
    assert Answer.objects.count() == 6


QUERIES = 11


def test_the_empty_questions_print_in_the_familys_language_without_the_private_ones(
    screener: Worker, intake: Worker
) -> None:
    where = reverse("screening:paper", args=["ahc_hrsn_core"]) + "?language=es"
    shown = screener.client.get(where).content.decode()
    assert '<html lang="es"' in shown
    assert "¿Cuál es su situación de vivienda hoy?" in shown
    assert "Gritarle" not in shown
    assert "grite" not in shown.lower()
    assert intake.client.get(where).status_code == 403
    assert screener.client.get(reverse("screening:paper", args=["none"])).status_code == 404
