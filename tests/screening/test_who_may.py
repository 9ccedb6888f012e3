"""Who may do what with a screening: one table, a stranger in it."""

import pytest

from core import access
from people.models.person import Person
from screening.actions.screenings import Setting
from tests.screening.conftest import ALONE, HUNGRY, IN_DANGER, Screen
from tests.story import Worker

CARE = {"asker", "colleague", "supervisor"}
MAY = {
    "screening.answer": CARE | {"screener"},
    "screening.finish": CARE | {"screener"},
    "screening.ask_private": {"asker"},
    "screening.read_result": CARE,
    "screening.read_private": {"asker"},
}


@pytest.fixture
def everybody(
    navigator: Worker,
    colleague: Worker,
    supervisor: Worker,
    screener: Worker,
    intake: Worker,
    stranger: Worker,
    foreigner: Worker,
) -> dict[str, Worker]:
    return {
        "asker": navigator, "colleague": colleague, "supervisor": supervisor,
        "screener": screener, "intake": intake, "stranger": stranger, "foreigner": foreigner,
    }  # fmt: skip


@pytest.mark.parametrize("rule", MAY)
def test_who_may_do_it_with_the_navigators_screening(
    rule: str, asked: Screen, everybody: dict[str, Worker]
) -> None:
    screening = asked(everybody["asker"], {**HUNGRY, **IN_DANGER}, setting=ALONE)
    may = {who for who, worker in everybody.items() if access.can(worker.actor, rule, screening)}
    assert may == MAY[rule]


def test_who_may_ask_rosa(everybody: dict[str, Worker], rosa: Person) -> None:
    may = {
        who for who, worker in everybody.items() if access.can(worker.actor, "screening.ask", rosa)
    }
    assert may == CARE | {"screener"}


def test_who_may_print_the_empty_questions(everybody: dict[str, Worker]) -> None:
    may = {who for who, w in everybody.items() if access.can(w.actor, "screening.print")}
    assert may == CARE | {"screener", "stranger", "foreigner"}  # nothing of anybody is in it


def test_a_screener_reads_the_result_and_the_private_part_of_her_own(
    asked: Screen, everybody: dict[str, Worker]
) -> None:
    own = asked(everybody["screener"], IN_DANGER)
    for rule in ("screening.read_result", "screening.read_private"):
        assert access.can(everybody["screener"].actor, rule, own)


def test_nobody_asks_about_danger_where_others_listen(
    begin: Screen, everybody: dict[str, Worker]
) -> None:
    heard = begin(everybody["asker"], Setting("ahc_hrsn_core", "en", alone=False))
    assert not any(
        access.can(worker.actor, "screening.ask_private", heard) for worker in everybody.values()
    )
