"""Who saw what of this person, and why? For the person who asks, and for the privacy officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import require
from core.actor import ActorKind
from core.http import ActorRequest
from people import disclosures
from people.models.agreements import Disclosure
from people.views.doors import open_record
from people.views.header import header_of
from people.words.codes import LOOK_WORDS, PURPOSE_WORDS

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    first_url: str
    next_url: str


@require_safe
def seen(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Printable for the family. Looking here is a look, too."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.audit", what="people.seen", at=at)
    looks = disclosures.about(network_id=person.network_id, person_id=person.pk)
    context = {"person": person, "header": header_of(person, at), **_shown(request, looks, at)}
    return render(request, "people/seen.html", context)


@require_safe
def seen_by(request: ActorRequest) -> HttpResponse:
    """Every look in the network, without a name of anybody who was looked at."""
    at = timezone.now()
    require(request.actor, "people.audit_all")
    looks = disclosures.in_network(network_id=request.actor.network_id)
    return render(request, "people/seen_by.html", _shown(request, looks, at))


def _shown(request: HttpRequest, looks: Any, at: datetime) -> dict[str, Any]:
    before = request.GET.get("before", "")
    rows = list(disclosures.older_than(looks, before)[: A_PAGE + 1])
    more = len(rows) > A_PAGE
    page = Page(
        first_url=request.path if before else "",
        next_url=f"{request.path}?before={rows[A_PAGE - 1].pk}" if more else "",
    )
    return {"rows": _rows(rows[:A_PAGE]), "page": page, "at": at}


def _rows(looks: Iterable[Disclosure]) -> list[dict[str, Any]]:
    looks = list(looks)
    names = disclosures.who_looked(looks)
    return [
        {
            "at": look.at,
            "who": names.get(look.actor_id) or _kind(look.actor_kind),
            "for": names.get(look.acting_for, ""),
            "what": LOOK_WORDS.get(look.what, look.what),
            "why": PURPOSE_WORDS.get(look.purpose, look.purpose),
            "how_many": len(look.person_ids),
        }
        for look in looks
    ]


def _kind(actor_kind: str) -> str:
    return _("The family") if actor_kind == ActorKind.LINK else "Porchlight"
