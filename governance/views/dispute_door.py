"""Who stands at the door of a side where nobody signs in? A link speaks for it past the code to its mailbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from accounts.links import DISPUTE
from accounts.models import AccessLink
from core.actor import Actor
from core.http import ActorRequest
from governance.links import side_behind
from organizations.models.network import Organization
from organizations.views.link_code import Digits
from organizations.views.link_door import Door, Proof

SALT, COOKIE = "governance.side", "side"
REMEMBERED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request through a living link. `has_code`: this browser proved lately that it reads the mailbox."""

    link: AccessLink
    token: str
    actor: Actor
    organization: Organization
    proof: Proof
    has_code: bool
    at: datetime

    def url(self, name: str, *args: object) -> str:
        return reverse(f"governance:{name}", args=[self.token, *args])


@contextmanager
def _enter(request: ActorRequest, link: AccessLink, token: str, at: datetime) -> Iterator[Visit]:
    """On the organization's clock. Before the code it speaks for nobody in any dispute."""
    organization = side_behind(link)
    proof = _proof(link, reverse("governance:our_disputes", args=[token]))
    has_code = proof.is_kept_by(request)
    request.actor = Actor.partner_link(
        link.network_id, organization.pk, link.object_id, getattr(request, "request_id", ""),
        may=[DISPUTE] if has_code else [],
    )  # fmt: skip
    with timezone.override(ZoneInfo(organization.open_days.zone)):
        yield Visit(link, token, request.actor, organization, proof, has_code, at)


def _proof(link: AccessLink, path: str) -> Proof:
    """For this link only, until the mailbox changes."""
    return Proof(
        name=COOKIE,
        value=f"{link.pk.hex}.{link.version}.{link.sent_to}",
        salt=SALT,
        path=path,
        lasts=REMEMBERED,
    )


through_link: Door[Visit] = Door((DISPUTE,), _enter, "governance/side/closed.html")
digits: Digits[Visit] = Digits(
    through_link,
    leads_to="our_disputes",
    typed_at="side_code",
    template="governance/side/code.html",
    words=lambda visit: {"by_text": not visit.organization.email},
)
past_the_code = digits.needed
