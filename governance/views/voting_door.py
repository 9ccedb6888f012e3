"""Who stands at the voter's door? A link names somebody; only past the code to their mailbox they are it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from accounts.links import VOTE, LinkGone, open_link
from accounts.models import AccessLink, User
from core.actor import NOBODY, Actor
from core.errors import DomainError
from core.http import ActorRequest, own_context
from core.tenancy import tenant_context
from governance.links import voter_of
from organizations.grants import actor_for
from organizations.models.members import Membership
from organizations.models.network import Network
from organizations.views.knocking import closed, private

P = ParamSpec("P")
SALT, COOKIE = "governance.voter", "voter"
REMEMBERED = timedelta(hours=1)  # a vote is short, and a phone is lent


@dataclass(frozen=True, slots=True)
class Visit:
    """One request through a living link. `has_code`: this browser proved lately that it reads the mailbox."""

    link: AccessLink
    token: str
    actor: Actor
    user: User
    network: Network
    has_code: bool
    at: datetime

    def url(self, name: str, *args: object) -> str:
        return reverse(f"governance:{name}", args=[self.token, *args])


VotingView = Callable[Concatenate[ActorRequest, Visit, P], HttpResponse]


def through_link(view: VotingView[P]) -> Callable[..., HttpResponse]:
    """Opens the link's network in its reader's language, and leaves no copy behind."""

    @login_not_required
    @own_context
    def run(request: ActorRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = _opened(view, request, token, *args, **kwargs)
        except (DomainError, ObjectDoesNotExist) as error:
            response = closed(request, error, "governance/vote/closed.html", {})
        return private(response)

    return run


def past_the_code(view: VotingView[P]) -> Callable[..., HttpResponse]:
    """Whoever was forwarded the mail sees no more than the door."""

    def run(
        request: ActorRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if visit.has_code:
            return view(request, visit, *args, **kwargs)
        if request.method not in {"GET", "HEAD"}:
            raise LinkGone
        return redirect(visit.url("votes"))

    return through_link(run)


def _opened(
    view: Callable[..., HttpResponse], request: ActorRequest, token: str, *args: Any, **kwargs: Any
) -> HttpResponse:
    at = timezone.now()
    link = open_link(token, VOTE, at=at)
    with tenant_context(link.network_id):
        visit = _visit(request, link, token, at)
        request.actor = Actor.link(link.network_id, NOBODY)  # the page greets nobody by name
        zone = ZoneInfo(visit.network.time_zone)
        with timezone.override(zone), translation.override(_language(request, visit.user)):
            return view(request, visit, *args, **kwargs)


def _language(request: ActorRequest, user: User) -> str:
    """Their own, unless another was tapped on this phone."""
    tapped = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return tapped if tapped in dict(settings.LANGUAGES) else user.language


def _visit(request: ActorRequest, link: AccessLink, token: str, at: datetime) -> Visit:
    user = voter_of(link)
    name = getattr(request, "request_id", "")
    actor = Actor.member_link(link.network_id, user.pk, _runs(user, link), name)
    shown = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=REMEMBERED) or ""
    network = Network.objects.get(pk=link.network_id)
    knows = constant_time_compare(shown, _pass(link))
    return Visit(link, token, actor, user, network, knows, at)


def _runs(user: User, link: AccessLink) -> list[Any]:
    """The organizations for which they may cast a vote."""
    live = Membership.objects.filter(user=user, network_id=link.network_id, until=None)
    return [
        one.organization_id
        for one in live
        if actor_for(user, one).holds("manage_members", one.organization_id)
    ]


def remember(response: HttpResponse, visit: Visit) -> HttpResponse:
    """This browser reads the mailbox: for an hour, for this link only, until the mailbox changes."""
    response.set_signed_cookie(
        COOKIE, _pass(visit.link), salt=SALT, path=visit.url("votes"), max_age=REMEMBERED,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _pass(link: AccessLink) -> str:
    return f"{link.pk.hex}.{link.version}.{link.sent_to}"
