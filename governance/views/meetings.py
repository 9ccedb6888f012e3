"""A meeting: when, where, about what, who was there and what was said. Everybody in the network reads it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import access
from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.actions import meetings
from governance.forms.meetings import CallForm, MinutesForm, WhenForm
from governance.models.meetings import Meeting
from governance.search.agenda import agenda
from governance.search.council import all_councils
from governance.search.meetings import quorum_of, sittings
from governance.views.council import get_or_post
from governance.words.deciding import COUNCIL_WORDS, SEAT_WORDS
from governance.words.meetings import gathering_words
from organizations.listing import network_of
from organizations.models.network import Network


@get_or_post
def call(request: ActorRequest) -> HttpResponse:
    network = Network.objects.get(pk=network_of(request.actor))
    there = [
        one for one in all_councils(network.pk)
        if access.can(request.actor, "governance.call_meeting", one)
    ]  # fmt: skip
    access.require(request.actor, "governance.call_meetings", network)
    form = CallForm(there, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            meeting = meetings.call_meeting(
                actor=request.actor, council_id=UUID(form.cleaned_data["council"]), at=timezone.now(),
                begins_at=form.begins_at(network.time_zone), place=form.cleaned_data["place"],
            )  # fmt: skip
        except (BadInput, StepNotPossible) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Everybody who sits there is told."))
            return redirect("governance:meeting", meeting.pk)
    status = 422 if form.errors else 200
    return render(request, "governance/call_meeting.html", {"form": form}, status=status)


@get_or_post
def meeting(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    at, found = timezone.now(), _found(request, meeting_id)
    access.require(request.actor, "governance.see_council", found.network)
    form = MinutesForm(sittings(found), request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, found, form, at)
    if form.is_valid() and _done(
        form,
        lambda: meetings.keep_minutes(
            actor=request.actor, meeting_id=meeting_id, seat_ids=form.cleaned_data["there"],
            minutes=form.cleaned_data["minutes"], at=at,
        ),
    ):  # fmt: skip
        messages.success(request, _("It is written down. Everybody in the network can read it."))
        return redirect("governance:meeting", meeting_id)
    access.require(request.actor, "governance.call_meeting", found.council)
    return _page(request, found, form, at, status=422)


@get_or_post
def move(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    found = _found(request, meeting_id)
    access.require(request.actor, "governance.call_meeting", found.council)
    zone = found.network.time_zone
    stands = found.begins_at.astimezone(ZoneInfo(zone))
    initial = {"day": stands.date(), "hour": stands.time(), "place": found.place}
    form = WhenForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid() and _done(
        form,
        lambda: meetings.move_meeting(
            actor=request.actor, meeting_id=meeting_id, begins_at=form.begins_at(zone),
            place=form.cleaned_data["place"], at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, _("Everybody who sits there is told."))
        return redirect("governance:meeting", meeting_id)
    status = 422 if form.errors else 200
    context = {"form": form, "meeting": found}
    return render(request, "governance/move_meeting.html", context, status=status)


@require_POST
def call_off(request: ActorRequest, meeting_id: UUID) -> HttpResponse:
    meetings.call_off(actor=request.actor, meeting_id=meeting_id, at=timezone.now())
    messages.success(request, _("It is called off, and everybody who sits there is told."))
    return redirect("governance:meeting", meeting_id)


def _done(form: forms.Form, act: Callable[[], Any]) -> bool:
    try:
        act()
    except (BadInput, StepNotPossible) as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _found(request: ActorRequest, meeting_id: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("network", "council", "minutes_by"), pk=meeting_id)


def _page(
    request: ActorRequest, found: Meeting, form: MinutesForm, at: datetime, status: int = 200
) -> HttpResponse:
    runs = access.can(request.actor, "governance.call_meeting", found.council)
    there = found.there.select_related("seat__organization", "organization")
    context = {
        "at": at, "meeting": found, "council": COUNCIL_WORDS[found.council.kind],
        "state": gathering_words(found.status, found.begins_at, at), "runs": runs and found.is_planned,
        "is_decided": found.decision_id is not None,
        "agenda": found.agenda if found.is_held else agenda(found.council, at=at),
        "has_begun": at >= found.begins_at, "form": form,
        "there": [
            (one.seat, SEAT_WORDS[one.seat.kind], one.organization or one.seat.organization)
            for one in there.order_by("seat__number")
        ],
        "quorum": quorum_of(found),
    }  # fmt: skip
    return render(request, "governance/meeting.html", context, status=status)
