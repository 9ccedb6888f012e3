"""Who sees what was sent, and who says which programs are told?"""

from core.access import rule
from core.actor import NOBODY, Actor, ActorKind
from notifications.models.programs import Webhook


@rule("messages.read")
def may_read(actor: Actor, _: object) -> bool:
    """An organization's admins what was sent for it; desk and convener what was sent at all."""
    return actor.holds("manage_members", actor.organization_id) or actor.holds(
        "run_desk", actor.network_id
    )


@rule("messages.choose_for_mailbox")
def may_choose_for_mailbox(actor: Actor, _: object) -> bool:
    return actor.holds("manage_members", actor.organization_id)


@rule("programs.read")
def may_read_programs(actor: Actor, _: object) -> bool:
    return actor.holds("manage_members", actor.organization_id)


@rule("programs.add")
def may_add(actor: Actor, webhook: Webhook) -> bool:
    """For one's own organization; for the whole network, its convener."""
    if webhook.organization_id is None:
        return actor.holds("convene", webhook.network_id)
    return actor.holds("manage_members", webhook.organization_id)


@rule("programs.change")
def may_change(actor: Actor, webhook: Webhook) -> bool:
    return may_add(actor, webhook)


@rule("messages.choose")
def may_choose(actor: Actor, user_id: object) -> bool:
    """Each for their own mail, on pages only, and where they work."""
    return actor.kind is ActorKind.USER and actor.user_id == user_id and actor.network_id != NOBODY
