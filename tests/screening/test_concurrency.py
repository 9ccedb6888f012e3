"""Two clicks, two tabs, two people at the same moment: one screening, one answer, one need."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from core.history import of
from people.actions.details import PersonDetails
from people.actions.people import add_person
from people.models.person import Person
from screening.actions import finishing, screenings
from screening.models.need import Need
from screening.models.screening import Answer, Screening
from tests.screening.conftest import HUNGRY, NEVER, OFTEN, WORRIED, Screen
from tests.story import NOW, Worker

pytestmark = pytest.mark.usefixtures("transactional_db")


def at_once(*jobs: object) -> list[object]:
    def run(job: object) -> object:
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_a_double_click_on_start_is_one_screening(begin: Screen, navigator: Worker) -> None:
    at_once(*[lambda: begin(navigator)] * 4)
    assert Screening.objects.count() == 1


def test_two_presses_at_one_moment_make_one_record_and_both_are_led_to_it(
    navigator: Worker,
) -> None:
    rosa = PersonDetails(first_name="Rosa", last_name="Delgado", request_key=uuid4())

    def press() -> Person:
        return add_person(actor=navigator.actor, details=rosa, at=NOW)

    assert len({made.pk for made in at_once(*[press] * 4)}) == 1
    assert Person.objects.count() == 1


def test_two_tabs_saving_one_question_leave_one_answer(
    begin: Screen, navigator: Worker, colleague: Worker
) -> None:
    screening = begin(navigator)

    def say(worker: Worker, code: str) -> object:
        return lambda: screenings.answer(
            actor=worker.actor, screening_id=screening.pk, given={WORRIED: (code,)}, at=NOW
        )

    at_once(say(navigator, OFTEN), say(colleague, NEVER), say(navigator, OFTEN))
    assert Answer.objects.count() == 1
    assert Answer.objects.get().chosen[0] in {OFTEN, NEVER}


def test_finishing_twice_at_once_finds_each_need_once(begin: Screen, navigator: Worker) -> None:
    screening = begin(navigator)

    def finish() -> Screening:
        return finishing.finish(
            actor=navigator.actor, screening_id=screening.pk, given=HUNGRY, at=NOW
        )

    assert all(done.is_finished for done in at_once(*[finish] * 4))
    assert Need.objects.count() == 1
    assert [event.kind for event in of(screening.pk)].count("screening.finished") == 1


def test_two_screenings_that_end_at_once_find_one_need(
    begin: Screen, navigator: Worker, colleague: Worker
) -> None:
    both = [(worker, begin(worker)) for worker in (navigator, colleague)]

    def finish(worker: Worker, screening: Screening) -> object:
        return lambda: finishing.finish(
            actor=worker.actor, screening_id=screening.pk, given=HUNGRY, at=NOW
        )

    at_once(*(finish(worker, screening) for worker, screening in both))
    assert Need.objects.count() == 1
