"""How long do partners wait for each other? The convener's page, with what the numbers mean."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.calendar import OpenDays, Shift
from core.errors import NotAllowed
from core.http import ActorRequest
from core.templatetags.look import clock_words
from governance.actions import policies as actions
from governance.effects.policies import spelled
from governance.forms.policies import PatienceForm, SignInForm
from governance.in_force import Values, changes, in_force, spoken, with_staffed_hours
from governance.rules import has_council
from governance.search.decisions import numbers_ahead
from governance.sign_in import PREFIX
from organizations.listing import network_of
from organizations.models.network import Network


@require_http_methods(["GET", "HEAD", "POST"])
def patience(request: ActorRequest) -> HttpResponse:
    """Without a script the sentences are read anew by a button of their own; only Save saves."""
    network = _whose_numbers(request)
    at = timezone.now()
    form = PatienceForm(
        in_force(network.pk, "", at), request.POST if request.method == "POST" else None
    )
    if form.is_valid() and "look" not in request.POST:
        _save(request, form, at)
        return redirect("governance:patience")
    context = {
        "form": form,
        "sentences": spoken(form.now, network.open_days, at),
        "changes": [
            (one, spelled(one.value, one.before), spelled(one.value, one.after))
            for one in changes(network.pk)
        ],
        "ahead": numbers_ahead(network.pk),
        "is_decided": has_council(network),
    }
    return render(request, "governance/patience.html", context, status=422 if form.errors else 200)


def _whose_numbers(request: ActorRequest) -> Network:
    """Whoever may not see them here reads who decides them, and where one asks for a change."""
    network = Network.objects.get(pk=network_of(request.actor))
    if has_council(network) and not access.can(request.actor, "governance.see_numbers", network):
        raise NotAllowed(
            _(
                "The council decides these numbers, and nobody changes one by hand. Whoever runs an organization, or "
                "sits on the council, reads them on the page Council under “Propose something”, and asks for a "
                "change there."
            )
        )
    access.require(request.actor, "governance.see_numbers", network)
    return network


def _save(request: ActorRequest, form: PatienceForm, at: datetime) -> None:
    reason = form.cleaned_data["reason"]
    if actions.set_patience(actor=request.actor, values=form.values, at=at, reason=reason):
        messages.success(request, _("Saved. It holds from now on, and all can read what it was."))
    else:
        messages.info(request, _("Nothing was changed."))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    """What is asked of whoever signs in. It holds from everybody's next sign-in on."""
    network = _whose_numbers(request)
    at = timezone.now()
    stands = in_force(network.pk, PREFIX, at)
    form = SignInForm(stands, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        context = {"form": form, "is_decided": has_council(network)}
        return render(request, "governance/sign_in.html", context, status=status)
    reason = form.cleaned_data["reason"]
    actions.set_sign_in(actor=request.actor, values=form.values, at=at, reason=reason)
    messages.success(request, _("Saved. It holds from everybody’s next sign-in on."))
    return redirect("governance:sign_in")


def staffed_hours(values: Values, days: OpenDays, _at: datetime) -> list[str]:
    """Read aloud: when somebody is there."""
    there = with_staffed_hours(days, values)
    off = _hours(there.off_shift) if there.off_shift else _("nobody")
    usual = _hours(there.shift) if there.shift else _("nobody")
    said = {"usual": usual, "off": off}
    return [
        _("Who is there, on working days: %(usual)s; on weekends and holidays: %(off)s.") % said
    ]


def _hours(shift: Shift) -> str:
    if shift.begins == shift.ends == time(0):
        return _("day and night")
    said = {"begins": clock_words(shift.begins), "ends": clock_words(shift.ends)}
    return _("%(begins)s to %(ends)s") % said
