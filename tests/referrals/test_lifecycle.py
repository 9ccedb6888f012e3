"""The tables themselves: shape, sides, and that nobody is left without a step."""

import pytest
from django.core.management import call_command

from referrals.followup import BY_STATUS, LADDERS, Patience, Situation, situation
from referrals.lifecycle import (
    ENDED,
    LIVE,
    OPEN,
    TRANSITIONS,
    Mode,
    Side,
    Status,
    Step,
    StepNotInTable,
    next_status,
    possible_steps,
)
from referrals.reasons import OUTCOMES, REASONS, NeedEffect, Outcome
from referrals.words import EVENT_WORDS, REASON_WORDS, STATUS_WORDS, VERBS
from screening import followup as need_followup
from screening import lifecycle as need_lifecycle

# The guide's table (SDOH Clinical Care 3.0.0, referral Task state machine), typed a second time on purpose.
GUIDE = {
    "draft": {"requested", "cancelled"},
    "requested": {"accepted", "rejected", "cancelled"},
    "accepted": {"in-progress", "on-hold", "cancelled", "completed", "failed"},
    "in-progress": {"on-hold", "cancelled", "completed", "failed"},
    "on-hold": {"in-progress", "cancelled", "completed", "failed"},
}


@pytest.mark.parametrize("source", list(Status))
@pytest.mark.parametrize("target", list(Status))
def test_exactly_the_guides_moves_are_possible(source: Status, target: Status):
    if target is Status.ENTERED_IN_ERROR:
        allowed = source is not target
    else:
        allowed = target.value in GUIDE.get(source.value, set())
    steps = [step for step in possible_steps(source) if next_status(source, step) is target]
    assert bool(steps) is allowed


@pytest.mark.parametrize("status", sorted(ENDED - {Status.ENTERED_IN_ERROR}))
def test_nothing_that_ended_goes_on(status: Status):
    for step in set(Step) - {Step.CORRECT}:
        with pytest.raises(StepNotInTable):
            next_status(status, step)


def test_only_the_receiver_answers_and_reports():
    for step in (
        Step.ACCEPT,
        Step.DECLINE,
        Step.START,
        Step.HOLD,
        Step.RESUME,
        Step.COMPLETE,
        Step.FAIL,
    ):
        assert TRANSITIONS[step].by == {Side.RECEIVER}


def test_every_open_status_has_somebody_to_wait_for_and_a_patience():
    assert set(BY_STATUS) == OPEN
    assert set(LADDERS) == set(Situation)
    assert {row.patience for row in LADDERS.values()} <= {name for name, _ in Patience.defaults()}


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("status", sorted(LIVE))
def test_every_live_status_in_every_mode_has_a_row(status: Status, mode: Mode):
    assert situation(status, mode=mode) in LADDERS


def test_a_service_that_never_reports_is_never_chased():
    assert (
        LADDERS[situation(Status.REQUESTED, mode=Mode.DIRECT, never_chased=True)].owed_by
        == "sender"
    )


def test_every_open_need_has_a_turn_a_step_and_a_patience():
    assert need_followup.situations() == need_lifecycle.OPEN


def test_no_partner_closes_a_need():
    closing = [move for move in need_lifecycle.MOVES if move.target in need_lifecycle.CLOSED]
    partners = [move.target for move in closing if need_lifecycle.Voice.PARTNER in move.by]
    assert partners == ["handed_over"]


def test_a_need_that_was_met_is_never_opened_again():
    assert not [
        move for move in need_lifecycle.MOVES if need_lifecycle.NeedStatus.MET in move.sources
    ]


def test_every_unsuccessful_end_says_what_becomes_of_the_need():
    for status in (Status.REJECTED, Status.FAILED, Status.CANCELLED):
        assert all(isinstance(reason.effect, NeedEffect) for reason in REASONS[status].values())
    assert set(OUTCOMES) == set(Outcome)


def test_every_code_has_words():
    codes = {code for table in REASONS.values() for code in table}
    assert codes == set(REASON_WORDS)
    assert set(STATUS_WORDS) >= set(Situation)
    assert {row.next_step for row in LADDERS.values()} <= set(VERBS)
    assert {row.next_step for row in need_followup.LADDERS.values()} <= set(VERBS)
    assert all(EVENT_WORDS.values())


def test_the_lifecycle_page_is_fresh():
    call_command("lifecycle_docs", "--check")
