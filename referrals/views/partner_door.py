"""Who stands at the partner's door? A link speaks for the organization it was sent to, about what it names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from accounts.links import PARTNER, PARTNER_WEEK
from accounts.models import AccessLink
from core.actor import Actor
from core.http import ActorRequest
from organizations.models.network import Organization
from organizations.views.link_code import Digits
from organizations.views.link_door import Door, Proof
from referrals.links import addressee

SALT, PATH = "referrals.partner", "/o/"
WORKING_DAY = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request through a living link. `has_code`: this browser proved today that it reads the mailbox."""

    link: AccessLink
    token: str
    actor: Actor
    organization: Organization
    proof: Proof
    has_code: bool
    at: datetime

    @property
    def is_for_all(self) -> bool:
        """Everything of theirs, not one request."""
        return self.link.purpose == PARTNER_WEEK

    def url(self, name: str, *args: object) -> str:
        return reverse(f"referrals:{name}", args=[self.token, *args])


@contextmanager
def _enter(request: ActorRequest, link: AccessLink, token: str, at: datetime) -> Iterator[Visit]:
    """On the organization's clock."""
    organization = addressee(link)
    request.actor = Actor.partner_link(
        link.network_id, organization.pk, link.object_id, getattr(request, "request_id", "")
    )
    proof = _proof(link, organization)
    has_code = proof.is_kept_by(request)
    with timezone.override(ZoneInfo(organization.open_days.zone)):
        yield Visit(link, token, request.actor, organization, proof, has_code, at)


def _proof(link: AccessLink, organization: Organization) -> Proof:
    """Until the mailbox changes. All links to one share it: whoever answers twenty requests a day types one code."""
    return Proof(
        name=f"partner_{organization.pk.hex[-8:]}",
        value=f"{organization.pk.hex}.{link.sent_to}",
        salt=SALT,
        path=PATH,
        lasts=WORKING_DAY,
    )


through_link: Door[Visit] = Door((PARTNER, PARTNER_WEEK), _enter, "referrals/link/closed.html")
digits: Digits[Visit] = Digits(
    through_link,
    leads_to="link",
    typed_at="link_code",
    template="referrals/link/code.html",
    words=lambda visit: {"by_text": not visit.organization.email},
)
