"""Whose turn is it? Said beside everything that is open in a council."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.lifecycle import Poll, Status
from governance.models.councils import Seat
from governance.models.elections import Election
from governance.models.proposals import Proposal

OfSeats = Mapping[UUID, list[Seat]]


def turn_of_proposal(one: Proposal, voted: Mapping[UUID, int], seats: OfSeats) -> str:
    """`voted`: how many seats have; `seats`: who sits in each council."""
    if one.is_voting:
        may_vote = sum(seat.is_held and seat.has_vote for seat in seats.get(one.council_id, ()))
        return _voted(voted.get(one.pk, 0), may_vote)
    said = {
        Status.DRAFT: _("You finish it; nobody else sees it yet"),
        Status.COMMENTING: _("Everybody here may comment; then the vote opens"),
        Status.PASSED: _("It begins by itself"),
    }
    return said.get(Status(one.status), "")


def turn_of_election(one: Election, papers: Mapping[UUID, int]) -> str:
    if one.is_voting:
        return _voted(papers.get(one.pk, 0), len(one.electorate))
    said = {
        Poll.NOMINATING: _("Anybody may name somebody; then the vote opens"),
        Poll.ELECTED: _("They sit down by themselves"),
    }
    return said.get(Poll(one.status), "")


def _voted(spoken: int, there: int) -> str:
    words = ngettext("%(spoken)d of %(n)d has voted", "%(spoken)d of %(n)d have voted", there)
    return words % {"spoken": spoken, "n": there}
