"""Who owes an answer to what somebody asked about their own record, and who stands above?"""

from collections.abc import Callable, Iterable

from accounts.models import User
from core.actor import NOBODY
from notifications.audience import Audience
from notifications.recipients.cases import Case
from notifications.recipients.holders import holders, privacy_officers
from people.models.rights import RightsRequest
from people.search.duty import who_may_know

AskedAbout = Callable[[Case], Iterable[User]]
SUPERVISE, CARE = "supervise", "see_people"


def _keepers(case: Case) -> Iterable[User]:
    """Who wrote it down, while they work there; else a supervisor, else everybody who cares for people there."""
    if case.right is None:
        return []
    if case.right.waits_for_officer:
        return [user for user in _above(case) if user.pk != case.right.recorded_by_id]
    carers = who_may_know(CARE, case.right.organization_id, case.right.person_id)
    own = list(carers.filter(pk=case.right.recorded_by_id or NOBODY))
    return own or list(_supervisors(case.right)) or carers


def _above(case: Case) -> Iterable[User]:
    """The privacy officer; a victim service answers for its own people."""
    if case.right is None:
        return []
    own = case.right.organization.is_victim_service
    everybody = [] if own else list(privacy_officers(case.network_id))
    officers = [one for one in everybody if one.pk not in case.apart]
    return (
        [*officers]
        if officers and case.right.waits_for_officer
        else [*officers, *_supervisors(case.right)]
    )


def _supervisors(right: RightsRequest) -> Iterable[User]:
    return who_may_know(SUPERVISE, right.organization_id, right.person_id)


def _recorder(case: Case) -> Iterable[User]:
    """Whoever tells the person; somebody who has left tells nobody."""
    if case.right is None:
        return []
    return holders([CARE], case.right.organization_id).filter(
        pk=case.right.recorded_by_id or NOBODY
    )


ABOUT_A_RIGHT: dict[Audience, AskedAbout] = {
    Audience.KEEPERS: _keepers,
    Audience.KEEPERS_ABOVE: _above,
    Audience.RIGHT_RECORDER: _recorder,
}
