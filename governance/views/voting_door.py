"""Who stands at the voter's door? A link names somebody; only past the code to their mailbox they are it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.links import VOTE
from accounts.models import AccessLink, User
from core.actor import NOBODY, Actor
from core.http import ActorRequest
from governance.links import voter_of
from organizations.grants import actor_for
from organizations.models.members import Membership
from organizations.models.network import Network
from organizations.views.link_code import Digits
from organizations.views.link_door import Door, Proof

SALT, COOKIE = "governance.voter", "voter"
REMEMBERED = timedelta(hours=1)  # a vote is short, and a phone is lent


@dataclass(frozen=True, slots=True)
class Visit:
    """One request through a living link. `has_code`: this browser proved lately that it reads the mailbox."""

    link: AccessLink
    token: str
    actor: Actor
    proof: Proof
    has_code: bool
    at: datetime

    def url(self, name: str, *args: object) -> str:
        return reverse(f"governance:{name}", args=[self.token, *args])


@contextmanager
def _enter(request: ActorRequest, link: AccessLink, token: str, at: datetime) -> Iterator[Visit]:
    """In its reader's language, on the network's clock. The page greets nobody by name."""
    user = voter_of(link)
    network = Network.objects.get(pk=link.network_id)
    name = getattr(request, "request_id", "")
    actor = Actor.member_link(link.network_id, user.pk, _runs(user, link), name)
    request.actor = Actor.link(link.network_id, NOBODY)
    proof = _proof(link, reverse("governance:votes", args=[token]))
    zone = ZoneInfo(network.time_zone)
    with timezone.override(zone), translation.override(_language(request, user)):
        yield Visit(link, token, actor, proof, proof.is_kept_by(request), at)


def _language(request: ActorRequest, user: User) -> str:
    """Their own, unless another was tapped on this phone."""
    tapped = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return tapped if tapped in dict(settings.LANGUAGES) else user.language


def _runs(user: User, link: AccessLink) -> list[Any]:
    """The organizations for which they may cast a vote."""
    live = Membership.objects.filter(user=user, network_id=link.network_id, until=None)
    return [
        one.organization_id
        for one in live
        if actor_for(user, one).holds("manage_members", one.organization_id)
    ]


def _proof(link: AccessLink, path: str) -> Proof:
    """For this link only, until the mailbox changes."""
    return Proof(
        name=COOKIE,
        value=f"{link.pk.hex}.{link.version}.{link.sent_to}",
        salt=SALT,
        path=path,
        lasts=REMEMBERED,
    )


through_link: Door[Visit] = Door((VOTE,), _enter, "governance/vote/closed.html")
digits: Digits[Visit] = Digits(
    through_link, leads_to="votes", typed_at="vote_code", template="governance/vote/code.html"
)

past_the_code = digits.needed
