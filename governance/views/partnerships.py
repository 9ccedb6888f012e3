"""How far has this partner come, what was said, and what is next? Both sides read it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import partnerships as actions
from governance.actions.suspending import is_protected
from governance.forms.partnerships import BackForm, ChecklistForm, OwnerForm, PilotForm
from governance.in_force import in_force
from governance.kinds import Kind, Paper, outlives
from governance.models.agreements import Agreement
from governance.path import Side
from governance.search import partnerships as search
from governance.search.agreements import REQUIRED
from governance.search.obligations import running
from governance.search.partnerships import Answered
from governance.words.agreements import KIND_WORDS, PAPER_WORDS
from governance.words.path import HELD_WORDS, NEXT_WORDS, STAGE_TITLES, STEP_WORDS
from organizations import listing
from organizations.actions.standing import why_not
from organizations.lifecycle import PathStep, Stage, possible_steps
from organizations.models.network import Organization
from organizations.views.network import Ahead
from organizations.words import ORGANIZATION_STATUS

Act = Callable[..., Organization]
STEPS: dict[PathStep, tuple[Act, str | Promise]] = {
    PathStep.TALK: (actions.begin_talks, _("Written down. Say why each side wants it.")),
    PathStep.ONBOARD: (actions.get_ready, _("Written down. Now they get ready.")),
    PathStep.BEGIN_PILOT: (
        actions.begin_pilot,
        _("Written down. A few families can be sent there."),
    ),
    PathStep.JOIN: (actions.join, _("Written down. Families can be sent there without a limit.")),
    PathStep.DECLINE: (
        actions.decline,
        _("Written down. The listing stays, and so does the door."),
    ),
}
# One has a form of its own; a no is never the button that lies nearest.
APART = {PathStep.BEGIN_PILOT, PathStep.DECLINE}


@require_http_methods(["GET", "HEAD", "POST"])
def way(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    """The checklists. What one side says, only that side writes, or the convener on its word."""
    organization, at = _found(request, organization_id), timezone.now()
    form = ChecklistForm(_writable(request, organization, at), request.POST)
    if request.method != "POST" or not form.is_valid():
        return with_way(request, organization, form if form.is_bound and form.errors else None)
    answers = form.answers()
    if actions.write_down(
        actor=request.actor, organization_id=organization.pk, answers=answers, at=at
    ):
        messages.success(request, _now("Written down. What stood there before is kept."))
    else:
        messages.info(request, _now("Nothing was changed."))
    return redirect("governance:partnership", organization.pk)


@require_POST
def step(request: ActorRequest, organization_id: UUID, step: str) -> HttpResponse:
    organization = _found(request, organization_id)
    if step not in STEPS:
        raise Http404
    if step == PathStep.BEGIN_PILOT:
        return _begin_pilot(request, organization)
    try:
        _take(request, organization, PathStep(step))
    except BadInput as refused:
        messages.error(request, str(refused))
    return redirect("governance:partnership", organization.pk)


def _begin_pilot(request: ActorRequest, organization: Organization) -> HttpResponse:
    form = PilotForm(request.POST)
    if form.is_valid():
        try:
            _take(request, organization, PathStep.BEGIN_PILOT, **form.cleaned_data)
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("governance:partnership", organization.pk)
    return with_way(request, organization, form)


def _take(request: ActorRequest, organization: Organization, step: PathStep, **said: Any) -> None:
    act, words = STEPS[step]
    act(actor=request.actor, organization_id=organization.pk, at=timezone.now(), **said)
    messages.success(request, str(words))


@require_POST
def owner(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization = _found(request, organization_id)
    form = _owner_form(organization, request.POST)
    if not form.is_valid():
        return with_way(request, organization, form)
    user_id = form.cleaned_data["owner"] or None
    actions.give_owner(
        actor=request.actor, organization_id=organization.pk,
        user_id=UUID(user_id) if user_id else None, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _now("Written down."))
    return redirect("governance:partnership", organization.pk)


def steps_beside(request: ActorRequest, ids: list[UUID], at: datetime) -> dict[UUID, Ahead]:
    """On the page of all partners: what is next with each, by when, and who follows them."""
    found = search.next_steps(request.actor, at, ids) if ids else []
    return {one.organization_id: Ahead(one.words, one.due, one.owner) for one in found}


def _found(request: ActorRequest, organization_id: UUID) -> Organization:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "partnerships.read", organization)
    return organization


def _writable(request: ActorRequest, organization: Organization, at: datetime) -> list[Answered]:
    """The lines that this reader may write to."""
    convenes = access.can(request.actor, "partnerships.convene", organization)
    partnership = search.partnership_of(organization, at=at)
    lines = [line for _stage, each in search.checklists(partnership, organization) for line in each]
    return [
        line
        for line in lines
        if not line.asked.is_found and (convenes or line.asked.side is Side.PARTNER)
    ]


def with_way(
    request: ActorRequest, organization: Organization, failed: forms.Form | None = None
) -> HttpResponse:
    at = timezone.now()
    partnership = search.partnership_of(organization, at=at)
    convenes = access.can(request.actor, "partnerships.convene", organization)
    stage = Stage(organization.status)
    context: dict[str, Any] = {
        "at": at,
        "organization": organization,
        "partnership": partnership,
        "status": ORGANIZATION_STATUS[stage],
        "next_words": NEXT_WORDS[partnership.next_step],
        "held_words": HELD_WORDS.get(partnership.held_by, ""),
        "stages": list(_stages(request, organization, partnership, convenes=convenes)),
        **_ahead(request, organization, failed, at),
        "owner_form": failed
        if isinstance(failed, OwnerForm)
        else _owner_form(organization, None, partnership.owner_id),
        **_papers(request, organization, at),
        "convenes": convenes,
        "runs": request.actor.holds("manage_members", organization.pk),
        "may_write_word": convenes
        and not partnership.leaves_at
        and _leaves_by_decision(request, organization, at),
        "back_form": _back_form(organization, partnership.back_on, failed),
        "failed": failed,
    }
    return render(request, "governance/partnership.html", context, status=422 if failed else 200)


def _leaves_by_decision(request: ActorRequest, organization: Organization, at: datetime) -> bool:
    """Whether it takes the partner's own word, or the council's, that it rests or goes."""
    if PathStep.LEAVE not in possible_steps(Stage(organization.status)):
        return False
    said = why_not(actor=request.actor, organization=organization, step=PathStep.LEAVE, at=at)
    return bool(said) and not is_protected(organization, PathStep.LEAVE, at)


def _ahead(
    request: ActorRequest, organization: Organization, failed: forms.Form | None, at: datetime
) -> dict[str, Any]:
    """Which steps the reader may take now, and what speaks against the others."""
    stage = Stage(organization.status)
    convenes = access.can(request.actor, "partnerships.convene", organization)
    ahead = [one for one in possible_steps(stage) if convenes and one in STEPS]
    against = {
        one: why_not(actor=request.actor, organization=organization, step=one, at=at)
        for one in ahead
    }
    free = [one for one in ahead if not against[one]]
    return {
        "steps": [(one.value, STEP_WORDS[one]) for one in free if one not in APART],
        "no": STEP_WORDS[PathStep.DECLINE] if PathStep.DECLINE in free else "",
        "against": next(filter(None, against.values()), ""),
        "pilot_form": _pilot_form(stage, failed) if PathStep.BEGIN_PILOT in free else None,
    }


def _papers(request: ActorRequest, organization: Organization, at: datetime) -> dict[str, Any]:
    """What was agreed on with them, and what runs under it."""
    visible = Agreement.objects.visible_to(request.actor, at=at).filter(
        parties__organization=organization
    )
    papers = list(visible.annotate(left_at=F("parties__left_at")).order_by("-written_at", "-id"))
    later = {one.replaces_id for one in papers if one.status != Paper.DROPPED}
    today = organization.network.open_days.local_date(at)
    return {
        "agreements_required": in_force(organization.network_id, REQUIRED, at)[REQUIRED],
        "agreements": [
            (
                one, KIND_WORDS[Kind(one.kind)], PAPER_WORDS[_for_them(one)],
                one.pk not in later and outlives(one.kind, _for_them(one)),
            )
            for one in papers
        ],
        "owed": running(papers, organization.pk, today=today),
    }  # fmt: skip


def _for_them(one: Agreement) -> Paper:
    """Of a paper that goes on for others, whoever has left it sees that it ended."""
    return Paper.ENDED if getattr(one, "left_at", None) else Paper(one.status)


def _stages(
    request: ActorRequest, organization: Organization, partnership: Any, *, convenes: bool
) -> Any:
    """Those that it has something to say to: where it stands, before it, and what was said."""
    here = Stage(organization.status)
    for stage, asked in search.checklists(partnership, organization):
        is_past = stage is not here and not _is_ahead(here, stage)
        if is_past and not any(line.words for line in asked):
            continue
        # What is looked up may have ended since: it was there then.
        lines = [one for one in asked if one.is_answered or not (is_past and one.asked.is_found)]
        yield {
            "code": stage.value, "title": STAGE_TITLES[stage], "is_now": stage is here,
            "lines": lines, "left": sum(not line.is_answered for line in lines),
            "form": ChecklistForm(
                [line for line in lines if not line.asked.is_found and (convenes or line.asked.side is Side.PARTNER)]
            ) if stage is here or _is_ahead(here, stage) else None,
        }  # fmt: skip


def _is_ahead(here: Stage, stage: Stage) -> bool:
    """What must be answered before the next step."""
    ahead = {Stage.ONBOARDING: {Stage.PROSPECT}}
    return stage in ahead.get(here, set())


def _pilot_form(stage: Stage, failed: forms.Form | None) -> PilotForm | None:
    if PathStep.BEGIN_PILOT not in possible_steps(stage):
        return None
    return failed if isinstance(failed, PilotForm) else PilotForm()


def _back_form(
    organization: Organization, back_on: date | None, failed: forms.Form | None
) -> BackForm | None:
    if not organization.is_paused:
        return None
    return failed if isinstance(failed, BackForm) else BackForm(initial={"on": back_on})


def _owner_form(organization: Organization, data: Any, owner_id: UUID | None = None) -> OwnerForm:
    people = [(str(user.pk), user.name) for user in search.conveners(organization.network_id)]
    return OwnerForm(people, data, initial={"owner": str(owner_id or "")})
