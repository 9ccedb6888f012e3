"""Where do I live? Said by whoever opens records, for themselves; asked only when they open a neighbor's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInput
from core.http import ActorRequest
from people.actions.own_street import forget_own_street, say_own_street
from people.forms.own_street import OwnStreetForm
from people.models.looking import OwnStreet
from people.views.person import get_or_post


@get_or_post
def own_street(request: ActorRequest) -> HttpResponse:
    at, actor = timezone.now(), request.actor
    require(actor, "people.say_own_street")
    if "forget" in request.POST:
        forget_own_street(actor=actor, at=at)
        messages.success(request, _("It is forgotten."))
        return redirect("people:own_street")
    mine = OwnStreet.objects.filter(network_id=actor.network_id, user_id=actor.as_user).first()
    known = {"address": mine.address, "postal_code": mine.postal_code} if mine else {}
    form = OwnStreetForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            say_own_street(actor=actor, at=at, **form.cleaned_data)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is saved."))
            return redirect("people:own_street")
    context = {"form": form, "is_known": mine is not None}
    return render(request, "people/own_street.html", context, status=422 if form.errors else 200)
