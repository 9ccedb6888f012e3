"""What do colleagues ask this reader to take on?"""

from datetime import datetime

from core.actor import Actor
from screening.models.handing import HandOver
from screening.models.need import Need


def offered_to(actor: Actor, *, at: datetime) -> list[HandOver]:
    """Oldest first, with the needs, their people and who asks: one statement."""
    rows = HandOver.objects.filter(
        network_id=actor.network_id, taker_id=actor.as_user, answered_at=None,
        need__in=Need.objects.visible_to(actor, at=at),
    )  # fmt: skip
    return list(rows.select_related("need__subject", "giver").order_by("offered_at", "id"))
