"""What is done on a need's own page, one verb a form: each calls one action and goes back."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import BadInput, ConsentMissing
from core.http import ActorRequest
from people import disclosures
from people.lifecycle import Purpose
from people.views.header import header_of
from people.views.person import get_or_post
from referrals.actions import answer, mending, nudge, progress
from referrals.forms.clinic import (
    CloseForm,
    ReplyForm,
    TakeBackForm,
    WantForm,
    WordForm,
)
from referrals.forms.telling import TellingForm
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from referrals.search import need as one
from referrals.views.need import need_page
from screening.actions import needs
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need


def typed(request: ActorRequest) -> QueryDict | None:
    """What was sent with the form, even when that is nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether it worked; what a rule says of the input stands in the form, beside what was typed."""
    if not form.is_valid():
        return False
    try:
        act()
    except (BadInput, ConsentMissing) as error:
        form.add_error(None, str(error))
        return False
    return True


@require_POST
def want(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """The family wants help with this."""
    form = WantForm(request.POST, prefix="want")
    if not done(form, lambda: needs.want_help(
        actor=request.actor, need_id=need_id, via=Via(form.cleaned_data["via"]), at=timezone.now(),
    )):  # fmt: skip
        return need_page(request, need_id, failed=form)
    messages.success(request, _("Written down. Now find help."))
    return redirect("referrals:need", need_id)


@require_POST
def decline(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """The family says no thanks, for now or for good."""
    form = WantForm(request.POST, prefix="want")
    if not done(form, lambda: needs.decline_help(
        actor=request.actor, need_id=need_id, via=Via(form.cleaned_data["via"]),
        ask_again_on=form.cleaned_data["ask_again_on"], at=timezone.now(),
    )):  # fmt: skip
        return need_page(request, need_id, failed=form)
    messages.success(request, _("Written down. Nobody asks again before that day."))
    return redirect("referrals:need", need_id)


@require_POST
def hear_family(request: ActorRequest, need_id: UUID) -> HttpResponse:
    form = WordForm(request.POST, prefix="word")
    if not done(form, lambda: form.record(request.actor, need_id, at=timezone.now())):
        return need_page(request, need_id, failed=form)
    messages.success(request, _("The family’s word is written down."))
    return redirect("referrals:need", need_id)


@require_POST
def reply(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    at = timezone.now()
    need_id = one.sent_one(request.actor, referral_id, at=at).need_id
    form = ReplyForm(request.POST, prefix="reply")
    if not done(form, lambda: answer.reply(
        actor=request.actor, referral_id=referral_id, words=form.cleaned_data["words"], at=at,
    )):  # fmt: skip
        return need_page(request, need_id, failed=form)
    messages.success(request, _("Your answer is sent."))
    return redirect("referrals:need", need_id)


@require_POST
def called(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Those whom no message reaches know of it now."""
    referral = answer.told_by_telephone(
        actor=request.actor, referral_id=referral_id, at=timezone.now()
    )
    messages.success(
        request, _("Written down. You are reminded when it is time to ask them again.")
    )
    return redirect("referrals:need", referral.need_id)


@require_POST
def remind(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    referral = nudge.nudge(actor=request.actor, referral_id=referral_id, at=timezone.now())
    messages.success(request, _("A reminder is on its way."))
    return redirect("referrals:need", referral.need_id)


@require_POST
def undo(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Within twenty seconds of sending; after that the page says so and offers to take it back."""
    referral = progress.correct(
        actor=request.actor, referral_id=referral_id, reason="undone", at=timezone.now()
    )
    messages.success(request, _("Undone. Nobody was told."))
    return redirect("referrals:need", referral.need_id)


@require_POST
def mend(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    referral = mending.mend(actor=request.actor, referral_id=referral_id, at=timezone.now())
    messages.success(request, _("Mended. The request goes on where it stood."))
    return redirect("referrals:need", referral.need_id)


def _likely_end(need: Need) -> str:
    return NeedStatus.DIED if need.subject.is_dead else ""


@get_or_post
def close(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """Cannot be undone by a click, so it has a page of its own."""
    at = timezone.now()
    found = one.need_for(request.actor, need_id, at=at)
    form = CloseForm(typed(request), initial={"status": _likely_end(found)})
    if form.is_bound and done(form, lambda: form.record(request.actor, need_id, at=at)):
        messages.success(request, _("The need is closed."))
        return redirect("referrals:need", need_id)
    return form_page(request, found, form, "referrals/close.html")


@get_or_post
def take_back(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    at = timezone.now()
    referral = one.sent_one(request.actor, referral_id, at=at)
    form = TakeBackForm(typed(request), initial={"reason": request.GET.get("reason", "")})
    if form.is_bound and done(form, lambda: progress.cancel(
        actor=request.actor, referral_id=referral_id, at=at, **form.cleaned_data,
    )):  # fmt: skip
        messages.success(request, _("The request is taken back, and the partner is told."))
        return redirect("referrals:need", referral.need_id)
    return _referral_page(request, referral, form, "referrals/take_back.html")


@get_or_post
def told(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """What the partner said by telephone, on paper or in person, on their word."""
    at = timezone.now()
    referral = one.sent_one(request.actor, referral_id, at=at)
    form = TellingForm(Status(referral.status), typed(request))
    if form.is_bound and done(form, lambda: form.record(request.actor, referral_id, at=at)):
        messages.success(request, _("Written down on their word. The partner can see it."))
        return redirect("referrals:need", referral.need_id)
    return _referral_page(request, referral, form, "referrals/told.html")


def _referral_page(
    request: ActorRequest, referral: Referral, form: forms.Form, template: str
) -> HttpResponse:
    found = one.need_for(request.actor, referral.need_id, at=timezone.now())
    return form_page(request, found, form, template, referral)


def form_page(
    request: ActorRequest,
    found: Need,
    form: forms.Form,
    template: str,
    referral: Referral | None = None,
    **more: object,
) -> HttpResponse:
    at = timezone.now()
    disclosures.record(
        actor=request.actor, person_ids=[found.subject_id], what="referrals.need",
        purpose=Purpose.CARE, at=at, topic=found.topic,
    )  # fmt: skip
    header = header_of(found.subject, at)
    context = {
        "need": found, "referral": referral, "form": form, "header": header, "at": at, **more,
    }  # fmt: skip
    return render(request, template, context, status=422 if form.errors else 200)
