"""Who saw what of this person, and why? For the person who asks, and for the privacy officer."""

import csv
from collections.abc import Iterable, Iterator, Mapping
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
from core.sheets import as_words
from people import disclosures
from people.lifecycle import Law
from people.models.agreements import Disclosure
from people.search.shut_out import who_shut_out
from people.views.doors import open_accounting
from people.views.header import header_of
from people.words.codes import LOOK_WORDS, PURPOSE_WORDS
from people.words.notices import LAW_CITED

A_PAGE, MOST = 100, 5000
COLUMNS = (
    "when", "organization", "outside", "who", "look", "what", "purpose", "consent", "law", "policy_version", "request",
    "given_to", "given",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    first_url: str
    next_url: str


@require_safe
def seen(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Who has looked in six years, then look by look. Printable for the family. Looking here is a look, too."""
    at = timezone.now()
    person, knows = open_accounting(request, person_id, what="people.seen", at=at)
    looks = disclosures.about(network_id=person.network_id, person_id=person.pk, at=at)
    context = {
        "person": person,
        "header": header_of(person, at) if knows else None,
        "sums": disclosures.by_organization(person, at=at),
        "whole": "whole" in request.GET,
        **_shown(request, looks, at, most=MOST if "whole" in request.GET else A_PAGE),
    }
    return render(request, "people/seen.html", context)


@require_safe
def seen_file(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The accounting of disclosures as a file: six years, every look a line (45 CFR 164.528)."""
    at = timezone.now()
    person, _knows = open_accounting(request, person_id, what="people.seen_file", at=at)
    looks = disclosures.about(network_id=person.network_id, person_id=person.pk, at=at)
    looks = looks.filter(at__gt=at - disclosures.SIX_YEARS)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="who-saw-what-{at:%Y-%m-%d}.csv"'
    lines = csv.writer(response)
    lines.writerow(COLUMNS)
    lines.writerows(_lines(list(looks), person.custodian_id))
    return response


def _lines(looks: list[Disclosure], custodian_id: UUID) -> Iterator[list[object]]:
    names, given = disclosures.who_looked(looks), disclosures.given_to_law(looks)
    laws = disclosures.laws_over(looks)
    for look in looks:
        demand = given.get(look.pk)
        yield [
            look.at.isoformat(timespec="seconds"),
            as_words(names.get(look.acting_for, "")),
            "no" if look.acting_for in {custodian_id, None} else "yes",
            as_words(names.get(look.actor_id) or look.actor_kind),
            look.what,
            str(LOOK_WORDS.get(look.what, look.what)),
            str(PURPOSE_WORDS.get(look.purpose, look.purpose)),
            look.consent_id or "",
            "; ".join(citations(look, laws)),
            "" if look.policy_version is None else look.policy_version,
            look.request_id,
            as_words(demand.office) if demand else "",
            as_words(demand.left_words) if demand else "",
        ]


@require_safe
def seen_by(request: ActorRequest) -> HttpResponse:
    """Every look in the network, without a name of anybody who was looked at."""
    at = timezone.now()
    require(request.actor, "people.audit_all")
    apart = who_shut_out(request.actor)
    looks = disclosures.in_network(network_id=request.actor.network_id, but=apart)
    return render(request, "people/seen_by.html", _shown(request, looks, at))


def _shown(request: HttpRequest, looks: Any, at: datetime, most: int = A_PAGE) -> dict[str, Any]:
    before = request.GET.get("before", "")
    rows = list(disclosures.older_than(looks, before)[: most + 1])
    more = len(rows) > most
    page = Page(
        first_url=request.path if before else "",
        next_url=f"{request.path}?before={rows[most - 1].pk}" if more else "",
    )
    return {"rows": _rows(rows[:most]), "page": page, "at": at}


def _rows(looks: Iterable[Disclosure]) -> list[dict[str, Any]]:
    looks = list(looks)
    names, given = disclosures.who_looked(looks), disclosures.given_to_law(looks)
    laws = disclosures.laws_over(looks)
    return [
        {
            "at": look.at,
            "who": names.get(look.actor_id) or _kind(look.actor_kind),
            "for": names.get(look.acting_for, ""),
            "what": LOOK_WORDS.get(look.what, look.what),
            "why": PURPOSE_WORDS.get(look.purpose, look.purpose),
            "how_many": len(look.person_ids),
            "given": given.get(look.pk),
            "laws": citations(look, laws),
            "person": look.person_ids[0] if len(look.person_ids) == 1 else None,
        }
        for look in looks
    ]


def citations(look: Disclosure, laws: Mapping[UUID, list[Law]]) -> list[str]:
    """Which laws protect what was seen, so that the accounting says it (42 CFR 2.25 and 2.32)."""
    under = {law for pk in (look.consent_id, *look.consent_ids) if pk for law in laws.get(pk, ())}
    return [LAW_CITED[law] for law in Law if law in under]


def _kind(actor_kind: str) -> str:
    return _("The family") if actor_kind == ActorKind.LINK else "Porchlight"
