"""Do the answers show the needs that the instrument's authors say they show, and no others?"""

import json
from itertools import chain, combinations, product
from pathlib import Path

import pytest

from screening.instruments.library import AbsentReason, Instrument, Item, load
from screening.instruments.scoring import AnswerNotAllowed, Finding, result

CODES = Path(__file__).resolve().parents[3] / "shared" / "data" / "codes" / "ahc_hrsn.json"
HURT, INSULT, THREATEN, SCREAM = SAFETY = ("95618-5", "95617-7", "95616-9", "95615-1")
NEVER, RARELY, SOMETIMES, FAIRLY_OFTEN, FREQUENTLY = (
    "LA6270-8", "LA10066-1", "LA10082-8", "LA16644-9", "LA6482-9",
)  # fmt: skip
STEADY, WORRIED, NO_PLACE = "LA31993-1", "LA31994-9", "LA31995-6"
OFTEN_TRUE, SOMETIMES_TRUE, NEVER_TRUE, NOT_KNOWN = (
    "LA28397-0", "LA6729-3", "LA28398-8", "LA15775-2",
)  # fmt: skip


@pytest.fixture
def ahc() -> Instrument:
    return load("ahc_hrsn_core")


@pytest.fixture
def vital_sign() -> Instrument:
    return load("hunger_vital_sign")


def safety(*answers: str) -> dict[str, list[str]]:
    return {code: [answer] for code, answer in zip(SAFETY, answers, strict=False)}


def every_way_to_answer(item: Item) -> list[tuple[str, ...]]:
    single = [(answer.code,) for answer in item.answers]
    if not item.several:
        return single
    free = [answer.code for answer in item.answers if not answer.alone]
    many = chain.from_iterable(combinations(free, n) for n in range(2, len(free) + 1))
    return [*single, *many]


@pytest.mark.skipif(not CODES.exists(), reason="the code tables are not beside this checkout")
def test_every_way_to_answer_every_core_question_agrees_with_the_code_table(ahc: Instrument):
    rows = json.loads(CODES.read_text(encoding="utf-8"))
    published = {row["code"]: row for row in rows if row["panel"] == "96777-8"}
    assert {each.code for each in (*ahc.items, *ahc.derived)} == set(published)
    for item in ahc.items:
        answers = {answer["code"]: answer for answer in published[item.code]["answers"]}
        assert [answer.code for answer in item.answers] == list(answers)
        assert [str(answer.score or "") for answer in item.answers] == [
            answer["score"] for answer in answers.values()
        ]
        for codes in every_way_to_answer(item):
            needs = any(answers[code]["need"] == "Yes" for code in codes)
            assert result(ahc, {item.code: codes}).is_positive is needs, (item.code, codes)


def test_every_way_to_answer_the_safety_questions_gives_the_sum_and_11_is_the_line(ahc: Instrument):
    points = {NEVER: 1, RARELY: 2, SOMETIMES: 3, FAIRLY_OFTEN: 4, FREQUENTLY: 5}
    for answers in product(points, repeat=4):
        total = sum(points[answer] for answer in answers)
        found = result(ahc, safety(*answers))
        assert found.scores["95614-4"].value == total
        assert found.is_positive is (total >= 11), answers


def test_ten_points_are_not_yet_a_need_and_eleven_are(ahc: Instrument):
    ten = result(ahc, safety(SOMETIMES, SOMETIMES, RARELY, RARELY))
    eleven = result(ahc, safety(SOMETIMES, SOMETIMES, SOMETIMES, RARELY))
    assert ten.scores["95614-4"].value == 10
    assert ten.findings == ()
    assert eleven.findings == (
        Finding("intimate-partner-violence", "domestic_violence", ("95614-4",), private=True),
    )


def test_a_safety_question_left_out_leaves_no_score_however_high_the_others_are(ahc: Instrument):
    found = result(ahc, safety(FREQUENTLY, FREQUENTLY, FREQUENTLY))
    score = found.scores["95614-4"]
    assert (score.value, score.positive) == (None, False)
    assert score.absent_reason is AbsentReason.NOT_ASKED
    assert not found.is_positive


@pytest.mark.parametrize("reason", AbsentReason)
def test_who_declines_or_cannot_be_asked_alone_never_has_a_need_by_it(
    ahc: Instrument, reason: AbsentReason
):
    found = result(ahc, {item.code: reason for item in ahc.items})
    assert not found.is_positive
    assert set(found.unanswered.values()) == {reason}
    assert found.scores["95614-4"].absent_reason is reason


