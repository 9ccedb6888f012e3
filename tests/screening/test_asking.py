"""A screening is started, answered on any device, one word at a time."""

import pytest
from django.db import connection

from core.errors import AlreadyChanged, BadInput, NotAllowed, StepNotPossible
from core.history import of
from people.models.person import Person
from screening.actions import finishing, screenings
from screening.actions.screenings import Setting, answers_of
from screening.instruments.library import AbsentReason
from screening.models.screening import Answer, Screening, ScreeningOffer
from tests.screening.conftest import (
    ALONE,
    FREQUENTLY,
    HITS,
    HOME,
    HUNGRY,
    IN_DANGER,
    MOLD,
    NEVER,
    NONE_OF_THEM,
    OFTEN,
    RAN_OUT,
    WORRIED,
    Screen,
)  # fmt: skip
from tests.story import NOW, Worker


def answer(worker: Worker, screening: Screening, given: dict) -> None:
    screenings.answer(actor=worker.actor, screening_id=screening.pk, given=given, at=NOW)


def test_a_screening_remembers_how_it_was_asked(begin: Screen, navigator: Worker) -> None:
    how = Setting("hunger_vital_sign", "es", interpreter_kind="professional", interpreter="Line 4")
    screening = begin(navigator, how)
    assert (screening.instrument_version, screening.spoken) == ("2010", "es")
    assert Screening.objects.get(pk=screening.pk).interpreter == "Line 4"
    offer = ScreeningOffer.objects.get()
    assert offer.state == ScreeningOffer.State.OFFERED
    assert [event.kind for event in of(screening.pk)] == ["screening.started"]


def test_a_second_click_on_start_opens_the_same_screening(begin: Screen, navigator: Worker) -> None:
    assert begin(navigator).pk == begin(navigator).pk
    assert ScreeningOffer.objects.count() == 1


def test_nobody_asks_after_somebody_has_died(
    begin: Screen, navigator: Worker, rosa: Person
) -> None:
    Person.objects.filter(pk=rosa.pk).update(died_at=NOW)
    with pytest.raises(StepNotPossible):
        begin(navigator)


def test_an_instrument_that_we_do_not_carry_is_refused(begin: Screen, navigator: Worker) -> None:
    with pytest.raises(BadInput):
        begin(navigator, Setting("made_up", "en"))


def test_only_somebody_related_answers_for_a_child(
    begin: Screen, navigator: Worker, mateo: Person, rosa: Person
) -> None:
    by_rosa = Setting("hunger_vital_sign", "es", answered_by=rosa.pk)
    assert begin(navigator, by_rosa, mateo).subject == rosa
    with pytest.raises(BadInput):
        begin(navigator, Setting("hunger_vital_sign", "es", answered_by=mateo.pk), rosa)


def test_not_asking_needs_a_reason(navigator: Worker, rosa: Person) -> None:
    with pytest.raises(BadInput):
        screenings.offer(actor=navigator.actor, person_id=rosa.pk, state="not_offered", at=NOW)
    screenings.offer(
        actor=navigator.actor, person_id=rosa.pk, state="not_offered", why="no_time", at=NOW
    )
    screenings.offer(actor=navigator.actor, person_id=rosa.pk, state="declined", at=NOW)
    assert set(ScreeningOffer.objects.values_list("state", "why")) == {
        ("not_offered", "no_time"), ("declined", ""),
    }  # fmt: skip


def test_the_last_word_on_a_question_counts_whichever_tab_it_came_from(
    begin: Screen, navigator: Worker
) -> None:
    screening = begin(navigator)
    answer(navigator, screening, {WORRIED: (OFTEN,), RAN_OUT: (OFTEN,)})
    answer(navigator, screening, {WORRIED: (NEVER,)})
    assert answers_of(screening) == {WORRIED: (NEVER,), RAN_OUT: (OFTEN,)}
    assert Answer.objects.count() == 2


def test_a_colleague_goes_on_where_the_other_stopped(
    begin: Screen, navigator: Worker, colleague: Worker
) -> None:
    screening = begin(navigator)
    answer(navigator, screening, {WORRIED: (OFTEN,)})
    answer(colleague, screening, {RAN_OUT: AbsentReason.DECLINED})
    assert answers_of(screening) == {WORRIED: (OFTEN,), RAN_OUT: AbsentReason.DECLINED}


