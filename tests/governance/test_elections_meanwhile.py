"""What may happen while an election is held: a seat ends, everybody goes, somebody works elsewhere by then."""

from datetime import datetime

import pytest

from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.ballots import vote
from governance.actions.councils import Place, Term, fill_seat, found_council, leave_seat
from governance.actions.deciding import decide_due
from governance.actions.deciding_seats import ends, new_seat
from governance.actions.elections import nominate
from governance.actions.polling import elect_by_ballot, hold_elections, open_elections
from governance.actions.proposals import Wording
from governance.counting import Answer, SeatKind
from governance.models.councils import Council, Seat
from governance.models.elections import Election, ElectionBallot
from governance.record import election_differs, polled
from governance.search.elections import standing
from organizations.grants import Role, sync
from organizations.models.members import Membership
from referrals.actions.audit import audit
from tests.governance.table import DAY, NEXT_YEAR, WAITING, Table, put_to_vote, say
from tests.governance.test_elections import go_on, open_now, pantries, paper, stand
from tests.governance.test_papers_of_who_left import go
from tests.story import Worker, hire

__all__ = ["open_now", "pantries"]


def end_empty_seat(table: Table, at: datetime) -> None:
    """The council decides that there shall be no such seat any more, but another one."""
    seat = Seat.objects.get(council=table.council, number=2)
    changes = (ends(str(seat.pk)), new_seat("lived_experience"))
    mine = put_to_vote(table, table.pantry, Wording("Another", "So.", changes=changes), at)
    voters = (table.pantry, table.mother, table.clinic, table.funder)
    say(table, mine, [(one, Answer.YES) for one in voters], mine.votes_from)
    decide_due(network_id=table.network.pk, at=mine.votes_until)
    seat.refresh_from_db()
    assert seat.ended_at


