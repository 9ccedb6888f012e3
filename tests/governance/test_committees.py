"""A committee sits beside the council, and decides what the council has given it: that, and nothing else."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.ballots import vote
from governance.actions.councils import Place, Term, found_council
from governance.actions.deciding import decide_due
from governance.actions.deciding_committees import committee
from governance.actions.proposals import Wording, amend, draft, open_for_comments
from governance.counting import Answer, SeatKind
from governance.effects.registry import Change
from governance.lifecycle import Area
from governance.models.councils import Council, Seat
from governance.models.policies import Policy
from governance.models.proposals import Proposal
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network
from tests.governance.table import DAY, NEXT_YEAR, THREE_DAYS, Table, close, put_to_vote, sit_down
from tests.story import Worker, found, hire

MONEY = Wording("Rides are paid monthly", "Drivers wait.", text="By the tenth.", area=Area.MONEY)


@pytest.fixture
def money(table: Table, now: datetime) -> Council:
    return beside(table, now - 29 * DAY)


def beside(table: Table, at: datetime) -> Council:
    """A shelter, somebody who lives it, and the funder."""
    places = [
        Place(SeatKind.CBO, table.shelter.organization.pk, Term(table.shelter.user.pk, NEXT_YEAR, chairs=True)),
        Place(SeatKind.LIVED_EXPERIENCE, None, Term(table.mother.user.pk, NEXT_YEAR)),
        Place(SeatKind.FUNDER, table.funder.organization.pk, Term(table.funder.user.pk, NEXT_YEAR)),
    ]  # fmt: skip
    return found_council(actor=table.convener.actor, kind=Council.Kind.MONEY, places=places, at=at)


def give_money_away(table: Table, now: datetime) -> datetime:
    """The council decides that the committee decides about money."""
    change = (Change("policy", "decide.money_committee", 1),)
    mine = put_to_vote(table, table.pantry, Wording("Money", "They know it.", changes=change), now)
    for worker in table.voters:
        vote(
            actor=worker.actor, proposal_id=mine.pk, seat_id=seat_of(mine, worker).pk,
            answer=Answer.YES, at=mine.votes_from,
        )  # fmt: skip
    assert close(mine).status == "in_force"
    return mine.votes_until


def seat_of(proposal: Proposal, worker: Worker) -> Seat:
    return Seat.objects.get(council=proposal.council, holder=worker.user)


def test_the_council_founds_a_committee_by_a_decision_and_its_seats_are_owed_a_name(
    table: Table, stranger: Worker, now: datetime
):
    seats = [SeatKind.CBO, SeatKind.CBO, SeatKind.LIVED_EXPERIENCE, SeatKind.FUNDER]
    wording = Wording("Data", "It is much.", changes=(committee("data", seats),))
    with pytest.raises(NotAllowed):
        draft(actor=stranger.actor, wording=wording, at=now)
    mine = put_to_vote(table, table.pantry, wording, now)
    assert not Council.objects.filter(kind="data").exists()
    for worker in table.voters:
        vote(
            actor=worker.actor, proposal_id=mine.pk, seat_id=seat_of(mine, worker).pk,
            answer=Answer.YES, at=mine.votes_from,
        )  # fmt: skip
    assert close(mine).status == "in_force"
    beside = Council.objects.get(kind="data")
    assert sorted(beside.seats.values_list("kind", flat=True)) == sorted(seats)
    assert not beside.seats.filter(next_step_due=None).exists()
    again = Wording("A", "B", changes=(committee("data", seats[:3]),))
    with pytest.raises(BadInput, match="one already"):
        draft(actor=table.pantry.actor, wording=again, at=mine.in_force_at)


@pytest.mark.parametrize(
    ("kind", "seats"),
    [("data", []), ("council", ["cbo"]), ("tea", ["cbo"]), ("data", ["health_care", "funder"]),
     ("data", ["cbo", "king"]), ("data", 16 * ["cbo"])],
)  # fmt: skip
def test_a_committee_that_would_not_be_fair_is_not_put_to_anybody(
    table: Table, now: datetime, kind: str, seats: list[str]
):
    wording = Wording("A", "B", changes=(Change("committee", kind, seats),))
    with pytest.raises(BadInput):
        draft(actor=table.pantry.actor, wording=wording, at=now)


def test_until_the_council_gives_it_something_a_committee_decides_nothing(
    table: Table, money: Council, now: datetime
):
    assert draft(actor=table.pantry.actor, wording=MONEY, at=now).council == table.council
    at = give_money_away(table, now)
    assert draft(actor=table.pantry.actor, wording=MONEY, at=at).council == money


def test_what_was_given_away_is_decided_by_its_own_seats(
    table: Table, money: Council, now: datetime
):
    at = give_money_away(table, now)
    mine = put_to_vote(table, table.pantry, MONEY, at)
    with pytest.raises(Seat.DoesNotExist):  # a seat of the council is no seat there
        vote(
            actor=table.clinic.actor, proposal_id=mine.pk, seat_id=table.seat(table.clinic).pk,
            answer=Answer.NO, at=mine.votes_from,
        )  # fmt: skip
    for worker in (table.shelter, table.mother):
        vote(
            actor=worker.actor, proposal_id=mine.pk, seat_id=seat_of(mine, worker).pk,
            answer=Answer.YES, at=mine.votes_from,
        )  # fmt: skip
    mine = close(mine)
    assert (mine.status, mine.needs_chamber) == ("in_force", True)
    assert {one["seat"] for one in mine.electorate} == {
        seat.pk.hex for seat in Seat.objects.filter(council=money)
    }


def test_new_words_about_another_matter_go_back_to_the_council(
    table: Table, money: Council, now: datetime
):
    at = give_money_away(table, now)
    mine = draft(actor=table.pantry.actor, wording=MONEY, at=at)
    open_for_comments(actor=table.pantry.actor, proposal_id=mine.pk, at=at)
    other = Wording("Three days", "Volunteers.", changes=THREE_DAYS)
    mine = amend(actor=table.pantry.actor, proposal_id=mine.pk, wording=other, at=at)
    assert (mine.council, mine.area) == (table.council, "waiting")
    decide_due(network_id=table.network.pk, at=mine.votes_from)
    with pytest.raises(IntegrityError, match="voted on"), transaction.atomic():
        Proposal.objects.filter(pk=mine.pk).update(council=money)


def test_how_partners_decide_is_never_for_a_committee(table: Table, money: Council, now: datetime):
    at = give_money_away(table, now)
    change = (Change("policy", "decide.quorum_percent", 20),)
    wording = Wording("Fewer", "Few come.", changes=change, area=Area.MONEY)
    assert draft(actor=table.funder.actor, wording=wording, at=at).council == table.council


def test_the_rule_of_fairness_holds_for_a_committee_and_a_stranger_founds_none(
    table: Table, stranger: Worker, now: datetime
):
    funder = Place(SeatKind.FUNDER, table.funder.organization.pk)
    with pytest.raises(BadInput):
        found_council(actor=table.convener.actor, kind=Council.Kind.DATA, places=[funder], at=now)
    with pytest.raises(NotAllowed):
        found_council(actor=stranger.actor, kind=Council.Kind.DATA, places=[funder], at=now)


def test_no_committee_comes_before_the_council(network: Network, now: datetime):
    convener = hire(found(network, "Harbor Table"), "Carla Mendez", Role.CONVENER)
    place = Place(SeatKind.LIVED_EXPERIENCE)
    with pytest.raises(StepNotPossible):
        found_council(actor=convener.actor, kind=Council.Kind.DATA, places=[place], at=now)


def test_who_chairs_a_committee_does_not_chair_the_council(table: Table, money: Council):
    del money
    table.shelter.membership.refresh_from_db()
    assert set(table.shelter.membership.roles) >= {Role.COUNCIL}
    assert Role.CHAIR not in table.shelter.membership.roles


def test_only_those_who_sit_there_are_told_to_vote(table: Table, money: Council, now: datetime):
    del money
    at = give_money_away(table, now)
    announce_everywhere(at=at)
    Delivery.objects.all().delete()
    mine = put_to_vote(table, table.pantry, MONEY, at)
    announce_everywhere(at=mine.votes_from + DAY)
    told = Delivery.objects.filter(template="proposal_to_vote")
    assert set(told.values_list("user_id", flat=True)) == {
        table.shelter.user.pk, table.mother.user.pk, table.funder.user.pk,
    }  # fmt: skip


def test_the_page_shows_committees_and_costs_the_same_with_them(network: Network):
    table = sit_down(network, timezone.now() - 40 * DAY)

    def asked() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as seen:
            page = table.convener.client.get("/council/").content.decode()
        return len(seen), page

    asked()
    few, page = asked()
    assert "/council/found/money/" in page
    beside(table, timezone.now())
    many, page = asked()
    assert "/council/found/money/" not in page
    assert "Committee for money" in page
    assert many == few


def test_the_convener_founds_one_on_its_page(network: Network, navigator: Worker):
    table = sit_down(network, timezone.now() - 40 * DAY)
    sent = {"until": "2031-12-31", "kind_1": "cbo", "email_1": table.shelter.user.email}
    sent["organization_1"] = str(table.shelter.organization.pk)
    assert navigator.client.post("/council/found/data/", sent).status_code == 403
    assert table.convener.client.get("/council/found/tea/").status_code == 404
    assert table.convener.client.post("/council/found/data/", sent).status_code == 302
    assert Council.objects.get(kind="data").seats.count() == 1
    assert not Policy.objects.exists()
