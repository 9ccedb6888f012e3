"""Who follows a need: offered to a colleague, taken on, re-assigned, or all of them left for a while."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from core import access
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from people.views.header import name_of
from people.views.person import get_or_post
from referrals.forms.clinic import AssignForm, AwayForm
from referrals.search import need as one
from referrals.views.doing import done, typed
from referrals.views.need import need_page
from screening.actions import handing
from screening.models.handing import HandOver, colleagues, colleagues_for


@require_POST
def assign(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """A supervisor gives it to somebody."""
    form = _form(request, need_id, "assign")
    if not done(form, lambda: handing.assign(
        actor=request.actor, need_id=need_id, user_id=form.cleaned_data["user"], at=timezone.now(),
    )):  # fmt: skip
        return need_page(request, need_id, failed=form)
    messages.success(request, _("Your colleague follows it now."))
    return redirect("referrals:need", need_id)


@require_POST
def offer(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """Its owner asks a colleague."""
    form = _form(request, need_id, "offer")
    if not done(form, lambda: handing.offer(
        actor=request.actor, need_id=need_id, user_id=form.cleaned_data["user"], at=timezone.now(),
    )):  # fmt: skip
        return need_page(request, need_id, failed=form)
    messages.success(request, _("Your colleague is asked. Until they say yes, it stays with you."))
    return redirect("referrals:need", need_id)


@require_POST
def accept(request: ActorRequest, need_id: UUID) -> HttpResponse:
    handing.accept(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("You follow it now. Your colleague is told."))
    return redirect("referrals:need", need_id)


@require_POST
def decline(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """No, or the giver takes the offer back. Who says no to something private sees it no more."""
    handing.decline(actor=request.actor, need_id=need_id, at=timezone.now())
    messages.success(request, _("Written down. It stays with whoever follows it."))
    return redirect("referrals:today")


@get_or_post
def away(request: ActorRequest) -> HttpResponse:
    """Before a vacation."""
    access.require(request.actor, "needs.go_away", request.actor.as_organization)
    people = colleagues(request.actor.as_organization).exclude(pk=request.actor.as_user)
    form = AwayForm(_choices(people), typed(request))
    if form.is_bound and done(form, lambda: _leave(request, form)):
        return redirect("referrals:today")
    return render(
        request, "referrals/away.html", {"form": form}, status=422 if form.errors else 200
    )


def _leave(request: ActorRequest, form: forms.Form) -> None:
    moved = handing.go_away(
        actor=request.actor, successor_id=form.cleaned_data["user"], at=timezone.now()
    )
    said = ngettext(
        "%(n)d need is with somebody else now.", "%(n)d needs are with somebody else now.", moved
    )
    messages.success(request, said % {"n": moved})


def _form(request: ActorRequest, need_id: UUID, prefix: str) -> AssignForm:
    found = one.need_for(request.actor, need_id, at=timezone.now())
    return AssignForm(_choices(colleagues_for(found)), request.POST, prefix=prefix)


def _choices(people: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(user.pk), user.name) for user in people]


def offered_rows(offers: Iterable[HandOver]) -> list[dict[str, str]]:
    """For the top of Today."""
    return [
        {
            "url": reverse("referrals:need", args=[offer.need_id]),
            "giver": offer.giver.name,
            "name": name_of(offer.need.subject),
            "about": str(TOPIC_WORDS[offer.need.topic]),
        }
        for offer in offers
    ]