def test_ticks_can_be_taken_back_and_none_of_the_above_goes_alone(
    begin: Screen, navigator: Worker
) -> None:
    screening = begin(navigator)
    answer(navigator, screening, {HOME: (MOLD,)})
    with pytest.raises(BadInput):
        answer(navigator, screening, {HOME: (MOLD, NONE_OF_THEM)})
    answer(navigator, screening, {HOME: ()})
    assert answers_of(screening) == {}


@pytest.mark.parametrize(
    "given", [{"00000-0": (OFTEN,)}, {WORRIED: (FREQUENTLY,)}, {WORRIED: (OFTEN, NEVER)}]
)
def test_what_the_instrument_does_not_ask_is_not_saved(
    begin: Screen, navigator: Worker, given: dict
) -> None:
    with pytest.raises(BadInput):
        answer(navigator, begin(navigator), given)


@pytest.mark.parametrize(
    "setting",
    [
        Setting("ahc_hrsn_core", "en", alone=False),
        Setting("ahc_hrsn_core", "en", alone=True, mode="handed_over"),
        Setting("ahc_hrsn_core", "en", alone=True, mode="paper"),
        Setting("ahc_hrsn_core", "es", alone=True, interpreter_kind="relative"),
        Setting("ahc_hrsn_core", "es", alone=True, interpreter_kind="child"),
    ],
)
def test_danger_is_asked_about_only_in_private_and_the_silence_says_why(
    begin: Screen, navigator: Worker, setting: Setting
) -> None:
    screening = begin(navigator, setting)
    with pytest.raises(BadInput):
        answer(navigator, screening, IN_DANGER)
    finishing.finish(actor=navigator.actor, screening_id=screening.pk, given=HUNGRY, at=NOW)
    said = answers_of(screening)
    assert {said[item] for item in HITS} == {AbsentReason.NOT_PRIVATE}
    assert said[HOME] == AbsentReason.NOT_ASKED


def test_a_colleague_does_not_ask_about_danger_in_somebody_elses_screening(
    begin: Screen, navigator: Worker, colleague: Worker
) -> None:
    screening = begin(
        navigator, Setting("ahc_hrsn_core", "es", alone=True, interpreter_kind="staff")
    )
    with pytest.raises(BadInput):
        answer(colleague, screening, IN_DANGER)
    answer(navigator, screening, IN_DANGER)


def test_nothing_is_saved_after_the_end(asked: Screen, navigator: Worker) -> None:
    screening = asked(navigator, HUNGRY)
    with pytest.raises(AlreadyChanged):
        answer(navigator, screening, {RAN_OUT: (OFTEN,)})


def test_no_answer_can_be_read_in_the_database_not_even_its_length(
    asked: Screen, navigator: Worker
) -> None:
    asked(navigator, {**HUNGRY, **IN_DANGER, HITS[0]: ("LA10066-1",)}, setting=ALONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer::text FROM screening_answer AS answer")
        rows = " ".join(row for (row,) in cursor.fetchall())
        cursor.execute("SELECT DISTINCT octet_length(codes) FROM screening_answer")
        lengths = cursor.fetchall()
    assert "LA" not in rows.replace("LATER", "")
    assert len(lengths) == 1


def test_a_stranger_and_a_foreigner_find_no_screening(
    begin: Screen, navigator: Worker, stranger: Worker, foreigner: Worker, rosa: Person
) -> None:
    screening = begin(navigator)
    for outsider in (stranger, foreigner):
        assert not Screening.objects.visible_to(outsider.actor, at=NOW).exists()
        with pytest.raises(Person.DoesNotExist):
            begin(outsider)
        with pytest.raises(Screening.DoesNotExist):
            answer(outsider, screening, HUNGRY)
        with pytest.raises(Screening.DoesNotExist):
            finishing.finish(actor=outsider.actor, screening_id=screening.pk, at=NOW)


def test_the_pantry_neither_asks_nor_reads(
    begin: Screen, intake: Worker, navigator: Worker
) -> None:
    begin(navigator)
    assert not Screening.objects.visible_to(intake.actor, at=NOW).exists()


def test_a_supervisor_without_the_right_to_ask_does_not(begin: Screen, navigator: Worker) -> None:
    screening = begin(navigator)
    only_sees = navigator.actor.__class__(
        kind=navigator.actor.kind, network_id=navigator.actor.network_id, user_id=navigator.actor.user_id,
        organization_id=navigator.actor.organization_id,
        grants=frozenset({("see_people", screening.organization_id)}),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        screenings.answer(actor=only_sees, screening_id=screening.pk, given=HUNGRY, at=NOW)
