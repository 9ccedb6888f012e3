"""The family wants to wait: what will happen is said first, then it is written down. Or it goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from people.views.doors import open_record
from people.views.header import header_of
from people.views.person import get_or_post
from referrals.actions import pausing
from referrals.forms.pausing import GoOnForm, WaitForm
from referrals.models.referral import Referral
from referrals.search import need as one
from referrals.search.waiting import live_of, that_can_wait
from referrals.views.doing import done, form_page, typed
from referrals.views.need import need_page
from referrals.words import Text
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need
from screening.words import NEED_WORDS


@dataclass(frozen=True, slots=True)
class WillHappen:
    """One line of what comes of it."""

    icon: str
    words: Text


@get_or_post
def wait(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """About one need."""
    at = timezone.now()
    found = one.need_for(request.actor, need_id, at=at)
    form = WaitForm(typed(request))
    if form.is_bound and done(form, lambda: pausing.pause(
        actor=request.actor, need_id=need_id, wait=form.wait, at=at,
    )):  # fmt: skip
        messages.success(request, _("Written down. Nobody asks the family before that day."))
        return redirect("referrals:need", need_id)
    will_happen = list(_will_happen([found]))
    return form_page(request, found, form, "referrals/wait.html", will_happen=will_happen)


@get_or_post
def wait_all(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """About everything that is open for them, in one go."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.read", what="referrals.wait", at=at)
    needs = that_can_wait(request.actor, person.pk, at=at)
    if not needs:
        messages.info(request, _("Nothing is open here that could wait."))
        return redirect("people:record", person_id)
    form = WaitForm(typed(request))
    if form.is_bound and done(form, lambda: pausing.pause_all(
        actor=request.actor, person_id=person_id, wait=form.wait, at=at,
    )):  # fmt: skip
        messages.success(request, _("Written down. Nobody asks the family before that day."))
        return redirect("people:record", person_id)
    context = {
        "person": person, "header": header_of(person, at), "form": form,
        "will_happen": list(_will_happen(needs)),
        "needs": [(TOPIC_WORDS[need.topic], NEED_WORDS[NeedStatus(need.status)].words) for need in needs],
    }  # fmt: skip
    return render(request, "referrals/wait_all.html", context, status=422 if form.errors else 200)


@require_POST
def go_on(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """They go on now: whatever rested is taken up again."""
    form = GoOnForm(request.POST, prefix="go")
    if not done(form, lambda: pausing.go_on(
        actor=request.actor, need_id=need_id, via=Via(form.cleaned_data["via"]), at=timezone.now(),
    )):  # fmt: skip
        return need_page(request, need_id, failed=form)
    messages.success(request, _("It goes on. Whoever had rested it is told."))
    return redirect("referrals:need", need_id)


def _will_happen(needs: Iterable[Need]) -> Iterator[WillHappen]:
    yield WillHappen("bell-off", _("Nobody calls or writes to them about it before that day."))
    for referral in live_of(needs):
        yield _of_partner(referral)
    yield WillHappen("calendar", _("On that day it is your turn: ask them whether they go on."))
    yield WillHappen("refresh-cw", _("They can go on sooner, at any time."))


def _of_partner(referral: Referral) -> WillHappen:
    partner = {"partner": referral.receiver.name}
    if referral.is_introduction:
        return WillHappen("signpost", _("The handout for %(partner)s still holds.") % partner)
    if referral.is_asked:
        words = _("%(partner)s has not answered: the request is taken back, and they are told.")
        return WillHappen("undo-2", words % partner)
    if referral.is_on_wait_list:
        words = _("%(partner)s keeps their place, and is told the day. Not why.")
        return WillHappen("list-ordered", words % partner)
    words = _("%(partner)s lets it rest until then, and is told the day. Not why.")
    return WillHappen("hourglass", words % partner)
