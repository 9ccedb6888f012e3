"""What is the way in for whoever holds a link? One door for partners, voters and families: each says who comes."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.links import open_link
from accounts.models import AccessLink
from core.errors import DomainError
from core.http import ActorRequest, own_context
from core.tenancy import tenant_context
from organizations.views.knocking import closed, private

P = ParamSpec("P")
V = TypeVar("V")
Enter = Callable[[ActorRequest, AccessLink, str, datetime], AbstractContextManager[V]]


@dataclass(frozen=True, slots=True)
class Door(Generic[V]):
    """Decorates the views behind links of these purposes.

    `enter` names the visit, and holds its clock and language while the view runs, in the link's
    network. Whatever is wrong with a link, `closed_page` is all that is seen; no copy is kept.
    """

    purposes: tuple[str, ...]
    enter: Enter[V]
    closed_page: str
    closed_words: Callable[[], Mapping[str, object]] = dict

    def __call__(
        self, view: Callable[Concatenate[Any, V, P], HttpResponse]
    ) -> Callable[..., HttpResponse]:
        @login_not_required
        @own_context
        def run(
            request: ActorRequest, token: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            at = timezone.now()
            try:
                link = open_link(token, *self.purposes, at=at)
                with (
                    tenant_context(link.network_id),
                    self.enter(request, link, token, at) as visit,
                ):
                    response = view(request, visit, *args, **kwargs)
            except (DomainError, ObjectDoesNotExist) as error:
                response = closed(request, error, self.closed_page, self.closed_words())
            return private(response)

        return run


@dataclass(frozen=True, slots=True)
class Proof:
    """What a browser keeps, signed and not for long, once its reader has shown who they are."""

    name: str
    value: str
    salt: str
    path: str
    lasts: timedelta

    def is_kept_by(self, request: HttpRequest) -> bool:
        kept = request.get_signed_cookie(self.name, "", salt=self.salt, max_age=self.lasts)
        return constant_time_compare(kept or "", self.value)

    def keep(self, response: HttpResponse) -> HttpResponse:
        response.set_signed_cookie(
            self.name, self.value, salt=self.salt, path=self.path, max_age=self.lasts,
            httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        return response
