"""What do the numbers mean? Said in sentences, for a week in which nobody takes a step."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.calendar import OpenDays
from core.ladders import Ladder, Rung, days_of
from core.templatetags.look import clock_words
from governance.in_force import with_staffed_hours
from referrals import followup
from referrals.followup import Situation
from screening import followup as need_followup
from screening.words import IF_WAITING

# What a silent partner sets off, by the event; `%(day)s` is Tuesday, or a date.
IF_SILENT: dict[str, str | Promise] = {
    "referral.reminded_early": gettext_lazy("%(day)s a quiet reminder"),
    "referral.reminded": gettext_lazy("%(day)s you are told"),
    "referral.desk_told": gettext_lazy("%(day)s the desk and the partner’s lead are told"),
    "referral.still_waiting": gettext_lazy("%(day)s the desk takes over"),
}

MORNING = time(9)
USUAL_DAYS = 21
LEGAL_DAYS = 30  # an example: what the law gives most programs


def sentences(values: Mapping[str, int], days: OpenDays, at: datetime) -> list[str]:
    """Of a Monday without holidays near: what a silent partner, a slow team and a silent family set off."""
    monday = _usual_monday(days, at)
    requests, needs = followup.Patience.of(values), need_followup.Patience.of(values)
    partner = followup.LADDERS[Situation.REQUESTED]
    owner = need_followup.LADDERS[need_followup.Situation.WANTS_HELP]
    family = need_followup.LADDERS[need_followup.Situation.TO_CONFIRM]
    return [
        _("If a partner says nothing to a request of Monday: %(steps)s.")
        % {"steps": _steps(partner, requests, days, monday, IF_SILENT)},
        _("If nobody looks for help that a family wants since Monday: %(steps)s.")
        % {"steps": _steps(owner, needs, days, monday, IF_WAITING)},
        _(
            "If a partner says on Monday that a family was helped, the family is asked: %(days)s. After that you call."
        )
        % {"days": ", ".join(_asks(family, needs, days, monday))},
        _for_today(requests, with_staffed_hours(days, values), monday),
        *_on_their_day(requests, days, monday),
    ]


def _for_today(patience: followup.Patience, staffed: OpenDays, monday: datetime) -> str:
    """As a silent partner, by the clock."""
    climbed = days_of(followup.TODAY[Situation.REQUESTED], patience, staffed, since=monday)
    steps = (
        str(IF_SILENT[rung.kind]) % {"day": _clock(moment, monday, staffed)}
        for moment, rung in climbed
    )
    return _(
        "If a partner says nothing to what is needed today, asked on Monday at %(clock)s: %(steps)s."
    ) % {"clock": clock_words(MORNING), "steps": ", ".join(steps)}


def _clock(moment: datetime, monday: datetime, days: OpenDays) -> str:
    """The time of that day; on another day with its name."""
    local = moment.astimezone(ZoneInfo(days.zone))
    said = {"day": _day(moment, monday, days), "clock": clock_words(local.time())}
    return said["clock"] if local.date() == monday.date() else _("%(day)s at %(clock)s") % said


def _on_their_day(patience: followup.Patience, days: OpenDays, monday: datetime) -> Iterator[str]:
    """What no ladder says: how long a word may be denied, and how soon a date is looked at."""
    yield _(
        "If you write down on Monday what a partner told you: until %(day)s they may say “not so”."
    ) % {"day": _day(days.after(monday, patience.not_so), monday, days)}
    ahead = max(LEGAL_DAYS - patience.decision_ahead_calendar, 0)
    yield _("If an application must be decided within %(legal)d days: you ask on day %(day)d.") % {
        "legal": LEGAL_DAYS,
        "day": ahead,
    }


def _steps(
    ladder: Ladder,
    patience: object,
    days: OpenDays,
    monday: datetime,
    words: Mapping[str, str | Promise],
) -> str:
    climbed = days_of(ladder, patience, days, since=monday)
    return ", ".join(
        str(words[rung.kind]) % {"day": _day(moment, monday, days)} for moment, rung in climbed
    )


def _asks(ladder: Ladder, patience: object, days: OpenDays, monday: datetime) -> Iterable[str]:
    for moment, rung in days_of(ladder, patience, days, since=monday):
        if _asks_family(rung):
            yield _day(moment, monday, days)


def _asks_family(rung: Rung) -> bool:
    return need_followup.Tells.FAMILY in rung.tells


def _day(moment: datetime, monday: datetime, days: OpenDays) -> str:
    """Tuesday; from a week on the number of the day."""
    local = days.local_date(moment)
    number = (local - days.local_date(monday)).days
    return date_format(local, "l") if number < 7 else _("day %(number)d") % {"number": number}


def _usual_monday(days: OpenDays, at: datetime) -> datetime:
    """The next Monday on which weeks without a holiday begin; where there is none, simply the next."""
    today = days.local_date(at)
    first = today + timedelta(days=7 - today.weekday())
    mondays = [first + timedelta(weeks=week) for week in range(60)]
    usual = next((monday for monday in mondays if _is_usual(monday, days)), first)
    return datetime.combine(usual, MORNING, ZoneInfo(days.zone))


def _is_usual(monday: date, days: OpenDays) -> bool:
    ahead = (monday + timedelta(days=number) for number in range(USUAL_DAYS))
    return all(days.is_open(day) for day in ahead if day.weekday() in days.weekdays)
