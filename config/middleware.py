"""How does a request become an actor in a network, and a broken rule a page?"""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.keys import key_of
from accounts.models import User
from config.signing_in import within
from core import http
from core.actor import NOBODY, Actor, ActorKind
from core.errors import DomainError
from core.history import Fact, Subject, record_all
from core.http import ActorRequest
from core.tenancy import tenant_context
from organizations.grants import actor_for, memberships_of
from organizations.scopes import actor_of_key
from organizations.vouching import reach_of_password

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
REFUSALS = {403, 409}
READING = {"GET", "HEAD", "OPTIONS"}
READ_BY_POST = {"/api/v1/people/search/"}  # names are searched for in the body, not in an address


class RequestIdMiddleware:
    """Every request has an id, in its log lines, its events and the answer's header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = uuid.uuid4().hex
        token = http.request_id.set(name)
        cast(ActorRequest, request).request_id = name
        try:
            response = self.get_response(request)
        finally:
            http.request_id.reset(token)
        response["X-Request-Id"] = name
        return response


class ActorMiddleware:
    """`request.actor`: the signed-in user acting for one organization, or the holder of an API key."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        carried = cast(ActorRequest, request)
        carried.membership, carried.memberships = None, []
        carried.actor = cast(Actor, SimpleLazyObject(lambda: _actor(carried)))
        response = self.get_response(request)
        if request.user.is_authenticated:
            # signed out or handed over: Back must not bring a record up from the browser's cache
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _actor(request: ActorRequest) -> Actor:
    """Pages know people by their session, the API by a key: never the other way round."""
    now = timezone.now()
    if not request.path.startswith("/api/"):
        return _acting(request, request.user, ActorKind.USER, now)
    key = key_of(request.headers.get("Authorization", ""), at=now)
    request.key_user = key.user if key else None
    if key is None or key.organization_id is None:
        return _acting(request, request.key_user, ActorKind.KEY, now)
    is_reading = request.method in READING or request.path in READ_BY_POST
    return actor_of_key(key, is_reading=is_reading, request_id=request.request_id)


def _acting(request: ActorRequest, who: Any, kind: ActorKind, now: datetime) -> Actor:
    user = who if isinstance(who, User) else None
    if user is None:
        return Actor(kind=kind, request_id=request.request_id)
    memberships = memberships_of(user, at=now)
    if kind is ActorKind.USER:
        memberships = within(request, memberships)
    elif (reach := reach_of_password(user, memberships)) is not None:
        # one's own key was made by a password: it opens no more than that does today
        memberships = [one for one in memberships if one.organization_id in reach]
    chosen = request.session.get("organization") if kind is ActorKind.USER else None
    first = memberships[0] if memberships else None
    acting = next((m for m in memberships if str(m.organization_id) == chosen), first)
    request.membership, request.memberships = acting, memberships
    return actor_for(user, acting, kind=kind, request_id=request.request_id)


class TenantMiddleware:
    """Runs the view, and renders its template, inside the tenant's transaction; a broken rule becomes a page.

    ATOMIC_REQUESTS would not cover a TemplateResponse, and a transaction around `get_response`
    would commit after an error page. Views marked `own_context` open their own; so do allauth's, which
    read nothing of any network and suspend a request by an exception of their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "own_context", False) or view.__module__.startswith("allauth."):
            return None
        actor = cast(ActorRequest, request).actor
        try:
            with _context(actor), timezone.override(_zone(request)):
                response = _finished(view(request, *args, **kwargs))
        except DomainError as error:
            response = refused(request, error)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        if response.status_code in REFUSALS:
            _remember(request, actor, response)
        return response


def _zone(request: HttpRequest) -> str | None:
    """Times are those of the reader, or of where they work; programs are told the server's."""
    membership = getattr(request, "membership", None)
    if membership is None or request.path.startswith("/api/"):
        return None
    organization = membership.organization
    own = cast(User, request.user).time_zone  # whoever has a membership has signed in
    zones = (own, organization.time_zone, organization.network.time_zone)
    return next(filter(None, zones), None)


def _context(actor: Actor) -> AbstractContextManager[Any]:
    return transaction.atomic() if actor.network_id == NOBODY else tenant_context(actor.network_id)


def _finished(response: Any) -> HttpResponse:
    rendered: HttpResponse = response.render() if hasattr(response, "render") else response
    return rendered


def _remember(request: HttpRequest, actor: Actor, response: HttpResponse) -> None:
    """Who was refused what: written after the rollback, in a transaction of its own."""
    if actor.network_id == NOBODY:
        return
    place = Subject("organizations.network", actor.network_id, actor.network_id)
    page = request.resolver_match.view_name if request.resolver_match else ""
    details = {"status": response.status_code, "page": page}
    with tenant_context(actor.network_id):
        fact = Fact("access.refused", place, tell=False, details=details)
        record_all([fact], actor=actor, at=timezone.now())


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A kind page that says which rule said no and what to do."""
    words = {"sentence": str(error), "code": error.code}
    return render(request, f"{error.status}.html", words, status=error.status)
