"""Do rings, dates, names and codes say what they should?"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from core.templatetags.look import clock_words, day_within, day_words, initials_of, moment_words
from organizations.topics import TOPICS
from tests.look.stylesheets import ROOT

NOON = datetime(2026, 11, 21, 20, tzinfo=UTC)  # a Saturday, at noon in Los Angeles


@pytest.fixture(autouse=True)
def in_california() -> object:
    with timezone.override("America/Los_Angeles"):
        yield


def rendered(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


def arcs(html: str) -> list[str]:
    return re.findall(r'<path class="(\w+)"', html)


def test_a_closed_ring_is_a_closed_loop() -> None:
    assert arcs(rendered("{% loop_ring 5 %}")) == ["on"] * 5
    assert arcs(rendered("{% loop_ring 0 %}")) == ["off"] * 5


def test_a_no_breaks_the_last_arc_that_was_reached() -> None:
    html = rendered("{% loop_ring arcs broken=True %}", arcs=2)
    assert arcs(html) == ["on", "bad", "off", "off", "off"]


def test_an_icon_beside_a_word_is_silent_and_one_alone_speaks() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "send" %}')
    assert 'role="img"' in rendered('{% icon "send" label="Sent" %}')
    assert "aria-hidden" not in rendered('{% icon "send" label="Sent" %}')


def test_an_arrow_turns_round_for_arabic_readers() -> None:
    assert 'class="icon flip"' in rendered('{% icon "send" flip=True %}')


def test_every_kind_of_help_has_a_picture() -> None:
    for topic in TOPICS.values():
        assert "<svg" in rendered("{% need_icon topic 1 %}", topic=topic), topic.slug


def test_a_need_is_named_to_those_who_do_not_see_its_icon() -> None:
    html = rendered('{% need_icon "apple" 2 label="Food" %}')
    assert "Food, step 2 of 5" in html


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [
        (-3, "tone-stop", "3 days overdue"),
        (-1, "tone-stop", "1 day overdue"),
        (0, "tone-you", "Due today"),
        (1, "later", "In 1 day"),
        (3, "later", "In 3 days"),
    ],
)
def test_a_date_never_speaks_by_colour_alone(days: int, tone: str, words: str) -> None:
    html = rendered("{% when due at %}", due=NOON + timedelta(days=days), at=NOON)
    assert f'class="when {tone}"' in html
    assert words in html


def test_late_in_the_evening_it_is_still_today_here() -> None:
    evening = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)  # half past ten at night, still Saturday
    assert day_words(evening, NOON) == "Today"
    assert moment_words(evening, NOON) == "Today, 10:30 pm"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_time_is_written_one_way_in_each_language_and_on_each_page(language: str) -> None:
    """A family hears “2:30 pm” from a worker’s page, from a meeting and from a mail."""
    moment = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    with translation.override(language):
        assert rendered("{{ moment|clock_words }}", moment=moment) == "2:30 pm"
        assert moment_words(moment, NOON).endswith(", 2:30 pm")
        written = rendered("{{ moment|written_moment }}", moment=moment)
        assert written.endswith(", 2:30 pm")
        assert "2026" in written
        assert clock_words(moment.replace(hour=9, minute=0)) == "9 am"


def test_another_year_is_said() -> None:
    assert day_words(date(2026, 11, 24), NOON) == "Tue Nov 24"
    assert day_words(date(2027, 11, 24), NOON) == "Nov 24, 2027"


def test_no_sentence_is_told_by_tomorrow_with_a_capital() -> None:
    """“Answer by Tomorrow”, “a más tardar el Mañana”: a near day has a word only where it stands alone."""
    assert day_within(date(2026, 11, 22), NOON) == "Sun Nov 22"
    part = re.compile(r"\{% blocktranslate ([^%]*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
    wrong = [
        f"{path.name}: {body}"
        for path in (ROOT / "templates").rglob("*.html")
        for names, body in part.findall(path.read_text(encoding="utf-8"))
        for name in re.findall(r"(\w+)=\S+\|(?:day|moment)_words:", names)
        if re.search(rf"[^\s:·,]\s+\{{\{{ {name} \}}\}}", body)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Priya Nair", "PN"), ("María José de la Cruz", "MC"), ("Cher", "C"), ("", ""), ("  ", "")],
)
def test_initials_of_every_kind_of_name(name: str, letters: str) -> None:
    assert initials_of(name) == letters


def test_a_name_cannot_smuggle_markup_into_a_page() -> None:
    html = rendered("{% initials name %}", name='<script>"x')
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_handout_carries_its_link_as_a_code_a_camera_reads() -> None:
    html = rendered('{% qr "https://example.org/f/word" %}')
    assert 'class="qr"' in html
    assert "style=" not in html


def test_dates_follow_the_language_of_the_reader() -> None:
    with translation.override("es"):
        assert "Tue" not in day_words(date(2026, 11, 24), NOON)
