"""Who stands at the family's door? A link opens its own person and network, and nothing of anybody else."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from accounts.links import FAMILY, open_link
from accounts.models import AccessLink
from core.actor import Actor
from core.errors import DomainError
from core.http import own_context
from core.tenancy import tenant_context
from organizations.views.knocking import closed, private
from people.models.person import Person
from people.words.languages import page_language
from referrals.search.family import help_line, person_of

P = ParamSpec("P")
SALT = "referrals.family"
WORD, LANGUAGE = "family_word", "family_language"
REMEMBERED = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request through a living link. `knows_word`: within the half hour after it was given."""

    link: AccessLink
    token: str
    actor: Actor
    person: Person
    language: str
    knows_word: bool
    at: datetime

    def url(self, name: str = "family", *args: str) -> str:
        return reverse(f"referrals:{name}", args=[self.token, *args])


FamilyView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]


def through_link(view: FamilyView[P]) -> Callable[..., HttpResponse]:
    """Opens the link's network, speaks the family's language, and leaves no copy behind."""

    @login_not_required
    @own_context
    def run(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = _opened(view, request, token, *args, **kwargs)
        except (DomainError, ObjectDoesNotExist) as error:
            context = {"help_line": help_line()}
            response = closed(request, error, "referrals/family_closed.html", context)
        return private(response)

    return run


def _opened(
    view: Callable[..., HttpResponse], request: HttpRequest, token: str, *args: Any, **kwargs: Any
) -> HttpResponse:
    at = timezone.now()
    link = open_link(token, FAMILY, at=at)
    with tenant_context(link.network_id):
        visit = _visit(request, link, token, at)
        with translation.override(visit.language):
            response = view(request, visit, *args, **kwargs)
    response["Content-Language"] = visit.language
    if "lang" in request.GET:
        _remember(response, LANGUAGE, visit.language, "/f/")
    return response


def _visit(request: HttpRequest, link: AccessLink, token: str, at: datetime) -> Visit:
    name: str = getattr(request, "request_id", "")
    actor = Actor.link(link.network_id, link.object_id, name)
    person = person_of(actor, at=at)
    shown = request.get_signed_cookie(WORD, "", salt=SALT, max_age=REMEMBERED) or ""
    knows = _same(shown, _pass(link, person))
    language = _language(request, person)
    return Visit(link, token, actor, person, language, knows and bool(person.agreed_word), at)


def _language(request: HttpRequest, person: Person) -> str:
    """What was tapped now, or before; else the family's own. The browser is not asked: it may be lent."""
    tapped = request.GET.get("lang", "") or request.COOKIES.get(LANGUAGE, "")
    return tapped if tapped in dict(settings.LANGUAGES) else page_language(person.language)


def is_the_word(visit: Visit, said: str) -> bool:
    """Without regard to case and spaces, and as long for a miss as for a hit."""
    agreed = _plain(visit.person.agreed_word)
    return _same(_plain(said), agreed) and bool(agreed)


def remember_word(response: HttpResponse, visit: Visit) -> HttpResponse:
    """For this link in this browser, until half an hour is over or the word changes."""
    response.set_signed_cookie(
        WORD, _pass(visit.link, visit.person), salt=SALT, max_age=REMEMBERED, httponly=True,
        path=visit.url(), samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _pass(link: AccessLink, person: Person) -> str:
    word = salted_hmac(SALT, _plain(person.agreed_word)).hexdigest()
    return f"{link.pk.hex}.{link.version}.{word}"


def _plain(word: str) -> str:
    return "".join(word.casefold().split())


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _remember(response: HttpResponse, name: str, value: str, path: str) -> None:
    response.set_cookie(
        name, value, path=path, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
