"""Who stands at the family's door? A link opens its own person and network, and nothing of anybody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.links import FAMILY
from accounts.models import AccessLink
from accounts.trying import Visitor
from core.actor import Actor
from core.languages import page_language
from organizations.views.link_door import Door, Proof
from organizations.views.link_visitor import visitor_at
from people.models.person import Person
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
    proof: Proof
    knows_word: bool
    at: datetime

    def url(self, name: str = "family", *args: str) -> str:
        return reverse(f"referrals:{name}", args=[self.token, *args])


@contextmanager
def _enter(request: HttpRequest, link: AccessLink, token: str, at: datetime) -> Iterator[Visit]:
    """In the family's language."""
    actor = Actor.link(link.network_id, link.object_id, getattr(request, "request_id", ""))
    person = person_of(actor, at=at)
    language = _language(request, person)
    proof = _proof(link, person, reverse("referrals:family", args=[token]))
    knows = proof.is_kept_by(request) and bool(person.agreed_word)
    with translation.override(language):
        yield Visit(link, token, actor, person, language, proof, knows, at)


def _proof(link: AccessLink, person: Person, path: str) -> Proof:
    """For this link in this browser, until half an hour is over or the word changes."""
    word = salted_hmac(SALT, _plain(person.agreed_word)).hexdigest()
    value = f"{link.pk.hex}.{link.version}.{word}"
    return Proof(name=WORD, value=value, salt=SALT, path=path, lasts=REMEMBERED)


_door: Door[Visit] = Door(
    (FAMILY,),
    _enter,
    "referrals/family_closed.html",
    closed_words=lambda: {"help_line": help_line()},
)


def through_link(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The page says in which language it is; one that was tapped is remembered."""

    def run(
        request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        response = view(request, visit, *args, **kwargs)
        response["Content-Language"] = visit.language
        if "lang" in request.GET:
            response.set_cookie(
                LANGUAGE, visit.language, path="/f/", httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response

    return _door(run)


def _language(request: HttpRequest, person: Person) -> str:
    """What was tapped now, or before; else the family's own. The browser is not asked: it may be lent."""
    tapped = request.GET.get("lang", "") or request.COOKIES.get(LANGUAGE, "")
    return tapped if tapped in dict(settings.LANGUAGES) else page_language(person.language)


def is_the_word(visit: Visit, said: str) -> bool:
    """Without regard to case and spaces, and as long for a miss as for a hit."""
    agreed = _plain(visit.person.agreed_word)
    return constant_time_compare(_plain(said), agreed) and bool(agreed)


def visitor_to(request: HttpRequest, visit: Visit) -> Visitor:
    """With a new word everybody tries anew."""
    word = salted_hmac(SALT, _plain(visit.person.agreed_word)).hexdigest()
    return visitor_at(request, visit.link, about=word)


def _plain(word: str) -> str:
    return "".join(word.casefold().split())
