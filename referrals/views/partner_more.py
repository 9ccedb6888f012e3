"""What else does a partner without an account say: the dates of an application, and how it tried to reach a family?"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.links import LinkGone
from core.errors import StepNotPossible
from core.http import ActorRequest
from referrals.actions.reaching import tried_by_partner
from referrals.forms.application import MilestoneForm
from referrals.forms.reaching import TriedForm
from referrals.search.application import application_of, milestones_of
from referrals.views.doing import done, typed
from referrals.views.partner_door import Visit, through_link
from referrals.views.partner_link import open_one, show
from referrals.words import MILESTONE_WORDS

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@through_link
def link_dates(request: ActorRequest, visit: Visit, referral_id: UUID) -> HttpResponse:
    """Dates and the name of the program, nothing of the family: so no code is asked for."""
    found = open_one(visit, referral_id)
    if not found.has_dates:
        return redirect(visit.url("link_request", referral_id))
    form = MilestoneForm(typed(request), today=timezone.localdate(visit.at))
    if form.is_bound and done(form, lambda: form.record(visit.actor, referral_id, at=visit.at)):
        return redirect(visit.url("link_dates", referral_id))
    rows = milestones_of(application_of(visit.actor, referral_id, at=visit.at))
    dates = [(MILESTONE_WORDS[one.kind], one, one.is_late(at=visit.at)) for one in rows]
    more = {"form": form, "rows": dates}
    return show(request, visit, found, "dates", more, 422 if form.errors else 200)


@require_POST
@through_link
def link_tried(request: ActorRequest, visit: Visit, referral_id: UUID) -> HttpResponse:
    """One tap for a try. Only past the code: whoever has not seen a number has not called it."""
    form = TriedForm(request.POST)
    if not (visit.has_code and form.is_valid()):
        raise LinkGone
    found = open_one(visit, referral_id)
    try:
        tried_by_partner(
            actor=visit.actor, referral_id=referral_id, tried=form.tried(), at=visit.at
        )
    except StepNotPossible as refusal:
        return show(request, visit, found, "late", {"sentence": str(refusal)}, 409)
    said = _("Thank you. The sender can read that you tried.")
    return show(request, visit, found, "thanks", {"said": said, "is_open": True})