def test_nobody_is_elected_to_a_seat_that_ended_meanwhile_and_the_election_does_not_hang(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    (ann,) = stand(open_now, pantries[0], at=now)
    mine = go_on(open_now)
    end_empty_seat(table, now)
    paper(mine, pantries[1], ann, at=mine.votes_from)
    assert go_on(mine).status == "nobody"
    assert not Seat.objects.there_are().filter(holder=pantries[0].user).exists()


def test_whoever_was_elected_to_a_seat_that_ends_before_the_day_does_not_sit(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    (ann,) = stand(open_now, pantries[0], at=now)
    mine = go_on(open_now)
    paper(mine, pantries[1], ann, at=mine.votes_from)
    assert go_on(mine).status == "elected"
    end_empty_seat(table, now)
    assert go_on(mine).status == "seated"
    assert not Seat.objects.there_are().filter(holder=pantries[0].user).exists()


def test_where_nobody_is_left_to_vote_nobody_who_comes_later_votes(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    stand(open_now, pantries[0], at=now)
    partners = type(table.pantry.organization).objects.filter(network=table.network)
    partners.filter(kind="community").update(kind="government")
    assert go_on(open_now).status == "nobody"


def test_who_has_left_before_the_vote_does_not_stand_in_it(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    ann, ray = stand(open_now, *pantries[:2], at=now)
    Membership.objects.filter(pk=pantries[0].membership.pk).update(until=now)
    mine = go_on(open_now)
    assert mine.status == "voting"
    assert standing(mine) == [ray]
    ann.refresh_from_db()
    assert ann.ended_at


def test_the_paper_of_a_partner_who_left_before_the_vote_closed_is_not_counted(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    """It stays on record, the page says how many are left out, and whoever counts again gets the same."""
    ann, ray = stand(open_now, *pantries[:2], at=now)
    mine = go_on(open_now)
    for voter, choice in ((pantries[2], ann), (pantries[1], ray), (pantries[0], ray)):
        theirs = paper(mine, voter, choice, at=mine.votes_from)
    go(pantries[2], mine.votes_from)
    mine = go_on(mine)

    [kept] = mine.rounds
    assert (kept["papers"], kept["approved"]) == (2, {ann.pk.hex: 0, ray.pk.hex: 2})
    assert len(kept["left_out"]) == 1
    assert theirs.voter not in kept["left_out"]
    assert ElectionBallot.objects.count() == 3
    assert not election_differs(mine)
    page = table.clinic.client.get(f"/council/elections/{mine.pk}/").text
    assert "1 vote does not count: who cast it had left before the vote closed." in page

    kept["left_out"].append(theirs.voter)  # somebody who has not left is left out, too
    mine.rounds = [polled(mine, 1, kept["standing"], kept["places"], kept["left_out"])]
    assert election_differs(mine)


def test_an_election_that_the_clock_cannot_go_on_with_breaks_a_promise(
    table: Table, open_now: Election, now: datetime
):
    """It is tried again every hour: its own day says that it is late, not when it is looked at."""
    at = open_now.votes_from + 2 * DAY
    Election.objects.update(wake_at=at + DAY)
    broken = {one.promise.name for one in audit(table.network.pk, at=at) if one.broken}
    assert broken == {"every_paper_was_cast_by_somebody"}


def test_whoever_sits_in_a_committee_too_has_one_vote_for_lived_experience(
    table: Table, now: datetime
):
    term = Term(table.pantry.user.pk, NEXT_YEAR)
    places = [Place(SeatKind.CBO, table.pantry.organization.pk, term)]
    found_council(actor=table.convener.actor, kind=Council.Kind.DATA, places=places, at=now)
    leave_seat(actor=table.mother.actor, seat_id=table.seat(table.mother).pk, at=now)
    open_elections(network_id=table.network.pk, at=now)
    mine = Election.objects.get()
    stand(mine, hire(table.convener.organization, "Femi Okafor", Role.COUNCIL), at=now)
    mine = go_on(mine)
    own = {table.seat(table.pantry).pk.hex, table.seat(table.shelter).pk.hex}
    assert {one["id"] for one in mine.electorate} == own


def test_whoever_works_elsewhere_by_now_stands_for_where_they_work(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    soup, ride, _home = pantries
    both = {"election_id": open_now.pk, "user_id": soup.user.pk, "at": now}
    named = nominate(actor=soup.actor, **both)
    assert named.organization == soup.organization
    Membership.objects.filter(pk=soup.membership.pk).update(until=now)
    moved = hire(ride.organization, "Moved Here", Role.ORGADMIN)
    Membership.objects.filter(pk=moved.membership.pk).update(user=soup.user)
    moved.membership.refresh_from_db()
    sync(moved.membership)
    again = nominate(actor=Worker(soup.user, moved.membership).actor, **both)
    assert (again.pk, again.organization) == (named.pk, ride.organization)


def test_who_runs_the_second_place_of_a_volunteer_may_name_them_for_it(
    table: Table, open_now: Election, pantries: list[Worker], stranger: Worker, now: datetime
):
    soup, ride, _home = pantries
    volunteer = hire(ride.organization, "Vic Volunteer", Role.INTAKE)
    other = hire(soup.organization, "Vic Elsewhere", Role.INTAKE)
    Membership.objects.filter(pk=other.membership.pk).update(user=volunteer.user)
    here = {"election_id": open_now.pk, "user_id": volunteer.user.pk, "at": now}
    with pytest.raises(NotAllowed):
        nominate(actor=table.clinic.actor, **here)
    assert nominate(actor=soup.actor, **here).organization == soup.organization


# --- whoever stands in ----------------------------------------------------------------------------


@pytest.fixture
def helper(table: Table, now: datetime) -> Worker:
    """Stands in for Sol, who holds the seat of the shelter."""
    helper = hire(table.shelter.organization, "Hana Stands In", Role.INTAKE)
    seat = table.seat(table.shelter)
    leave_seat(actor=table.shelter.actor, seat_id=seat.pk, at=now)
    term = Term(table.shelter.user.pk, NEXT_YEAR, alternate_id=helper.user.pk)
    fill_seat(actor=table.convener.actor, seat_id=seat.pk, term=term, at=now)
    return helper


def test_who_stands_in_votes_first_and_never_over_the_word_of_whoever_holds_the_seat(
    table: Table, helper: Worker, now: datetime
):
    mine = put_to_vote(table, table.pantry, WAITING, now)
    here = {"proposal_id": mine.pk, "seat_id": table.seat(table.shelter).pk, "at": mine.votes_from}
    vote(actor=helper.actor, answer=Answer.NO, **here)
    vote(actor=helper.actor, answer=Answer.ABSTAIN, **here)  # their own mind may change
    vote(actor=table.shelter.actor, answer=Answer.YES, **here)
    with pytest.raises(StepNotPossible, match="holds this seat"):
        vote(actor=helper.actor, answer=Answer.NO, **here)
    vote(actor=table.shelter.actor, answer=Answer.ABSTAIN, **here)


def test_in_an_election_too_and_in_each_round_anew(
    table: Table, helper: Worker, stranger: Worker, now: datetime
):
    leave_seat(actor=table.mother.actor, seat_id=table.seat(table.mother).pk, at=now)
    open_elections(network_id=table.network.pk, at=now)
    mine = Election.objects.get()
    house = table.convener.organization
    femi, ada = stand(
        mine, *(hire(house, one, Role.COUNCIL) for one in ("Femi Okafor", "Ada Bello")), at=now
    )
    mine = go_on(mine)

    def cast(who: Worker, choice: object) -> None:
        elect_by_ballot(
            actor=who.actor, election_id=mine.pk, elector_id=table.seat(table.shelter).pk,
            choices=[choice.pk], at=mine.votes_from if mine.round == 1 else mine.wake_at,
        )  # fmt: skip

    cast(helper, ada)
    cast(table.shelter, femi)
    for somebody_else in (helper, stranger):
        with pytest.raises((StepNotPossible, NotAllowed)):
            cast(somebody_else, ada)
    elect_by_ballot(
        actor=table.pantry.actor, election_id=mine.pk, elector_id=table.seat(table.pantry).pk,
        choices=[ada.pk], at=mine.votes_from,
    )  # fmt: skip
    hold_elections(network_id=mine.network_id, at=mine.votes_until)
    mine.refresh_from_db()
    assert mine.round == 2
    cast(helper, ada)  # in the run-off the holder has not voted yet


def test_who_is_elected_stands_in_for_nobody_else_there_any_more(
    table: Table, helper: Worker, now: datetime
):
    leave_seat(actor=table.mother.actor, seat_id=table.seat(table.mother).pk, at=now)
    open_elections(network_id=table.network.pk, at=now)
    mine = Election.objects.get()
    (hana,) = stand(mine, helper, at=now)
    mine = go_on(mine)
    elect_by_ballot(
        actor=table.pantry.actor, election_id=mine.pk, elector_id=table.seat(table.pantry).pk,
        choices=[hana.pk], at=mine.votes_from,
    )  # fmt: skip
    assert go_on(go_on(mine)).status == "seated"
    assert table.seat(helper).kind == SeatKind.LIVED_EXPERIENCE
    assert table.seat(table.shelter).alternate is None


def test_no_committee_is_founded_in_which_somebody_speaks_for_two_seats(
    table: Table, helper: Worker, now: datetime
):
    term = Term(table.pantry.user.pk, NEXT_YEAR)
    places = [
        Place(SeatKind.CBO, table.pantry.organization.pk, term),
        Place(SeatKind.CBO, table.shelter.organization.pk,
              Term(table.shelter.user.pk, NEXT_YEAR, alternate_id=helper.user.pk)),
        Place(SeatKind.LIVED_EXPERIENCE, None, Term(helper.user.pk, NEXT_YEAR)),
    ]  # fmt: skip
    with pytest.raises(BadInput, match="another seat"):
        found_council(actor=table.convener.actor, kind=Council.Kind.DATA, places=places, at=now)
    assert not Council.objects.filter(kind=Council.Kind.DATA).exists()
