"""Whoever has left the network is elected to nothing and elects nobody; nobody speaks for two seats."""

from datetime import datetime

import pytest

from core.errors import BadInput, NotAllowed
from governance.actions.councils import Term, fill_seat, leave_seat
from governance.models.councils import Seat
from governance.models.elections import Election
from organizations.models.members import Membership
from tests.governance.table import NEXT_YEAR, Table
from tests.governance.test_elections import go_on, open_now, pantries, paper, stand
from tests.governance.test_papers_of_who_left import go
from tests.story import Worker

__all__ = ["open_now", "pantries"]


def test_whose_organization_left_after_the_vote_does_not_sit_although_they_still_come_in(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    (ann,) = stand(open_now, pantries[0], at=now)
    mine = go_on(open_now)
    paper(mine, pantries[1], ann, at=mine.votes_from)
    mine = go_on(mine)
    go(pantries[0], mine.decided_at)
    assert go_on(mine).status == "seated"
    assert not Seat.objects.get(council=table.council, number=2).is_held


def test_nobody_votes_on_somebody_whose_organization_has_left(
    open_now: Election, pantries: list[Worker], now: datetime
):
    stand(open_now, pantries[0], at=now)
    go(pantries[0], now)
    assert go_on(open_now).status == "nobody"


def test_an_organization_that_has_left_elects_nobody(
    open_now: Election, pantries: list[Worker], stranger: Worker, now: datetime
):
    (ann,) = stand(open_now, pantries[0], at=now)
    mine = go_on(open_now)
    go(pantries[1], mine.votes_from)
    for nobody in (pantries[1], stranger):
        with pytest.raises((NotAllowed, Election.DoesNotExist)):
            paper(mine, nobody, ann, at=mine.votes_from)


def test_nobody_is_given_the_seat_of_an_organization_that_has_left(table: Table, now: datetime):
    seat = table.seat(table.pantry)
    go(table.pantry, now)
    with pytest.raises(BadInput, match="takes part"):
        fill_seat(
            actor=table.convener.actor, seat_id=seat.pk, at=now,
            term=Term(table.pantry.user.pk, NEXT_YEAR),
        )  # fmt: skip


def test_whoever_sits_there_stands_in_for_no_other_seat(table: Table, now: datetime):
    seat = table.seat(table.pantry)
    leave_seat(actor=table.pantry.actor, seat_id=seat.pk, at=now)
    Membership.objects.create(
        network=table.network, organization=table.pantry.organization, user=table.shelter.user,
        roles=["intake"], since=table.shelter.membership.since,
    )  # fmt: skip
    term = Term(table.pantry.user.pk, NEXT_YEAR, alternate_id=table.shelter.user.pk)
    with pytest.raises(BadInput, match="another seat"):
        fill_seat(actor=table.convener.actor, seat_id=seat.pk, term=term, at=now)
