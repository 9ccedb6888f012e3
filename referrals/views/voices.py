"""What do families say of how they were helped, who answers, and what may the organization concerned read?"""

from datetime import datetime
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
from core.languages import language_name
from people import disclosures
from people.lifecycle import Purpose
from referrals.actions import voices as acts
from referrals.forms.voice import AnswerVoiceForm, PassOnForm
from referrals.models.voice import FamilyVoice
from referrals.search.voices import ended_lately, passed_to, waiting
from referrals.voice_words import (
    KEEPER_WORDS,
    KIND_ICONS,
    KIND_WORDS,
    THEME_WORDS,
    VIA_WORDS,
    WAITS_WORDS,
)


@require_safe
def voices(request: ActorRequest) -> HttpResponse:
    """Numbers, themes and days: what was said is read on the page of each."""
    require(request.actor, "voices.see")
    at = timezone.now()
    context = {
        "rows": [row_of(one) for one in waiting(request.actor, at=at)],
        "ended": [row_of(one) for one in ended_lately(request.actor, at=at)],
        "at": at,
        "may_write": can(request.actor, "voices.write_down"),
    }
    return render(request, "referrals/voices.html", context)


@require_safe
def voice(request: ActorRequest, voice_id: UUID) -> HttpResponse:
    return _voice(request, voice_id)


@require_POST
def heard(request: ActorRequest, voice_id: UUID) -> HttpResponse:
    acts.hear_voice(actor=request.actor, voice_id=voice_id, at=timezone.now())
    messages.success(request, _("They can read now that it is heard. It is yours to answer."))
    return redirect("referrals:voice", voice_id)


@require_POST
def answer(request: ActorRequest, voice_id: UUID) -> HttpResponse:
    form = AnswerVoiceForm(request.POST)
    if _done(request, form, acts.answer_voice, voice_id):
        messages.success(request, _("The answer is kept. Where there is a name, it is told."))
        return redirect("referrals:voice", voice_id)
    return _voice(request, voice_id, answer_form=form)


@require_POST
def pass_on(request: ActorRequest, voice_id: UUID) -> HttpResponse:
    form = PassOnForm(request.POST)
    if _done(request, form, acts.pass_voice_on, voice_id):
        messages.success(request, _("Whoever runs that organization can read it now."))
        return redirect("referrals:voice", voice_id)
    return _voice(request, voice_id, pass_form=form)


@require_POST
def take_back(request: ActorRequest, voice_id: UUID) -> HttpResponse:
    """On the family's word."""
    acts.take_voice_back(actor=request.actor, voice_id=voice_id, at=timezone.now())
    messages.success(request, _("It is taken back. Its words are gone."))
    return redirect("referrals:voices")


@require_safe
def said_of_us(request: ActorRequest) -> HttpResponse:
    """What families let us read. It names nobody, so there is nobody whose record was looked at."""
    require(request.actor, "voices.read_passed_on")
    rows = [row_of(one) for one in passed_to(request.actor)]
    return render(request, "referrals/said_of_us.html", {"rows": rows, "at": timezone.now()})


def _done(request: ActorRequest, form: forms.Form, act: Any, voice_id: UUID) -> bool:
    """The action's sentence stands beside the field that it is about."""
    if not form.is_valid():
        return False
    try:
        words = form.cleaned_data["words"]
        act(actor=request.actor, voice_id=voice_id, words=words, at=timezone.now())
    except BadInput as refused:
        form.add_error("words", str(refused))
        return False
    return True


def _found(request: ActorRequest, voice_id: UUID, at: datetime) -> FamilyVoice:
    """Not who said it: that is not needed to answer on their page. The look is written down all the same."""
    visible = FamilyVoice.objects.visible_to(request.actor, at=at)
    people = visible.select_related("organization", "owner", "recorded_by")
    found = get_object_or_404(people, pk=voice_id)
    if found.person_id:
        disclosures.record(
            actor=request.actor, person_ids=[found.person_id], what="referrals.voice",
            purpose=Purpose.CARE, at=at,
        )  # fmt: skip
    return found


def _voice(request: ActorRequest, voice_id: UUID, **typed: forms.Form) -> HttpResponse:
    at = timezone.now()
    found = _found(request, voice_id, at)
    context = {
        **row_of(found),
        "via": VIA_WORDS[found.via],
        "language": language_name(found.language),
        "may_answer": found.is_open and can(request.actor, "voices.answer", found),
        "answer_form": AnswerVoiceForm(is_anonymous=found.is_anonymous),
        "pass_form": PassOnForm(words=found.words),
        "at": at,
        **typed,
    }
    return render(request, "referrals/voice.html", context, status=422 if typed else 200)


def row_of(one: FamilyVoice) -> dict[str, Any]:
    """In words."""
    return {
        "voice": one,
        "kind": KIND_WORDS[one.kind],
        "icon": KIND_ICONS[one.kind],
        "theme": THEME_WORDS[one.theme],
        "waits": WAITS_WORDS.get(one.case, ""),
        "keeper": KEEPER_WORDS.get(one.keeper, ""),
        "is_heard": one.heard_at is not None,
    }
