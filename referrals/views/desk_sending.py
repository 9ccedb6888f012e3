"""The desk sends elsewhere: with one button where the family has agreed, else through the owner who asks them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import access
from core.http import ActorRequest
from organizations.models.directory import Service
from organizations.views.sheet import sheet_of
from people.lifecycle import ALWAYS_SHARED
from people.views.person import get_or_post
from people.words.codes import FACT_WORDS
from referrals.actions import desk as actions
from referrals.actions.send import DESK_NOT_NAMED
from referrals.actions.urgent import NobodyThere
from referrals.forms.sending import SendForm
from referrals.lifecycle import Mode
from referrals.search import desk as search
from referrals.search import need as one
from referrals.search.desk import Case
from referrals.views.desk import looked_at
from referrals.views.doing import typed
from referrals.views.sending import Offer


@dataclass(frozen=True)
class DeskOffer(Offer):
    """As the owner sends, but for what only who knows the family can do: hand over together, or go with them."""

    @property
    def modes(self) -> list[Mode]:
        return [mode for mode in super().modes if mode in {Mode.DIRECT, Mode.APPLICATION}]

    def form(self, data: Any) -> SendForm:
        """What was written to another partner stays between those two."""
        form = super().form(data)
        form.initial.pop("note", None)
        return form

    @property
    def what_is_missing(self) -> str | Promise:
        if not self.modes:
            return _("The family goes there itself. The owner gives them the handout.")
        if not search.is_named(self.need, at=self.at):
            return DESK_NOT_NAMED
        return self.missing


@get_or_post
def send(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """What they will see by its name, never by its value: the desk knows a number and a topic."""
    access.require(request.actor, "desk.work")
    at = timezone.now()
    found = looked_at(request, need_id)
    service = one.service_for(request.actor, request.GET.get("service", ""))
    if service is None:
        return redirect("referrals:desk_case", need_id)
    need = search.need_of(request.actor, need_id)
    offer = DeskOffer.of(request, need, sheet_of(service, at=at), at)
    if missing := offer.what_is_missing:
        return _page(request, found, service, {"missing": missing})
    form, alone = offer.form(typed(request)), None
    try:
        if form.is_bound and "preview" not in request.POST and (sent := offer.send(form)):
            said = {"partner": sent.receiver.name}
            messages.success(request, _("Sent to %(partner)s. The owner is told.") % said)
            return redirect("referrals:desk")
    except NobodyThere as error:
        alone = error
    always = [FACT_WORDS[fact] for fact in offer.facts if fact in ALWAYS_SHARED]
    more = {"form": form, "always": always, "alone": alone, "to_call": [offer.sheet], "at": at}
    return _page(request, found, service, more)


def _page(
    request: ActorRequest, found: Case, service: Service, more: dict[str, Any]
) -> HttpResponse:
    form = more.get("form")
    context = {
        "case": found,
        "service": service,
        "partner": service.organization.name,
        "back_url": reverse("referrals:desk_case", args=[found.id]),
        **more,
    }
    refused = form is not None and (form.errors or more["alone"])
    status = 422 if refused else 200
    return render(request, "referrals/desk_send.html", context, status=status)


@require_POST
def suggest(request: ActorRequest, need_id: UUID) -> HttpResponse:
    access.require(request.actor, "desk.work")
    service = one.service_for(request.actor, request.POST.get("service", ""))
    if service is None:
        return redirect("referrals:desk_case", need_id)
    actions.suggest(actor=request.actor, need_id=need_id, service_id=service.pk, at=timezone.now())
    messages.success(request, _("The owner is told, and asks the family."))
    return redirect("referrals:desk")
