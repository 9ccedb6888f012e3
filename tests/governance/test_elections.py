"""Seats are filled by election: who may stand, who elects whom, and what comes of a tie."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.councils import Term, fill_seat, leave_seat
from governance.actions.elections import answer_nomination, nominate
from governance.actions.polling import elect_by_ballot, hold_elections, open_elections
from governance.models.councils import Seat
from governance.models.elections import Election, ElectionBallot, Nominee
from governance.record import election_differs
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network
from tests.governance.table import DAY, NEXT_YEAR, Table, sit_down
from tests.story import Worker, found, hire

SECOND = timedelta(seconds=1)


@pytest.fixture
def pantries(table: Table) -> list[Worker]:
    """Three more community organizations that take part, each with somebody who runs it."""
    names = ("Soup Line", "Ride Along", "First Home")
    return [hire(found(table.network, name), f"Ann of {name}", Role.ORGADMIN) for name in names]


@pytest.fixture
def open_now(table: Table, pantries: list[Worker], now: datetime) -> Election:
    """Sol leaves the seat of her shelter, and it is to be filled."""
    return opened(table, now)


def opened(table: Table, at: datetime) -> Election:
    leave_seat(actor=table.shelter.actor, seat_id=table.seat(table.shelter).pk, at=at)
    open_elections(network_id=table.network.pk, at=at)
    return Election.objects.get()


def stand(election: Election, *workers: Worker, at: datetime) -> list[Nominee]:
    return [
        nominate(actor=one.actor, election_id=election.pk, user_id=one.user.pk, at=at)
        for one in workers
    ]


def go_on(election: Election) -> Election:
    """The clock comes by when something is due; half way through a vote it only reminds."""
    for _ in range(3):
        election.refresh_from_db()
        before = election.status, election.round
        hold_elections(network_id=election.network_id, at=election.wake_at + SECOND)
        election.refresh_from_db()
        if (election.status, election.round) != before:
            break
    return election


def paper(election: Election, worker: Worker, *nominees: Nominee, at: datetime) -> ElectionBallot:
    return elect_by_ballot(
        actor=worker.actor, election_id=election.pk, elector_id=worker.organization.pk,
        choices=[one.pk for one in nominees], at=at,
    )  # fmt: skip


# --- who stands ----------------------------------------------------------------------------------


def test_an_empty_seat_opens_an_election_once_and_those_who_elect_hear_of_it(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    assert open_elections(network_id=table.network.pk, at=now + DAY) == 0
    assert (open_now.waiting_on, open_now.next_step) == ("partners", "stand")
    assert open_now.votes_from == table.network.open_days.after(now, 10)
    announce_everywhere(at=now + SECOND)
    told = set(Delivery.objects.filter(template="election_opens").values_list("user_id", flat=True))
    assert {one.user.pk for one in pantries} <= told
    assert table.pantry.user.pk in told


def test_a_term_that_ends_soon_opens_one_and_whoever_sits_there_sits_to_the_last_day(
    table: Table, now: datetime
):
    seat = table.seat(table.clinic)
    Seat.objects.filter(pk=seat.pk).update(ends_on=(now + 61 * DAY).date())
    assert open_elections(network_id=table.network.pk, at=now) == 0
    assert open_elections(network_id=table.network.pk, at=now + DAY) == 1
    mine = Election.objects.get()
    assert mine.free_on == (now + 62 * DAY).date()
    (henry,) = stand(mine, table.clinic, at=now + DAY)
    go_on(mine)
    paper(mine, table.clinic, henry, at=mine.wake_at)
    assert go_on(mine).takes_on == mine.free_on
    assert go_on(mine).status == "seated"
    seat.refresh_from_db()
    assert seat.holder == table.clinic.user
    assert seat.ends_on == mine.free_on.replace(year=mine.free_on.year + 2) - DAY


def test_who_runs_an_organization_says_who_stands_for_it_and_a_stranger_does_not(
    table: Table, open_now: Election, pantries: list[Worker], stranger: Worker, foreigner: Worker,
    now: datetime,
):  # fmt: skip
    volunteer = hire(pantries[0].organization, "Vic Volunteer", Role.INTAKE)
    with pytest.raises(NotAllowed):
        stand(open_now, volunteer, at=now)
    with pytest.raises((BadInput, NotAllowed)):
        nominate(actor=stranger.actor, election_id=open_now.pk, user_id=volunteer.user.pk, at=now)
    with pytest.raises(Election.DoesNotExist):
        stand(open_now, foreigner, at=now)
    named = nominate(
        actor=pantries[0].actor, election_id=open_now.pk, user_id=volunteer.user.pk, at=now
    )
    assert not named.stands
    with pytest.raises(NotAllowed):
        answer_nomination(actor=pantries[0].actor, nominee_id=named.pk, accepts=True, at=now)
    announce_everywhere(at=now + SECOND)
    assert Delivery.objects.get(template="you_are_named").user == volunteer.user
    named = answer_nomination(
        actor=volunteer.actor, nominee_id=named.pk, accepts=True, at=now, words="More rides."
    )
    assert named.stands
    with pytest.raises(BadInput, match="stands for this organization"):
        stand(open_now, pantries[0], at=now)


def test_no_organization_gets_a_second_vote_and_nobody_a_second_seat(
    table: Table, open_now: Election, now: datetime
):
    with pytest.raises(BadInput, match="has a vote in this council"):
        stand(open_now, hire(table.pantry.organization, "Bo Baker", Role.ORGADMIN), at=now)
    with pytest.raises(BadInput, match="another seat"):
        stand(open_now, table.pantry, at=now)
    with pytest.raises(BadInput):  # a hospital does not sit for the community
        stand(open_now, hire(table.clinic.organization, "Hal Cole", Role.ORGADMIN), at=now)


def test_for_lived_experience_nobody_stands_who_works_for_a_hospital(table: Table, now: datetime):
    leave_seat(actor=table.mother.actor, seat_id=table.seat(table.mother).pk, at=now)
    open_elections(network_id=table.network.pk, at=now)
    mine = Election.objects.get()
    with pytest.raises(BadInput, match="does not sit for lived experience"):
        stand(mine, hire(table.clinic.organization, "Dot Cole", Role.NAVIGATOR), at=now)
    father = hire(table.convener.organization, "Femi Okafor", Role.COUNCIL)
    (femi,) = stand(mine, father, at=now)
    go_on(mine)
    for who, allowed in ((table.pantry, True), (table.clinic, False)):
        seat = table.seat(who)
        one = {"actor": who.actor, "election_id": mine.pk, "elector_id": seat.pk}
        if allowed:
            elect_by_ballot(**one, choices=[femi.pk], at=mine.votes_from)
        else:
            with pytest.raises(NotAllowed):
                elect_by_ballot(**one, choices=[femi.pk], at=mine.votes_from)
    go_on(mine)
    assert go_on(mine).status == "seated"
    assert Seat.objects.get(council=table.council, holder=father.user).kind == "lived_experience"


# --- the vote ------------------------------------------------------------------------------------


def test_partners_elect_their_own_and_whoever_they_chose_sits_down_by_itself(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    soup, ride, _home = pantries
    ann, ray = stand(open_now, soup, ride, at=now)
    with pytest.raises(StepNotPossible):
        paper(open_now, soup, ann, at=now)
    mine = go_on(open_now)
    assert mine.status == "voting"
    with pytest.raises(StepNotPossible):
        stand(mine, pantries[2], at=mine.votes_from + DAY)
    paper(mine, soup, ray, at=mine.votes_from)
    paper(mine, soup, ann, at=mine.votes_from)  # a mind may change
    paper(mine, ride, ann, ray, at=mine.votes_from)
    paper(mine, table.pantry, ann, at=mine.votes_from)
    with pytest.raises(NotAllowed):
        paper(mine, table.clinic, ray, at=mine.votes_from)
    with pytest.raises(NotAllowed):  # for another's organization
        elect_by_ballot(
            actor=ride.actor, election_id=mine.pk, elector_id=soup.organization.pk,
            choices=[ray.pk], at=mine.votes_from,
        )  # fmt: skip
    mine = go_on(mine)
    assert (mine.status, mine.ballot_salt) == ("elected", "")
    assert mine.rounds[0]["approved"] == {ann.pk.hex: 3, ray.pk.hex: 1}
    seat = Seat.objects.get(council=table.council, number=2)
    assert not seat.is_held  # until the day that was named
    mine = go_on(mine)
    seat.refresh_from_db()
    assert (mine.status, seat.holder, seat.organization) == ("seated", soup.user, soup.organization)
    assert not seat.next_step
    soup.membership.refresh_from_db()
    assert Worker(soup.user, soup.membership).actor.holds("sit_on_council", table.network.pk)
    assert open_elections(network_id=table.network.pk, at=mine.decided_at + 3 * DAY) == 0


def test_a_tie_is_voted_on_once_more_and_never_settled_by_chance(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    soup, ride, home = pantries
    ann, ray, hope = stand(open_now, soup, ride, home, at=now)
    mine = go_on(open_now)
    paper(mine, soup, ann, at=mine.votes_from)
    paper(mine, ride, ray, at=mine.votes_from)
    mine = go_on(mine)
    assert (mine.status, mine.round, mine.rounds[0]["elected"]) == ("voting", 2, [])
    with pytest.raises(BadInput):  # she is not among those who are tied
        paper(mine, home, hope, at=mine.wake_at)
    paper(mine, soup, ann, at=mine.wake_at)
    paper(mine, ride, ray, at=mine.wake_at)
    mine = go_on(mine)
    assert mine.status == "nobody"
    seat = Seat.objects.get(council=table.council, number=2)
    assert seat.next_step == "fill_seat"
    assert open_elections(network_id=table.network.pk, at=mine.decided_at + 29 * DAY) == 0
    assert open_elections(network_id=table.network.pk, at=mine.decided_at + 31 * DAY) == 1


def test_where_nobody_stands_the_seat_stays_owed(open_now: Election):
    assert go_on(open_now).status == "nobody"
    assert Seat.objects.get(council=open_now.council, number=2).waiting_on == "convener"


def test_whom_the_convener_asked_meanwhile_gives_the_seat_to_whoever_is_elected(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    seat = Seat.objects.get(council=table.council, number=2)
    term = Term(table.shelter.user.pk, NEXT_YEAR)
    fill_seat(actor=table.convener.actor, seat_id=seat.pk, term=term, at=now)
    (ann,) = stand(open_now, pantries[0], at=now)
    mine = go_on(open_now)
    paper(mine, pantries[1], ann, at=mine.votes_from)
    go_on(mine)
    go_on(mine)
    seat.refresh_from_db()
    assert seat.holder == pantries[0].user
    assert not table.shelter.actor.holds("sit_on_council", table.network.pk)


def test_two_seats_that_are_free_on_one_day_are_one_election(
    table: Table, pantries: list[Worker], now: datetime
):
    leave_seat(actor=table.pantry.actor, seat_id=table.seat(table.pantry).pk, at=now)
    mine = opened(table, now)
    assert mine.places.count() == 2
    soup, ride, home = pantries
    ann, ray, hope = stand(mine, soup, ride, home, at=now)
    mine = go_on(mine)
    paper(mine, soup, ann, ray, at=mine.votes_from)
    paper(mine, ride, ann, ray, at=mine.votes_from)
    paper(mine, home, hope, at=mine.votes_from)
    go_on(mine)
    go_on(mine)
    seats = Seat.objects.filter(council=table.council, kind="cbo")
    assert set(seats.values_list("holder", flat=True)) == {soup.user.pk, ride.user.pk}


def test_whoever_has_left_by_the_day_does_not_sit_and_the_seat_stays_owed(
    table: Table, open_now: Election, pantries: list[Worker], now: datetime
):
    (ann,) = stand(open_now, pantries[0], at=now)
    mine = go_on(open_now)
    paper(mine, pantries[1], ann, at=mine.votes_from)
    mine = go_on(mine)
    type(pantries[0].membership).objects.filter(pk=pantries[0].membership.pk).update(until=now)
    assert go_on(mine).status == "seated"
    seat = Seat.objects.get(council=table.council, number=2)
    assert not seat.is_held
    assert seat.next_step == "fill_seat"


# --- what stands ---------------------------------------------------------------------------------


def voted_on(open_now: Election, pantries: list[Worker], now: datetime) -> Election:
    (ann,) = stand(open_now, pantries[0], at=now)
    mine = go_on(open_now)
    paper(mine, pantries[1], ann, at=mine.votes_from)
    return mine


def test_no_paper_says_whose_it_is_and_the_count_can_be_done_again(
    open_now: Election, pantries: list[Worker], now: datetime
):
    mine = voted_on(open_now, pantries, now)
    ballot = ElectionBallot.objects.get()
    assert pantries[1].organization.pk.hex not in str(vars(ballot))
    mine = go_on(mine)
    said = StringIO()
    call_command("recount", stdout=said)
    assert said.getvalue() == "1 decisions counted again.\n"
    mine.rounds[0]["approved"] = {}
    assert election_differs(mine)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE governance_electionballot SET choices = '[]'",
        "DELETE FROM governance_electionballot",
        "DELETE FROM governance_electionturnout",
        "UPDATE governance_election SET electorate = '[]'",
        "UPDATE governance_election SET status = 'seated', takes_on = now(), decided_at = now()",
        "UPDATE governance_election SET wake_at = NULL",
    ],
)
def test_the_database_lets_nobody_change_a_vote_or_hurry_a_seat(
    open_now: Election, pantries: list[Worker], now: datetime, sql: str
):
    voted_on(open_now, pantries, now)
    refused = pytest.raises(Exception, match=r"never|check|held|allow|denied|violates|cannot go")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_takes_no_paper_when_no_vote_is_open(
    open_now: Election, pantries: list[Worker], now: datetime
):
    mine = go_on(voted_on(open_now, pantries, now))
    late = {"network_id": mine.network_id, "election": mine, "round": 1, "voter": "x", "turn": 9}
    with pytest.raises(IntegrityError, match="elects now"), transaction.atomic():
        ElectionBallot.objects.create(**late, choices=[], receipt="A", on=now.date())


def test_only_who_has_not_voted_is_reminded(
    open_now: Election, pantries: list[Worker], now: datetime
):
    mine = voted_on(open_now, pantries, now)
    announce_everywhere(at=mine.votes_from + DAY)
    told = Delivery.objects.filter(template="election_to_vote")
    before = told.count()
    hold_elections(network_id=mine.network_id, at=mine.wake_at)
    announce_everywhere(at=mine.wake_at + DAY)
    assert told.count() == before * 2 - 1
    assert told.filter(user=pantries[1].user).count() == 1


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def lately(network: Network) -> Table:
    return sit_down(network, timezone.now() - 40 * DAY)


def test_people_stand_and_vote_on_its_page_and_a_foreigner_finds_nothing(
    lately: Table, foreigner: Worker, navigator: Worker
):
    soup = hire(found(lately.network, "Soup Line"), "Ann Soup", Role.ORGADMIN)
    mine = opened(lately, timezone.now())
    path = f"/council/elections/{mine.pk}/"
    assert foreigner.client.get(path).status_code == 404
    assert navigator.client.post(f"{path}names/", {"email": ""}).status_code == 422
    assert soup.client.post(f"{path}names/", {"email": "", "words": "Rides."}).status_code == 302
    assert "Ann Soup" in navigator.client.get(path).content.decode()
    Election.objects.update(votes_from=timezone.now(), wake_at=timezone.now())
    hold_elections(network_id=mine.network_id, at=timezone.now())
    page = soup.client.get(path).content.decode()
    assert "The vote of Soup Line" in page
    assert "The vote of" not in navigator.client.get(path).content.decode()
    sent = {"elector": str(soup.organization.pk), "choices": [str(Nominee.objects.get().pk)]}
    assert lately.clinic.client.post(f"{path}votes/", sent).status_code == 403
    for slip in ({"choices": []}, {"nobody": "on"}):  # empty, or two things at once
        assert "or “None" in soup.client.post(f"{path}votes/", sent | slip).content.decode()
    assert not ElectionBallot.objects.exists()
    page = soup.client.post(f"{path}votes/", sent, follow=True).content.decode()
    assert ElectionBallot.objects.get().receipt in page
    none = sent | {"choices": [], "nobody": "on"}
    assert soup.client.post(f"{path}votes/", none).status_code == 302
    assert ElectionBallot.objects.latest("turn").choices == []
    assert "Elections" in navigator.client.get("/council/").content.decode()


def test_the_page_costs_as_many_statements_however_many_stand(lately: Table):
    mine = opened(lately, timezone.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            lately.clinic.client.get(f"/council/elections/{mine.pk}/")
        return len(seen)

    def one(name: str) -> None:
        stand(mine, hire(found(lately.network, name), name, Role.ORGADMIN), at=timezone.now())

    one("Soup Line")
    asked()
    few = asked()
    for name in ("Ride Along", "First Home", "Warm Coats"):
        one(name)
    assert asked() == few
