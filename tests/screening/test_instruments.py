"""Are the instruments asked in their exact words, whole, and is their licence told?"""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from organizations.topics import TOPICS, is_sensitive
from screening.instruments.library import FOLDER, Instrument, all_instruments, load

FILES = sorted(set(FOLDER.glob("*.json")) - set(FOLDER.glob("*.schema.json")))
SCHEMA = json.loads((FOLDER / "instrument.schema.json").read_text(encoding="utf-8"))
EVERY_INSTRUMENT = pytest.mark.parametrize("instrument", all_instruments(), ids=lambda i: i.code)
GUIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "sdohcc-ig"


@pytest.fixture
def ahc() -> Instrument:
    return load("ahc_hrsn_core")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_instrument_file_has_the_shape_that_the_loader_needs(file: Path):
    raw = json.loads(file.read_text(encoding="utf-8"))
    assert not [error.message for error in Draft202012Validator(SCHEMA).iter_errors(raw)]
    assert raw["code"] == file.stem


def test_a_file_with_an_unknown_field_is_not_taken_for_an_instrument():
    raw = json.loads(FILES[0].read_text(encoding="utf-8")) | {"licens": "typo"}
    assert list(Draft202012Validator(SCHEMA).iter_errors(raw))


def test_an_instrument_that_we_do_not_carry_is_a_key_error():
    with pytest.raises(KeyError):
        load("prapare")


@EVERY_INSTRUMENT
def test_every_text_is_there_in_every_language_of_the_instrument(instrument: Instrument):
    sections = [w for s in instrument.sections for w in (s.title, s.introduction, s.why_we_ask)]
    items = [w for item in instrument.items for w in (item.text, item.hint)]
    answers = [answer.text for item in instrument.items for answer in item.answers]
    derived = [each.title for each in instrument.derived]
    everything = [instrument.title, instrument.introduction, *sections, *items, *answers, *derived]
    for words in everything:
        assert words is None or set(words.by_language) == set(instrument.languages)


@EVERY_INSTRUMENT
def test_a_translation_of_our_own_is_called_so(instrument: Instrument):
    assert not instrument.is_our_translation("en")
    assert instrument.is_our_translation("es")
    assert "translator" in instrument.languages["es"].note


@EVERY_INSTRUMENT
def test_who_speaks_another_language_gets_english_and_is_told_so(instrument: Instrument):
    assert instrument.language_for("es-us") == "es"
    assert instrument.language_for("ar") == "en"
    assert instrument.items[0].text.in_language("ar") == instrument.items[0].text.in_language("en")


@EVERY_INSTRUMENT
def test_every_positive_answer_points_to_a_topic_inside_its_own_category(instrument: Instrument):
    for item in instrument.items:
        for answer in item.answers:
            if answer.positive:
                assert answer.category in item.categories
                assert TOPICS[answer.topic].category == answer.category
            else:
                assert (answer.category, answer.topic) == ("", "")


@EVERY_INSTRUMENT
def test_every_score_points_to_a_topic_inside_its_own_category(instrument: Instrument):
    asked = {item.code for item in instrument.items}
    for derived in instrument.derived:
        assert TOPICS[derived.topic].category == derived.category
        assert asked.issuperset(derived.items)


@EVERY_INSTRUMENT
def test_a_question_with_two_categories_says_for_each_answer_which_one(instrument: Instrument):
    for item in instrument.items:
        pointed_to = {answer.category for answer in item.answers if answer.positive}
        assert len(item.categories) == 1 or pointed_to == set(item.categories)


@EVERY_INSTRUMENT
def test_codes_are_unique_so_that_an_answer_cannot_be_mistaken(instrument: Instrument):
    codes = [each.code for each in (*instrument.items, *instrument.derived)]
    assert len(codes) == len(set(codes))
    for item in instrument.items:
        assert len({answer.code for answer in item.answers}) == len(item.answers)


@EVERY_INSTRUMENT
def test_the_source_is_cited_and_the_wording_was_checked_twice(instrument: Instrument):
    assert instrument.citation
    assert instrument.licence.text_may_be_redistributed
    assert len(instrument.checked_against) >= 2


def test_the_core_questions_stand_in_the_order_of_the_tool(ahc: Instrument):
    assert [item.code for item in ahc.items] == [
        "71802-3", "96778-6", "88122-7", "88123-5", "93030-5",
        "96779-4", "95618-5", "95617-7", "95616-9", "95615-1",
    ]  # fmt: skip


def test_only_the_safety_questions_are_private_and_their_help_is_sensitive(ahc: Instrument):
    private = [item.code for item in ahc.items if item.private]
    assert private == ["95618-5", "95617-7", "95616-9", "95615-1"]
    assert all(is_sensitive(each.topic) and each.private for each in ahc.derived)


def test_an_operator_may_leave_out_texts_whose_licence_is_not_confirmed(ahc: Instrument):
    unsure = {s.code for s in ahc.sections if not s.licence.text_may_be_redistributed}
    assert unsure == {"safety"}
    shorter = ahc.without(unsure)
    assert len(shorter.items) == 6
    assert shorter.derived == ()
    assert len(ahc.items) == 10


def test_housing_problems_are_the_only_question_with_several_answers(ahc: Instrument):
    assert [item.code for item in ahc.items if item.several] == ["96778-6"]
    none = ahc.item("96778-6").answer("LA9-3")
    assert none.alone
    assert not none.positive


def test_the_two_food_questions_keep_the_words_of_each_instrument(ahc: Instrument):
    vital_sign = load("hunger_vital_sign")
    for code, ours, theirs in (("88122-7", "we worried", "you worried"), ("88123-5", "we", "you")):
        assert ours in vital_sign.item(code).text.in_language("en")
        assert theirs in ahc.item(code).text.in_language("en")


@pytest.mark.skipif(not GUIDE.exists(), reason="the compiled guide is not beside this checkout")
def test_the_hunger_vital_sign_has_the_words_and_codes_of_the_guides_questionnaire():
    file = GUIDE / "Questionnaire-SDOHCC-QuestionnaireHungerVitalSign.json"
    published = json.loads(file.read_text(encoding="utf-8"))["item"]
    for item, theirs in zip(load("hunger_vital_sign").items, published[:2], strict=True):
        assert item.code == theirs["code"][0]["code"]
        assert item.text.in_language("en").rstrip(".") == theirs["text"]
        options = [option["valueCoding"] for option in theirs["answerOption"]]
        ours = [(answer.code, answer.text.in_language("en")) for answer in item.answers]
        assert ours == [(option["code"], option["display"]) for option in options]


@pytest.mark.parametrize(
    ("code", "digest"),
    [("hunger_vital_sign", "6eed9e3f2aba407e"), ("ahc_hrsn_core", "99df674edf359f7d")],
)
def test_nobody_has_touched_the_official_words(code: str, digest: str):
    """A new digest needs what the old one had: two published copies that say the same."""
    words = [
        text.in_language("en")
        for item in load(code).items
        for text in (item.text, *(answer.text for answer in item.answers))
    ]
    assert sha256("\n".join(words).encode()).hexdigest()[:16] == digest
