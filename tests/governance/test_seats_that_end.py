"""A seat that ends while a vote runs has no vote any more: not in the open, and not in secret."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from core.errors import NotAllowed
from governance.actions.ballots import vote
from governance.actions.deciding_seats import ends
from governance.actions.proposals import Wording
from governance.counting import Answer
from governance.models.ballots import Ballot
from governance.models.proposals import Proposal
from governance.record import LEFT_OUT, differs
from organizations.actions.standing import leave
from organizations.grants import Role
from organizations.models.members import Membership
from tests.governance.table import WAITING, Table, close, put_to_vote, say
from tests.story import Worker, hire

HOUR = timedelta(hours=1)
YES, NO = Answer.YES, Answer.NO


def funder_goes_meanwhile(table: Table, at: datetime, *, is_secret: bool) -> Proposal:
    """Two for it, two against it, and the seat of one of these ends before the vote closes."""
    change = ends(str(table.seat(table.funder).pk))
    goodbye = put_to_vote(table, table.pantry, Wording("A", "B", changes=(change,)), at)
    mine = put_to_vote(table, table.pantry, WAITING, at + HOUR, is_secret=is_secret)
    say(table, goodbye, [(one, YES) for one in table.voters], goodbye.votes_from)
    for_it, against = (table.pantry, table.mother), (table.clinic, table.funder)
    say(table, mine, [(one, YES) for one in for_it], mine.votes_from)
    say(table, mine, [(one, NO) for one in against], mine.votes_from, "It harms us.")
    assert close(goodbye).status == "in_force"
    return close(mine)


@pytest.mark.parametrize("is_secret", [False, True])
def test_the_vote_of_a_seat_that_ended_meanwhile_does_not_count(
    table: Table, now: datetime, *, is_secret: bool
):
    mine = funder_goes_meanwhile(table, now, is_secret=is_secret)
    assert (mine.status, mine.tally["all"]["yes"], mine.tally["all"]["no"]) == ("in_force", 2, 1)
    assert Ballot.objects.filter(proposal=mine).count() == 4  # what was cast stays on record
    assert not differs(mine)


@pytest.mark.parametrize("is_secret", [False, True])
def test_the_page_says_so_and_lists_the_codes_of_those_that_count(
    table: Table, intake: Worker, now: datetime, *, is_secret: bool
):
    mine = funder_goes_meanwhile(table, now, is_secret=is_secret)
    page = intake.client.get(f"/council/proposals/{mine.pk}/").content.decode()
    assert "1 vote does not count: its seat ended before the vote closed." in page
    codes = Ballot.objects.filter(proposal=mine).values_list("receipt", flat=True)
    assert sum(code in page for code in codes) == 3


def test_a_vote_cannot_be_left_out_of_which_no_seat_ended(table: Table, now: datetime):
    """Somebody forges the decision so that one no fewer is counted."""
    mine = put_to_vote(table, table.pantry, WAITING, now, is_secret=True)
    say(table, mine, [(table.pantry, YES), (table.mother, YES)], mine.votes_from)
    say(table, mine, [(table.clinic, NO)], mine.votes_from, "It harms us.")
    close(mine)
    assert not differs(mine)
    against = Ballot.objects.get(proposal=mine, answer="no")
    mine.tally = {**mine.tally, LEFT_OUT: [against.voter]}
    mine.tally["all"] = {**mine.tally["all"], "no": 0, "silent": mine.tally["all"]["silent"]}
    assert differs(mine)


def test_who_has_left_votes_no_more_and_the_seat_is_owed_a_name_from_that_moment(
    table: Table, stranger: Worker, now: datetime
):
    """Its people still come in for a while, to finish what only they may see."""
    shelter = table.shelter
    seat = table.seat(shelter)
    mine = put_to_vote(table, table.pantry, WAITING, now)
    admin = hire(shelter.organization, "Ada Ruiz", Role.ORGADMIN)
    leave(actor=admin.actor, organization_id=shelter.organization.pk, at=now + HOUR)
    seat.refresh_from_db()
    assert (seat.holder_id, seat.is_held, seat.next_step) == (None, False, "fill_seat")
    assert Membership.objects.filter(user=shelter.user, until=None).exists()
    for worker in (shelter, stranger):
        said = {"proposal_id": mine.pk, "seat_id": seat.pk, "answer": YES}
        with pytest.raises((NotAllowed, ObjectDoesNotExist)):
            vote(actor=worker.actor, **said, at=mine.votes_from)
    say(table, mine, [(table.pantry, YES)], mine.votes_from)
