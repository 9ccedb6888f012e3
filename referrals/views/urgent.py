"""Needed today: is anybody there before it is too late? Where nobody is, somebody calls first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.calendar import OpenDays
from governance.in_force import in_force, with_staffed_hours
from organizations.opening import opening
from organizations.views.sheet import ServiceSheet
from referrals.forms.sending import SendForm
from referrals.lifecycle import Mode, Urgency

CALLED = "called"  # the button: I have talked with them


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """A request alone would lie unread until it is too late."""

    partner_opens: datetime | None
    somebody_at: datetime | None


def unread(form: SendForm, sheet: ServiceSheet, at: datetime) -> NobodyThere | None:
    """Only of what is sent to be answered, and must be answered today."""
    if not form.is_bound or not form.is_valid() or CALLED in form.data:
        return None
    said = form.cleaned_data
    if said["urgency"] != Urgency.TODAY or said.get("mode") != Mode.DIRECT:
        return None
    network = sheet.service.organization.network
    staffed = with_staffed_hours(network.open_days, in_force(network.pk, "staffed.", at))
    return nobody_there(sheet, staffed, said["needed_by"], at=at)


def nobody_there(
    sheet: ServiceSheet, staffed: OpenDays, needed_by: date | None, *, at: datetime
) -> NobodyThere | None:
    """None while the partner, or anybody in the network, is there before that day (or this one) is over."""
    over = _end_of(needed_by or staffed.local_date(at), staffed)
    partner = opening(
        [row.span for row in sheet.hours if row.span],
        at.astimezone(ZoneInfo(sheet.service.organization.open_days.zone)),
    )
    somebody_at = staffed.next_staffed(at)
    there = [at if partner.is_open else partner.opens, somebody_at]
    if any(moment is not None and moment < over for moment in there):
        return None
    return NobodyThere(partner.opens, somebody_at)


def _end_of(day: date, days: OpenDays) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(days.zone))
