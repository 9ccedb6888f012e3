"""What do courts and offices demand, and what was answered? For the privacy officer alone."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import require
from core.errors import BadInput
from core.http import ActorRequest
from people import disclosures
from people.actions.demands import answer_demand, ask_counsel, name_people, receive_demand
from people.forms.demands import AnswerForm, CounselForm, DemandForm, NamedForm
from people.lifecycle import Purpose
from people.models.demands import LegalDemand, LegalDemandQuerySet
from people.views.person import get_or_post
from people.words.demands import (
    ANSWER_WORDS,
    DEMAND_MEANS,
    DEMAND_STEP_WORDS,
    DEMAND_WORDS,
    OFFICE_WORDS,
    SILENCE_WORDS,
)

ANSWERED_SHOWN = 50


@require_safe
def demands(request: ActorRequest) -> HttpResponse:
    """Numbers, instruments and days: whoever passes the screen learns nothing about anybody."""
    at = timezone.now()
    seen = _visible(request, at)
    answered = seen.exclude(answered_at=None).order_by("-answered_at")[:ANSWERED_SHOWN]
    context = {
        "at": at,
        "rows": [
            (one, DEMAND_WORDS[one.kind], DEMAND_STEP_WORDS[one.next_step])
            for one in seen.open().order_by("next_step_due", "pk")
        ],
        "answered": [(one, DEMAND_WORDS[one.kind], ANSWER_WORDS[one.answer]) for one in answered],
    }
    return render(request, "people/demands.html", context)


@get_or_post
def receive(request: ActorRequest) -> HttpResponse:
    at = timezone.now()
    require(request.actor, "people.demands")
    form = DemandForm(request.POST or None, today=timezone.localdate(at))
    if form.is_bound and form.is_valid():
        try:
            demand = receive_demand(actor=request.actor, paper=form.paper(), at=at)
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is written down, sealed. First, ask counsel."))
            return redirect("people:demand", demand.pk)
    status = 422 if form.errors else 200
    return render(request, "people/demand_new.html", {"form": form}, status=status)


@require_safe
def demand(request: ActorRequest, demand_id: UUID) -> HttpResponse:
    return _page(request, demand_id, timezone.now())


@require_POST
def counsel(request: ActorRequest, demand_id: UUID) -> HttpResponse:
    at = timezone.now()
    form = CounselForm(request.POST, today=timezone.localdate(at))
    if not form.is_valid():
        return _page(request, demand_id, at, counsel=form)
    try:
        ask_counsel(actor=request.actor, demand_id=demand_id, **form.cleaned_data, at=at)
    except BadInput as refused:
        form.add_error("on", str(refused))
        return _page(request, demand_id, at, counsel=form)
    messages.success(request, _("Counsel has been asked. Now it is to be answered in time."))
    return redirect("people:demand", demand_id)


@require_POST
def name(request: ActorRequest, demand_id: UUID) -> HttpResponse:
    at = timezone.now()
    form = NamedForm(request.POST, prefix="named")
    if not form.is_valid():
        return _page(request, demand_id, at, named=form)
    ids = form.cleaned_data["records"]
    try:
        name_people(actor=request.actor, demand_id=demand_id, person_ids=ids, at=at)
    except BadInput as refused:
        form.add_error("records", str(refused))
        return _page(request, demand_id, at, named=form)
    messages.success(request, _("Nothing of these is erased until this is answered."))
    return redirect("people:demand", demand_id)


@require_POST
def answer(request: ActorRequest, demand_id: UUID) -> HttpResponse:
    at = timezone.now()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, demand_id, at, answer=form)
    try:
        answer_demand(actor=request.actor, demand_id=demand_id, answer=form.said(), at=at)
    except BadInput as refused:
        form.add_error(None, str(refused))
        return _page(request, demand_id, at, answer=form)
    messages.success(request, _("It is answered, and stands in the counts that are published."))
    return redirect("people:demand", demand_id)


def _visible(request: ActorRequest, at: datetime) -> LegalDemandQuerySet:
    require(request.actor, "people.demands")
    return LegalDemand.objects.visible_to(request.actor, at=at)


def _page(
    request: ActorRequest, demand_id: UUID, at: datetime,
    counsel: CounselForm | None = None, answer: AnswerForm | None = None, named: NamedForm | None = None,
) -> HttpResponse:  # fmt: skip
    """One page for all of it; a look at whom it is about is sealed like the page."""
    rows = _visible(request, at).select_related("recorded_by", "answered_by")
    found = get_object_or_404(rows, pk=demand_id)
    people = list(found.records.values_list("person_id", flat=True))
    about = list(found.named.values_list("person_id", flat=True))
    disclosures.record(
        actor=request.actor,
        person_ids=sorted({*people, *about}),
        what="people.demand",
        purpose=Purpose.AUDIT,
        at=at,
    )
    failed = counsel or answer or named
    context = {
        "at": at, "demand": found, "kind": DEMAND_WORDS[found.kind], "means": DEMAND_MEANS[found.kind],
        "office_kind": OFFICE_WORDS[found.office_kind], "step": DEMAND_STEP_WORDS.get(found.next_step, ""),
        "answered": ANSWER_WORDS.get(found.answer, ""), "silence": SILENCE_WORDS[found.silence],
        "records": people, "about": about, "failed": failed,
        "named": named or NamedForm(None, prefix="named"),
        "counsel": counsel or CounselForm(None, today=timezone.localdate(at)),
        "answer": answer or AnswerForm(None),
    }  # fmt: skip
    return render(request, "people/demand.html", context, status=422 if failed else 200)
