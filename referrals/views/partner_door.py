"""Who stands at the partner's door? A link speaks for the organization it was sent to, about what it names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.links import PARTNER, PARTNER_WEEK, open_link
from accounts.models import AccessLink
from core.actor import Actor
from core.errors import DomainError
from core.http import ActorRequest, own_context
from core.tenancy import tenant_context
from organizations.models.network import Organization
from organizations.views.knocking import closed, private
from referrals.links import addressee

P = ParamSpec("P")
SALT, PATH = "referrals.partner", "/o/"
WORKING_DAY = timedelta(hours=10)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request through a living link. `has_code`: this browser proved today that it reads the mailbox."""

    link: AccessLink
    token: str
    actor: Actor
    organization: Organization
    has_code: bool
    at: datetime

    @property
    def is_for_all(self) -> bool:
        """Everything of theirs, not one request."""
        return self.link.purpose == PARTNER_WEEK

    def url(self, name: str, *args: object) -> str:
        return reverse(f"referrals:{name}", args=[self.token, *args])


PartnerView = Callable[Concatenate[ActorRequest, Visit, P], HttpResponse]


def through_link(view: PartnerView[P]) -> Callable[..., HttpResponse]:
    """Opens the link's network on the organization's clock, and leaves no copy behind."""

    @login_not_required
    @own_context
    def run(request: ActorRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = _opened(view, request, token, *args, **kwargs)
        except (DomainError, ObjectDoesNotExist) as error:
            response = closed(request, error, "referrals/link/closed.html", {})
        return private(response)

    return run


def _opened(
    view: Callable[..., HttpResponse], request: ActorRequest, token: str, *args: Any, **kwargs: Any
) -> HttpResponse:
    at = timezone.now()
    link = open_link(token, PARTNER, PARTNER_WEEK, at=at)
    with tenant_context(link.network_id):
        visit = _visit(request, link, token, at)
        request.actor = visit.actor
        with timezone.override(ZoneInfo(visit.organization.open_days.zone)):
            return view(request, visit, *args, **kwargs)


def _visit(request: ActorRequest, link: AccessLink, token: str, at: datetime) -> Visit:
    organization = addressee(link)
    actor = Actor.partner_link(
        link.network_id, organization.pk, link.object_id, getattr(request, "request_id", "")
    )
    return Visit(link, token, actor, organization, _is_known(request, link, organization), at)


def _is_known(request: ActorRequest, link: AccessLink, organization: Organization) -> bool:
    shown = request.get_signed_cookie(_cookie(organization), "", salt=SALT, max_age=WORKING_DAY)
    return constant_time_compare(shown or "", _pass(link, organization))


def remember(response: HttpResponse, visit: Visit) -> HttpResponse:
    """This browser reads the mailbox: for a working day, until the mailbox changes."""
    response.set_signed_cookie(
        _cookie(visit.organization), _pass(visit.link, visit.organization), salt=SALT, path=PATH,
        max_age=WORKING_DAY, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _cookie(organization: Organization) -> str:
    return f"partner_{organization.pk.hex[-8:]}"


def _pass(link: AccessLink, organization: Organization) -> str:
    """All links to one mailbox share it: whoever answers twenty requests a day types one code."""
    return f"{organization.pk.hex}.{link.sent_to}"
