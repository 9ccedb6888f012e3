"""What if the family says what it needs, without any screening?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.http import ActorRequest
from people.views.doors import open_record
from people.views.header import header_of, ties_of
from people.views.person import get_or_post
from referrals.forms.clinic import NewNeedForm
from referrals.views.doing import done, typed


@get_or_post
def new_need(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """An open need of the same kind is kept: then its page opens, not a second one."""
    at = timezone.now()
    person = open_record(request, person_id, rule="needs.record", what="referrals.new_need", at=at)
    relatives = [other for _tie, other, _words in ties_of(person, at)]
    form = NewNeedForm(relatives, typed(request))
    found = []
    if form.is_bound and done(
        form, lambda: found.append(form.record(request.actor, person, at=at))
    ):
        messages.success(request, _("Written down. Now ask whether they want help with it."))
        return redirect("referrals:need", found[0].pk)
    context = {"person": person, "header": header_of(person, at), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "referrals/new_need.html", context, status=status)
