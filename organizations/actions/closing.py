"""Say when somebody works here, and on which days nobody does: what others wait for is counted so."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.tenancy import action
from organizations.models.network import Organization

LONGEST = 92  # days in one go: who is away longer takes a break, and partners are told
ONE_DAY = timedelta(days=1)
Times = tuple[time, time]


class NotAClosure(BadInput):
    code = "not_a_closure"
    sentence = _("Choose a first and a last day, from today on, at most three months apart.")


@action
def close(*, actor: Actor, first: date, last: date, at: datetime) -> Organization:
    """These days too, both of them included. Said twice, it holds once."""
    organization = _own(actor)
    today = organization.open_days.local_date(at)
    if not (today <= first <= last and last - first < LONGEST * ONE_DAY):
        raise NotAClosure
    return _set(organization, {*organization.closed_on, *_between(first, last)}, actor, at)


@action
def open_after_all(*, actor: Actor, first: date, last: date, at: datetime) -> Organization:
    organization = _own(actor)
    kept = {day for day in organization.closed_on if not first <= day <= last}
    return _set(organization, kept, actor, at)


@action
def say_hours(*, actor: Actor, hours: Sequence[Times | None], at: datetime) -> Organization:
    """From when until when on each weekday, Monday first. None on all of them: only days are counted.

    Dates that were promised before stay as they are.
    """
    organization = _own(actor, "organizations.say_hours")
    begins = [times[0] if times else None for times in hours]
    ends = [times[1] if times else None for times in hours]
    if not any(hours):
        begins, ends = [], []
    if (begins, ends) == (organization.works_from, organization.works_until):
        return organization
    organization.works_from, organization.works_until = begins, ends
    organization.save(update_fields=["works_from", "works_until"])
    week = [f"{times[0]:%H:%M}-{times[1]:%H:%M}" if times else "" for times in hours]
    history.record(
        "organization.hours_said", organization, actor=actor, at=at, tell=False, week=week
    )
    return organization


def closures(organization: Organization, *, today: date) -> Iterator[tuple[date, date]]:
    """The days to come as first and last of each time, in order."""
    first = last = None
    for day in sorted(day for day in organization.closed_on if day >= today):
        if first is None or last is None or day != last + ONE_DAY:
            if first and last:
                yield first, last
            first = day
        last = day
    if first and last:
        yield first, last


def _own(actor: Actor, permission: str = "organizations.say_closed") -> Organization:
    rows = Organization.objects.select_related("network").select_for_update(
        of=("self",), no_key=True
    )
    organization = rows.get(network_id=actor.network_id, pk=actor.as_organization)
    require(actor, permission, organization)
    return organization


def _between(first: date, last: date) -> Iterator[date]:
    return (first + number * ONE_DAY for number in range((last - first).days + 1))


def _set(
    organization: Organization, days: Iterable[date], actor: Actor, at: datetime
) -> Organization:
    """Days that are over are kept for a month: dates that were counted with them stay right."""
    month_ago = organization.open_days.local_date(at) - timedelta(days=31)
    organization.closed_on = sorted(day for day in days if day >= month_ago)
    organization.save(update_fields=["closed_on"])
    history.record(
        "organization.closed_days", organization, actor=actor, at=at, tell=False,
        days=organization.closed_on,
    )  # fmt: skip
    return organization
