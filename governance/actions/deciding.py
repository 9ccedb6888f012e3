"""What happens by itself: comments end, votes are counted, and what was carried comes into force.

Two clocks at once do no harm: a row that another one holds is passed over, and one that was dealt
with is not due any more. What cannot come into force is tried again every hour, and said aloud.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from core.actor import Actor
from core.history import Fact, record_all
from core.tenancy import action
from governance.actions.ballots import voter_of
from governance.actions.proposals import owe_votes, words_of
from governance.counting import Outcome, Result, Tally, Why
from governance.effects import registry
from governance.effects.registry import Decision
from governance.in_force import in_force
from governance.lifecycle import Status, Step, next_status
from governance.models.councils import Seat
from governance.models.proposals import Proposal, Standing
from governance.record import LEFT_OUT, counted, electorate_of, tallied
from governance.search.hindrances import hindrances, to_fall_back
from governance.search.overtaken import is_overtaken
from governance.terms import Deciding

logger = logging.getLogger(__name__)
LATE = timedelta(hours=1)
PUT_OFF = timedelta(hours=1)


class CannotHold(Exception):
    """What was carried, or what stood before, is not possible any more: something else has changed meanwhile."""


@action
def decide_due(*, network_id: UUID, at: datetime, limit: int = 50) -> int:
    """Deal with what is due; the number of proposals dealt with."""
    due = Proposal.objects.filter(network_id=network_id, wake_at__lte=at)
    rows = due.select_related("network").select_for_update(
        of=("self",), no_key=True, skip_locked=True
    )
    proposals = list(rows.order_by("wake_at", "id")[:limit])
    for proposal in proposals:
        if _dealt_with(proposal, at) and proposal.is_to_begin(at):
            _dealt_with(proposal, at)  # by itself: whatever becomes of it, the count stands
    return len(proposals)


def _dealt_with(proposal: Proposal, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _deal(proposal, at)
    except Exception:
        logger.exception("A proposal could not be dealt with", extra={"row": str(proposal.pk)})
        _put_off(proposal, at)
        return False
    return True


def _deal(proposal: Proposal, at: datetime) -> None:
    if proposal.status == Status.COMMENTING:
        _begin_vote(proposal, at)
    elif proposal.status == Status.VOTING and proposal.votes_until and at < proposal.votes_until:
        proposal.wake_at, proposal.rung = proposal.votes_until, proposal.rung + 1
        proposal.save(update_fields=["wake_at", "rung"])
        _note("proposal.vote_reminded", proposal, at)
    elif proposal.status == Status.VOTING:
        _close(proposal, at)
    else:
        _take_effect(proposal, at)


def _begin_vote(proposal: Proposal, at: datetime) -> None:
    """Whoever was kept from voting by a clock that stood still gets the whole time."""
    if is_overtaken(proposal, registry.unpacked(words_of(proposal).changes), at):
        _decided(proposal, Outcome(Result.FAILED, Why.OVERTAKEN, Tally()), Step.OVERTAKE, at)
        return
    wanted = proposal.standings.filter(
        kind=Standing.Kind.SUPPORTS, seat__council=proposal.council_id
    ).count()
    if wanted < proposal.supporters_needed:
        _decided(proposal, Outcome(Result.NO_QUORUM, Why.NOT_WANTED, Tally()), Step.LACK, at)
        return
    since, until = proposal.votes_from or at, proposal.votes_until or at
    if at - since > LATE:
        deciding = Deciding.of(in_force(proposal.network_id, "decide.", at))
        since, until = at, proposal.network.open_days.after(at, deciding.vote)
    proposal.status = next_status(proposal.status, Step.VOTE)
    owe_votes(proposal, since, until)
    proposal.save()
    _note("proposal.vote_opened", proposal, at)


def _close(proposal: Proposal, at: datetime) -> None:
    if not proposal.electorate:  # else it was counted in its hour, and could not fall back yet
        proposal.electorate = electorate_of(proposal)
        proposal.tally = {LEFT_OUT: _of_seats_that_ended(proposal)}
    outcome = counted(proposal)
    overtaken = is_overtaken(proposal, registry.unpacked(words_of(proposal).changes), at)
    if outcome.is_carried and overtaken:
        outcome = replace(outcome, result=Result.FAILED, why=Why.OVERTAKEN)
        _decided(proposal, outcome, Step.OVERTAKE, at)
    elif outcome.is_carried:
        _decided(proposal, outcome, Step.PASS, at)
        if proposal.is_emergency:
            _now_in_force(proposal, at)
    elif proposal.is_emergency:
        _not_confirmed(proposal, outcome, at)
    else:
        no_quorum = outcome.result is Result.NO_QUORUM
        _decided(proposal, outcome, Step.LACK if no_quorum else Step.FAIL, at)


def _not_confirmed(proposal: Proposal, outcome: Outcome, at: datetime) -> None:
    """Where what stood before cannot be any more, it waits until it can: who sat there in its hour is kept."""
    try:
        _fall_back(proposal, at)
    except CannotHold:
        proposal.save(update_fields=["electorate", "tally"])
        _put_off(proposal, at)
    else:
        _decided(proposal, outcome, Step.FALL_BACK, at)


def _of_seats_that_ended(proposal: Proposal) -> list[str]:
    """The papers that do not count any more. Of a secret ballot only the salt finds them, and it is forgotten next."""
    seats = Seat.objects.filter(pk__in=proposal.turnout.values("seat_id")).exclude(ended_at=None)
    return sorted(voter_of(proposal, seat) for seat in seats)


def _decided(proposal: Proposal, outcome: Outcome, step: Step, at: datetime) -> None:
    """With the salt forgotten, nobody can tell any more whose a secret ballot is."""
    proposal.status = next_status(proposal.status, step)
    proposal.decided_at, proposal.result, proposal.why = at, outcome.result, outcome.why
    proposal.tally = tallied(proposal, outcome)
    proposal.ballot_salt = ""
    proposal.owe_nothing()
    if outcome.is_carried:
        starts = max(proposal.starts_at or at, at)
        proposal.waiting_on, proposal.next_step = "clock", "take_effect"
        proposal.next_step_due = proposal.wake_at = starts
    proposal.save()
    _note("proposal.carried" if outcome.is_carried else "proposal.not_carried", proposal, at)


def _take_effect(proposal: Proposal, at: datetime) -> None:
    version = words_of(proposal)
    changes = registry.unpacked(version.changes)
    if hindrances(proposal, changes, at):
        raise CannotHold
    decision = Decision(proposal.network_id, proposal.pk, None, version.title)
    registry.bring_about(decision, changes, at)
    _now_in_force(proposal, at)


def _now_in_force(proposal: Proposal, at: datetime) -> None:
    proposal.status, proposal.in_force_at = next_status(proposal.status, Step.TAKE_EFFECT), at
    proposal.owe_nothing()
    proposal.save()
    _note("proposal.in_force", proposal, at)


def _fall_back(proposal: Proposal, at: datetime) -> None:
    version = words_of(proposal)
    changes = registry.unpacked(version.changes)
    if hindrances(proposal, changes, at):
        raise CannotHold
    decision = Decision(proposal.network_id, proposal.pk, None, version.title)
    registry.bring_about(decision, to_fall_back(proposal, changes, at), at)


def _put_off(proposal: Proposal, at: datetime) -> None:
    """It stalls nobody else, and whoever convenes hears of it."""
    proposal.refresh_from_db()
    is_first = not proposal.stuck_since
    proposal.wake_at, proposal.stuck_since = at + PUT_OFF, proposal.stuck_since or at
    proposal.save(update_fields=["wake_at", "stuck_since"])
    if is_first:
        _note("proposal.stuck", proposal, at)


def _note(kind: str, proposal: Proposal, at: datetime) -> None:
    record_all([Fact(kind, proposal)], actor=Actor.system(proposal.network_id), at=at)
