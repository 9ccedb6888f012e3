"""Who may do what with organizations, their members, services and room?"""

from core.access import rule
from core.actor import Actor, ActorKind
from organizations.models.directory import Service
from organizations.models.network import Network, Organization


@rule("organizations.found")
def may_found(actor: Actor, nothing: None) -> bool:
    """Whoever runs the machine, from its command line: there is nobody inside yet."""
    return actor.is_system


@rule("organizations.manage_services")
def may_manage_services(actor: Actor, organization: Organization) -> bool:
    return actor.holds("manage_services", organization.pk)


@rule("organizations.say_room")
def may_say_room(actor: Actor, service: Service) -> bool:
    """Whoever answers requests there knows whether there is room."""
    here = service.organization_id
    by_link = actor.is_partner_link and actor.organization_id == here
    by_account = actor.holds("work_referrals", here) or actor.holds("manage_services", here)
    return by_link or by_account


@rule("organizations.say_closed")
def may_say_closed(actor: Actor, organization: Organization) -> bool:
    here = organization.pk
    return actor.holds("work_referrals", here) or actor.holds("manage_services", here)


@rule("organizations.say_hours")
def may_say_hours(actor: Actor, organization: Organization) -> bool:
    """When they work, and so when what they owe is due: who runs the place."""
    return actor.holds("manage_members", organization.pk)


@rule("organizations.manage_members")
def may_manage_members(actor: Actor, organization: Organization) -> bool:
    return actor.holds("manage_members", organization.pk)


@rule("organizations.manage_keys")
def may_manage_keys(actor: Actor, organization: Organization) -> bool:
    """On pages only: a key that leaked must not be able to make others."""
    return actor.kind is ActorKind.USER and may_manage_members(actor, organization)


@rule("organizations.invite")
def may_invite(actor: Actor, organization: Organization) -> bool:
    """Its own admin; or the convener, who brings a listed organization into the network."""
    return may_manage_members(actor, organization) or actor.holds(
        "convene", organization.network_id
    )


@rule("organizations.stand")
def may_say_how_it_stands(actor: Actor, organization: Organization) -> bool:
    """A break, an end, a return: its own admin, or the convener; on the day that they set, the clock."""
    return may_invite(actor, organization) or _is_clock(actor, organization)


@rule("organizations.end_access")
def may_end_access(actor: Actor, organization: Organization) -> bool:
    """Of an organization that has left: the clock, on the day that was set."""
    return _is_clock(actor, organization)


def _is_clock(actor: Actor, organization: Organization) -> bool:
    return actor.is_system and actor.network_id == organization.network_id


@rule("organizations.bring_in")
def may_bring_in(actor: Actor, organization: Organization) -> bool:
    """From the first talk to the end of the pilot: the convener, for all partners; what was decided, the clock."""
    return actor.holds("convene", organization.network_id) or _is_clock(actor, organization)


@rule("organizations.sign_on")
def may_say_who_vouches(actor: Actor, organization: Organization) -> bool:
    """On pages only: its own admin, or the convener. A key that leaked must not open another door."""
    return actor.kind is ActorKind.USER and may_invite(actor, organization)


@rule("network.convene")
def may_convene(actor: Actor, network: Network) -> bool:
    return actor.holds("convene", network.pk)


@rule("network.import")
def may_import(actor: Actor, network: Network) -> bool:
    """The convener on a page; an operator on the command line acts as the system."""
    return may_convene(actor, network) or (actor.is_system and actor.network_id == network.pk)
