"""Ask me later: for the family, past the agreed word. Nobody presses them until the day that they choose."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from organizations.topic_words import TOPIC_WORDS
from people import disclosures
from people.lifecycle import Purpose
from referrals.actions import pausing
from referrals.forms.family import FamilyGoOnForm
from referrals.forms.pausing import FamilyWaitForm
from referrals.search.waiting import that_can_wait
from referrals.views.family_door import Visit, through_link
from referrals.views.family_said import thank_for
from referrals.words import Text
from screening.lifecycle import Via


@dataclass(frozen=True, slots=True)
class Told:
    """What is read once it is written down."""

    done: Text


LATER = "later"
TOLD: dict[str, Told] = {
    LATER: Told(_("We will not ask you before that day. You can go on at any time.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@through_link
def later(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which help, and about when. Nothing at all of who is contacted with care."""
    person = visit.person
    if not visit.knows_word or person.contact_with_care:
        return redirect(visit.url())
    disclosures.record(
        actor=visit.actor, person_ids=[person.pk], what="referrals.family_page",
        purpose=Purpose.CARE, at=visit.at,
    )  # fmt: skip
    form = _form(request, visit)
    if form is None:
        return redirect(visit.url())
    if form.is_bound and form.is_valid() and _waits(visit, form):
        return thank_for(visit, LATER)
    context: dict[str, Any] = {
        "visit": visit, "token": visit.token, "form": form, "clinic": person.custodian,
        "help_line": person.network.help_line, "crisis_line": person.network.crisis_line,
        "at": visit.at,
    }  # fmt: skip
    return render(
        request, "referrals/family_later.html", context, status=422 if form.errors else 200
    )


def _form(request: HttpRequest, visit: Visit) -> FamilyWaitForm | None:
    needs = that_can_wait(visit.actor, visit.person.pk, at=visit.at)
    if not needs:
        return None
    return FamilyWaitForm(
        request.POST if request.method == "POST" else None,
        needs=[(need.pk, TOPIC_WORDS[need.topic]) for need in needs],
        today=needs[0].organization.open_days.local_date(visit.at),
        last=pausing.longest_wait(needs[0], at=visit.at),
    )


def _waits(visit: Visit, form: FamilyWaitForm) -> bool:
    said: dict[str, Any] = {"actor": visit.actor, "wait": form.wait, "at": visit.at}
    try:
        if form.need_id:
            pausing.pause(need_id=form.need_id, **said)
        else:
            pausing.pause_all(person_id=visit.person.pk, **said)
    except DomainError as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
@through_link
def go_on(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Sooner than they had said. A second tap on an old page changes nothing."""
    form = FamilyGoOnForm(request.POST)
    if visit.knows_word and not visit.person.contact_with_care and form.is_valid():
        try:
            need_id = form.cleaned_data["need"]
            pausing.go_on(actor=visit.actor, need_id=need_id, via=Via.LINK, at=visit.at)
        except DomainError:
            pass
    return redirect(visit.url())
