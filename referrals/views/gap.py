"""Nobody can help with this need right now: why?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from core import access
from core.http import ActorRequest
from people.views.person import get_or_post
from referrals.forms.gap import GapForm
from referrals.search import need as one
from referrals.views.doing import done, form_page, typed
from screening.actions.gaps import record_gap


@get_or_post
def nobody(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """A page of its own: it says what follows, so that nobody takes it for closing the need."""
    at = timezone.now()
    found = one.need_for(request.actor, need_id, at=at)
    access.require(request.actor, "needs.record_gap", found)
    form = GapForm(typed(request))
    if form.is_bound and done(form, lambda: record_gap(
        actor=request.actor, need_id=need_id, why=form.cleaned_data["why"], at=at,
    )):  # fmt: skip
        messages.success(request, _("Written down. In a month you look again."))
        return redirect("referrals:need", need_id)
    return form_page(request, found, form, "referrals/nobody.html")
