"""What did the partner tell us on the telephone about the family's no? Written down on its word."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from core.http import ActorRequest
from people.views.person import get_or_post
from referrals.actions.contests import answer_contest
from referrals.forms.contest import ContestToldForm
from referrals.search import need as one
from referrals.views.doing import done, form_page, typed
from screening.lifecycle import Via


@get_or_post
def told_on_no(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    at = timezone.now()
    referral = one.sent_one(request.actor, referral_id, at=at)
    form = ContestToldForm(typed(request))
    if form.is_bound and done(form, lambda: answer_contest(
        actor=request.actor, referral_id=referral_id, at=at,
        **form.cleaned_data | {"via": Via(form.cleaned_data["via"])},
    )):  # fmt: skip
        messages.success(request, _("Written down on their word. The partner can see it."))
        return redirect("referrals:need", referral.need_id)
    found = one.need_for(request.actor, referral.need_id, at=at)
    return form_page(request, found, form, "referrals/told_on_no.html", referral)
