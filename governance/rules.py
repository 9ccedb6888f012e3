"""Who decides how the network works?"""

from core.access import rule
from core.actor import Actor
from organizations.models.network import Network


@rule("governance.set_patience")
def may_set_patience(actor: Actor, network: Network) -> bool:
    """The convener, for all partners."""
    return actor.holds("convene", network.pk)
