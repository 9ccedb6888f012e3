"""When do we try to send again, and when may a family be written to? Pure functions of times."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LEASE = timedelta(minutes=5)  # longer than a batch may take (CELERY_TASK_TIME_LIMIT)
MOST_TRIES = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)

WEEK = timedelta(days=7)
MOST_A_WEEK = 2
SAME_TALK = timedelta(hours=20)
SOON_MET, AFTER_MEETING = (
    timedelta(days=7),
    timedelta(hours=20),
)  # they are asked how it went, after it
DAY_BEGINS, DAY_ENDS = time(9), time(20)

MAILBOX_RESTS = timedelta(days=3)  # after a mail that did not arrive, others are told instead
DIGEST_TIME = time(8)
SOON_NEEDED = timedelta(hours=24)  # what is needed by then waits for no digest
REPLY_WITHIN = timedelta(days=14)  # after a question, a text with a number is its answer
TEXTS_AN_HOUR = 20  # more from one number are not read


@dataclass(frozen=True, slots=True)
class Habit:
    """How a reader wants to be written to, by the clock where they are."""

    zone: str
    daily: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None


def try_again_at(key: str, attempts: int, *, at: datetime) -> datetime:
    """Twice as long each time; the key spreads what failed together over half as long again."""
    times: int = 2 ** (max(attempts, 1) - 1)
    wait = min(FIRST_WAIT * times, LONGEST_WAIT)
    return at + wait * (1 + _spread(key) / 2)


def _spread(key: str) -> float:
    """A number from 0 to 1, always the same for one key."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") / 2**32


def is_same_talk(earlier: Iterable[datetime], *, at: datetime) -> bool:
    """Whether a message of today already leads to everything that is to be asked."""
    return any(at - moment < SAME_TALK for moment in earlier)


def family_hears_at(
    at: datetime,
    *,
    zone: str,
    earlier: Iterable[datetime],
    appointments: Iterable[datetime] = (),
) -> datetime:
    """By day, not shortly before an appointment, and at most twice in seven days, whoever asks and whatever about."""
    for moment in sorted(appointments):
        if at <= moment < at + SOON_MET:
            at = moment + AFTER_MEETING
    recent = sorted(moment for moment in earlier if at - moment < WEEK)
    if len(recent) >= MOST_A_WEEK:
        at = max(at, recent[-MOST_A_WEEK] + WEEK)
    return _by_day(at, ZoneInfo(zone))


def digest_day(at: datetime, habit: Habit) -> date:
    """Of the one mail a day: this morning's while it has not left, else tomorrow's."""
    local = at.astimezone(ZoneInfo(habit.zone))
    return local.date() + timedelta(days=int(local.time() >= DIGEST_TIME))


def digest_leaves_at(day: date, habit: Habit) -> datetime:
    return datetime.combine(day, DIGEST_TIME, ZoneInfo(habit.zone))


def reader_hears_at(at: datetime, habit: Habit) -> datetime:
    """Not within the quiet hours, which may go over midnight."""
    begins, ends = habit.quiet_from, habit.quiet_until
    if begins is None or ends is None or begins == ends:
        return at
    local = at.astimezone(ZoneInfo(habit.zone))
    now, over_midnight = local.time(), begins > ends
    is_quiet = (now >= begins or now < ends) if over_midnight else begins <= now < ends
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=int(over_midnight and now >= begins))
    return datetime.combine(day, ends, ZoneInfo(habit.zone))


def _by_day(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    if DAY_BEGINS <= local.time() < DAY_ENDS:
        return at
    day = local.date() + timedelta(days=int(local.time() >= DAY_ENDS))
    return datetime.combine(day, DAY_BEGINS, zone)
