"""What is wrong in my record, and what became of what I said? For the family, past the agreed word."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from people.actions.rights import say_wrong
from people.lifecycle import RightEnd
from people.models.rights import RightsRequest
from people.words.rights import LINE_WORDS
from referrals.forms.family import WrongForm
from referrals.views.family_door import Visit, through_link
from referrals.views.family_tells import tells_page

SHOWN, SHOWN_FOR = 10, timedelta(days=365)
# What a family reads of its question; why not is told by somebody, not by a telephone.
STATES: dict[str, tuple[str, Any]] = {
    "": ("hourglass", _("We are looking at it.")),
    RightEnd.ACCEPTED: ("circle-check", _("You were right. We changed it.")),
    RightEnd.REFUSED: (
        "circle-alert",
        _("We did not change it. Your worker tells you why. You can add your own words to it."),
    ),
    RightEnd.TAKEN_BACK: ("circle-slash", _("You took this back.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@through_link
def wrong(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which line, and what it should be. Of the record nothing is shown: only what was asked, and by when we answer."""
    person = visit.person
    if not visit.knows_word or person.contact_with_care:
        return redirect(visit.url())
    form = WrongForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _said(visit, form):
        return redirect(f"{visit.url('family_wrong')}#told")
    return tells_page(request, visit, "referrals/family_wrong.html", form, _told(visit, visit.at))


def _said(visit: Visit, form: WrongForm) -> bool:
    """The line is kept in the language of those who read it; the words stay as they were written."""
    with translation.override(settings.LANGUAGE_CODE):
        line = str(LINE_WORDS[form.cleaned_data["line"]])
    try:
        say_wrong(
            actor=visit.actor, person_id=visit.person.pk, about=line,
            words=form.cleaned_data["words"], at=visit.at,
            request_key=form.cleaned_data["request_key"],
        )  # fmt: skip
    except DomainError as refused:
        form.add_error("words", str(refused))
        return False
    return True


def _told(visit: Visit, at: datetime) -> list[dict[str, Any]]:
    said = RightsRequest.objects.visible_to(visit.actor, at=at).filter(asked_at__gt=at - SHOWN_FOR)
    shown = said.filter(answer__in=list(STATES)).order_by("-asked_at")[:SHOWN]
    return [
        {"one": one, "icon": icon, "what": state, "since": one.asked_at}
        for one in shown
        for icon, state in [STATES[one.answer]]
    ]
