"""The day has come: does the help still hold, is it wanted now, does the agreement go on?"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http import ActorRequest
from core.languages import language_name
from core.templatetags.look import day_within
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people.models.agreements import Consent
from people.models.person import Person
from people.views.doors import open_record
from people.views.header import header_of, name_of
from people.views.person import get_or_post
from referrals.actions import later as actions
from referrals.forms.later import LaterForm
from referrals.search.later import later_for
from referrals.views.doing import done, typed
from referrals.views.happened import Happened
from referrals.views.rows import Row
from referrals.words import VERBS
from screening.lifecycle import LaterKind, Via
from screening.models.later import Later

Text = str | Promise
TITLES: dict[str, Text] = {
    LaterKind.RECHECK: gettext_lazy("Does %(name)s still have it?"),
    LaterKind.ASK_AGAIN: gettext_lazy("Does %(name)s want help now?"),
    LaterKind.RENEWAL: gettext_lazy("Does %(name)s go on sharing?"),
    LaterKind.OF_AGE: gettext_lazy("Ask %(name)s themselves"),
    LaterKind.REWORDED: gettext_lazy("Ask %(name)s with the new words"),
    LaterKind.APPEAL: gettext_lazy("Does %(name)s appeal?"),
    LaterKind.RECERTIFY: gettext_lazy("Renew it with %(name)s"),
    LaterKind.UNFINISHED: gettext_lazy("Finish the screening of %(name)s"),
}
CHIPS: dict[str, tuple[Text, str]] = {
    LaterKind.RECHECK: (gettext_lazy("Helped, look again"), "refresh-cw"),
    LaterKind.ASK_AGAIN: (gettext_lazy("Said not now, ask again"), "hand-helping"),
    LaterKind.RENEWAL: (gettext_lazy("An agreement ends"), "handshake"),
    LaterKind.OF_AGE: (gettext_lazy("Comes of age"), "cake"),
    LaterKind.REWORDED: (gettext_lazy("The words have changed"), "scroll-text"),
    LaterKind.APPEAL: (gettext_lazy("Denied, may appeal"), "gavel"),
    LaterKind.RECERTIFY: (gettext_lazy("To be renewed"), "calendar-clock"),
    LaterKind.UNFINISHED: (gettext_lazy("Screening started"), "pencil-line"),
}


def later_row(later: Later, at: datetime) -> Row:
    """Among the needs of today, by the day it is due."""
    words, icon = CHIPS[later.kind]
    url = reverse("referrals:later", args=[later.pk])
    drawing, about = _about_what(later)
    return Row(
        url=url,
        act_url=url,
        name=name_of(later.person),
        who=language_name(later.person.language),
        icon=drawing,
        about=about,
        happened=Happened(words, "you", icon, 0, broken=False, sentence=about_words(later, at)),
        verb=VERBS[later.next_step],
        weight="tint",
        due=later.next_step_due,
    )


def _about_what(later: Later) -> tuple[str, Text]:
    """The icon and the name of what it is about."""
    if later.need:
        return TOPICS[later.need.topic].icon, TOPIC_WORDS[later.need.topic]
    return ("clipboard-list", _("Screening")) if later.is_begun else ("handshake", _("Agreement"))


def about_words(later: Later, at: datetime) -> str:
    """What the day is about, in one sentence."""
    if later.consent:
        return _about_agreement(later, later.consent, at)
    if later.is_of_application:
        said = {"day": date_format(later.on_day, "DATE_FORMAT")}
        if later.is_appeal:
            return _("Their application was denied. They may appeal until %(day)s") % said
        return _("What the application brought must be renewed by %(day)s") % said
    if later.is_begun:
        return _("Something was answered, and nobody has finished it")
    if later.is_recheck:
        return _("They got help. The day to ask whether it still holds has come")
    return _("They said: not now. The day they named has come")


def _about_agreement(later: Later, consent: Consent, at: datetime) -> str:
    partner = consent.recipient.name if consent.recipient else _("the desk")
    if later.kind == LaterKind.OF_AGE:
        said = {"partner": partner, "month": date_format(later.on_day, "YEAR_MONTH_FORMAT")}
        return _(
            "Somebody else agreed to share with %(partner)s. They come of age in %(month)s, "
            "and from then on nothing new is shared without their own yes"
        ) % said  # fmt: skip
    if later.kind == LaterKind.REWORDED:
        return _(
            "The words of agreements have changed. Until they hear them, nothing new is shared with %(partner)s"
        ) % {"partner": partner}  # fmt: skip
    said = {"partner": partner, "day": day_within(consent.until, at) if consent.until else ""}
    return _("The agreement to share with %(partner)s ends %(day)s") % said


@get_or_post
def later(request: ActorRequest, later_id: UUID) -> HttpResponse:
    at = timezone.now()
    found = _found(request, later_id, at)
    if found.screening_id:
        return redirect("screening:ask", found.screening_id)
    said = request.POST.get("said", "")
    form = LaterForm(found, said, typed(request))
    if form.is_bound and said in DOES and done(form, lambda: DOES[said](request, found, form, at)):
        messages.success(request, _("Written down."))
        return (
            redirect("referrals:need", found.need_id)
            if said == "appeal"
            else redirect("referrals:today")
        )
    person = open_record(
        request, found.person_id, rule="people.read", what="referrals.later", at=at
    )
    context = _context(found, person, form, at)
    return render(request, "referrals/later.html", context, status=422 if form.is_bound else 200)


def _found(request: ActorRequest, later_id: UUID, at: datetime) -> Later:
    return later_for(request.actor, later_id, at=at)


def _context(found: Later, person: Person, form: LaterForm, at: datetime) -> dict[str, object]:
    name = person.first_name or name_of(person)
    return {
        "later": found,
        "person": person,
        "header": header_of(person, at),
        "title": TITLES[found.kind] % {"name": name},
        "sentence": about_words(found, at),
        "form": form,
    }


def _fine(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    typed_in = form.cleaned_data
    actions.still_fine(
        actor=request.actor, later_id=found.pk, next_on=typed_in["next_on"], at=at, via=Via(typed_in["via"]),
    )  # fmt: skip


def _again(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    via = Via(form.cleaned_data["via"])
    actions.needed_again(actor=request.actor, later_id=found.pk, at=at, via=via)


def _not_now(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    again_on = form.cleaned_data["next_on"]
    actions.not_now(actor=request.actor, later_id=found.pk, again_on=again_on, at=at)


def _renew(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    actions.renew(actor=request.actor, later_id=found.pk, at=at)


def _appeal(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    via = Via(form.cleaned_data["via"])
    actions.appealed(actor=request.actor, later_id=found.pk, at=at, via=via)


def _renewed(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    typed_in = form.cleaned_data
    actions.recertified(
        actor=request.actor, later_id=found.pk, next_on=typed_in["next_on"], at=at, via=Via(typed_in["via"]),
    )  # fmt: skip


def _let_pass(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    via = Via(form.cleaned_data["via"])
    actions.let_pass(actor=request.actor, later_id=found.pk, at=at, via=via)


def _let_end(request: ActorRequest, found: Later, form: LaterForm, at: datetime) -> None:
    actions.let_end(actor=request.actor, later_id=found.pk, at=at)


Do = Callable[[ActorRequest, Later, LaterForm, datetime], None]
DOES: dict[str, Do] = {
    "fine": _fine, "again": _again, "not_now": _not_now, "renew": _renew, "let_end": _let_end,
    "appeal": _appeal, "renewed": _renewed, "let_pass": _let_pass,
}  # fmt: skip
