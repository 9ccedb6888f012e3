"""Partners decide together, and what they decided holds by itself."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from governance.actions.ballots import vote
from governance.actions.councils import leave_seat
from governance.actions.deciding import decide_due
from governance.actions.policies import set_patience
from governance.actions.proposals import (
    Wording,
    amend,
    comment,
    draft,
    open_for_comments,
    stand,
    withdraw,
)
from governance.counting import Answer
from governance.effects.registry import Change
from governance.in_force import in_force
from governance.models.ballots import Ballot, Turnout
from governance.models.policies import Policy
from governance.models.proposals import Proposal, Standing
from governance.record import differs
from referrals.actions.send import Sending, send
from screening.models.need import Need
from tests.governance.table import DAY, WAITING, Table, answer_days, close, put_to_vote, say
from tests.story import Worker

HOUR = timedelta(hours=1)
YES, NO, ABSTAIN = Answer.YES, Answer.NO, Answer.ABSTAIN
NORM = Wording(
    "We answer within the day", "It is kind.", text="We answer each other within the day."
)
PRIVATE = Wording(
    "Ask sooner about looks", "Trust.", changes=(Change("policy", "decide.comment", 7),)
)


# --- the whole way -------------------------------------------------------------------------------


def test_three_days_instead_of_two_from_its_start_on_and_an_old_request_keeps_its_promise(
    table: Table, navigator: Worker, need: Need, agreed, sending: Sending, now: datetime
):
    """A pantry asks; people comment; words are amended; the community must carry it; the engine waits three days."""
    old = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    promised, since = old.next_step_due, community_must_carry(table, now)
    four = Wording("Four days", "Volunteers.", changes=(Change("policy", "referral.answer", 4),))
    mine = draft(actor=table.pantry.actor, wording=four, at=since)
    open_for_comments(actor=table.pantry.actor, proposal_id=mine.pk, at=since)
    comment(actor=table.clinic.actor, proposal_id=mine.pk, words="Four is long.", at=since + HOUR)
    mine = amend(actor=table.pantry.actor, proposal_id=mine.pk, wording=WAITING, at=since + DAY)
    assert (mine.votes_from, mine.needs_chamber) == (table.network.open_days.after(since, 5), True)
    assert decide_due(network_id=table.network.pk, at=mine.votes_from - HOUR) == 0
    decide_due(network_id=table.network.pk, at=mine.votes_from)
    said = [(table.pantry, YES), (table.shelter, YES), (table.mother, YES), (table.clinic, NO)]
    say(table, mine, said, mine.votes_from + HOUR)
    mine = close(mine)
    assert (mine.status, mine.why) == ("in_force", "enough_for_it")
    assert answer_days(table, mine.votes_until - HOUR) == 2
    assert answer_days(table, mine.votes_until) == 3
    [policy] = Policy.objects.filter(key="referral.answer")
    assert (policy.decision_id, policy.value) == (mine.pk, 3)
    later = mine.votes_until + HOUR
    for hurries in (table.clinic, table.convener):  # by hand
        with pytest.raises(NotAllowed):
            set_patience(actor=hurries.actor, values={"referral.answer": 1}, at=later)
    old.refresh_from_db()
    assert old.next_step_due == promised
    other = Sending(sending.service_id, table.convener.user.pk, facts=sending.facts)
    new = send(actor=navigator.actor, need_id=need.pk, sending=other, at=later)
    assert new.next_step_due == table.network.open_days.after(later, 3)


def community_must_carry(table: Table, at: datetime) -> datetime:
    """From when on the seats of the community must carry how long people wait, too."""
    rule = Wording("Ours, too", "We wait.", changes=[Change("policy", "decide.waiting_chamber", 1)])
    mine = put_to_vote(table, table.mother, rule, at)
    say(table, mine, [(one, YES) for one in table.voters], mine.votes_from)
    return close(mine).votes_until


def test_what_was_carried_waits_for_its_start_and_two_clocks_do_nothing_twice(
    table: Table, now: datetime
):
    start = now + 40 * DAY
    mine = put_to_vote(table, table.pantry, WAITING, now, starts_at=start)
    say(table, mine, [(one, YES) for one in table.voters], mine.votes_from + HOUR)
    mine = close(mine)
    assert mine.status == "passed"
    assert answer_days(table, start - HOUR) == 2
    for _ in range(2):
        decide_due(network_id=table.network.pk, at=start)
    assert answer_days(table, start) == 3
    assert Policy.objects.filter(decision=mine).count() == 1
    assert Event.objects.filter(kind="proposal.in_force").count() == 1


def test_health_systems_and_money_cannot_carry_a_matter_of_the_council_over_the_community(
    table: Table, now: datetime
):
    mine = put_to_vote(table, table.clinic, PRIVATE, now)
    assert (mine.area, mine.needs_chamber, mine.method) == ("council", True, "two_thirds")
    say(
        table, mine, [(table.pantry, NO), (table.clinic, YES), (table.funder, YES)], mine.votes_from
    )
    mine = close(mine)
    assert (mine.status, mine.why) == ("failed", "chamber")
    assert in_force(table.network.pk, "decide.", mine.votes_until)["decide.comment"] == 5


def test_one_reasoned_objection_stops_what_needs_consent_and_it_must_say_why(
    table: Table, now: datetime
):
    mine = put_to_vote(table, table.pantry, NORM, now)
    say(table, mine, [(table.pantry, YES), (table.shelter, YES)], mine.votes_from)
    with pytest.raises(BadInput):
        say(table, mine, [(table.mother, NO)], mine.votes_from)
    say(table, mine, [(table.mother, NO)], mine.votes_from, words="Nobody is there at night.")
    mine = close(mine)
    assert (mine.status, mine.why) == ("failed", "objection")


def test_too_few_decide_nothing(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    say(table, mine, [(table.pantry, YES), (table.mother, YES)], mine.votes_from)
    assert close(mine).status == "no_quorum"
    assert not Policy.objects.exists()


# --- a vote ---------------------------------------------------------------------------------------


def test_a_changed_mind_counts_last_and_both_words_stay(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    say(table, mine, [(one, YES) for one in table.voters], mine.votes_from)
    others = [table.pantry, table.shelter, table.mother]
    say(table, mine, [(one, NO) for one in others], mine.votes_until - HOUR)
    assert Ballot.objects.filter(proposal=mine).count() == 8
    mine = close(mine)
    assert (mine.tally["all"]["yes"], mine.tally["all"]["no"]) == (2, 3)


def test_nobody_votes_before_it_opens_after_it_closes_or_for_a_seat_that_is_not_theirs(
    table: Table, stranger: Worker, foreigner: Worker, now: datetime
):
    early = draft(actor=table.pantry.actor, wording=WAITING, at=now)
    open_for_comments(actor=table.pantry.actor, proposal_id=early.pk, at=now)
    with pytest.raises(StepNotPossible):
        say(table, early, [(table.pantry, YES)], now + HOUR)
    mine = put_to_vote(table, table.clinic, NORM, now)
    with pytest.raises(StepNotPossible):
        say(table, mine, [(table.pantry, YES)], mine.votes_until)
    said = {
        "proposal_id": mine.pk,
        "seat_id": table.seat(table.pantry).pk,
        "answer": YES,
        "at": mine.votes_from,
    }
    for other in (table.clinic, table.convener, stranger):
        with pytest.raises(NotAllowed):
            vote(actor=other.actor, **said)
    with pytest.raises(Proposal.DoesNotExist):
        vote(actor=foreigner.actor, **said)
    with pytest.raises(StepNotPossible):  # the convener has a seat, and no vote
        vote(actor=table.convener.actor, **said | {"seat_id": table.seat(table.convener).pk})
    assert not Ballot.objects.exists()


def test_whoever_gains_by_it_says_so_and_does_not_vote(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    seat = table.seat(table.clinic).pk
    said = {"proposal_id": mine.pk, "seat_id": seat, "at": mine.votes_from}
    conflict = Standing.Kind.CONFLICT
    with pytest.raises(BadInput):
        stand(actor=table.clinic.actor, kind=conflict, **said)
    stand(actor=table.clinic.actor, kind=conflict, words="We are paid by the day.", **said)
    with pytest.raises(StepNotPossible):
        say(table, mine, [(table.clinic, YES)], mine.votes_from)
    say(table, mine, [(table.pantry, YES), (table.mother, YES)], mine.votes_from)
    mine = close(mine)
    assert mine.tally["all"]["conflicts"] == 1
    assert mine.status == "in_force"  # two of the four that may vote


def test_a_vote_is_lent_to_one_who_carries_no_other(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    to = table.seat(table.pantry).pk
    said = {
        "proposal_id": mine.pk,
        "kind": Standing.Kind.PROXY,
        "to_seat_id": to,
        "at": mine.votes_from,
    }
    stand(actor=table.mother.actor, seat_id=table.seat(table.mother).pk, **said)
    with pytest.raises(BadInput):
        stand(actor=table.shelter.actor, seat_id=table.seat(table.shelter).pk, **said)
    say(table, mine, [(table.pantry, YES), (table.clinic, NO)], mine.votes_from)
    assert close(mine).tally["all"] == {
        "yes": 2, "no": 1, "abstain": 0, "silent": 2, "conflicts": 0,
    }  # fmt: skip


def test_a_secret_ballot_keeps_who_apart_from_what(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now, is_secret=True)
    say(
        table, mine, [(table.pantry, NO), (table.mother, YES), (table.clinic, YES)], mine.votes_from
    )
    say(table, mine, [(table.pantry, YES)], mine.votes_from + HOUR)  # a changed mind is found again
    assert set(Ballot.objects.values_list("seat", "is_secret")) == {(None, True)}
    assert Turnout.objects.filter(proposal=mine).count() == 3
    seats = {table.seat(one).pk.hex for one in table.voters}
    assert not seats & set(Ballot.objects.values_list("voter", flat=True))
    said = Event.objects.filter(kind="proposal.voted").values_list("details", flat=True)
    assert all(set(one) == {"seat"} for one in said)
    mine = close(mine)
    assert (mine.status, mine.tally["all"]["yes"], mine.ballot_salt) == ("in_force", 3, "")


def test_a_secret_vote_that_is_in_cannot_be_left_out_any_more(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now, is_secret=True)
    say(table, mine, [(table.clinic, YES)], mine.votes_from)
    with pytest.raises(StepNotPossible):
        stand(
            actor=table.clinic.actor, proposal_id=mine.pk, seat_id=table.seat(table.clinic).pk,
            kind=Standing.Kind.CONFLICT, words="Paid by the day.", at=mine.votes_from,
        )  # fmt: skip


# --- who may ask, and when again ------------------------------------------------------------------


def test_who_sits_runs_an_organization_or_convenes_may_ask_and_others_may_not(
    table: Table, stranger: Worker, navigator: Worker, now: datetime
):
    for worker in (table.mother, table.clinic, table.convener):
        draft(actor=worker.actor, wording=WAITING, at=now)
    for worker in (stranger, navigator):
        with pytest.raises(NotAllowed):
            draft(actor=worker.actor, wording=WAITING, at=now)


def test_a_draft_is_its_writers_own_and_may_be_taken_back_until_the_vote(
    table: Table, now: datetime
):
    mine = draft(actor=table.mother.actor, wording=WAITING, at=now)
    assert not Proposal.objects.visible_to(table.pantry.actor, at=now).exists()
    open_for_comments(actor=table.mother.actor, proposal_id=mine.pk, at=now)
    with pytest.raises(NotAllowed):
        withdraw(actor=table.pantry.actor, proposal_id=mine.pk, at=now)
    assert withdraw(actor=table.mother.actor, proposal_id=mine.pk, at=now).status == "withdrawn"
    other = put_to_vote(table, table.mother, WAITING, now)
    with pytest.raises(StepNotPossible):
        withdraw(actor=table.mother.actor, proposal_id=other.pk, at=other.votes_from)


@pytest.mark.parametrize(
    "changes",
    [
        (Change("policy", "referral.answer", 2),),  # holds already
        (Change("policy", "referral.answer", 0),),
        (Change("policy", "referral.nonsense", 3),),
        (Change("policy", "referral.answer", "3"),),
        (Change("policy", "need.ask_family_2_calendar", 2),),  # not after the one before
        (Change("policy", "seats.health_one_in", 9),),  # this council would break it
    ],
)
def test_what_could_not_come_into_force_is_not_even_written(
    table: Table, now: datetime, changes: tuple[Change, ...]
):
    with pytest.raises((BadInput, KeyError)):
        draft(actor=table.pantry.actor, wording=Wording("A", "B", changes=changes), at=now)
    assert not Proposal.objects.exists()


def test_what_was_refused_lately_needs_three_who_want_it_again(table: Table, now: datetime):
    first = put_to_vote(table, table.pantry, WAITING, now)
    say(table, first, [(one, NO) for one in table.voters], first.votes_from)
    at = close(first).decided_at + HOUR
    again = put_to_vote(table, table.pantry, WAITING, at)
    assert (again.status, again.why) == ("no_quorum", "not_wanted")
    at = again.decided_at + HOUR
    third = draft(actor=table.pantry.actor, wording=WAITING, at=at)
    third = open_for_comments(actor=table.pantry.actor, proposal_id=third.pk, at=at)
    for worker in (table.pantry, table.mother, table.shelter):
        stand(
            actor=worker.actor, proposal_id=third.pk, seat_id=table.seat(worker).pk,
            kind=Standing.Kind.SUPPORTS, at=at,
        )  # fmt: skip
    decide_due(network_id=table.network.pk, at=third.votes_from)
    third.refresh_from_db()
    assert third.status == "voting"


# --- when the machine stood still -----------------------------------------------------------------


def test_a_clock_that_stood_still_takes_nobodys_time_to_vote(table: Table, now: datetime):
    mine = draft(actor=table.pantry.actor, wording=WAITING, at=now)
    open_for_comments(actor=table.pantry.actor, proposal_id=mine.pk, at=now)
    late = now + 60 * DAY
    decide_due(network_id=table.network.pk, at=late)
    mine.refresh_from_db()
    assert (mine.status, mine.votes_until) == ("voting", table.network.open_days.after(late, 5))


def test_what_has_become_impossible_is_said_aloud_and_stalls_nobody(
    table: Table, now: datetime, caplog: pytest.LogCaptureFixture
):
    """The first is carried after the second has moved the bound that it must stay below."""
    first = put_to_vote(
        table, table.pantry, Wording("A", "B", changes=(Change("policy", "need.ask_family_1_calendar", 4),)), now,
        starts_at=now + 90 * DAY,
    )  # fmt: skip
    say(table, first, [(one, YES) for one in table.voters], first.votes_from)
    close(first)
    second = put_to_vote(
        table, table.clinic, Wording("C", "D", changes=(Change("policy", "need.ask_family_2_calendar", 4),)),
        now + HOUR,
    )  # fmt: skip
    say(table, second, [(one, YES) for one in table.voters], second.votes_from)
    assert close(second).status == "in_force"
    decide_due(network_id=table.network.pk, at=now + 90 * DAY)
    decide_due(network_id=table.network.pk, at=now + 91 * DAY)
    first.refresh_from_db()
    assert first.status == "passed"
    assert Event.objects.filter(kind="proposal.stuck").count() == 1


def test_what_was_voted_is_counted_in_its_hour_though_it_has_become_impossible(
    table: Table, now: datetime
):
    """Both are carried on one day, and the second moves the bound that the first must stay below."""
    changes = [("need.ask_family_2_calendar", 4), ("need.ask_family_1_calendar", 4)]
    second, first = [
        put_to_vote(table, table.pantry, Wording("A", "B", changes=(Change("policy", *one),)), now)
        for one in changes
    ]
    say(table, second, [(one, YES) for one in table.voters], second.votes_from)
    say(table, first, [(one, YES) for one in table.voters], first.votes_from)
    Proposal.objects.filter(pk=first.pk).update(wake_at=first.votes_until + HOUR)
    assert close(second).status == "in_force"

    decide_due(network_id=table.network.pk, at=first.votes_until + HOUR)
    first.refresh_from_db()
    assert (first.status, first.result, first.decided_at) == (
        "passed", "passed", first.votes_until + HOUR,
    )  # fmt: skip
    leave_seat(actor=table.mother.actor, seat_id=table.seat(table.mother).pk, at=first.decided_at)
    assert not differs(first)


def test_every_decision_is_counted_again_from_the_record_and_a_forged_one_is_found(
    table: Table, now: datetime
):
    for is_secret in (False, True):
        change = Change("policy", "need.talk_over", 6 + is_secret)
        mine = put_to_vote(
            table, table.pantry, Wording("A", "B", changes=(change,)), now, is_secret=is_secret
        )
        three = [(table.pantry, YES), (table.mother, YES), (table.clinic, NO)]
        say(table, mine, three, mine.votes_from)
        assert close(mine).status == "in_force"
    leave_seat(actor=table.mother.actor, seat_id=table.seat(table.mother).pk, at=mine.decided_at)
    said = StringIO()
    call_command("recount", stdout=said)  # who sits there today does not matter
    assert said.getvalue() == "2 decisions counted again.\n"
    mine.tally["all"]["yes"] = 5
    assert differs(mine)
