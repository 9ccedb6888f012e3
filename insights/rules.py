"""Who may read the network's figures?"""

from core.access import rule
from core.actor import Actor


@rule("insights.read")
def may_read(actor: Actor, _: object) -> bool:
    return bool(actor.where("sit_on_council", "audit_privacy", "convene"))
