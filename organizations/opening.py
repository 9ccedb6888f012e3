"""When is a service open, and what does a line such as "Mon 9 - 5" mean?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
NOON = 12
LAST_MINUTE = time(23, 59)  # how many directories write midnight, the end of a day
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]\.?m\.?)?"
_TIMES = re.compile(rf"{_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}", re.IGNORECASE)
_DAY_RANGE = re.compile(rf"{_DAY}\.?(?:\s*(?:-|–|to|through)\s*{_DAY}\.?)?", re.IGNORECASE)
_BETWEEN_SPANS = re.compile(r"^[\s,&;.]*(?:and)?[\s,&;.]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open on that weekday (0 is Monday). Closing no later than it opens: the day after."""

    weekday: int
    opens: time
    closes: time

    @property
    def is_all_day(self) -> bool:
        return self.opens == time(0) and self.closes in {time(0), LAST_MINUTE}


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known at one moment, on the clock of the place itself."""

    is_known: bool = False
    until: datetime | None = None
    opens: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.until is not None

    def opens_on(self, moment: datetime) -> bool:
        return self.opens is not None and self.opens.date() == moment.date()


def opening(spans: Iterable[Span], local: datetime) -> Opening:
    """Whether it is open at that local moment, until when, and if not, when it opens next."""
    days = [local.date() + timedelta(days=ahead) for ahead in range(-1, 8)]
    moments = sorted(
        _moment(span, day, local)
        for span in set(spans)
        for day in days
        if day.weekday() == span.weekday
    )
    moments = [(opens, closes) for opens, closes in moments if closes > local]
    if not moments:
        return Opening()
    opens, closes = moments[0]
    if opens > local:
        return Opening(is_known=True, opens=opens)
    return Opening(is_known=True, until=_until(closes, moments))


def _moment(span: Span, day: date, local: datetime) -> tuple[datetime, datetime]:
    opens = datetime.combine(day, span.opens, local.tzinfo)
    ends = time(0) if span.closes == LAST_MINUTE else span.closes
    closes = datetime.combine(day, ends, local.tzinfo)
    return opens, closes if closes > opens else closes + timedelta(days=1)


def _until(closes: datetime, moments: list[tuple[datetime, datetime]]) -> datetime:
    """The end of an unbroken run of spans: open day and night closes when the week is over."""
    for opens, later in moments:
        if opens <= closes < later:
            closes = later
    return closes


def week(words: str) -> list[Span]:
    """The spans in a line for a whole week; what cannot be read is left out, not guessed."""
    found: list[Span] = []
    for part in _day_parts(words):
        days = _weekdays(part)
        try:
            found += [
                Span(day, *times) for times in day_times(_DAY_RANGE.sub("", part)) for day in days
            ]
        except ValueError:
            continue
    return sorted(set(found))


def _day_parts(words: str) -> list[str]:
    """One part for each day or run of days: "Mon 9-5; Tue-Thu 9-5 Fri 9-4" is three."""
    starts = [match.start() for match in _DAY_RANGE.finditer(words)]
    return [words[start:end] for start, end in pairwise([*starts, len(words)])]


def _weekdays(part: str) -> list[int]:
    match = _DAY_RANGE.match(part)
    if match is None:
        return []
    first = DAYS.index(match[1][:2].lower())
    last = DAYS.index(match[2][:2].lower()) if match[2] else first
    return [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]


def day_times(words: str) -> list[tuple[time, time]]:
    """The times of one day: "9 am – 12 pm, 1 – 5" is two. ValueError when it cannot be read."""
    spans = [_times(match) for match in _TIMES.finditer(words)]
    if not _BETWEEN_SPANS.match(_TIMES.sub("", words)):
        raise ValueError(words)
    return spans


def _times(match: re.Match[str]) -> tuple[time, time]:
    """Without am or pm the likelier half of the day is meant: 9 to 5 is no night shift."""
    opens, closes = int(match[1]), int(match[4])
    opens_half, closes_half = _half(match[3]), _half(match[6])
    if closes_half:
        closes = _on_the_clock(closes, closes_half)
        in_same_half = _on_the_clock(opens, opens_half or closes_half)
        opens = in_same_half if opens_half or in_same_half < closes else opens
    elif opens_half:
        opens = _on_the_clock(opens, opens_half)
        closes = (
            closes + NOON if closes <= opens and closes + NOON > opens and closes < NOON else closes
        )
    else:
        opens = (
            opens + NOON if opens < 6 and closes <= NOON and not match[1].startswith("0") else opens
        )
        closes = closes + NOON if closes <= opens and closes < NOON else closes
    return _time(opens, match[2]), _time(closes, match[5])


def _half(written: str | None) -> str:
    return (written or "")[:1].lower()


def _on_the_clock(hour: int, half: str) -> int:
    if hour > NOON:
        return hour
    return hour % NOON + (NOON if half == "p" else 0)


def _time(hour: int, minute: str | None) -> time:
    return time(hour % 24 if hour <= 24 else hour, int(minute or 0))


def spoken_times(spans: Iterable[Span]) -> str:
    """The times of one day as a person would type them, read back by `day_times`."""
    return ", ".join(f"{_clock(span.opens)} – {_clock(span.closes)}" for span in sorted(spans))


def _clock(moment: time) -> str:
    hour = (moment.hour - 1) % NOON + 1
    minute = f":{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minute} {'am' if moment.hour < NOON else 'pm'}"
