"""One proposal: what would change, what people think, how it is decided, and one's own vote."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import ballots, proposals
from governance.actions.rolling_back import can_go_back, propose_back
from governance.effects import registry
from governance.forms.proposals import (
    CommentForm,
    ConflictForm,
    ProposalForm,
    ProxyForm,
    RewordingForm,
    SupportForm,
    VoteForm,
)
from governance.lifecycle import Status
from governance.models.proposals import Proposal, Standing
from governance.search.council import asked, linked
from governance.search.disputes import decided_on
from governance.views.council import get_or_post
from governance.views.my_seats import my_seats, others
from governance.words.deciding import (
    ANSWER_WORDS,
    AREA_WORDS,
    METHOD_WORDS,
    STATUS_WORDS,
    WHY_WORDS,
)
from organizations.listing import network_of
from organizations.models.network import Network

OPENS = {
    "open": proposals.open_for_comments,
    "act": proposals.act_now,
    "withdraw": proposals.withdraw,
}


@get_or_post
def propose(request: ActorRequest) -> HttpResponse:
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.propose", network)
    at = timezone.now()
    form = ProposalForm(network.pk, request.POST or None, initial=_wanted(request), at=at)
    if form.is_bound and form.is_valid():
        try:
            draft = proposals.draft(
                actor=request.actor, wording=form.wording(), at=at,
                is_secret=form.cleaned_data["is_secret"], starts_at=form.starts_at(network.time_zone),
                request_key=form.cleaned_data["request_key"],
            )  # fmt: skip
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("It is kept as a draft. Only you see it, until you open it.")
            )
            return redirect("governance:proposal", draft.pk)
    status = 422 if form.errors else 200
    return render(request, "governance/propose.html", {"form": form}, status=status)


def _wanted(request: ActorRequest) -> dict[str, Any]:
    """What a page from which one came here has in mind: `?partner-who=…`. Never words."""
    return {name: said for name, said in request.GET.items() if "-" in name}


@get_or_post
def reword(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    at = timezone.now()
    proposal = _found(request, proposal_id, at)
    access.require(request.actor, "governance.reword", proposal)
    version = proposals.words_of(proposal)
    typed = request.POST or None
    form = RewordingForm(proposal.network_id, version, proposal.area, typed, at=at)
    if form.is_bound and form.is_valid():
        try:
            proposals.amend(
                actor=request.actor, proposal_id=proposal_id, wording=form.wording(), at=at
            )
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The new words stand. The old ones can still be read."))
            return redirect("governance:proposal", proposal_id)
    context = {"form": form, "proposal": proposal}
    return render(request, "governance/propose.html", context, status=422 if form.errors else 200)


@require_safe
def proposal(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    return _page(request, proposal_id, timezone.now())


@require_POST
def move(request: ActorRequest, proposal_id: UUID, step: str) -> HttpResponse:
    """Open it, act at once, or take it back."""
    at = timezone.now()
    _found(request, proposal_id, at)
    act = OPENS.get(step)
    if act is None:
        raise Http404
    try:
        act(actor=request.actor, proposal_id=proposal_id, at=at)
    except BadInput as refused:
        messages.error(request, str(refused))
    return redirect("governance:proposal", proposal_id)


@require_POST
def put_back(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """A proposal of its own, as everything that changes a decision."""
    at = timezone.now()
    found = _found(request, proposal_id, at)
    access.require(request.actor, "governance.propose", found.network)
    try:
        draft = propose_back(actor=request.actor, proposal_id=proposal_id, at=at)
    except BadInput as refused:
        messages.error(request, str(refused))
        return redirect("governance:proposal", proposal_id)
    messages.success(request, _("It is kept as a draft. Only you see it, until you open it."))
    return redirect("governance:proposal", draft.pk)


@require_POST
def say(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    at, form = timezone.now(), CommentForm(request.POST)
    return _taken(
        request, proposal_id, at, form, "comment",
        lambda: proposals.comment(
            actor=request.actor, proposal_id=proposal_id, at=at, **form.cleaned_data
        ),
        thanks=_("Thank you. Everybody in the network can read it."),
    )  # fmt: skip


@require_POST
def vote(request: ActorRequest, proposal_id: UUID) -> HttpResponse:
    """The code is shown once: by it whoever voted finds the vote again when it is counted."""
    at, form = timezone.now(), VoteForm(request.POST)

    def cast() -> None:
        ballot = ballots.vote(
            actor=request.actor, proposal_id=proposal_id, seat_id=form.cleaned_data["seat"],
            answer=form.said, words=form.cleaned_data["words"], at=at,
        )  # fmt: skip
        words = _("Your vote is in. Note its code to find it again when it is counted: %(code)s")
        messages.success(request, words % {"code": ballot.receipt})

    return _taken(request, proposal_id, at, form, "vote", cast)


@require_POST
def stand(request: ActorRequest, proposal_id: UUID, kind: str) -> HttpResponse:
    at = timezone.now()
    there = others(_found(request, proposal_id, at))
    shapes: dict[str, forms.Form] = {
        Standing.Kind.SUPPORTS: SupportForm(request.POST),
        Standing.Kind.CONFLICT: ConflictForm(request.POST),
        Standing.Kind.PROXY: ProxyForm(there, request.POST),
    }
    form = shapes.get(kind)
    if form is None:
        raise Http404
    return _taken(
        request, proposal_id, at, form, kind,
        lambda: proposals.stand(
            actor=request.actor, proposal_id=proposal_id, seat_id=form.cleaned_data["seat"],
            kind=Standing.Kind(kind), words=form.cleaned_data.get("words", ""),
            to_seat_id=_id(form.cleaned_data.get("to_seat")), at=at,
        ),
        thanks=_("It is written down."),
    )  # fmt: skip


def _id(said: str | None) -> UUID | None:
    return UUID(said) if said else None


def _taken(
    request: ActorRequest, proposal_id: UUID, at: datetime, form: forms.Form, name: str,
    act: Callable[[], Any], *, thanks: str = "",
) -> HttpResponse:  # fmt: skip
    """What was typed comes back beside the complaint."""
    _found(request, proposal_id, at)
    if form.is_valid():
        try:
            act()
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            if thanks:
                messages.success(request, thanks)
            return redirect("governance:proposal", proposal_id)
    return _page(request, proposal_id, at, status=422, failed=(name, form))


def _found(request: ActorRequest, proposal_id: UUID, at: datetime) -> Proposal:
    rows = Proposal.objects.visible_to(request.actor, at=at).select_related("network", "made_by")
    return get_object_or_404(rows, pk=proposal_id)


def _page(
    request: ActorRequest, proposal_id: UUID, at: datetime, status: int = 200,
    failed: tuple[str, forms.Form] | None = None,
) -> HttpResponse:  # fmt: skip
    found = _found(request, proposal_id, at)
    access.require(request.actor, "governance.see_council", found.network)
    read = asked(found, at)
    may_reword = access.can(request.actor, "governance.reword", found)
    can_propose = access.can(request.actor, "governance.propose", found.network)
    context = {
        "at": at, "read": read, "proposal": found, "failed": failed[1] if failed else None,
        "status": STATUS_WORDS[found.status], "area": AREA_WORDS[found.area],
        "method": METHOD_WORDS.get(found.method, ""), "why": WHY_WORDS.get(found.why, ""),
        "answers": [(ANSWER_WORDS[said], codes) for said, codes in read.receipts.items()],
        "seats": list(my_seats(request.actor, found, read, failed[1] if failed else None)),
        "may_open": may_reword and found.status == Status.DRAFT,
        "may_act": found.status == Status.DRAFT and access.can(request.actor, "governance.act_now", found),
        "may_reword": may_reword and found.status in {Status.DRAFT, Status.COMMENTING},
        "comment": failed[1] if failed and failed[0] == "comment" else CommentForm(),
        "linked": linked(request.actor, found, at=at),
        "disputes": decided_on(request.actor, read.version, at=at),
        "may_propose": can_propose,
        "may_put_back": can_propose and can_go_back(found, registry.unpacked(read.version.changes)),
        "may_comment": found.status in {Status.COMMENTING, Status.VOTING},
        "supports": [one for one in read.standings if one.kind == Standing.Kind.SUPPORTS],
        "conflicts": [one for one in read.standings if one.kind == Standing.Kind.CONFLICT],
        "proxies": [one for one in read.standings if one.kind == Standing.Kind.PROXY],
    }  # fmt: skip
    return render(request, "governance/proposal.html", context, status=status)
