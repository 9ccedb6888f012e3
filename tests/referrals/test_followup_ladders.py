"""The ladders themselves: every situation has one, every rung a number, a reader and a top."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command

from core.calendar import OpenDays
from core.ladders import Ladder, When, climb, days_of, due
from governance.in_force import governed
from notifications.told import TOLD, Audience
from referrals import followup
from referrals.followup import Situation, owners_step, situation
from referrals.lifecycle import OPEN, Mode, Status
from referrals.reasons import REASONS
from referrals.views.steps import STEPS
from referrals.views.story import MORE_EVENTS
from referrals.words import EVENT_WORDS, VERBS
from screening import followup as need_followup
from screening.followup import Tells, Then
from screening.lifecycle import OPEN as OPEN_NEEDS
from screening.lifecycle import PRESSES, NeedStatus, Turn

MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAYS, DAY = OpenDays(), timedelta(days=1)
EVERY = [
    *((f"referral.{case}", ladder, followup.Patience()) for case, ladder in followup.LADDERS.items()),
    *((f"today.{case}", ladder, followup.Patience()) for case, ladder in followup.TODAY.items()),
    *((f"need.{case}", ladder, need_followup.Patience()) for case, ladder in need_followup.LADDERS.items()),
    *((f"today.need.{case}", ladder, need_followup.Patience()) for case, ladder in need_followup.TODAY.items()),
]  # fmt: skip
LADDERS = [pytest.param(ladder, patience, id=name) for name, ladder, patience in EVERY]
CLIMBED = [param for param in LADDERS if param.values[0].rungs]


@pytest.mark.parametrize("never_chased", [True, False])
@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_open_status_in_every_mode_and_for_every_reason_has_a_ladder(
    status: Status,
    mode: Mode,
    never_chased: bool,  # noqa: FBT001 a column of the table
):
    for reason in ["", *REASONS.get(status, {})]:
        for question in (True, False):
            case = situation(
                status, mode=mode, reason=reason, question=question, never_chased=never_chased
            )
            assert followup.LADDERS[case].rungs


@pytest.mark.parametrize("status", sorted(OPEN_NEEDS))
@pytest.mark.parametrize(
    "step", sorted({ladder.next_step for ladder in need_followup.LADDERS.values()})
)
def test_every_open_need_has_a_ladder_whatever_it_owes(status: NeedStatus, step: str):
    for is_at_desk in (True, False):
        case = need_followup.situation(status, step, is_at_desk=is_at_desk)
        assert case in need_followup.LADDERS
        desks = need_followup.LADDERS[case].owed_by == Turn.DESK
        assert is_at_desk == desks or step in {"desk_decides", "desk_reviews"}


def test_only_a_need_that_mirrors_its_request_has_no_ladder_of_its_own():
    bare = {case for case, ladder in need_followup.LADDERS.items() if not ladder.rungs}
    assert bare == {need_followup.Situation.BEING_HELPED}
    rests = {case for case, ladder in followup.LADDERS.items() if not ladder.rungs}
    assert rests == {Situation.FAMILY_WAITS}  # its need's owner is the one who asks, on the day


def test_two_situations_that_owe_the_same_step_climb_the_same_ladder():
    rungs: dict[str, set[object]] = {}
    for ladder in need_followup.LADDERS.values():
        rungs.setdefault(ladder.next_step, set()).add(ladder.rungs)
    assert all(len(different) == 1 for different in rungs.values())


@pytest.mark.parametrize(("ladder", "patience"), LADDERS)
def test_every_wait_is_a_number_that_partners_may_decide(ladder: Ladder, patience: object):
    prefix = "referral." if isinstance(patience, followup.Patience) else "need."
    decided = {value.key for value in governed()}
    for name in ladder.waits:
        assert getattr(patience, name) >= 1
        assert prefix + name in decided


@pytest.mark.parametrize(("ladder", "patience"), CLIMBED)
def test_every_rung_says_something_to_somebody_who_can_be_told(ladder: Ladder, patience: object):
    for rung in ladder.rungs:
        assert rung.tells
        assert {Audience(Tells(who)) for who in rung.tells} <= {
            told.audience for told in TOLD[rung.kind]
        }
        assert rung.kind in {**EVENT_WORDS, **MORE_EVENTS}
        assert not rung.then or Then(rung.then)


@pytest.mark.parametrize(("ladder", "patience"), CLIMBED)
def test_every_ladder_has_a_top_that_is_reached_and_then_repeats_for_ever(
    ladder: Ladder, patience: object
):
    first = due(ladder, patience, DAYS, since=MONDAY)
    at, rung, taken = first.wake_at, 0, []
    for _ in range(len(ladder.rungs) + 3):
        step = climb(ladder, rung, patience, DAYS, due_at=first.due, at=at, since=MONDAY)
        assert step.wake_at > at
        assert step.rung > rung
        taken.append(step.taken)
        at, rung = step.wake_at, step.rung
    assert taken[: len(ladder.rungs)] == list(ladder.rungs)
    assert set(taken[len(ladder.rungs) :]) == {ladder.rungs[-1]}


@pytest.mark.parametrize(("ladder", "patience"), CLIMBED)
def test_the_top_of_a_ladder_is_above_the_owner_or_makes_a_person_act(
    ladder: Ladder, patience: object
):
    top = ladder.rungs[-1]
    above = {Tells.SUPERVISORS, Tells.ASKERS_SUPERVISORS, Tells.DESK, Tells.CONVENERS}
    assert above & set(top.tells) or top.then == Then.OWNER_CALLS


BY_DAYS = [param for param in CLIMBED if not str(param.id).startswith("today.")]


FOR_TODAY = [
    *((followup.LADDERS[case], today) for case, today in followup.TODAY.items()),
    *((need_followup.LADDERS[case], today) for case, today in need_followup.TODAY.items()),
]


@pytest.mark.parametrize(("usual", "today"), FOR_TODAY)
def test_what_is_needed_today_climbs_the_same_rungs_in_hours(usual: Ladder, today: Ladder):
    """So that a rung already taken means the same, whichever of the two it was taken on."""
    assert (today.owed_by, today.next_step) == (usual.owed_by, usual.next_step)
    assert [(r.when, r.kind, r.tells, r.then) for r in today.rungs] == [
        (r.when, r.kind, r.tells, r.then) for r in usual.rungs
    ]
    assert all(name.endswith("_hours") for name in today.waits)


def test_no_request_that_is_needed_today_waits_for_days_but_where_days_are_its_nature():
    """A place on a list, the law of an application, the family's own day, and a word owed after the end."""
    assert {*followup.LADDERS} - {*followup.TODAY} == {
        Situation.WAIT_LIST, Situation.APPLICATION, Situation.FAMILY_WAITS, Situation.CONTESTED,
    }  # fmt: skip


