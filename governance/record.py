"""What does the record say about a vote? Who could take part, what was voted, and what comes of it.

The count at the end of a vote and `manage.py recount` years later read the same rows.
"""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from django.db.models import Q

from core.history import of
from governance.counting import (
    Answer,
    Chosen,
    Method,
    Outcome,
    Result,
    SeatKind,
    Terms,
    Tie,
    Voter,
    Why,
    approvals,
    count,
    elect,
)
from governance.models.ballots import Ballot
from governance.models.councils import Seat
from governance.models.elections import Election, ElectionBallot
from governance.models.proposals import Proposal, Standing
from organizations.lifecycle import Stage
from organizations.models.network import Organization

LEFT_OUT = "left_out"  # in a tally or a round: the papers of who had gone before the vote closed


def electorate_of(proposal: Proposal) -> list[dict[str, Any]]:
    """Every seat that somebody holds now, as the decision keeps it."""
    seats = Seat.objects.filter(network_id=proposal.network_id, council=proposal.council_id)
    standings = list(proposal.standings.all())
    conflicts = {one.seat_id for one in standings if one.kind == Standing.Kind.CONFLICT}
    lent = {one.seat_id: one.to_seat_id.hex for one in standings if one.to_seat_id}
    voted = set(proposal.turnout.values_list("seat_id", flat=True))
    return [
        {
            "seat": seat.pk.hex, "kind": seat.kind, "conflict": seat.pk in conflicts,
            "proxy": lent.get(seat.pk, ""), "chairs": seat.chairs,
            "voted": seat.pk in voted,
        }
        for seat in seats.there_are().order_by("number") if seat.is_held or seat.pk in voted
    ]  # fmt: skip


def terms_of(proposal: Proposal) -> Terms:
    return Terms(
        Method(proposal.method),
        proposal.quorum_percent,
        proposal.needs_chamber,
        Tie.CHAIR if proposal.chair_breaks_tie else Tie.FAILS,
    )


def last_ballots(proposal: Proposal) -> list[Ballot]:
    """The last word under each name. Those before it, and those of seats that ended, stay on record uncounted."""
    rows = Ballot.objects.filter(network_id=proposal.network_id, proposal=proposal)
    by_voter = {ballot.voter: ballot for ballot in rows.order_by("turn")}
    counts = by_voter.keys() - set(proposal.tally.get(LEFT_OUT, ()))
    return sorted((by_voter[voter] for voter in counts), key=lambda ballot: ballot.receipt)


def tallied(proposal: Proposal, outcome: Outcome) -> dict[str, Any]:
    """As a decision keeps it; with what was left out, where something was."""
    left_out = proposal.tally.get(LEFT_OUT)
    tally = {"all": asdict(outcome.tally), "community": asdict(outcome.community)}
    return tally | ({LEFT_OUT: left_out} if left_out else {})


def counted(proposal: Proposal) -> Outcome:
    """From its own electorate: who sits there today does not matter any more."""
    ballots = last_ballots(proposal)
    answers = {ballot.voter: Answer(ballot.answer) for ballot in ballots}
    voters = _in_secret(proposal, ballots) if proposal.is_secret else _in_the_open(proposal)
    return count(terms_of(proposal), voters, answers)


def _in_the_open(proposal: Proposal) -> list[Voter]:
    return [
        Voter(one["seat"], SeatKind(one["kind"]), one["conflict"], one["proxy"], one["chairs"])
        for one in proposal.electorate
    ]


def _in_secret(proposal: Proposal, ballots: list[Ballot]) -> list[Voter]:
    """Whoever has voted is known by their ballot only; the others by their seat."""
    silent = [one for one in proposal.electorate if not one["voted"]]
    return [Voter(ballot.voter, SeatKind(ballot.seat_kind)) for ballot in ballots] + [
        Voter(one["seat"], SeatKind(one["kind"]), one["conflict"]) for one in silent
    ]


def differs(proposal: Proposal) -> bool:
    """Whether the record says something else than the decision. Where no vote was held, nothing was counted."""
    if proposal.why == Why.NOT_WANTED or (
        proposal.why == Why.OVERTAKEN and not proposal.electorate
    ):
        return Ballot.objects.filter(network_id=proposal.network_id, proposal=proposal).exists()
    again = counted(proposal)
    kept = (proposal.result, proposal.why, proposal.tally)
    said = (again.result, again.why, tallied(proposal, again))
    if proposal.why == Why.OVERTAKEN and again.is_carried:  # it would have been
        said = (Result.FAILED, Why.OVERTAKEN, said[2])
    return kept != said or len(proposal.tally.get(LEFT_OUT, ())) > _ended_meanwhile(proposal)


def _ended_meanwhile(proposal: Proposal) -> int:
    """How many seats voted and ended before the count."""
    voted = Seat.objects.filter(pk__in=proposal.turnout.values("seat_id"))
    return voted.filter(ended_at__lte=proposal.decided_at).count()


# --- elections -----------------------------------------------------------------------------------


def last_papers(
    election: Election, in_round: int, left_out: Collection[str] = ()
) -> list[ElectionBallot]:
    """As `last_ballots`, of one round; `left_out`: of whom had left before it closed."""
    rows = ElectionBallot.objects.filter(network_id=election.network_id, election=election)
    by_voter = {paper.voter: paper for paper in rows.filter(round=in_round).order_by("turn")}
    counts = (paper for voter, paper in by_voter.items() if voter not in left_out)
    return sorted(counts, key=lambda paper: paper.receipt)


def polled(
    election: Election, in_round: int, standing: list[str], places: int,
    left_out: Collection[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """A round as the election keeps it: who stood for how many places, what they got, and who was chosen."""
    papers = last_papers(election, in_round, left_out)
    approved = approvals(standing, (paper.choices for paper in papers))
    chosen: Chosen = elect(approved, places)
    said = {
        "places": places, "standing": standing, "approved": approved, "papers": len(papers),
        "elected": list(chosen.elected), "tied": list(chosen.tied),
    }  # fmt: skip
    return said | ({LEFT_OUT: list(left_out)} if left_out else {})


def election_differs(election: Election) -> bool:
    """Whether the papers say something else than what was counted, or more were left out than have left."""
    rounds = list(enumerate(election.rounds, start=1))
    again = (
        polled(election, number, kept["standing"], kept["places"], kept.get(LEFT_OUT, ()))
        for number, kept in rounds
    )
    return list(again) != election.rounds or any(
        len(kept.get(LEFT_OUT, ())) > _left_meanwhile(election, number) for number, kept in rounds
    )


def _left_meanwhile(election: Election, in_round: int) -> int:
    """How many voted in this round and left, or lost their seat, since. Whoever came back is known by the event."""
    cast = election.turnout.filter(round=in_round)
    electors = list(cast.values_list("elector", flat=True))
    if not electors:
        return 0
    left = of(*electors).filter(kind="organization.left", happened_at__gte=election.votes_from)
    gone = Q(status=Stage.LEFT) | Q(pk__in=left.values("subject_id"))
    ended = Seat.objects.filter(pk__in=electors, ended_at__gte=election.votes_from)
    return ended.count() + Organization.objects.filter(gone, pk__in=electors).count()
