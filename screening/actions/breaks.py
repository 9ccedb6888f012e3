"""Who follows an organization's families while it takes a break, or once it has left?"""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.history import Fact, record_all
from organizations.models.network import Organization
from screening.actions.at_desk import LEFT, take_over
from screening.actions.handing import give_all
from screening.actions.needs import coming_to_desk
from screening.actions.owners import successor_of
from screening.models.need import AWAY, Need


def stand_in(
    *, actor: Actor, organization: Organization, successor_id: UUID | None, at: datetime
) -> None:
    """Called by `organizations`: the named colleague, else the desk. What is delicate stays with its owner."""
    if organization.is_live:
        return
    rows = Need.objects.filter(network_id=organization.network_id, organization=organization)
    standing = rows.open().select_related("organization__network").order_by("id")
    held = list(standing.select_for_update(of=("self",), no_key=True))
    if not held:
        return
    if successor_id is None:
        facts = _to_desk(held, for_good=organization.has_left, at=at)
    else:
        successor = successor_of(organization.pk, None, successor_id) or successor_id
        facts = give_all([n for n in held if n.responsible_id != successor], successor, at)
    record_all(facts, actor=actor, at=at)


def _to_desk(held: list[Need], *, for_good: bool, at: datetime) -> list[Fact]:
    """One statement for all. After a break the owner goes on; of who has left nobody does."""
    why = LEFT if for_good else AWAY
    coming = [need for need in held if not need.is_at_desk]
    facts = take_over(coming_to_desk(coming, why, at=at), at=at)
    if for_good:
        theirs = Need.objects.filter(pk__in=[need.pk for need in held], is_at_desk=True)
        theirs.update(responsible=None)
    return facts
