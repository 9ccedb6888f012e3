"""What does the receiver read about one request? What was agreed to, now, and what was said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from core import history
from core.actor import Actor, ActorKind
from core.models import Event
from governance.known import Decided
from organizations.listing import in_directory
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.topics import TOPICS, Category
from people import consent as consents
from people.consent import SharedPerson
from people.words.notices import Notice
from referrals.lifecycle import Status, Step, Urgency, WaitingOn, possible_steps
from referrals.models.messages import Message
from referrals.models.referral import Referral
from referrals.search.contest import Contested, contested
from referrals.search.own_days import own_days
from referrals.search.redisclosure import notices_to_receiver
from referrals.search.requests import Line, first_name, line_of
from referrals.search.standing import ended_key
from referrals.search.told_for import ToldFor, told_for
from referrals.words import REASON_WORDS, URGENCY_WORDS, Text

# What the receiver may read of the history; the rest is between the sender and its own people.
SHOWN_EVENTS = frozenset(
    f"referral.{kind}"
    for kind in (
        "sent", "opened", "accepted", "declined", "asked", "replied", "wait_listed", "started",
        "held", "resumed", "still_going", "completed", "failed", "cancelled",
        "answered_elsewhere", "referred_on", "contested", "contest_answered", "contest_unanswered", "mended", "not_so",
        "milestone_planned", "milestone_reached",
        "partly_confirmed", "reminded_early", "reminded", "family_tried", "facts_changed",
        "to_wait", "to_go_on",
    )
)  # fmt: skip

NO_MOVES = frozenset(
    {"referral.opened", "referral.reminded_early", "referral.reminded", "referral.family_tried",
     "referral.facts_changed", "referral.to_wait", "referral.to_go_on"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """An event of the history, who did it, and the words that belong to it."""

    kind: str
    at: datetime
    who: str
    by_family: bool
    by_receiver: bool
    reason: str
    words: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A warm handoff: when all talk together, and who."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Together:
    """Another request of the same packet."""

    id: UUID
    line: Line
    service: str
    is_asked: bool
    is_yours: bool


@dataclass(frozen=True, slots=True)
class Request:
    """Plain values only: a model would lead to everything that was not shared."""

    id: UUID
    person_id: UUID
    consent_id: UUID | None
    service_id: UUID
    topic: str
    person: SharedPerson
    name: str
    note: str
    line: Line
    status: Status
    waiting_on: str
    next_step: str
    reason: str
    ending: str
    family_is_asked: bool
    service: str
    sender: str
    sender_phone: str
    asked_by: str
    sent_at: datetime
    is_new: bool
    due: datetime | None
    own_days: Decided | None
    needed_by: datetime | None
    urgency: str
    place_in_line: int | None
    expected_on: date | None
    waits_until: date | None  # the day of the family, which asked to wait
    is_application: bool
    talk: Talk | None
    story: tuple[Said, ...]
    told: ToldFor | None
    contest: Contested | None
    together: tuple[Together, ...]
    notices: tuple[Notice, ...]

    @property
    def category(self) -> Category:
        return TOPICS[self.topic].category

    @property
    def steps(self) -> tuple[Step, ...]:
        return possible_steps(self.status)

    @property
    def is_asked(self) -> bool:
        return self.status is Status.REQUESTED

    @property
    def is_accepted(self) -> bool:
        return self.status is Status.ACCEPTED

    @property
    def is_in_progress(self) -> bool:
        return self.status is Status.IN_PROGRESS

    @property
    def is_resting(self) -> bool:
        return self.status is Status.ON_HOLD

    @property
    def is_on_wait_list(self) -> bool:
        return self.is_resting and self.reason == "wait_list"

    @property
    def place_on(self) -> date | None:
        return self.expected_on if self.is_on_wait_list else None

    @property
    def appointment_on(self) -> date | None:
        set_up = self.is_resting and self.reason == "appointment_set"
        return self.expected_on if set_up else None

    @property
    def is_ended(self) -> bool:
        return self.due is None

    @property
    def has_dates(self) -> bool:
        """An application that somebody works on."""
        return self.is_application and not (self.is_asked or self.is_ended or self.is_withdrawn)

    @property
    def is_asked_about_no(self) -> bool:
        """The family says no to what was reported, and the reader may still say what they know."""
        return self.contest is not None and self.contest.can_be_answered

    @property
    def is_yours(self) -> bool:
        return self.waiting_on == WaitingOn.RECEIVER or (self.is_asked and not self.has_question)

    @property
    def has_question(self) -> bool:
        return self.next_step == "reply"

    @property
    def is_withdrawn(self) -> bool:
        return self.person.is_withdrawn

    @property
    def reason_words(self) -> Text:
        return REASON_WORDS.get(self.reason, "") if self.is_ended or self.is_resting else ""

    @property
    def urgency_words(self) -> Text:
        return "" if self.urgency == Urgency.ROUTINE else URGENCY_WORDS[Urgency(self.urgency)]

    @property
    def questions(self) -> list[Said]:
        """The conversation, oldest first."""
        talk = {"referral.asked", "referral.replied"}
        return [said for said in reversed(self.story) if said.kind in talk and said.words]

    @property
    def unanswered(self) -> tuple[Together, ...]:
        return tuple(other for other in self.together if other.is_asked)


def sender_sees(actor: Actor, referral_id: UUID, *, at: datetime) -> UUID | None:
    """The need, when the actor stands on the sender's side only. DoesNotExist: on neither."""
    if Referral.objects.received_by(actor, at=at).filter(pk=referral_id).exists():
        return None
    visible = Referral.objects.visible_to(actor, at=at)
    need_id: UUID = visible.values_list("need_id", flat=True).get(pk=referral_id)
    return need_id


