"""The council's pages: who sits, what is asked, and how one votes on a phone."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from governance.actions.councils import (
    Place,
    Term,
    chase_seats,
    fill_seat,
    found_council,
    leave_seat,
)
from governance.actions.deciding import decide_due
from governance.actions.proposals import draft, open_for_comments, stand
from governance.counting import Answer, SeatKind
from governance.models.ballots import Ballot
from governance.models.councils import Council, Seat
from governance.models.policies import Policy
from governance.models.proposals import Proposal, Standing
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.actions.members import end
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from tests.governance.table import DAY, NEXT_YEAR, WAITING, Table, close, put_to_vote, say, sit_down
from tests.governance.test_patience import typed as numbers
from tests.story import Worker, found, hire

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lately(network: Network) -> Table:
    """As the pages see it: the clock on the wall."""
    return sit_down(network, timezone.now() - 40 * DAY)


def voting_now(table: Table) -> Proposal:
    return put_to_vote(table, table.pantry, WAITING, timezone.now() - 11 * DAY)


def test_everybody_who_works_here_reads_who_sits_and_what_is_open_and_a_foreigner_does_not(
    lately: Table, navigator: Worker, foreigner: Worker
):
    mine = voting_now(lately)
    page = navigator.client.get("/council/").content.decode()
    assert "Mona Okafor" in page
    assert "Three days instead of two" in page
    assert "Open for votes" in page
    assert "Propose something" not in page
    assert "Three days" not in foreigner.client.get("/council/").content.decode()
    assert foreigner.client.get(f"/council/proposals/{mine.pk}/").status_code == 404


def test_a_proposal_says_before_and_after_in_plain_words_and_how_it_is_decided(lately: Table):
    mine = voting_now(lately)
    page = lately.mother.client.get(f"/council/proposals/{mine.pk}/").content.decode()
    assert "First answer to a request" in page
    assert "from 2 open days to 3 open days" in page
    assert "Majority: more for it than against it" in page
    assert "50 percent of the seats that may vote must take part" in page


def test_a_member_votes_gets_a_code_and_finds_it_when_it_is_counted(lately: Table):
    mine = voting_now(lately)
    path = f"/council/proposals/{mine.pk}/"
    client = lately.mother.client
    sent = {"seat": str(lately.seat(lately.mother).pk), "answer": "yes", "words": ""}
    page = client.post(f"{path}votes/", sent, follow=True).content.decode()
    code = Ballot.objects.get().receipt
    assert code in page
    assert code not in client.get(path).content.decode()  # shown once
    say(lately, mine, [(lately.pantry, Answer.YES), (lately.clinic, Answer.NO)], timezone.now())
    close(mine)
    page = lately.clinic.client.get(path).content.decode()
    assert code in page.partition("Find your vote by its code")[2]
    assert "Yes: 2. No: 1." in page
    assert "In force" in page


@pytest.mark.parametrize("who", ["clinic", "convener"])
def test_nobody_votes_for_a_seat_of_another(lately: Table, who: str):
    mine = voting_now(lately)
    worker: Worker = getattr(lately, who)
    sent = {"seat": str(lately.seat(lately.mother).pk), "answer": "yes"}
    assert worker.client.post(f"/council/proposals/{mine.pk}/votes/", sent).status_code == 403
    assert not Ballot.objects.exists()


def test_a_proposal_is_written_opened_reworded_and_talked_about_on_its_pages(lately: Table):
    client = lately.shelter.client
    typed = {
        "title": "Four days",
        "reason": "Volunteers.",
        "text": "",
        "area": "norms",
        "referral-answer": "4",
    }
    assert client.post("/council/propose/", typed).status_code == 302
    mine = Proposal.objects.get()
    path = f"/council/proposals/{mine.pk}/"
    assert lately.pantry.client.get(path).status_code == 404  # a draft is its writer's
    client.post(f"{path}open/")
    assert client.post(f"{path}words/", {**typed, "referral-answer": "3"}).status_code == 302
    lately.clinic.client.post(f"{path}comments/", {"words": "Three is enough."})
    page = lately.pantry.client.get(path).content.decode()
    assert "to 3 open days" in page
    assert "Three is enough." in page
    assert "Earlier words" in page
    assert "to 4 open days" in page  # what was commented on can still be read, numbers too


def test_what_cannot_hold_comes_back_with_what_was_typed(lately: Table):
    typed = {"title": "None", "reason": "Why not", "area": "norms", "referral-answer": "0"}
    answer = lately.pantry.client.post("/council/propose/", typed)
    assert answer.status_code == 422
    assert 'value="None"' in answer.content.decode()
    assert not Proposal.objects.exists()


def test_the_page_of_numbers_leads_to_a_proposal_and_takes_nothing_by_hand(lately: Table):
    page = lately.convener.client.get("/settings/patience/").content.decode()
    assert "Propose a change" in page
    assert ">Save<" not in page
    sent = numbers(lately.network, referral_answer=1)
    assert lately.convener.client.post("/settings/patience/", sent).status_code == 403
    said = {"grace_days": "3", "idle_minutes": "30", "reason": ""}
    assert lately.convener.client.post("/settings/sign-in/", said).status_code == 403
    assert not Policy.objects.exists()


def test_the_lists_cost_as_many_statements_however_long_they_are(lately: Table):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            lately.mother.client.get("/council/")
        return len(seen)

    voting_now(lately)
    asked()
    few = asked()
    for _ in range(4):
        voting_now(lately)
    assert asked() == few


# --- seats ---------------------------------------------------------------------------------------


def test_the_convener_founds_a_council_on_its_page_and_an_unfair_one_is_not_founded(
    network: Network, navigator: Worker
):
    convener = hire(found(network, "Harbor Table"), "Carla Mendez", Role.CONVENER)
    pantry = hire(found(network, "Bread House"), "Bea Baker", Role.ORGADMIN)
    seats = {"until": "2031-12-31", "chair": "1", "kind_1": "cbo", "email_1": pantry.user.email}
    seats["organization_1"] = str(pantry.organization.pk)
    unfair = {**seats, "kind_2": "health_care", "kind_3": "funder"}
    assert navigator.client.post("/council/found/", seats).status_code == 403
    answer = convener.client.post("/council/found/", unfair)
    assert "need more of the votes" in answer.content.decode()
    assert not Council.objects.exists()
    assert (
        convener.client.post("/council/found/", {**seats, "kind_2": "lived_experience"}).status_code
        == 302
    )
    assert list(Seat.objects.values_list("kind", "holder", "chairs").order_by("number")) == [
        ("cbo", pantry.user.pk, True), ("lived_experience", None, False),
    ]  # fmt: skip
    fresh = Worker(pantry.user, Membership.objects.get(pk=pantry.membership.pk))
    assert fresh.actor.holds("chair", network.pk)


def test_where_a_council_sits_nobody_is_asked_to_found_it_again(
    network: Network, table: Table, navigator: Worker
):
    page = table.convener.client.get("/council/found/").content.decode()
    assert "The council sits already" in page
    assert "See who sits there" in page
    assert "<textarea" not in page
    assert 'name="kind_1"' not in page
    assert 'name="kind_1"' in table.convener.client.get("/council/found/money/").content.decode()
    assert navigator.client.get("/council/found/").status_code == 403


def test_a_committee_comes_after_the_council(network: Network):
    convener = hire(found(network, "Harbor Table"), "Carla Mendez", Role.CONVENER)
    page = convener.client.get("/council/found/money/").content.decode()
    assert "The council comes first" in page
    assert 'name="kind_1"' not in page


def test_an_empty_seat_is_owed_and_said_aloud_until_somebody_sits_there(
    table: Table, now: datetime
):
    seat = table.seat(table.shelter)
    with pytest.raises(NotAllowed):  # nobody is put out of a seat
        leave_seat(actor=table.convener.actor, seat_id=seat.pk, at=now)
    seat = leave_seat(actor=table.shelter.actor, seat_id=seat.pk, at=now)
    assert (seat.waiting_on, seat.next_step) == ("convener", "fill_seat")
    assert seat.next_step_due == table.network.open_days.after(now, 20)
    chase_seats(network_id=table.network.pk, at=seat.wake_at)
    chase_seats(network_id=table.network.pk, at=seat.next_step_due + DAY)
    kinds = list(
        Event.objects.filter(subject_id=seat.pk).order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["seat.vacant", "seat.reminded", "seat.late"]
    announce_everywhere(at=seat.next_step_due + 2 * DAY)
    told = set(Delivery.objects.filter(template="seat_is_empty").values_list("user_id", flat=True))
    assert told == {table.convener.user.pk, table.pantry.user.pk}
    assert not table.shelter.actor.holds("sit_on_council", table.network.pk)
    term = Term(table.shelter.user.pk, NEXT_YEAR)
    seat = fill_seat(actor=table.convener.actor, seat_id=seat.pk, term=term, at=now + DAY)
    assert seat.is_held
    assert chase_seats(network_id=table.network.pk, at=now + 90 * DAY) == 0


def test_the_convener_fills_an_empty_seat_on_its_page_and_no_rule_of_the_council_breaks(
    table: Table, stranger: Worker
):
    seat = table.seat(table.funder)
    leave_seat(actor=table.funder.actor, seat_id=seat.pk, at=timezone.now())
    path, client = f"/council/seats/{seat.pk}/", table.convener.client
    page = client.get(path).content.decode()
    assert "Somebody shall sit here by" in page
    assert "You ask somebody" in page
    assert "Chairs the council" not in page  # somebody does
    assert f'value="{timezone.now().year + 2}' in page
    sits_there = {"email": table.shelter.user.email, "until": "2031-12-31"}
    assert stranger.client.post(path, sits_there).status_code in {403, 404}
    refused = client.post(path, sits_there)
    assert refused.status_code == 422
    assert "hold another seat" in refused.content.decode()
    with pytest.raises(BadInput, match="chairs it already"):
        fill_seat(
            actor=table.convener.actor, seat_id=seat.pk, at=timezone.now(),
            term=Term(table.funder.user.pk, NEXT_YEAR, chairs=True),
        )  # fmt: skip
    assert client.get("/council/").content.decode().count("gets a stipend") == 1  # the mother
    again = {"email": table.funder.user.email, "until": "2031-12-31", "has_stipend": "on"}
    assert client.post(path, again).status_code == 302
    assert table.seat(table.funder).pk == seat.pk
    assert client.get("/council/").content.decode().count("gets a stipend") == 2
    leave_seat(actor=table.funder.actor, seat_id=seat.pk, at=timezone.now())
    assert client.get("/council/").content.decode().count("gets a stipend") == 1


def test_a_term_ends_by_itself_and_a_seat_that_is_held_is_not_given_away(
    table: Table, now: datetime
):
    seat = table.seat(table.funder)
    with pytest.raises(StepNotPossible):
        fill_seat(
            actor=table.convener.actor, seat_id=seat.pk,
            term=Term(table.mother.user.pk, NEXT_YEAR), at=now,
        )  # fmt: skip
    chase_seats(network_id=table.network.pk, at=seat.wake_at)
    seat.refresh_from_db()
    assert not seat.is_held
    assert seat.next_step == "fill_seat"


def test_who_leaves_the_organization_leaves_its_seat(table: Table, now: datetime):
    other = hire(table.shelter.organization, "Ada Admin", Role.ORGADMIN)
    seat = table.seat(table.shelter)
    end(actor=other.actor, membership_id=table.shelter.membership.pk, at=now)
    seat.refresh_from_db()
    assert not seat.is_held
    assert table.seat(table.mother).is_held


def test_only_who_works_there_sits_for_an_organization(network: Network, now: datetime):
    convener = hire(found(network, "Harbor Table"), "Carla Mendez", Role.CONVENER)
    pantry = found(network, "Bread House")
    place = Place(SeatKind.CBO, pantry.pk, Term(convener.user.pk, NEXT_YEAR))
    with pytest.raises(BadInput):
        found_council(actor=convener.actor, kind=Council.Kind.COUNCIL, places=[place], at=now)


def test_the_database_refuses_a_council_in_which_health_systems_outvote(
    table: Table, now: datetime
):
    seat = table.seat(table.pantry)
    with pytest.raises(IntegrityError, match="fair"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(kind=SeatKind.FUNDER)
        connection.check_constraints()
    another = found(table.network, "Other Hospital", Organization.Kind.HEALTHCARE)
    with pytest.raises(IntegrityError, match="governance_one_vote_each"), transaction.atomic():
        Seat.objects.filter(pk=table.seat(table.shelter).pk).update(
            organization=seat.organization_id
        )
    assert another


def test_the_council_is_told_to_vote_and_only_who_has_not_is_reminded(table: Table, now: datetime):
    mine = draft(actor=table.pantry.actor, wording=WAITING, at=now)
    mine = open_for_comments(actor=table.pantry.actor, proposal_id=mine.pk, at=now)
    decide_due(network_id=table.network.pk, at=mine.votes_from)
    mine.refresh_from_db()
    announce_everywhere(at=mine.votes_from + MINUTE)
    told = Delivery.objects.filter(template="proposal_to_vote")
    asked = {worker.user.pk for worker in table.voters}  # the convener has a seat without a vote
    assert set(told.values_list("user_id", flat=True)) == asked
    say(table, mine, [(table.mother, Answer.YES), (table.clinic, Answer.NO)], mine.votes_from)
    stand(
        actor=table.shelter.actor, proposal_id=mine.pk, seat_id=table.seat(table.shelter).pk,
        kind=Standing.Kind.PROXY, to_seat_id=table.seat(table.pantry).pk, at=mine.votes_from,
    )  # fmt: skip
    decide_due(network_id=table.network.pk, at=mine.wake_at)
    announce_everywhere(at=mine.wake_at + MINUTE)
    assert told.count() == 7  # nor is who lent their vote
    assert told.filter(user=table.mother.user).count() == 1


def test_who_lends_a_vote_names_to_whom_and_nobody_is_named_for_them(network: Network):
    table = sit_down(network, timezone.now() - 40 * DAY)
    mine = put_to_vote(table, table.pantry, WAITING, timezone.now() - 9 * DAY)
    path, client = f"/council/proposals/{mine.pk}/", table.shelter.client
    assert '<option value="" selected>' in client.get(path).text
    said = {"seat": str(table.seat(table.shelter).pk), "to_seat": ""}
    assert client.post(f"{path}seats/proxy/", said).status_code == 422
    assert not Standing.objects.exists()


def test_of_two_seats_that_are_empty_whoever_convenes_is_told_in_one_mail(
    table: Table, now: datetime
):
    for who in (table.shelter, table.mother):
        leave_seat(actor=who.actor, seat_id=table.seat(who).pk, at=now)
    announce_everywhere(at=now + MINUTE)
    told = Delivery.objects.filter(template="seat_is_empty")
    assert list(told.values_list("user_id", flat=True)) == [table.convener.user.pk]
