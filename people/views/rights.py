"""What did somebody ask about their own record, by when is it answered, and what may not be erased?"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import can, require
from core.errors import BadInput
from core.http import ActorRequest
from people.actions import rights as acts
from people.forms.rights import AnswerRightForm, AskRightForm, DisagreeForm, HoldForm, MoreTimeForm
from people.models.person import Person
from people.models.rights import Hold, RightsRequest
from people.views.doors import open_accounting
from people.views.header import header_of
from people.views.person import get_or_post
from people.words.rights import (
    END_WORDS,
    HOLD_WORDS,
    RIGHT_ICONS,
    RIGHT_MEANING,
    RIGHT_WORDS,
    VIA_WORDS,
    WAITS_WORDS,
)

ANSWERED_SHOWN = timedelta(days=90)
MOST = 200


@require_safe
def rights(request: ActorRequest) -> HttpResponse:
    """What waits, first what is due first; and what was answered lately. Numbers and dates, no names."""
    require(request.actor, "people.see_rights")
    at = timezone.now()
    visible = RightsRequest.objects.visible_to(request.actor, at=at).select_related("organization")
    answered = visible.filter(answered_at__gte=at - ANSWERED_SHOWN).order_by("-answered_at")
    context = {
        "rows": [row_of(one) for one in visible.open().order_by("next_step_due", "id")[:MOST]],
        "answered": [row_of(one) for one in answered[:MOST]],
        "may_see_keeping": can(request.actor, "people.audit_all"),
        "at": at,
    }
    return render(request, "people/rights.html", context)


@get_or_post
def of_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """All that this person asked, what is held, and where something new is written down."""
    at = timezone.now()
    person, knows = open_accounting(request, person_id, what="people.rights", at=at)
    form = AskRightForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = acts.ask_right(
                actor=request.actor, person_id=person_id, asked=form.asked(), at=at
            )
        except BadInput as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(
                request, _("It is written down, with the day by which it is answered.")
            )
            return redirect("people:right", made.pk)
    return _of_person(request, person, form, HoldForm(prefix="hold"), knows=knows, at=at)


def _of_person(
    request: ActorRequest, person: Person, form: forms.Form, hold: forms.Form, *, knows: bool,
    at: datetime,
) -> HttpResponse:  # fmt: skip
    visible = RightsRequest.objects.visible_to(request.actor, at=at).filter(person=person)
    holds = Hold.objects.visible_to(request.actor, at=at).filter(person=person).in_force()
    context = {
        "person": person,
        "header": header_of(person, at) if knows else None,
        "rows": [row_of(one) for one in visible.order_by("-asked_at")],
        "holds": [(one, HOLD_WORDS[one.reason]) for one in holds.select_related("placed_by")],
        "may_ask": can(request.actor, "people.ask_right", person),
        "may_hold": can(request.actor, "people.hold", person),
        "form": form,
        "hold_form": hold,
        "at": at,
    }
    status = 422 if form.errors or hold.errors else 200
    return render(request, "people/rights_of_person.html", context, status=status)


@require_safe
def right(request: ActorRequest, right_id: UUID) -> HttpResponse:
    return _right(request, right_id)


@require_POST
def answer(request: ActorRequest, right_id: UUID) -> HttpResponse:
    at = timezone.now()
    form = AnswerRightForm(request.POST, _found(request, right_id, at))
    if form.is_valid():
        end, words = form.said()
        own = {"right_id": right_id, "end": end, "words": words, "at": at}
        done = _done(request, form, "words", acts.answer_right, own)
        if done:
            messages.success(request, _("The answer is kept with it."))
            return redirect("people:right", right_id)
    return _right(request, right_id, answer_form=form)


@require_POST
def more_time(request: ActorRequest, right_id: UUID) -> HttpResponse:
    form = MoreTimeForm(request.POST, prefix="time")
    own = {"right_id": right_id, "words": request.POST.get("time-words", ""), "at": timezone.now()}
    if form.is_valid() and _done(request, form, "words", acts.take_more_time, own):
        messages.success(request, _("There are 30 days more."))
        return redirect("people:right", right_id)
    return _right(request, right_id, time_form=form)


@require_POST
def disagree(request: ActorRequest, right_id: UUID) -> HttpResponse:
    form = DisagreeForm(request.POST, prefix="disagree")
    own = {
        "right_id": right_id, "words": request.POST.get("disagree-words", ""), "at": timezone.now(),
    }  # fmt: skip
    if form.is_valid() and _done(request, form, "words", acts.disagree, own):
        messages.success(request, _("It is kept, and shown beside the record."))
        return redirect("people:right", right_id)
    return _right(request, right_id, disagree_form=form)


@require_POST
def hold(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person, knows = open_accounting(request, person_id, what="people.rights", at=at)
    form = HoldForm(request.POST, prefix="hold")
    if form.is_valid():
        reason, words = form.said()
        own = {
            "person_id": person_id, "reason": reason, "words": words, "at": at,
            "request_key": form.cleaned_data["request_key"],
        }  # fmt: skip
        if _done(request, form, "words", acts.place_hold, own):
            messages.success(request, _("Nothing of it is erased until somebody lifts the hold."))
            return redirect("people:rights_of_person", person_id)
    return _of_person(request, person, AskRightForm(), form, knows=knows, at=at)


@require_POST
def lift(request: ActorRequest, hold_id: UUID) -> HttpResponse:
    lifted = acts.lift_hold(actor=request.actor, hold_id=hold_id, at=timezone.now())
    messages.success(request, _("The hold is lifted."))
    return redirect("people:rights_of_person", lifted.person_id)


def _done(
    request: ActorRequest, form: forms.Form, name: str, act: Any, said: dict[str, Any]
) -> bool:
    """The action's sentence stands beside the field that it is about."""
    try:
        act(actor=request.actor, **said)
    except BadInput as refused:
        form.add_error(name, str(refused))
        return False
    return True


