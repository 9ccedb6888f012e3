"""What did the partners of the sample county find in their mailboxes last? The week's list, by link or to sign in."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from organizations.models.network import Network
from referrals.actions.weekly import FRIDAY, ask_for_week

MORNING = time(9, 30)


def ask(network: Network, *, now: datetime) -> None:
    """On the last working morning: each mail lies in the catcher, and its link opens."""
    day = now.astimezone(ZoneInfo(network.time_zone)).date()
    day -= timedelta(days=max(day.weekday() - FRIDAY, 0))
    at = datetime.combine(day, MORNING, ZoneInfo(network.time_zone))
    if at <= now:
        ask_for_week(network_id=network.pk, at=at)
