"""What is open at one partner this week? One line for each request, with what can be said about it now."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from core.actor import Actor
from core.errors import NotAllowed
from referrals.lifecycle import Status, WaitingOn
from referrals.models.referral import Referral
from referrals.search.redisclosure import Agreed, agreed_of
from referrals.search.requests import Line, first_name, line_of, name_of

MOST = 300  # lines on one list; who has more answers the most urgent ones first


@dataclass(frozen=True, slots=True)
class WeekLine:
    """`name` is empty where it is not shared, or the reader has not shown that they may read it."""

    id: UUID
    number: str
    name: str
    person_id: UUID | None
    about: Line
    service: str
    sender: str
    sent_at: datetime
    due: datetime | None
    appointment: date | None
    status: Status
    reason: str
    has_question: bool
    is_yours: bool
    together: bool
    agreed: tuple[Agreed, ...] = ()

    @property
    def goes_on(self) -> bool:
        """“Still going” is an answer here: help is under way or rests, and no question is open."""
        under_way = self.status in {Status.IN_PROGRESS, Status.ON_HOLD}
        return under_way and not self.has_question


@dataclass(frozen=True, slots=True)
class Week:
    lines: tuple[WeekLine, ...]
    is_whole: bool

    @property
    def going(self) -> list[WeekLine]:
        return [line for line in self.lines if line.goes_on]

    @property
    def person_ids(self) -> list[UUID]:
        return list(dict.fromkeys(line.person_id for line in self.lines if line.person_id))

    @property
    def agreed(self) -> list[Agreed]:
        """Under which agreements names stand on it."""
        return [one for line in self.lines for one in line.agreed]


def week_of(actor: Actor, *, named: bool, at: datetime) -> Week:
    """One statement, however long the list. NotAllowed for whoever answers no requests anywhere."""
    if not (actor.is_partner_link or actor.where("work_referrals")):
        raise NotAllowed
    rows = Referral.objects.received_by(actor, at=at).open()
    ordered = rows.order_by("next_step_due", "id").select_related(
        "need__subject", "consent", "service", "sender"
    )
    found = list(ordered[: MOST + 1])
    lines = tuple(_line(referral, named=named, at=at) for referral in found[:MOST])
    return Week(lines, is_whole=len(found) <= MOST)


def _line(referral: Referral, *, named: bool, at: datetime) -> WeekLine:
    name = first_name(referral, name_of(referral, at)) if named else ""
    return WeekLine(
        id=referral.pk,
        number=number_of(referral.pk),
        name=name,
        person_id=referral.need.subject_id if name else None,
        agreed=agreed_of(referral, f"{name} · {number_of(referral.pk)}") if name else (),
        about=line_of(referral, at),
        service=referral.service.name,
        sender=referral.sender.name,
        sent_at=referral.sent_at,
        due=referral.next_step_due,
        appointment=referral.appointment_on,
        status=Status(referral.status),
        reason=referral.reason,
        has_question=referral.has_question,
        is_yours=referral.waiting_on == WaitingOn.RECEIVER,
        together=referral.packet_id is not None,
    )


def number_of(referral_id: UUID) -> str:
    """Short enough to be read out on the telephone; it tells nothing."""
    return referral_id.hex[-6:].upper()