def request_of(actor: Actor, referral_id: UUID, *, at: datetime) -> Request:
    """DoesNotExist when it did not come to the actor's organization, or has not arrived yet."""
    received = Referral.objects.received_by(actor, at=at)
    referral = _with_all(received).get(pk=referral_id)
    person, events = _projected(referral, at), list(history.of(referral.pk))
    return Request(
        id=referral.pk,
        person_id=referral.need.subject_id,
        consent_id=referral.consent_id,
        service_id=referral.service_id,
        topic=referral.need.topic,
        person=person,
        name=first_name(referral, person),
        note="" if person.is_withdrawn else referral.note,
        line=line_of(referral, at),
        status=Status(referral.status),
        waiting_on=referral.waiting_on,
        next_step=referral.next_step,
        reason=referral.reason,
        ending=ended_key(referral),
        family_is_asked=referral.need.is_to_confirm,
        service=referral.service.name,
        sender=referral.sender.name,
        sender_phone=referral.sender.phone,
        asked_by=referral.need.responsible.name if referral.need.responsible else "",
        sent_at=referral.sent_at,
        is_new=referral.opened_at is None,
        due=referral.next_step_due, own_days=own_days(referral),
        needed_by=referral.needed_by,
        urgency=referral.urgency,
        place_in_line=referral.place_in_line, expected_on=referral.expected_on,
        waits_until=referral.need.paused_until if referral.is_live else None,
        story=tuple(_story(referral, events, silent=person.is_withdrawn)),
        is_application=referral.is_application,
        talk=_talk(referral, person),
        told=told_for(referral, events, at=at),
        contest=contested(referral),
        together=tuple(_together(referral, received, at)),
        notices=() if person.is_withdrawn else notices_to_receiver(referral),
    )  # fmt: skip


def _projected(referral: Referral, at: datetime) -> SharedPerson:
    return consents.project(
        person=referral.need.subject,
        topic=referral.need.topic,
        facts=referral.shared_facts,
        consent=referral.consent,
        at=at,
    )


def _talk(referral: Referral, person: SharedPerson) -> Talk | None:
    if referral.talk_at is None or person.is_withdrawn:
        return None
    return Talk(referral.talk_at, referral.talk_with)


