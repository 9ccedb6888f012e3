"""The clock of what families say: what nobody has answered is said again, and to more."""

from datetime import datetime
from uuid import UUID

from core import history, ladders
from core.actor import Actor
from core.history import Fact
from core.tenancy import action
from governance.in_force import staffed
from organizations.models.network import Network
from referrals.actions.voices import patience_of
from referrals.models.voice import FamilyVoice
from referrals.voices import VOICE_LADDERS, VoiceCase

BATCH = 200


@action
def chase_voices(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Each that is due climbs one rung. How many did."""
    due = FamilyVoice.objects.filter(network_id=network_id, wake_at__lte=at).order_by("wake_at")
    rows = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
    if not rows:
        return 0
    waits = patience_of(network_id, at)
    days = staffed(network_id, Network.objects.get(pk=network_id).open_days, at)
    facts = []
    for row in rows:
        step = ladders.climb(
            VOICE_LADDERS[VoiceCase(row.case)], row.rung, waits, days,
            due_at=row.next_step_due or at, at=at,
        )  # fmt: skip
        row.rung, row.wake_at = step.rung, step.wake_at
        row.save(update_fields=["rung", "wake_at"])
        facts.append(Fact(step.taken.kind, row))
    history.record_all(facts, actor=Actor.system(network_id), at=at)
    return len(rows)
