"""How does an application stand: which dates were kept, and which is next? For both sides; it shows nobody's name."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import access
from core.errors import StepNotPossible
from core.http import ActorRequest
from people import disclosures
from people.lifecycle import Purpose
from people.views.person import get_or_post
from referrals.actions.application import dates_of
from referrals.forms.application import MilestoneForm
from referrals.search.application import application_of, milestones_of
from referrals.views.doing import done, typed
from referrals.words import MILESTONE_WORDS


@get_or_post
def dates(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    at = timezone.now()
    referral = application_of(request.actor, referral_id, at=at)
    access.require(request.actor, "referrals.talk", referral)
    form = MilestoneForm(typed(request), kinds=dates_of(referral), today=timezone.localdate(at))
    if form.is_bound and done(form, lambda: form.record(request.actor, referral_id, at=at)):
        messages.success(request, _("Written down."))
        return redirect("referrals:application", referral_id)
    if not dates_of(referral):
        raise StepNotPossible(_("There is no application at work here."))
    disclosures.record(
        actor=request.actor, person_ids=[referral.need.subject_id], what="referrals.request",
        purpose=Purpose.REFERRAL, consent_id=referral.consent_id, topic=referral.need.topic, at=at,
    )  # fmt: skip
    rows = [(MILESTONE_WORDS[one.kind], one, one.is_late(at=at)) for one in milestones_of(referral)]
    context = {"referral": referral, "form": form, "rows": rows, "at": at}
    status = 422 if form.errors else 200
    return render(request, "referrals/application.html", context, status=status)
