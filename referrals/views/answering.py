"""The receiver answers: yes, a question, can't, wait list; then how it goes, and how much room."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from organizations.actions import room as room_actions
from organizations.forms.services import RoomForm
from referrals.forms.partner import AnswerForm
from referrals.search.one_request import Request, other_services, who_came_first
from referrals.views.request_page import look_at, page_of
from referrals.views.verbs import VERBS, Verb, choices_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def answer(request: ActorRequest, referral_id: UUID, verb: str) -> HttpResponse:
    """One tap, or a form with one tap more. What was said elsewhere in the meantime stays."""
    said = VERBS.get(verb)
    if said is None:
        raise Http404
    if said.form is None:
        is_tap = request.method == "POST"
        return _tell(request, referral_id, said, {}) if is_tap else _back(referral_id)
    found = look_at(request, referral_id, at=timezone.now())
    form = _form(request, said.form, found)
    if request.method != "POST":
        return _ask(request, found, said, form) if verb in choices_of(found) else _back(referral_id)
    return _answered(request, found, said, form)


def _form(request: ActorRequest, form: type[AnswerForm], found: Request) -> AnswerForm:
    services = other_services(request.actor, found.topic)
    return form(request.POST if request.method == "POST" else None, services=services)


def _ask(
    request: ActorRequest, found: Request, said: Verb, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context = {"verb": said, "form": form, **page_of(found, timezone.now())}
    return render(request, "referrals/answer_form.html", context, status=status)


def _answered(request: ActorRequest, found: Request, said: Verb, form: AnswerForm) -> HttpResponse:
    if form.is_valid():
        try:
            return _tell(request, found.id, said, form.cleaned_data)
        except BadInput as error:
            form.add_error(None, str(error))
    return _ask(request, found, said, form, status=422)


def _tell(
    request: ActorRequest, referral_id: UUID, said: Verb, words: dict[str, object]
) -> HttpResponse:
    try:
        said.tell(actor=request.actor, referral_id=referral_id, at=timezone.now(), **words)
    except StepNotPossible as refusal:
        return _too_late(request, referral_id, str(refusal))
    messages.success(request, str(said.said))
    return redirect("referrals:room_now", referral_id) if said.asks_room else _back(referral_id)


def _too_late(request: ActorRequest, referral_id: UUID, sentence: str) -> HttpResponse:
    """Two answer at once: the second is told who was first. One's own second click is no news."""
    user_id, name = who_came_first(referral_id)
    if user_id is not None and user_id == request.actor.user_id:
        return _back(referral_id)
    context = {"sentence": sentence, "name": name, "referral_id": referral_id}
    return render(request, "referrals/answer_late.html", context, status=409)


def _back(referral_id: UUID) -> HttpResponse:
    return redirect("referrals:detail", referral_id)


@get_or_post
def room_now(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Asked right after an answer; before that, what is left of the same packet."""
    at = timezone.now()
    found = look_at(request, referral_id, at=at)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        room_actions.say(actor=request.actor, service_id=found.service_id, said=form.said(), at=at)
        messages.success(request, _("Thank you. Senders see this now."))
        return redirect("referrals:requests")
    if found.unanswered:
        return _back(found.unanswered[0].id)
    context = {"found": found, "form": form, "at": at}
    return render(request, "referrals/answer_room.html", context)
