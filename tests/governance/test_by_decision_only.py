"""Nobody changes a number by hand once a council sits: not the convener, and not whoever reaches the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import NotAllowed, StepNotPossible
from core.models import Event
from governance.actions.councils import leave_seat
from governance.actions.deciding import decide_due
from governance.actions.policies import set_patience, set_sign_in
from governance.actions.proposals import Wording, act_now, comment, draft, stand
from governance.counting import Answer
from governance.effects.registry import Change
from governance.in_force import in_force
from governance.models.ballots import Ballot
from governance.models.policies import Policy
from governance.models.proposals import Proposal, Standing
from governance.record import differs
from governance.sign_in import IDLE_MINUTES
from tests.governance.table import DAY, WAITING, Table, answer_days, close, put_to_vote, say
from tests.story import Worker

HOUR = timedelta(hours=1)
YES, NO = Answer.YES, Answer.NO

# --- nobody by hand -------------------------------------------------------------------------------


def test_from_the_first_sitting_on_the_convener_sets_nothing_by_hand(table: Table, now: datetime):
    for act, values in ((set_patience, {"referral.answer": 1}), (set_sign_in, {IDLE_MINUTES: 30})):
        with pytest.raises(NotAllowed):
            act(actor=table.convener.actor, values=values, at=now)
    assert not Policy.objects.exists()


def test_the_database_takes_no_number_without_a_decision_that_was_carried(
    table: Table, now: datetime
):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    for decision in (None, mine.pk):
        with (
            pytest.raises(IntegrityError, match="decided"),
            transaction.atomic(),
        ):
            Policy.objects.create(
                network=table.network, key="referral.answer", value=1, version=1, begins_at=now,
                decision_id=decision,
            )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE governance_proposal SET method = 'consent'",
        "UPDATE governance_proposal SET quorum_percent = 1",
        "UPDATE governance_proposal SET votes_until = votes_until + interval '9 days'",
        "UPDATE governance_proposal SET version = 2",
        "UPDATE governance_proposal SET status = 'in_force', wake_at = NULL, next_step_due = NULL",
        "UPDATE governance_proposal SET status = 'draft', wake_at = NULL, next_step_due = NULL",
    ],
)
def test_while_people_vote_neither_the_question_nor_the_count_moves(
    table: Table, now: datetime, change: str
):
    put_to_vote(table, table.pantry, WAITING, now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("what", ["ballot", "turnout", "proposalversion", "comment", "standing"])
@pytest.mark.parametrize(
    "how", ["UPDATE governance_{} SET network_id = network_id", "DELETE FROM governance_{}"]
)
def test_what_was_said_and_voted_is_never_written_over(
    table: Table, now: datetime, what: str, how: str
):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    say(table, mine, [(table.pantry, YES)], mine.votes_from)
    comment(actor=table.clinic.actor, proposal_id=mine.pk, words="Good.", at=mine.votes_from)
    stand(
        actor=table.funder.actor, proposal_id=mine.pk, seat_id=table.seat(table.funder).pk,
        kind=Standing.Kind.SUPPORTS, at=mine.votes_from,
    )  # fmt: skip
    with (
        pytest.raises(Exception, match=r"denied|append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(how.format(what))


def test_a_ballot_after_the_count_is_refused_by_the_database(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    say(table, mine, [(one, YES) for one in table.voters[:4]], mine.votes_from)
    close(mine)
    seat = table.seat(table.funder)
    with pytest.raises(IntegrityError, match="asked"), transaction.atomic():
        Ballot.objects.create(
            network=table.network, proposal=mine, version=1, voter=seat.pk.hex, seat=seat, seat_kind=seat.kind,
            answer=NO, receipt="X", on=now.date(), is_secret=False,
        )  # fmt: skip


# --- in an emergency -------------------------------------------------------------------------------


def test_what_the_convener_did_in_an_emergency_falls_back_by_itself_unless_it_is_confirmed(
    table: Table, now: datetime
):
    mine = draft(actor=table.convener.actor, wording=WAITING, at=now)
    mine = act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)
    assert answer_days(table, now) == 3
    say(table, mine, [(table.pantry, NO)], now + HOUR)
    mine = close(mine)
    assert (mine.status, mine.votes_until) == ("fell_back", table.network.open_days.after(now, 5))
    assert answer_days(table, mine.votes_until) == 2
    assert [p.decision_id for p in Policy.objects.all()] == [mine.pk, mine.pk]


def test_confirmed_it_stays(table: Table, now: datetime):
    mine = draft(actor=table.convener.actor, wording=WAITING, at=now)
    mine = act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)
    say(table, mine, [(one, YES) for one in table.voters], now + HOUR)
    assert close(mine).status == "in_force"
    assert answer_days(table, mine.votes_until) == 3
    assert Policy.objects.count() == 1


def test_a_second_act_does_not_make_the_first_one_last_unconfirmed(table: Table, now: datetime):
    """It would fall back to what the first one did."""
    convener = table.convener.actor
    mine = draft(actor=convener, wording=WAITING, at=now)
    mine = act_now(actor=convener, proposal_id=mine.pk, at=now)
    four = Wording(
        "Four days", "They need them.", changes=(Change("policy", "referral.answer", 4),)
    )
    other = draft(actor=convener, wording=four, at=now)
    with pytest.raises(StepNotPossible):
        act_now(actor=convener, proposal_id=other.pk, at=now + HOUR)
    close(mine)
    assert answer_days(table, mine.votes_until) == 2


def test_what_the_council_did_not_carry_is_not_done_at_once_again(table: Table, now: datetime):
    """Act after act would keep it in force."""
    first = draft(actor=table.convener.actor, wording=WAITING, at=now)
    fallen = close(act_now(actor=table.convener.actor, proposal_id=first.pk, at=now))
    again = draft(actor=table.convener.actor, wording=WAITING, at=fallen.votes_until)
    with pytest.raises(StepNotPossible, match="did not carry this lately"):
        act_now(actor=table.convener.actor, proposal_id=again.pk, at=fallen.votes_until + HOUR)
    assert answer_days(table, fallen.votes_until + HOUR) == 2
    later = fallen.votes_until + timedelta(days=61)
    again = draft(actor=table.convener.actor, wording=WAITING, at=later)
    act_now(actor=table.convener.actor, proposal_id=again.pk, at=later)
    assert answer_days(table, later) == 3


def ask_on(which: str, day: int) -> Wording:
    return Wording("A", "B", changes=(Change("policy", f"need.ask_family_{which}_calendar", day),))


def asked_on(table: Table, at: datetime) -> list[int]:
    holds = in_force(table.network.pk, "need.ask_family_", at)
    return [holds[f"need.ask_family_{which}_calendar"] for which in "12"]


def carried(table: Table, wording: Wording, at: datetime, by: Sequence[Worker] = ()) -> Proposal:
    mine = put_to_vote(table, table.pantry, wording, at)
    say(table, mine, [(one, YES) for one in by or table.voters], mine.votes_from)
    mine = close(mine)
    assert mine.status == "in_force"
    return mine


def test_what_stood_before_and_cannot_be_any_more_is_waited_for_aloud_and_counted_once(
    table: Table, now: datetime
):
    """Families are asked on days 2 and 5. An emergency makes it 2 and 8, and meanwhile a vote 6 and 8."""
    longer = Wording("A", "B", changes=(Change("policy", "decide.confirm", 30),))
    since = carried(table, longer, now - 40 * DAY).votes_until
    mine = draft(actor=table.convener.actor, wording=ask_on("2", 8), at=since)
    mine = act_now(actor=table.convener.actor, proposal_id=mine.pk, at=since)
    carried(table, ask_on("1", 6), since)
    stay, go = table.voters[:2], table.voters[2:]
    say(table, mine, [(one, YES) for one in stay], since + HOUR)
    mine = close(mine)
    assert (mine.status, mine.stuck_since) == ("voting", mine.votes_until)
    assert asked_on(table, mine.votes_until) == [6, 8]
    assert Event.objects.filter(kind="proposal.stuck").count() == 1
    path, said = f"/council/proposals/{mine.pk}/", "what stood before is not possible any more"
    for reader in (table.pantry, table.funder):
        assert said in reader.client.get(path).text
    for one in go:  # without them, those who took part would be enough
        leave_seat(actor=one.actor, seat_id=table.seat(one).pk, at=mine.votes_until + HOUR)
    again = carried(table, ask_on("1", 2), mine.votes_until + HOUR, by=stay)
    decide_due(network_id=table.network.pk, at=again.votes_until + HOUR)
    mine.refresh_from_db()
    assert (mine.status, mine.why) == ("fell_back", "too_few")
    assert asked_on(table, again.votes_until + HOUR) == [2, 5]
    assert not differs(mine)
    assert said not in table.pantry.client.get(path).text


def test_nobody_but_the_convener_acts_at_once(table: Table, now: datetime):
    mine = draft(actor=table.clinic.actor, wording=WAITING, at=now)
    for worker in (table.clinic, table.convener):
        with pytest.raises((NotAllowed, Proposal.DoesNotExist)):
            act_now(actor=worker.actor, proposal_id=mine.pk, at=now)
    assert not Policy.objects.exists()