def _with_all(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related(
        "need__subject",
        "need__responsible",
        "consent",
        "service",
        "sender",
        "receiver",
        "replaces__receiver",
        "receiver__network",
    ).prefetch_related(
        "need__subject__contact_points",
        "need__subject__barriers",
        "need__subject__households__household",
    )


def _together(referral: Referral, received: QuerySet[Referral], at: datetime) -> Iterator[Together]:
    if referral.packet_id is None:
        return
    others = received.filter(packet_id=referral.packet_id).exclude(pk=referral.pk)
    for other in others.select_related("need", "service").order_by("id"):
        asked = other.is_asked
        yours = other.waiting_on == WaitingOn.RECEIVER
        yield Together(other.pk, line_of(other, at), other.service.name, asked, yours)


def _story(referral: Referral, past: list[Event], *, silent: bool) -> Iterator[Said]:
    """Newest first. `silent`: the family took its agreement back, and nobody's words stay."""
    events = list(_told(past))
    words = {} if silent else _words(referral)
    names = _names(events)
    for event in events:
        yield Said(
            kind=event.kind,
            at=event.happened_at,
            who=_who(event, referral, names),
            by_family=event.said_by == "family",
            by_receiver=event.said_by == "receiver",
            reason=_code(event.details),
            words=words.get(event.pk, ""),
            way=str(event.details.get("way", "")),
        )


def _code(details: Mapping[str, object]) -> str:
    codes = (details.get(name) for name in ("reason", "outcome", "milestone", "answer"))
    return str(next(filter(None, codes), ""))


def _told(events: Iterable[Event]) -> Iterator[Event]:
    """Not a "yes" that nobody said: a wait list, and the family's own report, pass through one."""
    shown = [event for event in events if event.kind in SHOWN_EVENTS]
    listed = {event.happened_at for event in shown if event.kind == "referral.wait_listed"}
    for event in shown:
        on_the_way = event.happened_at in listed or event.details.get("family_reports")
        if not (event.kind == "referral.accepted" and on_the_way):
            yield event


def _words(referral: Referral) -> dict[UUID, str]:
    return {said.event_id: said.text for said in Message.objects.filter(referral=referral)}


def _names(events: list[Event]) -> dict[UUID | None, str]:
    ids = {event.actor_id for event in events if event.actor_id}
    users = User.objects.filter(pk__in=ids)
    return dict(users.values_list("pk", "name"))


def _who(event: Event, referral: Referral, names: dict[UUID | None, str]) -> str:
    """A person and where they work; empty for family and machine, whom the page names."""
    here = _organization(referral, event.acting_for)
    if event.actor_kind == ActorKind.LINK and event.acting_for:
        return here.name
    name = names.get(event.actor_id, "")
    return f"{name} · {here.name}" if name else ""


def _organization(referral: Referral, acting_for: UUID | None) -> Organization:
    """Whoever was asked before and sent the family on, else one of the two sides."""
    before = referral.replaces.receiver if referral.replaces else referral.sender
    sides = (referral.receiver, referral.sender, before)
    return next((side for side in sides if side.pk == acting_for), referral.sender)


def other_services(actor: Actor, topic: str) -> QuerySet[Service]:
    """What a partner who cannot help may suggest instead: the network's other services for this."""
    offered = in_directory(actor).filter(
        topics__contains=[topic], status=Service.Status.ACTIVE, organization__status="active"
    )
    return offered.exclude(Q(organization_id=actor.organization_id)).order_by("name", "id")


def who_came_first(referral_id: UUID) -> tuple[UUID | None, str]:
    """Whose the newest word is, when the receiver's side said it: for whoever comes second."""
    moves = (event for event in history.of(referral_id) if event.kind in SHOWN_EVENTS - NO_MOVES)
    newest = next(moves, None)
    if newest is None or newest.said_by != "receiver":
        return None, ""
    return newest.actor_id, _names([newest]).get(newest.actor_id, "")
