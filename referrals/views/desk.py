"""The coordination desk: what climbed to it, whom to ring, and what was said on the telephone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.http import ActorRequest
from governance.search.owed import owed_soon
from governance.search.partnerships import late_steps
from people import disclosures
from people.lifecycle import Purpose
from people.views.person import get_or_post
from referrals.actions import desk as actions
from referrals.desk_words import AT_DESK_WHY
from referrals.forms.clinic import AssignForm
from referrals.forms.gap import GapForm
from referrals.forms.telling import TellingForm
from referrals.models.referral import Referral
from referrals.search import desk as search
from referrals.search.alternatives import ready_for
from referrals.search.counting import count_words
from referrals.search.desk import Asked, Case, Tab
from referrals.search.keyset import Cursor
from referrals.search.need import tries_of
from referrals.views.doing import done, typed
from referrals.views.pages import ListPage, address
from screening.actions.gaps import record_gap


@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "desk.work")
    at, tab = timezone.now(), Tab.read(request.GET.get("tab", ""))
    after = Cursor.read(request.GET.get("after", ""))
    page, counted = (
        search.page_of(request.actor, tab, after, at=at),
        search.numbers(request.actor, at=at),
    )
    disclosures.record(
        actor=request.actor, person_ids=page.person_ids, what="referrals.desk",
        purpose=Purpose.REFERRAL, consent_ids=page.consent_ids, at=at,
    )  # fmt: skip
    request.nav_counts = {"referrals:desk": counted[Tab.FREE] + counted[Tab.MINE]}
    context = {
        "at": at,
        "tabs": list(_tabs(tab, counted)),
        "rows": [(case, AT_DESK_WHY[case.why]) for case in page.cases],
        "page": ListPage.of("referrals:desk", {"tab": tab}, after, page.next),
        "open": counted[Tab.ALL],
        "owed": owed_soon(request.actor, at),
        "partner_steps": late_steps(request.actor, at)
        if request.actor.holds_anywhere(["convene"])
        else [],
    }
    return render(request, "referrals/desk.html", context)


def _tabs(current: Tab, counted: dict[str, int]) -> Iterator[dict[str, Any]]:
    words = {Tab.FREE: _("Nobody has it yet"), Tab.MINE: _("Yours"), Tab.ALL: _("All")}
    for tab, label in words.items():
        yield {
            "label": label,
            "url": address("referrals:desk", {"tab": "" if tab is Tab.FREE else tab}),
            "count": count_words(counted[tab]),
            "current": tab is current,
        }


@require_safe
def case(request: ActorRequest, need_id: UUID) -> HttpResponse:
    access.require(request.actor, "desk.work")
    return _case_page(request, need_id)


def _case_page(
    request: ActorRequest, need_id: UUID, *, failed: forms.Form | None = None
) -> HttpResponse:
    at = timezone.now()
    found = looked_at(request, need_id)
    need = search.need_of(request.actor, need_id)
    context = {
        "case": found,
        "choices": ready_for(need, tries_of(need), at=at).alternatives,
        "why": AT_DESK_WHY[found.why],
        "helper_form": failed if isinstance(failed, AssignForm) else _helper_form(request),
        "gap_form": failed if isinstance(failed, GapForm) else GapForm(),
        "at": at,
    }
    return render(request, "referrals/desk_case.html", context, status=422 if failed else 200)


def looked_at(request: ActorRequest, need_id: UUID) -> Case:
    """A look at a person is written down; without a name nobody was looked at."""
    at = timezone.now()
    found = search.case_of(request.actor, need_id, at=at)
    disclosures.record(
        actor=request.actor, person_ids=[found.person_id] if found.person_id else [],
        what="referrals.desk", purpose=Purpose.REFERRAL, consent_id=found.consent_id, at=at,
    )  # fmt: skip
    return found


def _helper_form(request: ActorRequest, said: Any = None) -> AssignForm:
    people = search.helpers(request.actor.network_id)
    return AssignForm([(str(user.pk), user.name) for user in people], said)


@require_POST
def take(request: ActorRequest, need_id: UUID) -> HttpResponse:
    actions.assign(
        actor=request.actor, need_id=need_id, helper_id=request.actor.as_user, at=timezone.now()
    )
    messages.success(request, _("It is yours. The owner stays the owner."))
    return redirect("referrals:desk_case", need_id)


@require_POST
def assign(request: ActorRequest, need_id: UUID) -> HttpResponse:
    form = _helper_form(request, request.POST)
    if not done(form, lambda: actions.assign(
        actor=request.actor, need_id=need_id, helper_id=form.cleaned_data["user"], at=timezone.now(),
    )):  # fmt: skip
        return _case_page(request, need_id, failed=form)
    messages.success(request, _("Your colleague has it now."))
    return redirect("referrals:desk_case", need_id)


@require_POST
def give_back(request: ActorRequest, need_id: UUID) -> HttpResponse:
    actions.back_from_desk(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("The owner goes on with it, and is told."))
    return redirect("referrals:desk")


@require_POST
def gap(request: ActorRequest, need_id: UUID) -> HttpResponse:
    form = GapForm(request.POST)
    if not done(form, lambda: record_gap(
        actor=request.actor, need_id=need_id, why=form.cleaned_data["why"], at=timezone.now(),
    )):  # fmt: skip
        return _case_page(request, need_id, failed=form)
    messages.success(request, _("Written down. In a month somebody looks again."))
    return redirect("referrals:desk")


@get_or_post
def told(request: ActorRequest, need_id: UUID, referral_id: UUID) -> HttpResponse:
    """What the partner said when the desk rang: on their word, with the desk's name."""
    access.require(request.actor, "desk.work")
    at = timezone.now()
    found = looked_at(request, need_id)
    asked = next((one for one in found.asked if one.id == referral_id), None)
    if asked is None:
        raise Referral.DoesNotExist
    form = TellingForm(asked.status, typed(request))
    if form.is_bound and done(form, lambda: form.record(request.actor, referral_id, at=at)):
        messages.success(request, _("Written down on their word. The partner can see it."))
        return redirect("referrals:desk")
    return _telling(request, found, asked, form)


def _telling(request: ActorRequest, found: Case, asked: Asked, form: TellingForm) -> HttpResponse:
    context = {"case": found, "asked": asked, "form": form, "back_url": _url(found)}
    status = 422 if form.errors else 200
    return render(request, "referrals/desk_told.html", context, status=status)


def _url(found: Case) -> str:
    return reverse("referrals:desk_case", args=[found.id])