@pytest.mark.parametrize(
    "step", sorted({*need_followup.OWN_STEPS, "choose_service", "choose_next"} - {"after_death"})
)
@pytest.mark.parametrize("status", sorted(PRESSES))
def test_no_step_of_a_need_waits_for_days_while_its_help_is_looked_for_today(
    status: NeedStatus, step: str
):
    for is_at_desk in (True, False):
        case = need_followup.situation(status, step, is_at_desk=is_at_desk)
        mirrors = not need_followup.LADDERS[case].rungs  # its request counts the hours
        assert mirrors or need_followup.WAITS.counts_hours(case, today=True)
        assert not need_followup.WAITS.counts_hours(case, today=False)


@pytest.mark.parametrize(("ladder", "patience"), BY_DAYS)
def test_nobody_is_told_twice_in_one_day_of_one_step(ladder: Ladder, patience: object):
    moments = [at for at, _rung in days_of(ladder, patience, DAYS, since=MONDAY)]
    assert all(later - earlier >= DAY for earlier, later in pairwise(moments))


def test_a_silent_partner_climbs_as_partners_agreed():
    """Sent on Monday: Tuesday a quiet reminder, Wednesday the sender hears, Friday the desk, Monday it is theirs."""
    ladder = followup.LADDERS[Situation.REQUESTED]
    steps = list(days_of(ladder, followup.Patience(), DAYS, since=MONDAY))
    assert [f"{at:%a}" for at, _rung in steps] == ["Tue", "Wed", "Fri", "Mon"]
    told = [set(rung.tells) for _at, rung in steps]
    assert told[0] == {Tells.RECEIVER}
    assert told[1] == {Tells.RECEIVER, Tells.OWNER}
    assert told[2] == {Tells.RECEIVER_ADMINS, Tells.DESK}
    assert steps[3][1].then == Then.DESK


