"""Who finishes a screening that somebody began, and who stands above?"""

from collections.abc import Iterable

from accounts.models import User
from core.actor import NOBODY
from notifications.audience import Audience
from notifications.recipients.cases import Case
from notifications.recipients.holders import holders
from notifications.recipients.rights import SUPERVISE, AskedAbout

ASKS = ("run_screenings", "see_people")


def _asker(case: Case) -> Iterable[User]:
    """Whoever asked, while they work there and may know; else the supervisors."""
    if case.screening is None:
        return []
    asks = holders(ASKS, case.screening.organization_id)
    own = list(asks.filter(pk=case.screening.asked_by_id or NOBODY).exclude(pk__in=case.apart))
    return own or _supervisors(case)


def _supervisors(case: Case) -> Iterable[User]:
    return holders([SUPERVISE], case.screening.organization_id) if case.screening else []


OF_SCREENINGS: dict[Audience, AskedAbout] = {
    Audience.ASKER: _asker,
    Audience.ASKERS_SUPERVISORS: _supervisors,
}
