"""Where do disputes stand in which the reader has a part, and what may they do next?"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.actions import disputes as actions
from governance.actions import mediating
from governance.disputes import SIDES, Stage, Voice
from governance.forms.disputes import MediatorForm, RaiseForm
from governance.models.disputes import Dispute, Ending, Pledge
from governance.rules import has_council
from governance.search import disputes as search
from governance.views.council import get_or_post
from governance.views.dispute_deeds import DEEDS, keepers
from governance.views.dispute_deeds import mediators as mediators_of
from governance.words.disputes import NEXT_WORDS, OWED_BY, PROMISED_BY, STAGE_WORDS, VOICE_WORDS
from organizations.listing import members_in, network_of
from organizations.models.network import Network, Organization

Forms = dict[str, forms.Form]
Names = dict[str, Any]


@require_safe
def disputes(request: ActorRequest) -> HttpResponse:
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "disputes.see", network)
    at = timezone.now()
    rows = search.disputes_of(request.actor, at=at)
    context = {
        "at": at,
        "rows": [(one, STAGE_WORDS[one.status], NEXT_WORDS[one.next_step]) for one in rows],
        "may_raise": _may_raise(request),
        "mediators": search.mediators(network.pk),
        "lists_mediators": access.can(request.actor, "disputes.list_mediators", network),
    }
    return render(request, "governance/disputes.html", context)


@get_or_post
def raise_one(request: ActorRequest) -> HttpResponse:
    ours = get_object_or_404(
        Organization, network_id=network_of(request.actor), pk=request.actor.as_organization
    )
    access.require(request.actor, "disputes.raise", ours)
    others = [(str(one.pk), one.name) for one in search.sides_to_choose(ours)]
    form, standing = RaiseForm(others, request.POST or None), None
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            made = actions.raise_dispute(
                actor=request.actor, other_id=said["other"], words=said["words"], at=timezone.now(),
                request_key=said["request_key"],
            )  # fmt: skip
        except (BadInput, StepNotPossible) as refused:
            form.add_error(None, str(refused))
            standing = getattr(refused, "dispute", None)
        else:
            messages.success(
                request, _("Written down. The other side is told that something waits.")
            )
            return redirect("governance:dispute", made.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "standing": standing}
    return render(request, "governance/dispute_new.html", context, status=status)


@require_safe
def dispute(request: ActorRequest, dispute_id: UUID) -> HttpResponse:
    return _page(request, found_by(request, dispute_id), {})


@require_POST
def act(request: ActorRequest, dispute_id: UUID, step: str) -> HttpResponse:
    """Everything that a part in it allows; what was typed comes back beside the complaint."""
    found, deed = found_by(request, dispute_id), DEEDS.get(step)
    if deed is None:
        raise Http404
    form = deed.form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, {step: form})
    try:
        deed.do(request, found, form, timezone.now())
    except (BadInput, StepNotPossible) as refused:
        form.add_error(None, str(refused))
        return _page(request, found_by(request, dispute_id), {step: form})
    messages.success(request, str(deed.thanks))
    return redirect("governance:dispute", found.pk)


@get_or_post
def mediators(request: ActorRequest) -> HttpResponse:
    """Who is on the list."""
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "disputes.list_mediators", network)
    people = {
        str(one.user_id): f"{one.user.name}, {one.organization.name}"
        for one in members_in(request.actor)
    }
    form = MediatorForm(sorted(people.items(), key=lambda one: one[1]), request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            mediating.list_mediator(
                actor=request.actor, user_id=said["user"], about=said["about"], at=timezone.now()
            )
        except (BadInput, StepNotPossible) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They are on the list."))
            return redirect("governance:mediators")
    context = {"form": form, "mediators": search.mediators(network.pk)}
    status = 422 if form.errors else 200
    return render(request, "governance/mediators.html", context, status=status)


@require_POST
def unlist(request: ActorRequest, mediator_id: UUID) -> HttpResponse:
    mediating.unlist_mediator(actor=request.actor, mediator_id=mediator_id, at=timezone.now())
    messages.success(request, _("They are off the list. What they mediated gets somebody else."))
    return redirect("governance:mediators")


# --- the page -------------------------------------------------------------------------------------


def _may_raise(request: ActorRequest) -> bool:
    ours = Organization.objects.filter(
        network_id=request.actor.network_id, pk=request.actor.as_organization
    )
    return any(access.can(request.actor, "disputes.raise", one) for one in ours)


def found_by(request: ActorRequest, dispute_id: UUID) -> Dispute:
    """A 404 for whoever has no part in it."""
    rows = Dispute.objects.visible_to(request.actor, at=timezone.now())
    related = ("network", "first", "second", "keeper", "mediator__user")
    return get_object_or_404(rows.select_related(*related), pk=dispute_id)


def _page(request: ActorRequest, found: Dispute, failed: Forms) -> HttpResponse:
    here = reverse("governance:dispute", args=[found.pk])
    context = {**shown(request, found, failed), "here": here}
    return render(request, "governance/dispute.html", context, status=422 if failed else 200)


def shown(request: ActorRequest, found: Dispute, failed: Forms) -> dict[str, Any]:
    """What this reader reads of it, and a form for each deed that is possible."""
    at, actor = timezone.now(), request.actor
    read = search.read(actor, found)
    names: Names = {**VOICE_WORDS, Voice.FIRST: found.first.name, Voice.SECOND: found.second.name}
    shapes = _open_to(request, found, read) | failed  # what was typed, though it is too late for it
    return {
        "at": at, "dispute": found, "read": read, "status": STAGE_WORDS[found.status],
        "next_words": NEXT_WORDS[found.next_step], "owed_by": _owed_by(found, read.endings, names),
        "statements": [(one, names[one.voice]) for one in read.statements],
        "endings": [
            _ending(one, read.endings, found, read.voice, names) for one in read.endings
        ],
        "forms": shapes,
        "writes": [(name, shapes[name]) for name in ("ending", "council") if name in shapes],
        "failed": next(iter(failed.values()), None),
        "has_council": has_council(found.network),
        "lacks_mediator": "mediator" not in shapes
        and found.status == Stage.MEDIATION
        and access.can(actor, "disputes.keep", found),
        "lists_mediators": access.can(actor, "disputes.list_mediators", found.network),
    }  # fmt: skip


def _ending(
    one: Ending, endings: list[Ending], found: Dispute, voice: Voice | None, names: Names
) -> dict[str, Any]:
    said = {assent.side for assent in one.assents.all()}
    may_say_yes = not found.is_closed and voice in SIDES and voice not in said
    pledges = sorted(one.pledges.all(), key=lambda pledge: (pledge.due_on, pledge.pk))
    return {
        "ending": one,
        "by": names[one.voice],
        "holds": one.number == found.holds,
        "yes": [names[side] for side in SIDES if side in said],
        "may_assent": may_say_yes and search.is_open_to_assent(one, endings),
        "pledges": [
            (each, names[each.side], _may_keep(each, one, found, voice)) for each in pledges
        ],
    }


def _owed_by(found: Dispute, endings: list[Ending], names: Names) -> Any:
    """Of what it ended with, the side that alone has promised what is left."""
    held = [one for one in endings if one.number == found.holds]
    sides = {each.side for one in held for each in one.pledges.all() if each.kept_at is None}
    if found.is_closed and len(sides) == 1:
        return PROMISED_BY % {"side": names[sides.pop()]}
    return OWED_BY[found.waiting_on]


def _may_keep(pledge: Pledge, ending: Ending, found: Dispute, voice: Voice | None) -> bool:
    """The other side says whether it was kept, or whoever keeps the dispute."""
    others = {*SIDES, Voice.KEEPER} - {Voice(pledge.side)}
    return ending.number == found.holds and pledge.kept_at is None and voice in others


def _may_step_up(found: Dispute) -> bool:
    """To the council; where none sits, past the mediator to another one."""
    if found.status != Stage.MEDIATION:
        return found.status == Stage.TALK
    return found.mediator_id is not None or has_council(found.network)


def _open_to(request: ActorRequest, found: Dispute, read: search.Read) -> Forms:
    """By the name of the deed, an empty form for each that is possible now."""
    if found.is_closed:
        return {}
    may = {
        name: access.can(request.actor, f"disputes.{name}", found)
        for name in ("take_side", "withdraw", "keep", "ask_council")
    }
    possible = {
        "say": read.voice is not None,
        "up": may["take_side"] and _may_step_up(found),
        "withdraw": may["withdraw"],
        "mediator": may["keep"] and found.status == Stage.MEDIATION and bool(mediators_of(found)),
        "keeper": may["keep"] and bool(keepers(found)),
        "ending": read.voice in {*SIDES, Voice.MEDIATOR},
        "council": may["ask_council"] and found.is_at_council and read.asked is None,
    }
    return {name: DEEDS[name].form(found, None) for name, is_so in possible.items() if is_so}