def _found(request: ActorRequest, right_id: UUID, at: datetime) -> RightsRequest:
    visible = RightsRequest.objects.visible_to(request.actor, at=at)
    people = visible.select_related("organization", "recorded_by", "answered_by")
    return get_object_or_404(people, pk=right_id)


def _right(request: ActorRequest, right_id: UUID, **typed: forms.Form) -> HttpResponse:
    """With the name for whoever cares for them. Of who is erased nobody is shown."""
    at = timezone.now()
    found = _found(request, right_id, at)
    person, knows = None, False
    if found.answer != "erased":
        person, knows = open_accounting(request, found.person_id, what="people.rights", at=at)
    context = {
        "right": found,
        **row_of(found),
        "via": VIA_WORDS[found.via],
        "person": person,
        "knows": knows,
        "header": header_of(person, at) if person and knows else None,
        "may_copy": found.is_copy and not found.answered_at and can(request.actor, "people.copy", found),
        "may_answer": not found.answered_at and can(request.actor, "people.answer_right", found),
        "may_erase": found.is_erasure and not found.answered_at and can(request.actor, "people.erase", found),
        "answer_form": AnswerRightForm(None, found),
        "time_form": MoreTimeForm(prefix="time"),
        "disagree_form": DisagreeForm(prefix="disagree"),
        "at": at,
        **typed,
    }  # fmt: skip
    return render(request, "people/right.html", context, status=422 if typed else 200)


def row_of(one: RightsRequest) -> dict[str, Any]:
    """A request in words."""
    return {
        "one": one,
        "title": RIGHT_WORDS[one.right],
        "meaning": RIGHT_MEANING[one.right],
        "icon": RIGHT_ICONS[one.right],
        "waits": WAITS_WORDS.get(one.waiting_on, ""),
        "ended": END_WORDS.get(one.answer, ""),
    }
