"""What do colleagues ask this reader to take on?"""

from datetime import datetime

from django.db.models import QuerySet

from core.actor import Actor
from screening.models.handing import HandOver
from screening.models.need import Need


def any_offers(actor: Actor) -> QuerySet[HandOver]:
    """Not answered yet, of needs that the actor may see or not: seldom is there anything to read."""
    return HandOver.objects.filter(
        network_id=actor.network_id, taker_id=actor.as_user, answered_at=None
    )


def offered_to(actor: Actor, *, at: datetime) -> list[HandOver]:
    """Oldest first, with the needs, their people and who asks: one statement."""
    seen = Need.objects.visible_to(actor, at=at)
    rows = any_offers(actor).filter(need__closed_at=None, need__in=seen)
    rows = rows.select_related("need__subject", "giver")
    return list(rows.order_by("offered_at", "id"))
