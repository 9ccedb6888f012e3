"""How does a request become an actor in a network, and a broken rule a page?"""

import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.keys import user_of_key
from core import http
from core.actor import Actor, ActorKind
from core.errors import DomainError
from core.tenancy import tenant_context
from organizations.grants import actor_for, memberships_of

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


class RequestIdMiddleware:
    """Every request has an id, in its log lines, its events and the answer's header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = uuid.uuid4().hex
        token = http.request_id.set(name)
        request.request_id = name
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
        request.actor = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    name: str = getattr(request, "request_id", "")
    now = timezone.now()
    if request.path.startswith("/api/"):
        user = user_of_key(request.headers.get("Authorization", ""), at=now)
        kind = ActorKind.KEY
        setattr(request, "key_user", user)
    else:
        user = request.user if request.user.is_authenticated else None
        kind = ActorKind.USER
    if user is None:
        return Actor(kind=kind, request_id=name)
    memberships = memberships_of(user, at=now)
    chosen = request.session.get("organization") if kind is ActorKind.USER else None
    acting = next(
        (m for m in memberships if str(m.organization_id) == chosen),
        memberships[0] if memberships else None,
    )
    request.membership = acting
    request.memberships = memberships
    return actor_for(user, acting, kind=kind, request_id=name)


class TenantMiddleware:
    """Runs the view, and renders its template, inside the tenant's transaction; a broken rule becomes a page.

    ATOMIC_REQUESTS would not cover a TemplateResponse, and a transaction around `get_response`
    would commit after an error page. Views marked `own_context` open their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "own_context", False):
            return None
        network_id: UUID | None = request.actor.network_id
        try:
            with tenant_context(network_id) if network_id else transaction.atomic():
                return _finished(view(request, *args, **kwargs))
        except DomainError as error:
            return refused(request, error)
        except ObjectDoesNotExist as error:
            raise Http404 from error


def _finished(response: Any) -> HttpResponse:
    rendered: HttpResponse = response.render() if hasattr(response, "render") else response
    return rendered


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A kind page that says which rule said no and what to do."""
    return render(
        request,
        f"{error.status}.html",
        {"sentence": str(error), "code": error.code},
        status=error.status,
    )
