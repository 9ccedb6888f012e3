"""A council meets: everybody is told, the agenda makes itself, and afterwards somebody owes what was said."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from governance.actions.councils import Term, leave_seat, take_seat
from governance.actions.meetings import call_meeting, call_off, keep_minutes, watch_meetings
from governance.actions.polling import open_elections
from governance.actions.proposals import Wording, draft, open_for_comments
from governance.models.councils import Seat
from governance.models.meetings import Attendance, Meeting
from governance.search.agenda import agenda
from governance.search.meetings import quorum_of
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network
from screening.actions.gaps import record_gap
from screening.lifecycle import WhyNobody
from screening.models.need import Need
from tests.governance.table import DAY, NEXT_YEAR, WAITING, Table, put_to_vote, sit_down
from tests.story import Worker, found, hire

SECOND = timedelta(seconds=1)


def called(table: Table, at: datetime, *, by: Worker | None = None, days: int = 7) -> Meeting:
    return call_meeting(
        actor=(by or table.convener).actor, council_id=table.council.pk, begins_at=at + days * DAY,
        place="The library, room 2", at=at,
    )  # fmt: skip


def test_the_convener_or_the_chair_calls_and_everybody_who_sits_there_is_told(
    table: Table, stranger: Worker, now: datetime
):
    table.pantry.membership.refresh_from_db()
    called(table, now, by=Worker(table.pantry.user, table.pantry.membership))
    for who in (table.mother, table.clinic):
        with pytest.raises(NotAllowed):
            called(table, now, by=who)
    with pytest.raises(NotAllowed):
        called(table, now, by=stranger)
    with pytest.raises(BadInput):
        called(table, now, days=-1)
    announce_everywhere(at=now + SECOND)
    told = set(Delivery.objects.filter(template="meeting_called").values_list("user_id", flat=True))
    assert {table.mother.user.pk, table.clinic.user.pk, table.convener.user.pk} <= told


def test_a_second_click_calls_no_second_meeting_for_that_hour(
    table: Table, stranger: Worker, now: datetime
):
    first = called(table, now)
    with pytest.raises(StepNotPossible, match="that hour"):
        called(table, now)
    with pytest.raises(NotAllowed):
        called(table, now, by=stranger)
    called(table, now, days=8)
    call_off(actor=table.convener.actor, meeting_id=first.pk, at=now)
    assert called(table, now).is_planned


def test_once_it_has_begun_nobody_reads_that_it_is_planned(
    table: Table, foreigner: Worker, now: datetime
):
    comes, was = called(table, now), called(table, now - 9 * DAY)
    shown = {
        meeting: table.mother.client.get(f"/council/meetings/{meeting.pk}/").content.decode()
        for meeting in (comes, was)
    }
    assert "Planned" in shown[comes]
    assert "Planned" not in shown[was]
    assert "To be written down" in shown[was]
    assert "To be written down" not in foreigner.client.get("/council/").content.decode()


def test_a_foreigner_calls_nothing_here(table: Table, foreigner: Worker, now: datetime):
    with pytest.raises(type(table.council).DoesNotExist):
        called(table, now, by=foreigner)


def test_the_agenda_makes_itself_and_names_nobody(table: Table, now: datetime):
    mine = put_to_vote(table, table.pantry, WAITING, now - 9 * DAY)
    private = draft(actor=table.pantry.actor, wording=Wording("Mine", "Not yet", text="x"), at=now)
    leave_seat(actor=table.shelter.actor, seat_id=table.seat(table.shelter).pk, at=now)
    open_elections(network_id=table.network.pk, at=now)
    lines = [str(line.words) for line in agenda(table.council, at=now)]
    assert lines[:3] == [
        f"Proposal {mine.number}: Three days instead of two", "Election: Community organization, seat 2",
        "Seat 2 is empty",
    ]  # fmt: skip
    assert not any(private.versions.get().title in line for line in lines)
    open_for_comments(actor=table.pantry.actor, proposal_id=private.pk, at=now)
    assert any("Mine" in str(line.words) for line in agenda(table.council, at=now))


def test_an_app_above_says_that_there_are_gaps_and_no_more(
    table: Table, need: Need, navigator: Worker, now: datetime
):
    def said() -> list[str]:
        return [str(line.words) for line in agenda(table.council, at=now)]

    assert "Needs that nobody can help with now" not in said()
    record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=now)
    assert said() == ["Needs that nobody can help with now"]


def test_minutes_are_kept_once_with_who_was_there_and_the_agenda_of_that_day(
    table: Table, stranger: Worker, now: datetime
):
    put_to_vote(table, table.pantry, WAITING, now - 9 * DAY)
    meeting = called(table, now)
    there = [table.seat(one).pk for one in (table.pantry, table.mother, table.convener)]
    said = {"meeting_id": meeting.pk, "minutes": "We talked about rides."}
    begins = meeting.begins_at
    with pytest.raises(StepNotPossible):
        keep_minutes(actor=table.convener.actor, seat_ids=there, at=begins - SECOND, **said)
    for who in (table.mother, stranger):
        with pytest.raises(NotAllowed):
            keep_minutes(actor=who.actor, seat_ids=there, at=begins, **said)
    meeting = keep_minutes(actor=table.convener.actor, seat_ids=there, at=begins, **said)
    assert meeting.agenda[0][0] == "Proposal 1: Three days instead of two"
    assert quorum_of(meeting) == (2, 5, False)  # two of five, the convener has no vote
    with pytest.raises(StepNotPossible):
        keep_minutes(actor=table.convener.actor, seat_ids=[], at=begins, **said)
    with pytest.raises(Exception, match=r"never|denied"), transaction.atomic():
        Attendance.objects.all().delete()


def test_enough_are_there_when_half_of_the_votes_are(table: Table, now: datetime):
    meeting = called(table, now)
    there = [table.seat(one).pk for one in (table.pantry, table.mother, table.clinic)]
    meeting = keep_minutes(
        actor=table.convener.actor, meeting_id=meeting.pk, seat_ids=there, minutes="Yes.",
        at=meeting.begins_at,
    )  # fmt: skip
    assert quorum_of(meeting).is_reached


def test_who_held_a_seat_on_that_day_was_there_whoever_holds_it_when_the_minutes_are_written(
    network: Network,
):
    """Her seat is empty by now, and his place has left: both were there, and nobody else was for them."""
    table = sit_down(network, timezone.now() - 40 * DAY)
    meeting = called(table, timezone.now() - 9 * DAY)
    Meeting.objects.update(begins_at=timezone.now() - 2 * DAY, wake_at=timezone.now() - 2 * DAY)
    watch_meetings(network_id=network.pk, at=timezone.now() - 2 * DAY)
    mother, shelter = table.seat(table.mother), table.seat(table.shelter)
    for who, seat in ((table.mother, mother), (table.shelter, shelter)):
        leave_seat(actor=who.actor, seat_id=seat.pk, at=timezone.now() - DAY)
    newcomer = hire(found(network, "Soup Line"), "Ann of Soup Line", Role.ORGADMIN)
    with transaction.atomic():
        take_seat(
            Seat.objects.select_related("council", "network").get(pk=shelter.pk),
            newcomer.organization.pk, Term(newcomer.user.pk, NEXT_YEAR), timezone.now(),
        )  # fmt: skip

    client, path = table.convener.client, f"/council/meetings/{meeting.pk}/"
    offered = client.get(path).text
    for who in (table.mother, table.shelter):
        assert who.user.name in offered
    assert newcomer.user.name not in offered
    said = {"there": [str(mother.pk), str(shelter.pk)], "minutes": "Rides."}
    assert client.post(path, said).status_code == 302
    meeting.refresh_from_db()
    assert quorum_of(meeting) == (2, 5, False)
    page = client.get(path).text
    assert table.shelter.organization.name in page
    assert "Soup Line" not in page


def test_the_day_before_all_are_reminded_and_afterwards_what_was_said_is_owed(
    table: Table, now: datetime
):
    meeting = called(table, now)
    watch_meetings(network_id=table.network.pk, at=meeting.wake_at)
    meeting.refresh_from_db()
    assert meeting.wake_at == meeting.begins_at
    watch_meetings(network_id=table.network.pk, at=meeting.begins_at)
    meeting.refresh_from_db()
    assert (meeting.waiting_on, meeting.next_step) == ("convener", "write_minutes")
    assert meeting.next_step_due == table.network.open_days.after(meeting.begins_at, 5)
    watch_meetings(network_id=table.network.pk, at=meeting.wake_at)
    kinds = (
        Event.objects.filter(subject_id=meeting.pk).order_by("id").values_list("kind", flat=True)
    )
    assert list(kinds) == ["meeting.called", "meeting.reminded", "meeting.minutes_late"]


def test_what_is_called_off_owes_nothing(table: Table, now: datetime):
    meeting = called(table, now)
    meeting = call_off(actor=table.convener.actor, meeting_id=meeting.pk, at=now)
    assert meeting.next_step_due is None
    assert watch_meetings(network_id=table.network.pk, at=now + 30 * DAY) == 0


@pytest.mark.parametrize(
    "fields", [{"wake_at": None}, {"status": "held"}, {"minutes_at": timezone.now()}]
)
def test_the_database_lets_no_meeting_be_forgotten(
    table: Table, now: datetime, fields: dict[str, object]
):
    meeting = called(table, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**fields)


def test_a_meeting_is_called_and_written_down_on_its_pages(
    network: Network, navigator: Worker, foreigner: Worker
):
    table = sit_down(network, timezone.now() - 40 * DAY)
    client = table.convener.client
    sent = {
        "council": str(table.council.pk),
        "day": "2031-01-02",
        "hour": "14:30",
        "place": "Room 2",
    }
    assert navigator.client.get("/council/meetings/").status_code == 403
    assert navigator.client.post("/council/meetings/", sent).status_code == 403
    assert client.post("/council/meetings/", sent).status_code == 422  # not within a year
    sent["day"] = str((timezone.now() + 9 * DAY).date())
    assert client.post("/council/meetings/", sent).status_code == 302
    meeting = Meeting.objects.get()
    path = f"/council/meetings/{meeting.pk}/"
    assert "Room 2" in navigator.client.get(path).content.decode()
    assert foreigner.client.get(path).status_code == 404
    Meeting.objects.update(begins_at=timezone.now() - DAY)
    kept = {"there": [str(table.seat(table.mother).pk)], "minutes": "Rides."}
    assert navigator.client.post(path, kept).status_code == 403
    assert client.post(path, {**kept, "minutes": ""}).status_code == 422
    assert client.post(path, kept).status_code == 302
    page = navigator.client.get(path).content.decode()
    assert "Rides." in page
    assert "too few to decide" in page
    assert "Seat 3, Lived experience" in page  # for whom she sits, where it is no organization
    assert path in navigator.client.get("/council/").content.decode()


def test_the_page_costs_as_many_statements_however_much_is_on_the_agenda(network: Network):
    table = sit_down(network, timezone.now() - 40 * DAY)
    meeting = called(table, timezone.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            table.mother.client.get(f"/council/meetings/{meeting.pk}/")
        return len(seen)

    put_to_vote(table, table.pantry, WAITING, timezone.now() - 9 * DAY)
    asked()
    few = asked()
    for _ in range(3):
        put_to_vote(table, table.pantry, WAITING, timezone.now() - 9 * DAY)
    assert asked() == few
