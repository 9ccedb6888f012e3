"""The family's page: one question for everybody who holds the link, the rest past the agreed word."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.trying import count_wrong, forget_wrong, is_locked
from organizations.views.link_visitor import know_again
from organizations.views.sheet import sheets_of
from people import disclosures
from people.lifecycle import Purpose
from referrals.actions.afterwards import family_adds
from referrals.actions.check_in import Answered, check_in
from referrals.actions.family import Answer
from referrals.actions.voices import give_hint
from referrals.forms.check_in import CheckInForm
from referrals.forms.family import PARTLY, FamilyAnswerForm, FamilyWhyForm, WordForm
from referrals.forms.voice import EasierForm, hint_of
from referrals.search.check_in import due_to
from referrals.search.family import (
    Question,
    agreed_to,
    asked_for,
    question_for,
    services_to_go_to,
    told_about,
)
from referrals.search.voices import what_came_of_it
from referrals.views.family_door import Visit, is_the_word, through_link, visitor_to
from referrals.views.family_said import forget, just_said, thank_for
from referrals.views.family_thanks import ADDED, ASKS_EASIER, HINT, THANKS, VOICED
from referrals.views.family_wait import TOLD as LATER_TOLD
from referrals.views.family_wishes import WISHES
from screening.lifecycle import Via

ONE, ALL = "one", "all"  # pages of thanks, beside those of the wishes
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@through_link
def family(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Looking changes nothing. Past the word, the look is written down like any other."""
    if not visit.knows_word:
        return _bare(request, visit, WordForm())
    disclosures.record(
        actor=visit.actor, person_ids=[visit.person.pk], what="referrals.family_page",
        purpose=Purpose.CARE, at=visit.at,
    )  # fmt: skip
    return _show(request, visit, "page", **_own_page(visit))


def _bare(request: HttpRequest, visit: Visit, form: WordForm, status: int = 200) -> HttpResponse:
    locked = is_locked(visit.link, visitor_to(request, visit), at=visit.at)
    return _show(request, visit, "question", status, form=form, is_locked=locked)


def _own_page(visit: Visit) -> dict[str, Any]:
    person, actor, at = visit.person, visit.actor, visit.at
    asked = asked_for(person, actor, at=at)
    due = [] if person.contact_with_care else due_to(person, actor, at=at)
    return {
        "check_in": CheckInForm(due) if due else None,
        "first_name": person.first_name,
        "asked_for": asked,
        "may_wait": any(one.can_wait for one in asked),
        "places": sheets_of(services_to_go_to(person, actor, at=at), at=at),
        "agreed_to": agreed_to(person, at=at),
        "clinic": person.custodian,
        "may_see_looks": not person.contact_with_care,
        "came_of_it": what_came_of_it(person, language=visit.language, at=at),
        "wishes": [(kind, wish) for kind, wish in WISHES.items() if wish.choices(visit)],
    }


def _show(
    request: HttpRequest, visit: Visit, name: str, status: int = 200, **context: object
) -> HttpResponse:
    """Every page has the question that waits, the languages, and a number to call."""
    if "question" not in context:
        context["question"] = question_for(visit.actor, at=visit.at)
    shown = {
        "visit": visit,
        "token": visit.token,
        "help_line": visit.person.network.help_line,
        "crisis_line": visit.person.network.crisis_line,
        "at": visit.at,
    }
    context = {**shown, "family_languages": _languages(visit), **context}
    return render(request, f"referrals/family_{name}.html", context, status=status)


def _languages(visit: Visit) -> list[dict[str, object]]:
    """Each named in itself. They lead to the first page, because a tap is not asked for twice."""
    return [
        {
            "code": code,
            "name": name,
            "url": f"{visit.url()}?lang={code}",
            "current": code == visit.language,
        }
        for code, name in settings.LANGUAGES
    ]


