"""Which questions stand on the page for this actor, and what the page knows beside them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.templatetags.look import clock_words
from people import disclosures
from people.lifecycle import Purpose
from screening.actions.screenings import answers_of
from screening.forms import AnswersForm
from screening.models.screening import Screening

SHARED_DEVICE = "shared_device"  # a cookie: this tablet is handed to families


def look_at(actor: Actor, screening_id: UUID, *, what: str, at: datetime) -> Screening:
    """The screening, if the actor may see it; the look is written down."""
    visible = Screening.objects.visible_to(actor, at=at).select_related("person", "answered_by")
    screening = visible.get(pk=screening_id)
    seen = {screening.person_id, screening.subject.pk}
    disclosures.record(actor=actor, person_ids=seen, what=what, purpose=Purpose.CARE, at=at)
    return screening


def form_of(actor: Actor, screening: Screening, data: QueryDict | None = None) -> AnswersForm:
    """The questions which this actor may ask here: the private ones are one person's alone."""
    private = access.can(actor, "screening.ask_private", screening)
    questions = screening.questions if private else screening.questions.open_part
    return AnswersForm(questions, screening.spoken, answers_of(screening), data)


def page_of(request: HttpRequest, screening: Screening, form: AnswersForm) -> dict[str, Any]:
    """What the templates of the questions need, for one question or for all."""
    return {
        "screening": screening,
        "form": form,
        "one": form.one(request.POST.get("one") or request.GET.get("one")),
        "language": screening.spoken,
        "language_name": form.language_name,
        "is_our_translation": screening.sheet.is_our_translation(screening.language),
        "introduction": screening.sheet.introduction.in_language(screening.spoken),
        "left_out": why_left_out(screening, form),
        "saved": saved_words(screening.saved_at) if screening.saved_at else "",
    }


def why_left_out(screening: Screening, form: AnswersForm) -> str:
    """Why the private questions are not on the page; empty when nothing is left out."""
    if len(form.items) == len(screening.sheet.asked_here.items):
        return ""
    if screening.is_private:
        return _("The questions about safety stay with the colleague who began this screening.")
    return _("The questions about safety are left out, because somebody else could read or listen.")


def saved_words(at: datetime) -> str:
    return _("Saved %(time)s") % {"time": clock_words(timezone.localtime(at).time())}


def is_shared(request: HttpRequest) -> bool:
    """Whether families hold this device too: then nothing said in private is shown on it."""
    return SHARED_DEVICE in request.COOKIES
