"""A service has closed overnight: it is said here, and all whom it concerns work from one list."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.http import ActorRequest, whole
from governance.in_force import in_force
from people import disclosures
from people.lifecycle import Purpose
from people.views.person import get_or_post
from referrals.actions import incident as actions
from referrals.desk_words import CAUSE_WORDS
from referrals.forms.incident import ClosingForm
from referrals.models.incident import Incident
from referrals.search import incident as search
from referrals.search.counting import count_words
from referrals.search.incident import Case, Tab
from referrals.views.doing import done, typed
from referrals.views.pages import address
from screening.followup import Patience
from screening.lifecycle import NeedStatus
from screening.words import NEED_WORDS


@require_safe
def incidents(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "incidents.read")
    at = timezone.now()
    context = {"lines": search.incidents_of(request.actor, at=at), "causes": CAUSE_WORDS, "at": at}
    return render(request, "referrals/incidents.html", context)


@get_or_post
def close(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    """Said by whoever keeps the entry, or by the network."""
    organization, services = search.what_could_close(request.actor, organization_id)
    access.require(request.actor, "incidents.open", organization)
    at = timezone.now()
    waits = Patience.of(in_force(request.actor.network_id, "need.", at))
    today = organization.open_days.local_date(at)
    first = ClosingForm.usual(waits, today, request.GET.get("service", ""))
    form = ClosingForm(services, typed(request), initial=first)
    said: list[Incident] = []
    if form.is_bound and done(form, lambda: said.append(actions.close_down(
        actor=request.actor, closing=form.closing(organization_id), at=at,
    ))):  # fmt: skip
        messages.success(request, _("Written down. Every owner is told, and nobody is sent there."))
        return redirect("referrals:incident", said[0].pk)
    context = {"organization": organization, "services": services, "form": form}
    status = 422 if form.errors else 200
    return render(request, "referrals/incident_close.html", context, status=status)


@require_safe
def incident(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    access.require(request.actor, "incidents.read")
    at, tab = timezone.now(), Tab.read(request.GET.get("tab", ""))
    found = search.incident_for(request.actor, incident_id, at=at)
    after = whole(request.GET.get("after", ""))
    page = search.page_of(found, request.actor, tab, after, at=at)
    disclosures.record(
        actor=request.actor, person_ids=page.person_ids, what="referrals.incident",
        purpose=Purpose.CARE, at=at,
    )  # fmt: skip
    context = {
        "incident": found,
        "name": search.name_of_closed(found),
        "cause": CAUSE_WORDS[found.cause],
        "rows": [(case, _standing(case)) for case in page.cases],
        "tabs": list(_tabs(found, tab, search.numbers(found, request.actor, at=at))),
        "tab": tab,
        "page": _pages(found, tab, after, page.next),
        "may_reopen": not found.is_over
        and access.can(request.actor, "incidents.open", found.organization),
        "is_desk": request.actor.holds("run_desk", found.network_id),
        "at": at,
    }
    return render(request, "referrals/incident.html", context)


@require_POST
def take(request: ActorRequest, case_id: UUID) -> HttpResponse:
    case = actions.take(actor=request.actor, case_id=case_id, at=timezone.now())
    messages.success(request, _("It is yours. The owner stays the owner."))
    own = case.need.organization_id in request.actor.where("see_people")
    return redirect("referrals:need" if own else "referrals:desk_case", case.need_id)


@require_POST
def reopen(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    actions.reopen(actor=request.actor, incident_id=incident_id, at=timezone.now())
    messages.success(request, _("It is open again. Families can be sent there from now on."))
    return redirect("referrals:incident", incident_id)


def _standing(case: Case) -> object:
    """Where the need stands now, as everywhere."""
    return NEED_WORDS[NeedStatus(case.need.status)]


def _tabs(found: Incident, current: Tab, counted: dict[str, int]) -> Iterator[dict[str, Any]]:
    words = {Tab.LEFT: _("Still looking"), Tab.MINE: _("Yours"), Tab.DONE: _("Found another way")}
    for tab, label in words.items():
        yield {
            "label": label,
            "url": _address(found, tab),
            "count": count_words(counted[tab]),
            "current": tab is current,
        }


def _pages(found: Incident, tab: Tab, after: int, following: int | None) -> dict[str, str]:
    return {
        "first_url": _address(found, tab) if after else "",
        "next_url": _address(found, tab, after=str(following)) if following else "",
    }


def _address(found: Incident, tab: Tab, **more: str) -> str:
    said = {"tab": "" if tab is Tab.LEFT else tab, **more}
    return address("referrals:incident", said, found.pk)