@require_POST
@through_link
def answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One tap. A second one on an old page changes nothing, and is thanked too."""
    form = FamilyAnswerForm(request.POST)
    if not form.is_valid():
        return redirect(visit.url())
    said = _heard(visit, form.question, form.answered)
    return thank_for(visit, ONE, {form.question.need_id: said})


def _heard(visit: Visit, question: Question, answered: Answer) -> str:
    """What to thank for. The need may have moved on since the page was shown: then for nothing new."""
    said = Answered(question.need_id, question.stamp, answered)
    return check_in(actor=visit.actor, said=[said], via=Via.LINK, at=visit.at)[question.need_id]


@require_POST
@through_link
def answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Past the word: all that is due in one go, or as much of it as they like."""
    if not visit.knows_word or visit.person.contact_with_care:
        return redirect(visit.url())
    form = CheckInForm(due_to(visit.person, visit.actor, at=visit.at), request.POST)
    if not form.is_valid() or not form.said:
        return redirect(visit.url())
    heard = check_in(actor=visit.actor, said=form.said, via=form.via, at=visit.at)
    return thank_for(visit, ALL, heard)


@require_safe
@through_link
def thanks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Shown once after a tap, and safe to load again: then it leads to the first page."""
    page, said = just_said(request, visit)
    if page == ONE and said:
        return forget(_thanks(request, visit, *said.popitem()), visit)
    if page == ALL and visit.knows_word:
        lines = [
            (about, THANKS[said[about.need_id]])
            for about in told_about(visit.actor, said, at=visit.at)
        ]
        asks = _easier(visit, said.values())
        return forget(_show(request, visit, "thanks_all", lines=lines, easier=asks), visit)
    if page in VOICED and (visit.knows_word or page == HINT):
        return forget(_show(request, visit, "voice_done", thanks=VOICED[page]), visit)
    told = WISHES.get(page) or LATER_TOLD.get(page)
    if told and visit.knows_word:
        done = _show(request, visit, "wish_done", wish=told, question=None)
        return forget(done, visit)
    return redirect(visit.url())


def _thanks(request: HttpRequest, visit: Visit, need_id: UUID, said: str) -> HttpResponse:
    following = question_for(visit.actor, at=visit.at, but_not=need_id)
    context: dict[str, Any] = {"thanks": THANKS[said], "need_id": need_id, "partly": PARTLY}
    context["easier"] = _easier(visit, [said])
    return _show(request, visit, "thanks", question=following, **context)


@require_POST
@through_link
def why(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Why it did not work out, or that some of it came: one more tap, if they like."""
    form = FamilyWhyForm(request.POST)
    if not form.is_valid():
        return redirect(visit.url())
    need_id = form.cleaned_data["need"]
    family_adds(
        actor=visit.actor, need_id=need_id, at=visit.at, why=form.reason, got_some=form.got_some
    )
    return thank_for(visit, ONE, {need_id: ADDED})


def _easier(visit: Visit, said: Iterable[str]) -> EasierForm | None:
    """Asked once the answer is in, and never of who is contacted with care."""
    asks = not visit.person.contact_with_care and not ASKS_EASIER.isdisjoint(said)
    return EasierForm() if asks else None


@require_POST
@through_link
def easier(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What would have made it easier: one tap or a few words, for the sums that partners read."""
    form = EasierForm(request.POST)
    hint = hint_of(form.cleaned_data, language=visit.language) if form.is_valid() else None
    if hint is None or visit.person.contact_with_care:
        return redirect(visit.url())
    give_hint(actor=visit.actor, person_id=visit.person.pk, hint=hint, at=visit.at)
    return thank_for(visit, HINT)


@require_POST
@through_link
def word(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The word agreed with the worker. After five wrong ones they wait, longer each time; others do not."""
    form, visitor = WordForm(request.POST), visitor_to(request, visit)
    if is_locked(visit.link, visitor, at=visit.at) or not form.is_valid():
        return _bare(request, visit, form, status=422)
    if not is_the_word(visit, form.cleaned_data["word"]):
        count_wrong(visit.link, visitor, at=visit.at)
        form.add_error("word", WordForm.WRONG)
        return _bare(request, visit, form, status=422)
    forget_wrong(visit.link, visitor)
    return know_again(visit.proof.keep(redirect(visit.url())), visit.link, visitor)


@get_or_post
@through_link
def wish(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """Say what will happen, then do it: each of the three wishes has its own sentence."""
    wished = WISHES.get(kind)
    if wished is None or not visit.knows_word:
        return redirect(visit.url())
    form = wished.form(visit, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, visit, "wish", wish=wished, form=form, question=None)
    wished.tell(visit, form.about_id)
    return thank_for(visit, kind)
