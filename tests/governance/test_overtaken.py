"""Two proposals write the same words anew: the second undoes the first only if people saw that it does."""

from datetime import datetime, timedelta

import pytest

from core.errors import BadInput
from governance.actions.deciding import decide_due
from governance.actions.proposals import Wording, act_now, amend, draft, open_for_comments
from governance.counting import Answer
from governance.effects.registry import Change
from governance.kinds import Kind
from governance.lifecycle import TRANSITIONS, Status, Step
from governance.models.norms import Norms
from governance.models.proposals import Proposal
from governance.record import differs
from people.actions.deciding_scopes import share
from people.lifecycle import Fact
from tests.governance.table import DAY, Table, close, put_to_vote, say
from tests.story import Worker

HOUR = timedelta(hours=1)
FIRST = Change("norms", "text", "We answer each other kindly.")
SECOND = Change("norms", "text", "We call back in an hour.")


def wanted(change: Change) -> Wording:
    return Wording("Anew", "So that we work well.", changes=(change,))


def written(table: Table, by: Worker, change: Change, at: datetime) -> Proposal:
    return draft(actor=by.actor, wording=wanted(change), at=at)


def all_say_yes(table: Table, proposal: Proposal) -> None:
    say(table, proposal, [(one, Answer.YES) for one in table.voters], proposal.votes_from)


def carried(table: Table, change: Change, at: datetime, **more: object) -> Proposal:
    first = put_to_vote(table, table.pantry, wanted(change), at, **more)
    all_say_yes(table, first)
    return close(first)


def text_of(table: Table) -> str:
    return Norms.objects.in_force(table.network.pk).text


def opened(table: Table, proposal: Proposal, at: datetime) -> Proposal:
    return open_for_comments(actor=table.clinic.actor, proposal_id=proposal.pk, at=at)


def test_a_draft_over_words_that_are_others_now_is_not_opened_until_it_is_written_anew(
    table: Table, now: datetime
):
    mine = written(table, table.clinic, SECOND, now)
    first = carried(table, FIRST, now)
    with pytest.raises(BadInput, match="decided otherwise since"):
        opened(table, mine, first.decided_at)
    page = table.clinic.client.get(f"/council/proposals/{mine.pk}/").content.decode()
    assert "Another decision has changed these words" in page
    amend(
        actor=table.clinic.actor, proposal_id=mine.pk, wording=wanted(SECOND), at=first.decided_at
    )
    assert opened(table, mine, first.decided_at).status == Status.COMMENTING
    page = table.clinic.client.get(f"/council/proposals/{mine.pk}/").content.decode()
    assert "Another decision has changed these words" not in page
    assert "We answer each other kindly." in page  # what would go


def test_no_vote_begins_on_what_was_overtaken_while_people_commented(table: Table, now: datetime):
    first = put_to_vote(table, table.pantry, wanted(FIRST), now)
    mine = written(table, table.clinic, SECOND, first.votes_from)
    mine = opened(table, mine, first.votes_until - HOUR)
    all_say_yes(table, first)
    close(first)
    decide_due(network_id=table.network.pk, at=mine.votes_from)
    mine.refresh_from_db()
    assert (mine.status, mine.why) == ("failed", "overtaken")
    assert text_of(table) == FIRST.after
    assert not differs(mine)


def test_a_vote_that_ran_meanwhile_is_counted_and_changes_nothing(table: Table, now: datetime):
    first = put_to_vote(table, table.pantry, wanted(FIRST), now)
    mine = put_to_vote(table, table.clinic, wanted(SECOND), now + HOUR)
    all_say_yes(table, first)
    all_say_yes(table, mine)
    assert close(first).status == "in_force"
    page = table.mother.client.get(f"/council/proposals/{mine.pk}/").content.decode()
    assert "Another decision has changed these words" in page
    mine = close(mine)
    assert (mine.status, mine.why, mine.tally["all"]["yes"]) == ("failed", "overtaken", 5)
    assert text_of(table) == FIRST.after
    assert not differs(mine)
    said = table.mother.client.get(f"/council/proposals/{mine.pk}/").content.decode()
    assert "This one would have undone it unseen." in said


def test_what_is_carried_and_waits_for_its_day_overtakes_as_well(table: Table, now: datetime):
    later = carried(table, FIRST, now, starts_at=now + 90 * DAY)
    assert later.status == "passed"
    mine = written(table, table.clinic, SECOND, later.decided_at)
    with pytest.raises(BadInput, match="decided otherwise since"):
        opened(table, mine, later.decided_at)
    decide_due(network_id=table.network.pk, at=now + 90 * DAY)
    assert text_of(table) == FIRST.after


def test_it_may_be_asked_anew_at_once_by_nobody_more_than_any_other(table: Table, now: datetime):
    """Overtaken is not refused: it was never asked whether people want it after the other one."""
    first = put_to_vote(table, table.pantry, wanted(FIRST), now)
    mine = put_to_vote(table, table.clinic, wanted(SECOND), now + HOUR)
    all_say_yes(table, first)
    all_say_yes(table, mine)
    close(first)
    close(mine)
    again = written(table, table.clinic, SECOND, mine.votes_until)
    assert opened(table, again, mine.votes_until).supporters_needed == first.supporters_needed


def test_a_number_is_decided_after_another_one_as_it_was_read(table: Table, now: datetime):
    """Three days, then four: whoever votes for four sees that number and gets it."""
    three = Change("policy", "referral.answer", 3)
    mine = put_to_vote(
        table, table.clinic, wanted(Change("policy", "referral.answer", 4)), now + HOUR
    )
    carried(table, three, now)
    all_say_yes(table, mine)
    assert close(mine).status == "in_force"


def test_an_emergency_act_falls_back_to_what_stood_before_it_and_to_nothing_older(
    table: Table, now: datetime
):
    old = written(table, table.convener, Change("policy", "referral.answer", 5), now)
    three = carried(table, Change("policy", "referral.answer", 3), now)
    with pytest.raises(BadInput, match="decided otherwise since"):
        act_now(actor=table.convener.actor, proposal_id=old.pk, at=three.decided_at)


PAPER, FOOD = Kind.MEMORANDUM, "food-insecurity"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (FIRST, SECOND),
        (Change("agreement_template", PAPER, "One."), Change("agreement_template", PAPER, "Two.")),
        (share(FOOD, [Fact.PHONE]), share(FOOD, [Fact.ADDRESS])),
    ],
)
def test_whatever_is_written_as_a_whole_is_overtaken(
    table: Table, now: datetime, first: Change, second: Change
):
    mine = put_to_vote(table, table.clinic, wanted(second), now + HOUR)
    carried(table, first, now)
    all_say_yes(table, mine)
    assert close(mine).why == "overtaken"


def test_only_what_waits_for_a_vote_or_is_voted_on_is_overtaken():
    rule = TRANSITIONS[Step.OVERTAKE]
    assert (rule.sources, rule.target) == ({Status.COMMENTING, Status.VOTING}, Status.FAILED)
