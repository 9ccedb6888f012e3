"""Who follows an organization's families while it takes a break, or once it has left?"""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.history import Fact, record_all
from organizations.models.network import Organization
from screening.actions.at_desk import LEFT, TakeOver, take_over
from screening.actions.handing import give_all
from screening.actions.needs import patience
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
    days = held[0].organization.network.open_days
    due = days.after(at, patience(held[0], at=at).at_desk)
    why = LEFT if for_good else AWAY
    facts = take_over([TakeOver(need.pk, why, due) for need in held if not need.is_at_desk], at=at)
    if for_good:
        theirs = Need.objects.filter(pk__in=[need.pk for need in held], is_at_desk=True)
        theirs.update(responsible=None)
    return facts
