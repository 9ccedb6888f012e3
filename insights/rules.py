"""Who may read the network's figures?"""

from core.access import rule
from core.actor import Actor


@rule("insights.read")
def may_read(actor: Actor, _: object) -> bool:
    return bool(actor.where("sit_on_council", "audit_privacy", "convene", "run_desk", "supervise"))


@rule("insights.name_partners")
def may_name_partners(actor: Actor, _: object) -> bool:
    """Which partners are silent: for those who call them, not for a table of shame."""
    return bool(actor.where("convene", "run_desk"))
