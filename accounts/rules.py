"""Who may change an account, or hold a key? Each person their own, and nobody another's."""

from accounts.models import User
from core.access import rule
from core.actor import NOBODY, Actor, ActorKind


@rule("accounts.change_own")
def may_change_own(actor: Actor, user: User) -> bool:
    """On pages only: a key that leaked must not be able to make itself at home."""
    return actor.kind is ActorKind.USER and actor.user_id == user.pk


@rule("accounts.issue_key")
def may_issue_key(actor: Actor, user: User) -> bool:
    """A key does what its holder may do, and who works nowhere may do nothing."""
    return may_change_own(actor, user) and actor.network_id != NOBODY
