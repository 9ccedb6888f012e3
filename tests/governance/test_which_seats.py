"""Which seats there are, and who may hold how many votes: the council says it, and only the council."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.councils import Term, fill_seat, found_council
from governance.actions.deciding import decide_due
from governance.actions.deciding_seats import ends, new_seat
from governance.actions.proposals import Wording, act_now, draft
from governance.counting import Answer, SeatKind
from governance.effects.registry import Change
from governance.models.councils import Council, Seat
from governance.models.proposals import Proposal
from referrals.actions.audit import audit
from tests.governance.table import DAY, NEXT_YEAR, Table, close, put_to_vote, say
from tests.story import Worker, found, hire

HOUR = timedelta(hours=1)
ONE_MORE = new_seat(SeatKind.LIVED_EXPERIENCE)


def asking(*changes: Change) -> Wording:
    return Wording("Other seats", "Too few of us sit here.", changes=changes)


def carried(table: Table, wording: Wording, at: datetime, **more: object) -> Proposal:
    mine = put_to_vote(table, table.pantry, wording, at, **more)
    say(table, mine, [(one, Answer.YES) for one in table.voters[:4]], mine.votes_from)
    return close(mine)


def test_one_more_seat_is_there_from_its_start_on_and_somebody_owes_it_a_name(
    table: Table, now: datetime
):
    start = now + 40 * DAY
    mine = carried(table, asking(ONE_MORE), now, starts_at=start)
    assert (mine.area, mine.method, mine.needs_chamber) == ("council", "two_thirds", True)
    assert Seat.objects.filter(by_decision=mine.pk).count() == 0
    for _ in range(2):
        decide_due(network_id=table.network.pk, at=start)
    [seat] = Seat.objects.filter(by_decision=mine.pk)
    assert (seat.kind, seat.number, seat.next_step) == ("lived_experience", 7, "fill_seat")
    other = hire(table.convener.organization, "Nia Grant")
    seat = fill_seat(
        actor=table.convener.actor, seat_id=seat.pk, term=Term(other.user.pk, NEXT_YEAR), at=start
    )
    assert seat.is_held
    assert other.actor.holds("sit_on_council", table.network.pk)
    assert not [one for one in audit(table.network.pk, at=start) if one.broken]


def test_a_seat_that_ends_has_no_vote_any_more_and_who_sat_there_stays_readable(
    table: Table, now: datetime
):
    seat = table.seat(table.funder)
    mine = carried(table, asking(ends(str(seat.pk))), now)
    assert mine.status == "in_force"
    seat.refresh_from_db()
    assert (seat.ended_by_decision, seat.ended_at) == (mine.pk, mine.votes_until)
    assert seat.holder_id == table.funder.user.pk
    assert not table.funder.actor.holds("sit_on_council", table.network.pk)
    page = table.mother.client.get("/council/").content.decode()
    assert "Fern Ito" not in page
    again = new_seat(SeatKind.FUNDER, str(table.funder.organization.pk))
    assert carried(table, asking(again), mine.votes_until + HOUR).status == "in_force"


def test_a_council_that_would_not_be_fair_is_not_even_put_to_the_vote(
    table: Table, stranger: Worker, now: datetime
):
    other = hire(found(table.network, "Hill Hospital", "healthcare"), "Ida Hill")
    unfair = [
        (new_seat(SeatKind.FUNDER),),
        (ends(str(table.seat(table.mother).pk)),),
        (new_seat(SeatKind.HEALTH_CARE, str(other.organization.pk)),),
        (new_seat(SeatKind.CBO, str(table.pantry.organization.pk)),),
    ]
    for changes in unfair:
        with pytest.raises(BadInput):
            draft(actor=table.clinic.actor, wording=asking(*changes), at=now)
    with pytest.raises(NotAllowed):
        draft(actor=stranger.actor, wording=asking(ONE_MORE), at=now)
    assert not Proposal.objects.exists()


def test_a_stricter_rule_is_decided_only_when_the_council_keeps_it_itself(
    table: Table, now: datetime
):
    with pytest.raises(BadInput):
        draft(
            actor=table.pantry.actor, at=now,
            wording=asking(Change("policy", "seats.community_percent", 75)),
        )  # fmt: skip
    mine = carried(table, asking(Change("policy", "seats.community_percent", 58)), now)
    assert mine.status == "in_force"
    later = mine.votes_until + HOUR
    with pytest.raises(BadInput):  # four of seven, which was enough before
        draft(
            actor=table.pantry.actor, wording=asking(ONE_MORE, new_seat(SeatKind.FUNDER)), at=later
        )


def test_a_second_council_and_an_emergency_are_no_way_around_it(table: Table, now: datetime):
    with pytest.raises(StepNotPossible):
        found_council(actor=table.convener.actor, kind=Council.Kind.COUNCIL, places=[], at=now)
    mine = draft(actor=table.convener.actor, wording=asking(ONE_MORE), at=now)
    with pytest.raises(BadInput, match="taken back"):
        act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)


def test_data_may_ask_more_of_them_to_take_part(table: Table, now: datetime):
    mine = carried(table, asking(Change("policy", "decide.data_quorum_percent", 90)), now)
    about = asking(Change("policy", "looks.people_an_hour", 30))
    asked = put_to_vote(table, table.pantry, about, mine.votes_until + HOUR)
    assert (asked.area, asked.quorum_percent) == ("data", 90)
    other = put_to_vote(
        table, table.pantry, asking(Change("policy", "referral.answer", 3)), mine.votes_until + HOUR
    )
    assert other.quorum_percent == 50


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE governance_seat SET ended_at = now(), wake_at = NULL WHERE kind = 'funder'",
        "UPDATE governance_seat SET kind = 'lived_experience' WHERE kind = 'funder'",
        "UPDATE governance_seat SET number = 9 WHERE kind = 'funder'",
        "UPDATE governance_council SET founded_seats = 9",
        "UPDATE governance_council SET ended_at = now()",
        "UPDATE governance_council SET kind = 'money'",
        (
            "UPDATE governance_seat SET ended_at = now(), wake_at = NULL, ended_by_decision = '{draft}'"
            " WHERE kind = 'funder'"
        ),
    ],
)
def test_the_database_takes_no_seat_and_ends_none_without_a_decision(
    table: Table, now: datetime, change: str
):
    mine = put_to_vote(table, table.pantry, asking(ONE_MORE), now)
    with pytest.raises(Exception, match=r"decided|append-only"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(change.replace("{draft}", str(mine.pk)))
        connection.check_constraints()


@pytest.mark.parametrize("decided", ["nowhere", "not yet"])
def test_the_database_takes_no_new_seat_by_hand(table: Table, now: datetime, decided: str):
    mine = put_to_vote(table, table.pantry, asking(ONE_MORE), now)
    with pytest.raises(IntegrityError, match="decided"), transaction.atomic():
        Seat.objects.create(
            network=table.network, council=table.council, number=7, kind=SeatKind.LIVED_EXPERIENCE,
            waiting_on="convener", next_step="fill_seat", next_step_due=now, wake_at=now,
            by_decision=mine.pk if decided == "not yet" else None,
        )  # fmt: skip
        connection.check_constraints()


def test_it_is_proposed_on_the_page_in_plain_words(table: Table, foreigner: Worker):
    client, seat = table.pantry.client, table.seat(table.funder)
    typed = {"title": "T", "reason": "R", "area": "norms"}
    typed |= {"seat-for": "lived_experience", "seat-end": str(seat.pk)}
    assert client.post("/council/propose/", typed).status_code == 302
    mine = Proposal.objects.get()
    page = " ".join(client.get(f"/council/proposals/{mine.pk}/").content.decode().split())
    assert "from no seat to a seat" in page
    assert "from a seat to no seat any more" in page
    assert "Harbor Fund" in page
    again = client.get(f"/council/proposals/{mine.pk}/words/").content.decode()
    assert f'value="{seat.pk}" selected' in again
    assert foreigner.client.get(f"/council/proposals/{mine.pk}/").status_code == 404
