"""What a signed paper says about one number holds from its first day to its last, or until it ends."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Greatest

from core.calendar import OpenDays
from governance.known import forget
from governance.models.agreements import Agreement
from governance.models.local import LocalPolicy

ANSWER = "referral.answer"  # how long a partner has to answer what it is asked


def hold_to(agreement: Agreement, at: datetime) -> None:
    """The paper is in force: its number, if it names one, holds for this partner from its first day on."""
    if agreement.answer_days is None:
        return
    days = agreement.organization.network.open_days
    forget(agreement.network_id)
    LocalPolicy.objects.create(
        network_id=agreement.network_id, organization=agreement.organization, key=ANSWER,
        value=agreement.answer_days, agreement=agreement,
        begins_at=max(at, _morning(agreement.begins_on, days)), ends_at=_after(agreement, days),
    )  # fmt: skip


def let_go(agreement: Agreement, at: datetime) -> None:
    """The paper has ended: from now on this partner has as long as all others. What was promised stands."""
    forget(agreement.network_id)
    rows = LocalPolicy.objects.filter(network_id=agreement.network_id, agreement=agreement)
    still = rows.filter(Q(ends_at=None) | Q(ends_at__gt=at))
    still.update(ends_at=Greatest(F("begins_at"), Value(at, DateTimeField())))


def _after(agreement: Agreement, days: OpenDays) -> datetime | None:
    if agreement.ends_on is None:
        return None
    return max(
        _morning(agreement.ends_on + timedelta(days=1), days), _morning(agreement.begins_on, days)
    )


def _morning(day: date, days: OpenDays) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(days.zone))
