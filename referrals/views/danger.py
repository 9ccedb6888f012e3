"""Where does a partner say that it is afraid for a family? One page, without a name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import access
from core.http import ActorRequest
from people.forms.safety import AlertForm
from people.views.person import get_or_post
from referrals.actions.danger import tell_danger
from referrals.models.referral import Referral


@get_or_post
def danger(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Whose request it is stands on the page before; here stands nobody's name."""
    actor, at = request.actor, timezone.now()
    received = Referral.objects.received_by(actor, at=at).select_related("sender__network")
    referral = get_object_or_404(received, pk=referral_id)
    access.require(actor, "referrals.tell_danger", referral)
    form = AlertForm(request.POST or None)
    if form.is_bound and form.is_valid():
        tell_danger(actor=actor, referral_id=referral_id, said=form.said(), at=at)
        messages.success(
            request, _("Whoever is on duty there is told now. If it cannot wait, call 911.")
        )
        return redirect("referrals:detail", referral_id)
    context = {"form": form, "referral": referral}
    return render(request, "referrals/danger.html", context, status=422 if form.errors else 200)
