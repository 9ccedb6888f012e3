"""Vote by the link in one's mailbox, on a phone: what waits, and one's word on each matter."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.actions import ballots, polling, proposals
from governance.forms.elections import PaperForm
from governance.forms.proposals import ConflictForm, VoteForm
from governance.lifecycle import Status
from governance.models.elections import Election
from governance.models.proposals import Proposal, Standing
from governance.search.council import asked
from governance.search.elections import mine_to_cast, numbers_of, standing, voted, with_seats
from governance.search.votes import waiting_for
from governance.views.elections import name_of, paper_of
from governance.views.my_seats import my_seats
from governance.views.voting_door import Visit, past_the_code, through_link
from governance.words.deciding import METHOD_WORDS
from governance.words.elections import ELECTORS_WORDS, election_words

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
BY_LINK = "link"


@require_safe
@through_link
def votes(request: ActorRequest, visit: Visit) -> HttpResponse:
    """Looking changes nothing: a program that opens links in mails does no harm."""
    if not visit.has_code:
        return render(request, "governance/vote/door.html", {"visit": visit})
    waiting = waiting_for(visit.actor, at=visit.at)
    context = {
        "visit": visit, "at": visit.at, "is_all_said": bool(waiting) and not waiting.is_asked,
        "proposals": sorted(waiting.proposals, key=lambda row: row[1]),  # what still waits, first
        "elections": [
            (one, election_words(one.kind, numbers_of(one)), done)
            for one, done in sorted(waiting.elections, key=lambda row: row[1])
        ],
    }  # fmt: skip
    return render(request, "governance/vote/list.html", context)


# --- a proposal ----------------------------------------------------------------------------------


@get_or_post
@past_the_code
def on_proposal(request: ActorRequest, visit: Visit, proposal_id: UUID) -> HttpResponse:
    form = VoteForm(request.POST or None)

    def vote() -> None:
        ballot = ballots.vote(
            actor=visit.actor, proposal_id=proposal_id, seat_id=form.cleaned_data["seat"],
            answer=form.said, words=form.cleaned_data["words"], at=visit.at, via=BY_LINK,
        )  # fmt: skip
        _thank(request, ballot.receipt)

    if request.method == "POST" and _taken(form, vote):
        return redirect(visit.url("votes"))
    return _proposal_page(request, visit, proposal_id, form if form.is_bound else None)


@require_POST
@past_the_code
def torn(request: ActorRequest, visit: Visit, proposal_id: UUID) -> HttpResponse:
    """Whoever gains or loses by it says so, and does not vote."""
    form = ConflictForm(request.POST)

    def stand() -> None:
        proposals.stand(
            actor=visit.actor, proposal_id=proposal_id, seat_id=form.cleaned_data["seat"],
            kind=Standing.Kind.CONFLICT, words=form.cleaned_data["words"], at=visit.at,
        )  # fmt: skip
        messages.success(request, _("It is written down."))

    if _taken(form, stand):
        return redirect(visit.url("votes"))
    return _proposal_page(request, visit, proposal_id, form)


def _proposal_page(
    request: ActorRequest, visit: Visit, proposal_id: UUID, failed: forms.Form | None
) -> HttpResponse:
    rows = Proposal.objects.visible_to(visit.actor, at=visit.at).select_related("network")
    found = get_object_or_404(rows, pk=proposal_id, status=Status.VOTING)
    read = asked(found, visit.at)
    context = {
        "visit": visit, "at": visit.at, "proposal": found, "read": read, "failed": failed,
        "method": METHOD_WORDS[found.method],
        "seats": list(my_seats(visit.actor, found, read, failed)),
    }  # fmt: skip
    status = 422 if failed else 200
    return render(request, "governance/vote/proposal.html", context, status=status)


# --- an election ---------------------------------------------------------------------------------


@get_or_post
@past_the_code
def on_election(request: ActorRequest, visit: Visit, election_id: UUID) -> HttpResponse:
    rows = with_seats(Election.objects.visible_to(visit.actor)).select_related("network", "council")
    found = get_object_or_404(rows, pk=election_id, status="voting")
    there = standing(found)
    form = PaperForm(there, request.POST or None)

    def vote() -> None:
        ballot = polling.elect_by_ballot(
            actor=visit.actor, election_id=election_id, elector_id=form.cleaned_data["elector"],
            choices=form.cleaned_data["choices"], at=visit.at, via=BY_LINK,
        )  # fmt: skip
        _thank(request, ballot.receipt)

    if request.method == "POST" and _taken(form, vote):
        return redirect(visit.url("votes"))
    spoken = voted(found)
    context = {
        "visit": visit, "election": found, "kind": election_words(found.kind, numbers_of(found)), "standing": there,
        "elects": ELECTORS_WORDS[found.kind], "failed": form if form.is_bound else None,
        "papers": [
            {
                "name": name_of(one), "has_voted": one.pk in spoken,
                "form": paper_of(one.pk, there, form if form.is_bound else None),
            }
            for one in mine_to_cast(visit.actor, found)
        ],
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "governance/vote/election.html", context, status=status)


def _taken(form: forms.Form, act: Callable[[], None]) -> bool:
    """Whether it is done; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except (BadInput, StepNotPossible) as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _thank(request: ActorRequest, receipt: str) -> None:
    words = _("Your vote is in. Note its code to find it again when it is counted: %(code)s")
    messages.success(request, words % {"code": receipt})
