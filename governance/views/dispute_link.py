"""A side where nobody signs in reads its dispute by the link in its mailbox, and does there what it owes."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.models.disputes import Dispute
from governance.search import disputes as search
from governance.views.dispute_deeds import DEEDS
from governance.views.dispute_door import Visit, past_the_code, through_link
from governance.views.disputes import found_by, shown
from governance.words.disputes import NEXT_WORDS, STAGE_WORDS


@require_safe
@through_link
def our_disputes(request: ActorRequest, visit: Visit) -> HttpResponse:
    """Looking changes nothing: a program that opens links in mails does no harm."""
    if not visit.has_code:
        return render(request, "governance/side/door.html", {"visit": visit})
    rows = search.waiting_for(visit.actor, at=visit.at)
    context = {
        "visit": visit,
        "at": visit.at,
        "rows": [(one, STAGE_WORDS[one.status], NEXT_WORDS[one.next_step]) for one in rows],
    }
    return render(request, "governance/side/list.html", context)


@require_safe
@past_the_code
def one_of_ours(request: ActorRequest, visit: Visit, dispute_id: UUID) -> HttpResponse:
    return _page(request, visit, found_by(request, dispute_id))


@require_POST
@past_the_code
def answer(request: ActorRequest, visit: Visit, dispute_id: UUID, step: str) -> HttpResponse:
    """The same deeds as on the page of whoever signs in; the gate says which are a side's."""
    found, deed = found_by(request, dispute_id), DEEDS.get(step)
    if deed is None:
        raise Http404
    form = deed.form(found, request.POST)
    if not form.is_valid():
        return _page(request, visit, found, {step: form})
    try:
        deed.do(request, found, form, visit.at)
    except (BadInput, StepNotPossible) as refused:
        form.add_error(None, str(refused))
        return _page(request, visit, found_by(request, dispute_id), {step: form})
    messages.success(request, str(deed.thanks))
    return redirect(visit.url("our_dispute", found.pk))


def _page(
    request: ActorRequest, visit: Visit, found: Dispute, failed: dict[str, forms.Form] | None = None
) -> HttpResponse:
    context = shown(request, found, failed or {})
    here = visit.url("our_dispute", found.pk)
    return render(
        request, "governance/side/dispute.html", {**context, "visit": visit, "here": here},
        status=422 if failed else 200,
    )  # fmt: skip
