"""A meeting moves: by whoever called it, or by the council, and then by nobody's hand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from governance.actions.deciding import decide_due
from governance.actions.deciding_meetings import moved, new_meeting
from governance.actions.meetings import call_off, keep_minutes, move_meeting, watch_meetings
from governance.actions.proposals import Wording, act_now, draft
from governance.counting import Answer
from governance.effects.registry import Change
from governance.models.meetings import Meeting
from tests.governance.table import DAY, Table, close, put_to_vote, say
from tests.governance.test_meetings import called
from tests.story import Worker

HALL = "The town hall"


def carried(table: Table, at, change: Change):
    wording = Wording("A day", "All can come.", changes=(change,))
    mine = put_to_vote(table, table.pantry, wording, at)
    say(table, mine, [(one, Answer.YES) for one in table.voters], mine.votes_from)
    mine = close(mine)
    assert mine.status == "in_force"
    return mine


def moves(who: Worker, meeting: Meeting, at, *, days: int = 10, place: str = HALL) -> Meeting:
    return move_meeting(
        actor=who.actor, meeting_id=meeting.pk, begins_at=at + days * DAY, place=place, at=at
    )


def test_who_called_it_moves_it_and_all_are_reminded_of_the_new_day(
    table: Table, stranger: Worker, foreigner: Worker, now
):
    meeting = called(table, now, days=2)
    watch_meetings(network_id=table.network.pk, at=now + DAY)
    after = moves(table.convener, meeting, now + DAY)
    assert (after.begins_at, after.place) == (now + 11 * DAY, HALL)
    assert after.wake_at == now + 10 * DAY
    assert Event.objects.filter(kind="meeting.moved", subject_id=meeting.pk).count() == 1
    for who in (table.mother, table.clinic, stranger):
        with pytest.raises(NotAllowed):
            moves(who, meeting, now)
    with pytest.raises(Meeting.DoesNotExist):
        moves(foreigner, meeting, now)


def test_it_does_not_move_into_the_past_or_nowhere_or_after_it_began(table: Table, now):
    meeting = called(table, now, days=2)
    with pytest.raises(BadInput):
        moves(table.convener, meeting, now, days=-1)
    with pytest.raises(BadInput):
        moves(table.convener, meeting, now, place=" ")
    with pytest.raises(StepNotPossible):
        moves(table.convener, meeting, now + 3 * DAY)


def test_what_was_typed_stays_when_the_day_is_past(table: Table):
    meeting = called(table, timezone.now())
    page = f"/council/meetings/{meeting.pk}/move/"
    assert "Move a meeting" in table.convener.client.get(page).content.decode()
    said = {"day": "2020-01-12", "hour": "14:00", "place": "Our attic"}
    refused = table.convener.client.post(page, said)
    assert refused.status_code == 422
    assert "Our attic" in refused.content.decode()
    assert table.mother.client.get(page).status_code == 403
    later = timezone.now() + 9 * DAY
    there = table.convener.client.post(page, {**said, "day": f"{later:%Y-%m-%d}"})
    assert there.status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).place == "Our attic"


def test_the_council_decides_on_a_day_and_nobody_moves_it_by_hand_not_even_in_the_database(
    table: Table, now
):
    mine = carried(table, now, new_meeting("council", now + 90 * DAY, HALL))
    meeting = Meeting.objects.get()
    assert (meeting.begins_at, meeting.decision_id) == (now + 90 * DAY, mine.pk)
    for act in (
        lambda: moves(table.convener, meeting, mine.in_force_at),
        lambda: call_off(actor=table.convener.actor, meeting_id=meeting.pk, at=mine.in_force_at),
    ):
        with pytest.raises(StepNotPossible, match="council decided"):
            act()
    for change in (
        {"begins_at": now + 5 * DAY}, {"place": "Nowhere"}, {"decision": None},
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="not decided"), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**change)
    then = carried(table, mine.in_force_at, moved(meeting.pk, now + 95 * DAY, HALL))
    meeting.refresh_from_db()
    assert (meeting.begins_at, meeting.decision_id) == (now + 95 * DAY, then.pk)
    keep_minutes(
        actor=table.convener.actor, meeting_id=meeting.pk, seat_ids=[], minutes="We met.", at=now + 96 * DAY
    )  # fmt: skip


def test_no_decision_that_is_not_carried_stands_behind_a_meeting(table: Table, now):
    wording = Wording("A", "B", changes=(new_meeting("council", now + 90 * DAY, HALL),))
    waiting = put_to_vote(table, table.pantry, wording, now)
    meeting = called(table, now)
    with pytest.raises(IntegrityError, match="not decided"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(decision=waiting)


def test_a_move_in_an_emergency_falls_back_and_what_took_place_meanwhile_stays(table: Table, now):
    meeting = called(table, now, days=60)
    stood = meeting.begins_at
    wording = Wording("A storm", "Roads.", changes=(moved(meeting.pk, now + 70 * DAY, HALL),))
    mine = draft(actor=table.convener.actor, wording=wording, at=now)
    mine = act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)
    assert Meeting.objects.get(pk=meeting.pk).begins_at == now + 70 * DAY
    decide_due(network_id=table.network.pk, at=mine.votes_until + timedelta(hours=1))
    decide_due(network_id=table.network.pk, at=mine.votes_until + timedelta(hours=1))
    assert Meeting.objects.get(pk=meeting.pk).begins_at == stood


@pytest.mark.parametrize(
    ("key", "after"),
    [
        ("new:council", ""), ("new:council", None), ("new:council", {"at": "soon", "place": "x"}),
        ("new:council", {"at": "2027-01-12T14:00:00", "place": "x"}),
        ("new:council", {"at": "2020-01-12T14:00:00+00:00", "place": "x"}),
        ("new:data", {"at": "2027-01-12T14:00:00+00:00", "place": "x"}), ("mine", None),
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_not_put_to_anybody(table: Table, now, key: str, after: object):
    wording = Wording("A", "B", changes=(Change("meeting", key, after),))
    with pytest.raises(BadInput):
        draft(actor=table.pantry.actor, wording=wording, at=now)


def test_the_form_of_a_proposal_offers_a_day_and_a_committee(table: Table):
    page = table.pantry.client.get("/council/propose/").content.decode()
    assert all(name in page for name in ("meeting-which", "committee-which", "sharing-which"))
    day = f"{timezone.now() + 99 * DAY:%Y-%m-%d}"
    said = {
        "title": "A day", "reason": "All can come.", "area": "norms", "meeting-which": "new:council",
        "meeting-day": day, "meeting-hour": "14:00", "meeting-place": HALL,
    }  # fmt: skip
    assert table.pantry.client.post("/council/propose/", said).status_code == 302
    refused = table.pantry.client.post("/council/propose/", {**said, "meeting-hour": ""})
    assert refused.status_code == 422
    assert HALL in refused.content.decode()
