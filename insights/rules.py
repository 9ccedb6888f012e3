"""Who may read the network's figures, and who may try things?"""

from core.access import rule
from core.actor import Actor, ActorKind
from insights.models import Cycle
from organizations.models.network import Organization


@rule("insights.read")
def may_read(actor: Actor, _: object) -> bool:
    return bool(actor.where("sit_on_council", "audit_privacy", "convene", "run_desk", "supervise"))


@rule("insights.name_partners")
def may_name_partners(actor: Actor, _: object) -> bool:
    """Which partners are silent: for those who call them, not for a table of shame."""
    return bool(actor.where("convene", "run_desk"))


@rule("cycles.read")
def may_read_cycles(actor: Actor, _: object) -> bool:
    """What is tried where: the council and the convener; an organization's admins of their own."""
    return actor.kind is ActorKind.USER and bool(
        actor.where("sit_on_council", "convene", "manage_members")
    )


@rule("cycles.begin")
def may_begin_cycles(actor: Actor, _: object) -> bool:
    """Where, `cycles.try_in` says."""
    return actor.kind is ActorKind.USER and bool(actor.where("convene", "manage_members"))


@rule("cycles.try_in")
def may_try_in(actor: Actor, organization: Organization) -> bool:
    """An organization's own admins, and the convener."""
    own = actor.holds("manage_members", organization.pk)
    return actor.kind is ActorKind.USER and (own or actor.holds("convene", organization.network_id))


@rule("cycles.say_yes")
def may_say_yes(actor: Actor, cycle: Cycle) -> bool:
    """The side that did not write it, and never the same person: nobody tries a number alone."""
    if actor.kind is not ActorKind.USER or actor.user_id == cycle.written_by_id:
        return False
    if cycle.written_there:
        return actor.holds("convene", cycle.network_id)
    return actor.holds("manage_members", cycle.organization_id)
