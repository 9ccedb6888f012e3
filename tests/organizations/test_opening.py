"""Hours as people write them."""

from datetime import UTC, datetime, time

import pytest
from django.utils import translation

from organizations.opening import Span, day_times, opening, spoken_times, week
from organizations.views.sheet import week_of
from organizations.words import opening_words, spoken_words

NINE_TO_FIVE = (time(9), time(17))


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("Mon 9 - 5", [Span(0, *NINE_TO_FIVE)]),
        ("Mon 9:00am - 5:00 PM ; Sat; Sun;", [Span(0, *NINE_TO_FIVE)]),
        ("Monday-Wednesday 9 to 5", [Span(day, *NINE_TO_FIVE) for day in (0, 1, 2)]),
        ("Sat-Sun 09:00-17:00", [Span(day, *NINE_TO_FIVE) for day in (5, 6)]),
        ("Fri 3-9pm", [Span(4, time(15), time(21))]),
        ("Tue 9:45-11 am", [Span(1, time(9, 45), time(11))]),
        ("Thu 1-4", [Span(3, time(13), time(16))]),
        ("Fri 6pm-2am", [Span(4, time(18), time(2))]),
        ("Mon 7:00; Tue 7:00;", []),
        ("by appointment", []),
        ("Mon 25:00-99:99", []),
    ],
)
def test_a_week_is_read_and_nothing_is_guessed(line, spans):
    assert week(line) == spans


def test_what_is_shown_in_a_form_is_read_back():
    spans = week("Mon 9 - 12:30, 1 - 5")
    assert spoken_times(spans) == "9 am – 12:30 pm, 1 pm – 5 pm"
    assert day_times(spoken_times(spans)) == [(time(9), time(12, 30)), (time(13), time(17))]


def test_words_that_are_no_times_are_refused():
    with pytest.raises(ValueError, match="mornings"):
        day_times("mornings")
    assert day_times("") == []


@pytest.mark.parametrize(
    ("moment", "until", "opens"),
    [
        ("2026-11-18 15:00", "2026-11-18 17:00", None),
        ("2026-11-18 17:00", None, "2026-11-19 09:00"),
        ("2026-11-21 01:00", "2026-11-21 02:00", None),  # Friday's late shift
        ("2026-11-21 12:00", None, "2026-11-23 09:00"),  # the weekend
    ],
)
def test_open_until_when_and_else_when_it_opens(moment, until, opens):
    spans = week("Mon-Fri 9-5, Fri 6pm-2am")
    said = opening(spans, datetime.fromisoformat(moment))
    assert (said.until, said.opens) == tuple(
        datetime.fromisoformat(when) if when else None for when in (until, opens)
    )


def test_day_and_night_has_no_end_today():
    said = opening(week("Mon-Sun 0:00-24:00"), datetime(2026, 11, 18, 15, tzinfo=UTC))
    assert (said.until - datetime(2026, 11, 18, 15, tzinfo=UTC)).days >= 6


def test_a_day_that_ends_at_11_59_ends_at_midnight():
    now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    nights = opening(week("Mon-Sun 12 am - 11:59 pm"), now)
    assert opening_words(nights, now) == "Open day and night"
    one_day = opening(week("Wed 0:00-23:59"), now)
    assert opening_words(one_day, now) == "Open now until 12 am"
    assert [str(day.times) for day in week_of(week("Wed 0:00-23:59, Thu 9-5"))] == [
        "Day and night", "9 am – 5 pm",
    ]  # fmt: skip


def test_a_day_and_a_language_within_a_sentence_are_written_as_that_language_does():
    with translation.override("es"):
        sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
        assert (
            opening_words(opening(week("Tue 9-5"), sunday), sunday) == "Abre el martes a las 9 am"
        )
        assert spoken_words("so") == "Se habla somalí"


def test_nothing_written_down_is_not_the_same_as_closed():
    assert not opening([], datetime(2026, 11, 18, 15, tzinfo=UTC)).is_known
