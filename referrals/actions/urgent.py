"""Needed today: is anybody there before it is too late? Where nobody is, nothing leaves before somebody has called."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.calendar import OpenDays
from core.errors import DomainError
from governance.in_force import staffed
from organizations.listing import phones_of
from organizations.models.directory import Service
from organizations.opening import opening
from referrals.lifecycle import Mode
from referrals.models.referral import Referral


class NobodyThere(DomainError):
    """A request alone would lie unread until it is too late. Known beside it: who is there next, and when."""

    code = "nobody_there"
    sentence = _(
        "It cannot wait, and nobody reads it in time. Call them now, with the family. "
        "Then send it, and say that you called."
    )

    def __init__(
        self, service: Service, *, partner_opens: datetime | None, somebody_at: datetime | None
    ) -> None:
        super().__init__()
        self.service = service
        self.partner_opens, self.somebody_at = partner_opens, somebody_at

    @property
    def more(self) -> dict[str, object]:
        """For programs: whom to call, when somebody is there, and what to send then."""
        network = self.service.organization.network
        return {
            "call": [
                *(phone.number for phone in phones_of(self.service)),
                *filter(None, [network.help_line, network.crisis_line]),
            ],
            "partner_opens": self.partner_opens,
            "somebody_at": self.somebody_at,
            "then_send": {"called": True},
        }


def read_in_time(sent: Sequence[Referral], *, at: datetime) -> None:
    """Raise NobodyThere unless one of those who were asked reads it before it is too late.

    Only what is sent to be answered, and must be answered today.
    """
    new = [one for one in sent if one.sent_at == at]  # a form sent again finds what it sent before
    urgent = [one for one in new if one.is_for_today and one.mode == Mode.DIRECT]
    alone = [nobody_there(one.service, one.needed_by, at=at) for one in urgent]
    if alone and alone[0] is not None and None not in alone:
        raise alone[0]


def nobody_there(
    service: Service, needed_by: datetime | None, *, at: datetime
) -> NobodyThere | None:
    """None while the partner, or anybody in the network, is there before that day (or this one) is over."""
    network = service.organization.network
    hours = staffed(network.pk, network.open_days, at)
    over = _end_of(hours.local_date(needed_by or at), hours)
    here = at.astimezone(ZoneInfo(service.organization.open_days.zone))
    partner = opening([row.span for row in service.hours.all() if row.span], here)
    somebody_at = hours.next_staffed(at)
    there = [at if partner.is_open else partner.opens, somebody_at]
    if any(moment is not None and moment < over for moment in there):
        return None
    return NobodyThere(service, partner_opens=partner.opens, somebody_at=somebody_at)


def _end_of(day: date, days: OpenDays) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(days.zone))
