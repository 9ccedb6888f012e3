"""Call a meeting, write down who was there and what was said, or call it off. The clock reminds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import NOBODY, Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record, record_all
from core.steps import Step
from core.tenancy import action
from governance.in_force import in_force
from governance.lifecycle import Gathering
from governance.models.councils import Council
from governance.models.meetings import Attendance, Meeting
from governance.search.agenda import agenda
from governance.search.meetings import seated_in, sittings
from governance.terms import Deciding
from organizations.models.network import Network

A_DAY = timedelta(days=1)
LONGEST_WAIT = timedelta(days=366)
LONGEST_PLACE = 200


@action
def call_meeting(
    *, actor: Actor, council_id: UUID, begins_at: datetime, place: str, at: datetime
) -> Meeting:
    """Its agenda makes itself."""
    rows = Council.objects.select_related("network").select_for_update(of=("self",), no_key=True)
    council = rows.get(pk=council_id, network_id=actor.network_id, ended_at=None)
    require(actor, "governance.call_meeting", council)
    _possible(begins_at, place, at)
    _free(council, begins_at)
    return plan(council, begins_at, place, actor=actor, at=at)


@action
def move_meeting(
    *, actor: Actor, meeting_id: UUID, begins_at: datetime, place: str, at: datetime
) -> Meeting:
    """To another day or place, while it has not begun. What the council decided moves by its decision."""
    meeting = _locked(actor, meeting_id)
    _by_hand(meeting)
    if at >= meeting.begins_at:
        raise StepNotPossible(_("It has begun. Write down what was said, or call another one."))
    _possible(begins_at, place, at)
    _free(meeting.council, begins_at, but=meeting.pk)
    move(meeting, begins_at, place, actor=actor, at=at)
    return meeting


@action
def call_off(*, actor: Actor, meeting_id: UUID, at: datetime) -> Meeting:
    meeting = _locked(actor, meeting_id)
    _by_hand(meeting)
    cancel(meeting, actor=actor, at=at)
    return meeting


def plan(
    council: Council, begins_at: datetime, place: str, *, actor: Actor, at: datetime,
    decision_id: UUID | None = None,
) -> Meeting:  # fmt: skip
    """Called by somebody, or by a decision."""
    meeting = Meeting(
        network=council.network, council=council, status=Gathering.PLANNED, begins_at=begins_at,
        place=place.strip(), called_by_id=actor.user_id, called_at=at, decision_id=decision_id,
    )  # fmt: skip
    _remind(meeting, at)
    meeting.save(force_insert=True)
    record_all([Fact("meeting.called", meeting)], actor=actor, at=at)
    return meeting


def move(
    meeting: Meeting, begins_at: datetime, place: str, *, actor: Actor, at: datetime
) -> None:  # fmt: skip
    """Locked. Whoever was reminded of the old day is told of the new one, and reminded again."""
    meeting.begins_at, meeting.place = begins_at, place.strip()
    _remind(meeting, at)
    meeting.save()
    record_all([Fact("meeting.moved", meeting)], actor=actor, at=at)


def cancel(meeting: Meeting, *, actor: Actor, at: datetime) -> None:
    """Locked."""
    meeting.status = Gathering.CANCELLED
    meeting.owe_nothing()
    meeting.save()
    record_all([Fact("meeting.called_off", meeting)], actor=actor, at=at)


def _remind(meeting: Meeting, at: datetime) -> None:
    wake_at = max(at, meeting.begins_at - A_DAY)
    meeting.owe(Step("meet", "council", meeting.begins_at, wake_at))


def _possible(begins_at: datetime, place: str, at: datetime) -> None:
    if not at < begins_at <= at + LONGEST_WAIT:
        raise BadInput(_("Choose a day that is still to come, within a year."))
    if not place.strip():
        raise BadInput(_("Say where: a room, or where to call in."))


def _free(council: Council, begins_at: datetime, but: UUID = NOBODY) -> None:
    same = Meeting.objects.filter(network=council.network, council=council, begins_at=begins_at)
    if same.filter(status=Gathering.PLANNED).exclude(pk=but).exists():
        raise StepNotPossible(_("A meeting is called for that hour already."))


def _by_hand(meeting: Meeting) -> None:
    """The database asks the same."""
    if meeting.decision_id is not None:
        raise StepNotPossible(_("The council decided on this day. It moves by a proposal."))


@action
def keep_minutes(
    *, actor: Actor, meeting_id: UUID, seat_ids: Iterable[UUID], minutes: str, at: datetime
) -> Meeting:
    """Once, after it began. The agenda stays as it stands now, and who was there too."""
    meeting = _locked(actor, meeting_id)
    if at < meeting.begins_at:
        raise StepNotPossible(_("It has not begun yet."))
    if not minutes.strip():
        raise BadInput(_("Write a few words first."))
    seated, wanted = sittings(meeting), set(seat_ids)
    there = [one for one in seated if one.seat.pk in wanted]
    if len(there) != len(wanted):
        raise BadInput(_("Choose among the seats of this council."))
    Attendance.objects.bulk_create(
        Attendance(
            network=meeting.network, meeting=meeting, seat=one.seat, has_vote=one.seat.has_vote,
            organization_id=one.organization_id,
        )
        for one in there
    )  # fmt: skip
    deciding = Deciding.of(in_force(meeting.network_id, "decide.", at))
    meeting.seats_with_vote = sum(one.seat.has_vote for one in seated)
    meeting.quorum_percent = deciding.quorum_percent
    meeting.agenda = [[str(line.words), line.url] for line in agenda(meeting.council, at=at)]
    meeting.minutes, meeting.minutes_by_id, meeting.minutes_at = minutes.strip(), actor.user_id, at
    meeting.status = Gathering.HELD
    meeting.owe_nothing()
    meeting.save()
    record("meeting.held", meeting, actor=actor, at=at)
    return meeting


@action
def watch_meetings(*, network_id: UUID, at: datetime, limit: int = 50) -> int:
    """The day before, all are reminded; afterwards what was said is owed, and climbs. How many were due."""
    due = Meeting.objects.filter(network_id=network_id, wake_at__lte=at).order_by("wake_at")
    due = due.select_related("council").select_for_update(
        of=("self",), no_key=True, skip_locked=True
    )
    meetings = list(due[:limit])
    if meetings:
        deciding = Deciding.of(in_force(network_id, "decide.", at))
        days = Network.objects.get(pk=network_id).open_days
        facts = []
        for meeting in meetings:
            if at < meeting.begins_at:
                meeting.wake_at = meeting.begins_at
                facts.append(Fact("meeting.reminded", meeting))
            elif meeting.next_step == "meet":
                meeting.seated = seated_in(meeting.council)
                until = days.after(meeting.begins_at, deciding.minutes)
                meeting.owe(Step("write_minutes", "convener", until, until))
            else:
                meeting.wake_at = days.after(at, deciding.fill_seat_again)
                facts.append(Fact("meeting.minutes_late", meeting))
            meeting.save()
        record_all(facts, actor=Actor.system(network_id), at=at)
    return len(meetings)


def _locked(actor: Actor, meeting_id: UUID) -> Meeting:
    rows = Meeting.objects.visible_to(actor).select_related("network", "council")
    meeting = rows.select_for_update(of=("self",), no_key=True).get(pk=meeting_id)
    require(actor, "governance.call_meeting", meeting.council)
    if not meeting.is_planned:
        raise StepNotPossible(_("This meeting is over, or was called off."))
    return meeting
