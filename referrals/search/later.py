"""Whose day has come, and which of it is on this person's list?"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from core.actor import Actor
from organizations.models.members import Membership
from screening.models.later import Later, LaterQuerySet

SHOWN = 20  # the others stand behind them: most overdue first


def any_laters(actor: Actor, *, team: bool) -> LaterQuerySet:
    """Those and perhaps some that the actor may not see: enough to know when there is nothing to read."""
    places = actor.where("see_people", "run_screenings")
    here = {"network_id": actor.network_id, "organization_id__in": places}
    return _on_list(Later.objects.filter(**here), actor, team=team)


def _on_list(rows: LaterQuerySet, actor: Actor, *, team: bool) -> LaterQuerySet:
    """Open ones: one's own, and what only the organization owns, as what somebody began who has left."""
    rows = rows.open()
    if team:
        return rows
    of_need = Q(need__responsible_id=actor.user_id) | Q(need__responsible_id=None)
    works_there = Membership.objects.filter(
        user_id=OuterRef("screening__asked_by_id"), organization_id=OuterRef("organization_id"),
        until=None,
    )  # fmt: skip
    begun = Q(screening__asked_by_id=actor.user_id) | ~Exists(works_there)
    return rows.filter(Q(screening=None) & of_need | Q(screening__isnull=False) & begun)


def laters_for(actor: Actor, *, team: bool, at: datetime) -> list[Later]:
    """The most overdue first, with what a row says."""
    seen = _on_list(Later.objects.visible_to(actor, at=at), actor, team=team)
    rows = seen.select_related("person", "need", "consent__recipient", "screening__asked_by")
    return list(rows.order_by("next_step_due", "id")[:SHOWN])


def later_for(actor: Actor, later_id: UUID, *, at: datetime) -> Later:
    """One of them, or DoesNotExist (404) when the actor may not see it."""
    rows = Later.objects.visible_to(actor, at=at)
    return rows.select_related("need", "consent__recipient").get(pk=later_id)
