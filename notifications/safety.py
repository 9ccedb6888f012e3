"""May a message go to this person, by this way, now? Asked when planned and as it leaves."""

from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from people.lifecycle import Channel, ChannelState, Direction, WishKind
from people.models.agreements import Consent
from people.models.contact import ContactPoint, Wish
from people.models.person import Person, Relationship
from screening.lifecycle import LaterKind, NeedStatus, Turn
from screening.models.later import Later
from screening.models.need import Need
from screening.models.standing import is_quiet


class Held(StrEnum):
    """Why a message is held back. Codes: they stand on the delivery and in the history."""

    DIED = "died"
    PROHIBITED = "contacting_prohibited"
    CARE = "contact_with_care"
    UNSAFE = "channel_not_safe"
    STOPPED = "messages_stopped"
    NO_ADDRESS = "no_address"
    LINK_ENDED = "link_ended"
    LEFT = "reader_has_left"
    PROGRAM_ENDED = "program_ended"
    NOTHING_LEFT = "nothing_left"  # of the mail of the day, or of what a family was to be asked


SILENT = frozenset({Held.NOTHING_LEFT})  # no person need hear that these did not leave

WRITTEN_TO = (Channel.TEXT, Channel.EMAIL)


def ways_to_ask(need: Need, *, at: datetime) -> list[ContactPoint]:
    """Every way on which the family may be asked about this need, the one that worked last first.

    A need for the subject's eyes only is never asked about on somebody else's telephone; a child
    without one is asked about through whoever may be told.
    """
    if need.is_sensitive or held_back_person(need.subject, at=at):
        return []
    own = _points([need.subject])
    if need.audience == "subject":
        return _allowed(own.filter(Q(whose=None) | Q(whose=need.subject)), at)
    return _allowed(own, at) or _allowed(_points(_may_be_told(need.subject, at)), at)


def ways_to_tell(person: Person, *, at: datetime) -> list[ContactPoint]:
    """Every way on which they may hear that something is on their page, about no need of theirs."""
    return [] if held_back_person(person, at=at) else _allowed(_points([person]), at)


def held_back(point: ContactPoint, *, at: datetime) -> Held | None:
    """Why nothing may be sent there now; None when it may."""
    if not point.value.strip():
        return Held.NO_ADDRESS
    if not point.is_usable:
        return Held.STOPPED if point.stopped_at else Held.UNSAFE
    return held_back_person(point.person, at=at, point=point)


def held_back_person(
    person: Person, *, at: datetime, point: ContactPoint | None = None
) -> Held | None:
    """Why this person may not be written to at all (or there); None when they may."""
    if person.is_dead:
        return Held.DIED
    if person.contacting_prohibited:
        return Held.PROHIBITED
    if person.contact_with_care:
        return Held.CARE
    if _wants_none(person, point) or _agreement_ended(person, at):
        return Held.STOPPED
    return None


def waits_by_own_wish(person: Person, *, at: datetime) -> bool:
    """They asked to wait, and nothing else is asked of them: what was to be asked before is left out."""
    if is_quiet(person.pk, person.network.open_days.local_date(at)):
        return True
    own = Need.objects.filter(network_id=person.network_id, subject=person)
    if not own.filter(status=NeedStatus.PAUSED).exists():
        return False
    rechecks = Later.objects.open().filter(person=person, kind=LaterKind.RECHECK)
    return not (own.filter(waiting_on=Turn.FAMILY).exists() or rechecks.exists())


def _points(people: list[Person]) -> QuerySet[ContactPoint]:
    ways = ContactPoint.objects.filter(person__in=people, channel__in=WRITTEN_TO)
    return ways.select_related("person")


def _allowed(points: QuerySet[ContactPoint], at: datetime) -> list[ContactPoint]:
    return sorted((point for point in points if held_back(point, at=at) is None), key=_trust)


def _trust(point: ContactPoint) -> tuple[bool, float, int]:
    """What worked last comes first, then the family's own order."""
    worked = point.last_worked_at.timestamp() if point.last_worked_at else 0.0
    return point.state != ChannelState.WORKS, -worked, point.rank


def _may_be_told(person: Person, at: datetime) -> list[Person]:
    ties = Relationship.objects.filter(
        Q(until=None) | Q(until__gt=at), person=person, may_be_told=True, since__lte=at
    )
    return [tie.other for tie in ties.select_related("other")]


def _wants_none(person: Person, point: ContactPoint | None) -> bool:
    """STOP holds for everything, or for the one way it was said about."""
    about = Q(about_id=None) | Q(about_id=point.pk) if point else Q(about_id=None)
    wishes = Wish.objects.filter(about, person=person, kind=WishKind.STOP_MESSAGES, undone_at=None)
    return wishes.exists()


def _agreement_ended(person: Person, at: datetime) -> bool:
    """They once agreed to be written to, and that agreement has ended or was taken back."""
    said = Consent.objects.filter(person=person, direction=Direction.CONTACT)
    return said.exists() and not said.in_force(at=at).exists()
