"""What do colleagues ask this reader to take on?"""

from datetime import datetime

from django.db.models import QuerySet

from core.actor import Actor
from screening.models.handing import HandOver
from screening.models.need import Need


def offers_to(actor: Actor, *, at: datetime) -> QuerySet[HandOver]:
    """Not answered yet. Seldom is there one: the lists count them before they read them."""
    return HandOver.objects.filter(
        network_id=actor.network_id, taker_id=actor.as_user, answered_at=None, need__closed_at=None,
        need__in=Need.objects.visible_to(actor, at=at),
    )  # fmt: skip


def offered_to(actor: Actor, *, at: datetime) -> list[HandOver]:
    """Oldest first, with the needs, their people and who asks: one statement."""
    rows = offers_to(actor, at=at).select_related("need__subject", "giver")
    return list(rows.order_by("offered_at", "id"))