def test_different_reasons_for_silence_make_the_score_unknown(ahc: Instrument):
    answers = safety(NEVER, NEVER) | {
        THREATEN: AbsentReason.DECLINED,
        SCREAM: AbsentReason.NOT_PRIVATE,
    }
    assert result(ahc, answers).scores["95614-4"].absent_reason is AbsentReason.UNKNOWN


def test_not_being_alone_is_told_to_others_as_not_asked():
    assert AbsentReason.NOT_PRIVATE.fhir_code == "not-asked"
    assert AbsentReason.DECLINED.fhir_code == "asked-declined"


@pytest.mark.parametrize(
    ("answer", "category", "topic"),
    [(WORRIED, "housing-instability", "rent_help"), (NO_PLACE, "homelessness", "shelter")],
)
def test_worry_about_a_home_and_having_none_are_two_needs(
    ahc: Instrument, answer: str, category: str, topic: str
):
    (finding,) = result(ahc, {"71802-3": [answer]}).findings
    assert (finding.category, finding.topic) == (category, topic)


def test_every_problem_of_a_home_is_a_need_of_its_own_but_one_category(ahc: Instrument):
    found = result(ahc, {"96778-6": ["LA28580-1", "LA31998-0", "LA31999-8"]})
    assert found.topics == ("mold", "home_repair")
    assert found.categories == ("inadequate-housing",)


def test_none_of_the_above_stands_alone(ahc: Instrument):
    with pytest.raises(AnswerNotAllowed):
        result(ahc, {"96778-6": ["LA28580-1", "LA9-3"]})


@pytest.mark.parametrize(
    "answers",
    [
        {"71802-3": [STEADY, WORRIED]},
        {"71802-3": ["LA33-6"]},
        {"71802-3": [STEADY, STEADY]},
        {"93159-2": [NEVER]},
    ],
    ids=["two answers to one question", "a stranger's answer", "twice the same", "not asked here"],
)
def test_an_answer_the_question_does_not_offer_is_refused(ahc: Instrument, answers):
    with pytest.raises(AnswerNotAllowed):
        result(ahc, answers)


def test_two_food_answers_make_one_need_shown_by_both(ahc: Instrument):
    (finding,) = result(ahc, {"88122-7": [OFTEN_TRUE], "88123-5": [SOMETIMES_TRUE]}).findings
    assert finding == Finding(
        "food-insecurity", "food_pantry", ("88122-7", "88123-5"), private=False
    )


def test_a_family_without_needs_has_a_result_without_findings(ahc: Instrument):
    no_need = {
        "71802-3": [STEADY], "96778-6": ["LA9-3"], "88122-7": [NEVER_TRUE], "88123-5": [NEVER_TRUE],
        "93030-5": ["LA32-8"], "96779-4": ["LA32-8"], **safety(NEVER, NEVER, NEVER, NEVER),
    }  # fmt: skip
    found = result(ahc, no_need)
    assert (found.findings, found.unanswered) == ((), {})
    assert found.scores["95614-4"].value == 4


@pytest.mark.parametrize(
    ("worried", "did_not_last", "outcome"),
    [
        (OFTEN_TRUE, NEVER_TRUE, "LA19952-3"),
        (NEVER_TRUE, SOMETIMES_TRUE, "LA19952-3"),
        (SOMETIMES_TRUE, NOT_KNOWN, "LA19952-3"),
        (NEVER_TRUE, NEVER_TRUE, "LA19983-8"),
        (NEVER_TRUE, NOT_KNOWN, ""),
        (NOT_KNOWN, NOT_KNOWN, ""),
    ],
)
def test_one_yes_is_a_risk_but_silence_is_neither_risk_nor_no_risk(
    vital_sign: Instrument, worried: str, did_not_last: str, outcome: str
):
    found = result(vital_sign, {"88122-7": [worried], "88123-5": [did_not_last]})
    assert found.scores["88124-3"].answer == outcome
    assert found.is_positive is (outcome == "LA19952-3")


def test_do_not_know_is_kept_as_no_answer(vital_sign: Instrument):
    found = result(vital_sign, {"88122-7": [NOT_KNOWN], "88123-5": [NEVER_TRUE]})
    assert found.unanswered == {"88122-7": AbsentReason.UNKNOWN}
    assert found.scores["88124-3"].absent_reason is AbsentReason.UNKNOWN


def test_leaving_out_the_safety_questions_leaves_the_rest_as_it_was(ahc: Instrument):
    shorter = ahc.without({"safety"})
    found = result(shorter, {"93030-5": ["LA33-6"]})
    assert found.topics == ("rides_to_care",)
    assert found.scores == {}
    with pytest.raises(AnswerNotAllowed):
        result(shorter, safety(NEVER))