def test_a_family_is_asked_on_days_of_the_calendar_and_never_when_nobody_hears_the_answer():
    """Reported on a Monday: day 2 is Wednesday, day 5 a Saturday and so the Monday after, day 9 Wednesday."""
    ladder = need_followup.LADDERS[need_followup.Situation.TO_CONFIRM]
    asked = [at for at, rung in days_of(ladder, need_followup.Patience(), DAYS, since=MONDAY)
             if Tells.FAMILY in rung.tells]  # fmt: skip
    assert [(DAYS.local_date(at) - DAYS.local_date(MONDAY)).days for at in asked] == [2, 7, 9]


def test_above_the_desk_stands_the_convener_and_above_the_convener_the_chair():
    for case in (need_followup.Situation.AT_DESK, need_followup.Situation.GAP_AT_DESK):
        told = [set(rung.tells) for rung in need_followup.LADDERS[case].rungs]
        assert told == [{Tells.DESK}, {Tells.CONVENERS, Tells.DESK}, {Tells.CHAIR, Tells.CONVENERS}]


def test_a_quiet_reminder_that_comes_too_late_is_left_out():
    ladder = followup.LADDERS[Situation.REQUESTED]
    step = climb(ladder, 0, followup.Patience(), DAYS, due_at=MONDAY + 2 * DAY, at=MONDAY + 4 * DAY)
    assert step.taken.when is When.DUE
    assert step.rung == 2


def test_the_owners_turn_begins_when_the_partner_is_late_and_not_at_the_quiet_reminder():
    assert [owners_step(Situation.REQUESTED, rung) for rung in range(5)] == [
        "", "", "nudge_or_switch", "nudge_or_switch", "nudge_or_switch",
    ]  # fmt: skip
    assert owners_step(Situation.INTRODUCTION, 1) == ""
    assert owners_step(Situation.INTRODUCTION, 3) == "call_family"
    assert owners_step(Situation.NEVER_CHASED, 3) == ""


def test_only_a_family_that_was_called_in_vain_is_let_go_by_time_alone():
    ends = {
        name for name, ladder, _ in EVERY for rung in ladder.rungs if rung.then == Then.UNCONFIRMED
    }
    assert ends == {"need.next_visit"}


def test_what_nobody_may_see_at_a_desk_stays_in_the_organization():
    """A service that never reports, and the family's own answer, are never a desk's matter."""
    inside = [
        followup.LADDERS[Situation.NEVER_CHASED],
        need_followup.LADDERS[need_followup.Situation.CALL_FAMILY],
    ]
    for ladder in inside:
        assert Tells.DESK not in {who for rung in ladder.rungs for who in rung.tells}
        assert Then.DESK not in {rung.then for rung in ladder.rungs}


@pytest.mark.parametrize("table", [followup.LADDERS, need_followup.LADDERS])
def test_every_step_has_a_verb_and_a_place_on_the_page(table: dict[str, Ladder]):
    steps = {ladder.next_step for ladder in table.values()}
    assert steps <= set(VERBS)
    own = {
        "send", "recheck", "ask_once_more", "renew", "ask_themselves", "ask_anew", "talk_appeal", "recertify",
        "answer_family", "finish_screening",
    }  # fmt: skip
    assert steps - own <= set(STEPS)  # those have pages of their own


def test_a_step_is_owed_by_somebody_a_list_shows():
    assert {ladder.owed_by for ladder in need_followup.LADDERS.values()} <= set(Turn)


def test_a_day_that_was_agreed_holds_and_a_day_it_is_needed_by_comes_first():
    ladder = need_followup.LADDERS[need_followup.Situation.PAUSED]
    patience = need_followup.Patience()
    agreed = due(ladder, patience, DAYS, since=MONDAY, on=MONDAY + 50 * DAY)
    assert agreed.due == MONDAY + 50 * DAY
    needed = due(
        ladder, patience, DAYS, since=MONDAY, on=MONDAY + 50 * DAY, needed_by=MONDAY + 2 * DAY
    )
    assert needed.due == MONDAY + 2 * DAY


def test_the_page_about_following_up_is_fresh():
    call_command("followup_docs", "--check")
