"""The clock of legal dates: what is not answered is said again, and to more."""

from datetime import datetime
from uuid import UUID

from core import history, ladders
from core.actor import Actor
from core.calendar import OpenDays
from core.history import Fact
from core.tenancy import action
from organizations.models.network import Network
from people.actions.rights import patience_of
from people.followup import RIGHT_LADDERS, RightCase, RightPatience
from people.models.rights import Recall, RightsRequest

BATCH = 200


@action
def chase_rights(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Each that is due climbs one rung; those held elsewhere, later. How many did."""
    requests = RightsRequest.objects.filter(network_id=network_id, wake_at__lte=at)
    recalls = Recall.objects.filter(network_id=network_id, wake_at__lte=at)
    rows: list[RightsRequest | Recall] = []
    for due in (requests.order_by("wake_at"), recalls.order_by("wake_at")):
        rows += due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit]
    if not rows:
        return 0
    waits, days = patience_of(network_id, at), Network.objects.get(pk=network_id).open_days
    facts = [_climbed(row, waits, days, at) for row in rows]
    history.record_all(facts, actor=Actor.system(network_id), at=at)
    return len(rows)


def _climbed(
    row: RightsRequest | Recall, waits: RightPatience, days: OpenDays, at: datetime
) -> Fact:
    case = RightCase.RECALL if isinstance(row, Recall) else RightCase(row.right)
    due = row.next_step_due or at
    step = ladders.climb(RIGHT_LADDERS[case], row.rung, waits, days, due_at=due, at=at)
    row.rung, row.wake_at = step.rung, step.wake_at
    row.save(update_fields=["rung", "wake_at"])
    return Fact(step.taken.kind, row)
