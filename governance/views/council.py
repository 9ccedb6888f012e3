"""Who sits in the council, what is asked of it, and what did it decide? Everybody in the network reads it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import access
from core.actor import Actor
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import councils
from governance.forms.council import FoundingForm, TermForm
from governance.in_force import in_force
from governance.models.councils import Council, Seat
from governance.models.elections import Election, Nominee
from governance.search.council import (
    Titled,
    all_councils,
    committees,
    decided,
    have_voted,
    open_ones,
    seats_by_council,
    seats_of,
    sitting,
)
from governance.search.elections import election_of, elections_of, named, numbers_of, papers_in
from governance.search.meetings import meetings_of
from governance.search.votes import waiting_for
from governance.terms import Deciding
from governance.views.turns import turn_of_election, turn_of_proposal
from governance.words.deciding import COUNCIL_WORDS, SEAT_WORDS, STATUS_WORDS
from governance.words.elections import POLL_WORDS, election_words
from governance.words.meetings import gathering_words
from organizations.listing import network_of
from organizations.models.network import Network

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def council(request: ActorRequest) -> HttpResponse:
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.see_council", network)
    at, actor = timezone.now(), request.actor
    sits = sitting(network.pk)
    seats = seats_by_council(network.pk)
    sit = [sits, *committees(network.pk)] if sits else []
    context = {
        "at": at, "council": sits, "councils": [_sitting(one, seats, actor) for one in sit],
        "missing": [
            (kind, COUNCIL_WORDS[kind])
            for kind in Council.Kind.values if kind not in {one.kind for one in sit}
        ],
        **_matters(actor, seats, at),
        "decided": [_row(one) for one in decided(actor, at=at)],
        "meetings": [
            (one, COUNCIL_WORDS[one.council.kind], gathering_words(one.status, one.begins_at, at))
            for one in meetings_of(network.pk, at=at)
        ],
        "may_call": sits and access.can(actor, "governance.call_meetings", network),
        "convenes": access.can(actor, "governance.found_council", network),
        "may_propose": sits and access.can(actor, "governance.propose", network),
        "may_see_power": access.can(actor, "governance.see_power", network),
    }  # fmt: skip
    return render(request, "governance/council.html", context)


def _sitting(council: Council, seats: dict[UUID, list[Seat]], actor: Actor) -> tuple[Any, ...]:
    own = [
        (seat, SEAT_WORDS[seat.kind], seat.holder_id == actor.user_id)
        for seat in seats.get(council.pk, [])
    ]
    return council, COUNCIL_WORDS[council.kind], own


def _matters(actor: Actor, seats: dict[UUID, list[Seat]], at: datetime) -> dict[str, Any]:
    """What waits for the reader stands first, and is not said again among all that is open."""
    waiting = waiting_for(actor, at=at)
    mine = {one.proposal.pk for one in waiting.proposals_asked}
    found, elections = open_ones(actor, at=at), elections_of(network_of(actor))
    spoken, papers = have_voted(one.proposal for one in found), papers_in(elections)
    return {
        "asked": [
            *(_Ask.of_proposal(one) for one in waiting.proposals_asked),
            *(_Ask.of_election(one) for one in waiting.elections_asked),
            *(_Ask.of_nomination(one) for one in named(actor, at=at)),
        ],
        "open": [
            (*_row(one), turn_of_proposal(one.proposal, spoken, seats))
            for one in found if one.proposal.pk not in mine
        ],
        "elections": [
            (one, election_words(one.kind, numbers_of(one)), COUNCIL_WORDS[one.council.kind],
             POLL_WORDS[one.status], turn_of_election(one, papers))
            for one in elections
        ],
    }  # fmt: skip


class _Ask(NamedTuple):
    """Something that only the reader can do, and until when."""

    url: str
    what: str
    where: str
    until: datetime | None
    is_nomination: bool = False

    @classmethod
    def of_proposal(cls, one: Titled) -> "_Ask":
        said, url = one.proposal, reverse("governance:proposal", args=[one.proposal.pk])
        where = _("Proposal %(number)s") % {"number": said.number}
        return cls(
            url, one.title, f"{where} · {COUNCIL_WORDS[said.council.kind]}", said.votes_until
        )

    @classmethod
    def of_election(cls, one: Election) -> "_Ask":
        return cls(*_election(one), one.votes_until)

    @classmethod
    def of_nomination(cls, one: Nominee) -> "_Ask":
        return cls(*_election(one.election), one.election.votes_from, is_nomination=True)


def _election(one: Election) -> tuple[str, str, str]:
    what = _("Election: %(kind)s") % {"kind": election_words(one.kind, numbers_of(one))}
    url = reverse("governance:election", args=[one.pk])
    return url, what, str(COUNCIL_WORDS[one.council.kind])


def _row(one: Titled) -> tuple[Any, ...]:
    """A committee is named, the council is not: it is the rule."""
    kind = one.proposal.council.kind
    who = "" if kind == Council.Kind.COUNCIL else COUNCIL_WORDS[kind]
    return one, STATUS_WORDS[one.proposal.status], who


@get_or_post
def found(request: ActorRequest, kind: str = Council.Kind.COUNCIL) -> HttpResponse:
    """The council, or one of its committees."""
    if kind not in Council.Kind.values:
        raise Http404
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.found_council", network)
    there = {one.kind for one in all_councils(network.pk)}
    is_first = kind == Council.Kind.COUNCIL
    committee = "" if is_first else COUNCIL_WORDS[kind]
    if request.method != "POST" and (kind in there or not (is_first or there)):
        over = {"committee": committee, "sits": kind in there}
        return render(request, "governance/founded.html", over)
    form = FoundingForm(network.pk, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            councils.found_council(
                actor=request.actor, kind=Council.Kind(kind), places=form.places(),
                at=timezone.now(),
            )  # fmt: skip
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            thanks = _("The council sits. From now on partners decide together.")
            messages.success(request, thanks if is_first else _("The committee sits."))
            return redirect("governance:council")
    status = 422 if form.errors else 200
    context = {"form": form, "committee": committee}
    return render(request, "governance/found.html", context, status=status)


@get_or_post
def seat(request: ActorRequest, seat_id: UUID) -> HttpResponse:
    """Somebody for an empty seat."""
    rows = Seat.objects.visible_to(request.actor).there_are()
    empty = get_object_or_404(
        rows.select_related("organization", "holder", "council", "network"), pk=seat_id
    )
    access.require(request.actor, "governance.fill_seat", empty)
    at, network = timezone.now(), empty.network
    deciding = Deciding.of(in_force(network.pk, "decide.", at))
    others = [one for one in seats_of(empty.council) if one.chairs]
    form = TermForm(
        network.pk, request.POST or None, may_chair=empty.has_vote and not others,
        until=deciding.term_until(network.open_days.local_date(at)),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            councils.fill_seat(actor=request.actor, seat_id=seat_id, term=form.term(), at=at)
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The seat is filled."))
            return redirect("governance:council")
    context = {
        "form": form, "seat": empty, "kind": SEAT_WORDS[empty.kind], "at": at,
        "election": election_of(empty),
    }  # fmt: skip
    return render(request, "governance/seat.html", context, status=422 if form.errors else 200)


@require_POST
def leave_seat(request: ActorRequest, seat_id: UUID) -> HttpResponse:
    councils.leave_seat(actor=request.actor, seat_id=seat_id, at=timezone.now())
    messages.success(request, _("You have left your seat. Thank you for the time that you gave."))
    return redirect("governance:council")
