"""Somebody looks for a person: the words are kept sealed for an hour, behind an id that says nothing."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from core.access import require
from core.actor import Actor
from core.tenancy import action, tenant_context
from organizations.models.network import Network
from people.actions.own_street import forget_who_left
from people.models.looking import PersonSearch

KEPT_FOR = timedelta(hours=1)
LONGEST = 200


@action
def remember_search(*, actor: Actor, words: str, session_key: str, at: datetime) -> UUID:
    """The id of what was typed; the user's searches of before this hour are forgotten."""
    require(actor, "people.search")
    mine = PersonSearch.objects.filter(network_id=actor.network_id, user_id=actor.as_user)
    mine.filter(expires_at__lte=at).delete()
    search = PersonSearch.objects.create(
        network_id=actor.network_id, user_id=actor.as_user, session=_digest(session_key),
        words=words.strip()[:LONGEST], expires_at=at + KEPT_FOR,
    )  # fmt: skip
    return search.pk


def remembered(*, actor: Actor, search_id: UUID, session_key: str, at: datetime) -> str | None:
    """What was typed; None for anybody else, in any other session, or after the hour."""
    require(actor, "people.search")
    search = PersonSearch.objects.filter(
        network_id=actor.network_id, user_id=actor.as_user, session=_digest(session_key),
        expires_at__gt=at, pk=search_id,
    ).first()  # fmt: skip
    return None if search is None else search.words


def forget_searches(*, at: datetime) -> int:
    """Those of users who have not searched again, and streets of who left: once an hour, network by network."""
    forgotten = 0
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            old = PersonSearch.objects.filter(network_id=network_id, expires_at__lte=at)
            forgotten += old.delete()[0] + forget_who_left(network_id)
    return forgotten


def _digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()
