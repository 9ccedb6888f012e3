"""Who decides how the network works?"""

from core.access import rule
from core.actor import Actor
from organizations.models.network import Network, Organization


@rule("governance.set_patience")
def may_set_patience(actor: Actor, network: Network) -> bool:
    """The convener, for all partners."""
    return actor.holds("convene", network.pk)


@rule("partnerships.convene")
def may_convene_partner(actor: Actor, organization: Organization) -> bool:
    """The network's side of a partnership."""
    return actor.holds("convene", organization.network_id)


@rule("partnerships.read")
def may_read_partnership(actor: Actor, organization: Organization) -> bool:
    """Both sides read all of it, and the convener may write down what the partner says."""
    own = actor.holds("manage_members", organization.pk)
    return own or may_convene_partner(actor, organization)
