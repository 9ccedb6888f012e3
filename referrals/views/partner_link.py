"""A partner without an account answers one request: two taps for a yes, the family's facts past the code."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.links import LinkGone, url_path
from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from organizations.actions import room as room_actions
from organizations.forms.services import RoomForm
from referrals.actions import answer as answers
from referrals.actions import progress
from referrals.actions.mending import undo_own_end
from referrals.forms.partner import AnswerForm
from referrals.links import request_link
from referrals.search.one_request import Request, other_services, request_of
from referrals.views.partner_door import Visit, through_link
from referrals.views.request_page import (
    heading_at_a_glance,
    look_at,
    page_of,
    told_sentence,
    turn_of,
)
from referrals.views.verbs import VERBS, Verb, choices_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
CAN_BE_A_SLIP = ("yes", "cannot", "done", "failed")


@require_safe
@through_link
def link_request(request: ActorRequest, visit: Visit, referral_id: UUID) -> HttpResponse:
    """Without the code nothing is told of the family, and a program that tries links leaves no trace."""
    found = open_one(visit, referral_id)
    if not visit.has_code:
        return show(request, visit, found, "glance", _at_a_glance(found, visit))
    found = look_at(request, referral_id, at=visit.at)
    if found.is_new:
        answers.see(actor=visit.actor, referral_id=referral_id, at=visit.at)
    return show(request, visit, found, "request", page_of(found, visit.at))


def _at_a_glance(found: Request, visit: Visit) -> dict[str, object]:
    return {
        "heading": heading_at_a_glance(found),
        "told": told_sentence(found, visit.at),
        "choices": choices_of(found),
    }


def open_one(visit: Visit, referral_id: UUID) -> Request:
    """With the request its links die, but for a family's no that waits for a word."""
    found = request_of(visit.actor, referral_id, at=visit.at)
    if (found.is_ended and not found.is_asked_about_no) or found.is_withdrawn:
        raise LinkGone
    return found


def show(
    request: ActorRequest,
    visit: Visit,
    about: Request,
    name: str,
    more: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    context = {
        "visit": visit,
        "token": visit.token,
        "found": about,
        "at": visit.at,
        "turn": turn_of(about, visit.at),
        **more,
    }
    return render(request, f"referrals/link/{name}.html", context, status=status)


@get_or_post
@through_link
def link_answer(request: ActorRequest, visit: Visit, referral_id: UUID, verb: str) -> HttpResponse:
    """One tap, or a form with one tap more: the same answers as with an account."""
    said = VERBS.get(verb)
    if said is None:
        raise LinkGone
    found = open_one(visit, referral_id)
    if said.form is None:
        is_tap = request.method == "POST"
        return _tell(request, visit, found, said, {}) if is_tap else _back(visit, found)
    services = other_services(visit.actor, found.topic)
    form = said.form(request.POST if request.method == "POST" else None, services=services)
    if not form.is_bound and verb not in choices_of(found):
        return _back(visit, found)
    return _answered(request, visit, found, said, form)


def _answered(
    request: ActorRequest, visit: Visit, found: Request, said: Verb, form: AnswerForm
) -> HttpResponse:
    if form.is_valid():
        try:
            return _tell(request, visit, found, said, form.cleaned_data)
        except BadInput as error:
            form.add_error(None, str(error))
    status = 422 if form.is_bound else 200
    return show(request, visit, found, "answer", {"verb": said, "form": form}, status)


def _tell(
    request: ActorRequest, visit: Visit, found: Request, said: Verb, words: dict[str, object]
) -> HttpResponse:
    try:
        told = said.tell(actor=visit.actor, referral_id=found.id, at=visit.at, **words)
    except StepNotPossible as refusal:
        return show(request, visit, found, "late", {"sentence": str(refusal)}, 409)
    thanks = {
        "said": said.said,
        "is_open": told.is_open,
        "can_undo": said in {VERBS[slug] for slug in CAN_BE_A_SLIP},
        "form": RoomForm() if said.asks_room else None,
    }
    return show(request, visit, found, "thanks", thanks)


def _back(visit: Visit, found: Request) -> HttpResponse:
    return redirect(visit.url("link_request", found.id))


@require_POST
@through_link
def link_undo(request: ActorRequest, visit: Visit, referral_id: UUID) -> HttpResponse:
    """A slip: a yes is taken back; what was ended by it goes on, with a link of its own."""
    found = request_of(visit.actor, referral_id, at=visit.at)
    if found.is_accepted:
        progress.fail(
            actor=visit.actor, referral_id=referral_id, reason="accepted_by_mistake", at=visit.at
        )
        return show(request, visit, found, "undone", {})
    try:
        goes_on = undo_own_end(actor=visit.actor, referral_id=referral_id, at=visit.at)
    except StepNotPossible as refusal:
        return show(request, visit, found, "late", {"sentence": str(refusal)}, 409)
    again = url_path(request_link(goes_on, at=visit.at))
    return show(request, visit, found, "undone", {"again": again})


@require_POST
@through_link
def link_room(request: ActorRequest, visit: Visit, referral_id: UUID) -> HttpResponse:
    """How much room there is. It is nobody's secret: said after an answer too, which may have ended the request."""
    found = request_of(visit.actor, referral_id, at=visit.at)
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            said = form.said(via="link")
            room_actions.say(actor=visit.actor, service_id=found.service_id, said=said, at=visit.at)
        except BadInput as error:
            form.add_error("until", str(error))
    status = 200 if form.is_valid() else 422
    is_open = not found.is_ended
    return show(request, visit, found, "room", {"form": form, "is_open": is_open}, status)
