"""How did one organization do, week by week? Counts and times that there are, nothing sensitive among them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from core.calendar import OpenDays
from insights.search.runchart import SHIFT, TREND, is_shift, is_trend, middle
from screening.search import smallest_cell
from screening.words import cell

WEEK = timedelta(days=7)
BEFORE = 12  # weeks that are shown from before it began


class Measure(StrEnum):
    ANSWER = "answer"
    SEND = "send"
    MET = "met"


MEASURE_WORDS: dict[Measure, Text] = {
    Measure.ANSWER: _("Hours from a request to its answer (the median of each week)"),
    Measure.SEND: _("Hours until help that a family wants is asked for (the median of each week)"),
    Measure.MET: _("Days until the family says that a need is met (the median of each week)"),
}
# Monday of the week, how many, and the middle of their hours or days: of what began in that week.
_WEEKS = """
SELECT date_trunc('week', began AT TIME ZONE %(zone)s)::date AS week, count(*) AS cases,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended - began)) AS seconds
FROM ({rows}) AS one WHERE ended >= began GROUP BY 1 ORDER BY 1
"""
# As in `figures`: neither sensitive needs, nor victim services, nor what never reports back.
_PLAIN = """JOIN organizations_organization AS owner ON owner.id = n.organization_id
WHERE n.network_id = %(network)s AND NOT n.is_sensitive AND NOT owner.is_victim_service"""
_ROWS: dict[Measure, str] = {
    Measure.ANSWER: """
SELECT r.sent_at AS began, r.answered_at AS ended FROM referrals_referral AS r
JOIN organizations_service AS s ON s.id = r.service_id
JOIN organizations_organization AS receiver ON receiver.id = r.receiver_id
JOIN screening_need AS n ON n.id = r.need_id {plain}
AND r.network_id = %(network)s AND r.receiver_id = %(organization)s AND NOT receiver.is_victim_service
AND s.reports_back <> 'never' AND r.status NOT IN ('draft', 'entered-in-error')
AND r.sent_at >= %(since)s AND r.sent_at < %(until)s AND r.answered_at IS NOT NULL""",
    Measure.SEND: """
SELECT n.wanted_at AS began, min(r.sent_at) AS ended FROM screening_need AS n
JOIN referrals_referral AS r ON r.need_id = n.id AND r.status NOT IN ('draft', 'entered-in-error')
JOIN organizations_service AS s ON s.id = r.service_id AND s.reports_back <> 'never' {plain}
AND n.organization_id = %(organization)s AND n.wanted_at >= %(since)s AND n.wanted_at < %(until)s
GROUP BY n.id""",
    Measure.MET: """
SELECT n.wanted_at AS began, n.closed_at AS ended FROM screening_need AS n {plain}
AND n.organization_id = %(organization)s AND n.wanted_at >= %(since)s AND n.wanted_at < %(until)s
AND n.status = 'met'""",
}
_SECONDS = {Measure.ANSWER: 3600, Measure.SEND: 3600, Measure.MET: 24 * 3600}


@dataclass(frozen=True, slots=True)
class Point:
    """One week. `value` None: too few to be shown, or nothing at all."""

    week: date
    cases: int
    smallest: int
    value: float | None
    is_trial: bool

    @property
    def cases_words(self) -> str:
        return cell(self.cases, smallest=self.smallest)


@dataclass(frozen=True, slots=True)
class Run:
    """The weeks before and while it is tried, and what the rules say about those that are shown."""

    points: tuple[Point, ...]

    @property
    def shown(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]

    @property
    def median(self) -> float | None:
        return middle(
            [p.value for p in self.shown if p.value is not None and not p.is_trial], self._values
        )

    @property
    def is_too_short(self) -> bool:
        """No rule can say anything yet: neither that something changed, nor that it was chance."""
        return len(self.shown) < min(SHIFT, TREND)

    @property
    def is_shift(self) -> bool:
        return self.median is not None and is_shift(self._values, self.median)

    @property
    def is_trend(self) -> bool:
        return is_trend(self._values)

    @property
    def _values(self) -> list[float]:
        return [point.value for point in self.points if point.value is not None]


def run_of(
    *, network_id: UUID, organization_id: UUID, measure: Measure, days: OpenDays,
    begins_on: date, ends_on: date, at: datetime,
) -> Run:  # fmt: skip
    """One statement, whatever the number of weeks. Weeks begin on Monday; the one of its first day is tried in."""
    first = begins_on - timedelta(days=begins_on.weekday())
    last = min(ends_on, days.local_date(at))
    weeks = [first + n * WEEK for n in range(-BEFORE, 1 + (last - first).days // 7)]
    said: dict[str, Any] = {
        "network": network_id, "organization": organization_id, "zone": days.zone,
        "since": _midnight(weeks[0], days), "until": _midnight(weeks[-1] + WEEK, days),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS.format(rows=_ROWS[measure].format(plain=_PLAIN)), said)
        counted = {week: (cases, seconds) for week, cases, seconds in cursor.fetchall()}
    smallest = smallest_cell(network_id, at=at)
    return Run(tuple(_points(weeks, counted, first, _SECONDS[measure], smallest)))


def _midnight(day: date, days: OpenDays) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(days.zone))


def _points(
    weeks: Iterable[date],
    counted: Mapping[date, tuple[int, float]],
    first: date,
    unit: int,
    smallest: int,
) -> Iterable[Point]:
    for week in weeks:
        cases, seconds = counted.get(week, (0, 0.0))
        value = round(seconds / unit, 1) if cases >= smallest else None
        yield Point(week, cases, smallest, value, is_trial=week >= first)
