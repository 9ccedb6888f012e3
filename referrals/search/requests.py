"""Which requests wait for this partner, whose turn is it, and what may a list say about whom?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from core.actor import Actor
from core.errors import NotAllowed
from core.rows import ValueOf, Where
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people import consent as consents
from people.consent import SharedPerson
from people.lifecycle import Fact
from referrals.lifecycle import Status, WaitingOn
from referrals.models.contest import Contest
from referrals.models.referral import Referral, ReferralQuerySet
from referrals.search.counting import Visible, counts
from referrals.search.keyset import ROWS, Cursor
from referrals.search.redisclosure import Agreed, agreed_of
from referrals.search.standing import is_late, partner_standing
from referrals.search.tabs import Tabbed
from referrals.search.today import day_begins
from referrals.words import VERBS, Text
from screening.lifecycle import NeedStatus
from screening.words import Standing

LATELY = timedelta(days=30)
WEEK = timedelta(days=7)
# What a row says; the rest, sealed words above all, stays in the database.
SHOWN = (
    *("status", "mode", "reason", "waiting_on", "next_step", "next_step_due", "ended_at"),
    *("opened_at", "contested_at", "packet", "shared_facts", "receiver"),
    *("need__topic", "need__status"),
    *(f"need__subject__{name}" for name in ("network", "first_name", "last_name")),
    *(f"consent__{name}" for name in ("person", "facts", "laws", "since", "until", "withdrawn_at")),
)
SERVICE_NAME = "SELECT name FROM organizations_service WHERE id = {}"
NAME = "SELECT name FROM organizations_organization WHERE id = {}"
# The same words for the rows and for their numbers.
_OPEN = "referrals_referral.next_step_due IS NOT NULL"
# New requests to services that never report back: the sender's turn from the first minute, and
# yet somebody must read them.
NEVER_CHASED = Where(
    f"{_OPEN} AND referrals_referral.waiting_on = %s AND referrals_referral.next_step = %s"
    " AND referrals_referral.status = %s",
    *(WaitingOn.SENDER.value, "ask_family", Status.REQUESTED.value),
)
WITH_FAMILY = Where(
    "referrals_referral.status = %s AND EXISTS (SELECT FROM screening_need AS asked"
    " WHERE asked.id = referrals_referral.need_id AND asked.status = %s)",
    *(Status.COMPLETED.value, NeedStatus.TO_CONFIRM.value),
)
OURS = Where(f"{_OPEN} AND referrals_referral.waiting_on = %s", WaitingOn.RECEIVER.value)
OTHERS = Where.one_of(
    f"{_OPEN} AND referrals_referral.waiting_on",
    (WaitingOn.SENDER, WaitingOn.FAMILY, WaitingOn.OUTSIDE),
)
NOES = 20  # shown at most beside the first page
UNCHASED = "unchased"  # their number among the others
NEW_AND_NEVER_CHASED = 50  # shown at most beside the first page; the rest when these are answered


class Tab(Tabbed):
    """Whose turn it is, as the receiver sees it."""

    YOURS = "yours"
    SENDER = "sender"
    FAMILY = "family"
    ENDED = "ended"

    @property
    def newest_first(self) -> bool:
        return self in {Tab.FAMILY, Tab.ENDED}

    @property
    def column(self) -> str:
        return "ended_at" if self.newest_first else "next_step_due"


@dataclass(frozen=True, slots=True)
class Line:
    """One need of a row: what it is about and where it stands."""

    words: Text
    icon: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Row:
    """One request, or a packet of several sent together, in what the family agreed to show."""

    id: UUID
    name: str
    lines: tuple[Line, ...]
    service: str
    sender: str
    due: datetime | None
    next_step: str
    is_yours: bool
    is_late: bool
    packet_id: UUID | None = None
    person_id: UUID | None = None  # whose name was shown; nobody's when it was not
    agreed: tuple[Agreed, ...] = ()  # under what it was shown

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def verb(self) -> str:
        """What there is to do, as the vocabulary of verbs names it."""
        known = self.is_yours and self.next_step in VERBS
        return self.next_step if known else "hear_from_partner"

    @property
    def variant(self) -> str:
        if not self.is_yours:
            return "ghost"
        return "solid" if self.is_late else "tint"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading: `kind` is late, today, week, later, new or ended."""

    kind: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RequestList:
    groups: tuple[Group, ...]
    next: Cursor | None

    @property
    def person_ids(self) -> list[UUID]:
        seen = (row.person_id for group in self.groups for row in group.rows if row.person_id)
        return list(dict.fromkeys(seen))

    @property
    def agreed(self) -> list[Agreed]:
        """Under which agreements names stand on it."""
        return [one for group in self.groups for row in group.rows for one in row.agreed]


def request_list(
    actor: Actor, tab: Tab, after: Cursor | None, *, counted: Mapping[str, int], at: datetime
) -> RequestList:
    """Fifty requests of one tab: one statement, and more where something seldom was `counted`."""
    order = ("-ended_at", "-id") if tab.newest_first else ("next_step_due", "id")
    wanted = _received(actor, at).filter(*_of_tab(tab, at=at)).order_by(*order)
    if after:
        beyond = after.before(tab.column) if tab.newest_first else after.after(tab.column)
        wanted = wanted.filter(beyond)
    found = list(_with_people(wanted)[: ROWS + 1])
    shown, more = found[:ROWS], found[ROWS:]
    groups = list(_groups(tab, _rows(shown, at), at))
    if tab is Tab.YOURS and after is None and counted[UNCHASED]:
        groups[:0] = _new_and_never_chased(actor, at)
    if tab is Tab.YOURS and after is None and counted["noes"]:
        groups[:0] = _families_say_no(actor, at)
    last = Cursor(getattr(shown[-1], tab.column), shown[-1].pk) if more else None
    return RequestList(tuple(groups), last)


def numbers(actor: Actor, *, at: datetime) -> dict[str, int]:
    """What the tabs count, in one statement, and how many of the reader's nobody chases.

    NotAllowed for whoever answers no requests anywhere.
    """
    if not actor.where("work_referrals"):
        raise NotAllowed
    received = Visible(_received(actor, at))
    found = counts(
        *(received.those(tab.value, *_of_tab(tab, at=at)) for tab in Tab),
        received.those(UNCHASED, NEVER_CHASED),
        noes=Contest.objects.owed_by(actor, at=at),
    )
    return {**found, Tab.YOURS: found[Tab.YOURS] + found[UNCHASED] + found["noes"]}


@lru_cache(maxsize=8)
def _received(actor: Actor, at: datetime) -> ReferralQuerySet:
    """A page asks more than once, for its rows and for its numbers. Nothing is read here."""
    return Referral.objects.received_by(actor, at=at)


def _of_tab(tab: Tab, *, at: datetime) -> tuple[Where, ...]:
    """The same words for the rows and for their number."""
    if tab is Tab.YOURS:
        return (OURS,)
    if tab is Tab.SENDER:
        return (OTHERS, NEVER_CHASED.contrary)
    ended = Where("referrals_referral.ended_at >= %s", at - LATELY)
    return (ended, WITH_FAMILY if tab is Tab.FAMILY else WITH_FAMILY.contrary)


def _new_and_never_chased(actor: Actor, at: datetime) -> Iterator[Group]:
    found = _received(actor, at).filter(NEVER_CHASED).order_by("-id")
    rows = _rows(_with_people(found)[:NEW_AND_NEVER_CHASED], at)
    if rows:
        yield Group("new", tuple(replace(row, is_yours=True, next_step="answer") for row in rows))


def _families_say_no(actor: Actor, at: datetime) -> Iterator[Group]:
    """To help that was reported: each waits for a word, the first due first."""
    asked = Contest.objects.owed_by(actor, at=at).order_by("next_step_due", "id")
    due = dict(asked.values_list("referral_id", "next_step_due")[:NOES])
    found = _with_people(_received(actor, at).filter(pk__in=list(due)))
    rows = [
        replace(_row(one, at), due=due[one.pk], next_step="answer_family", is_yours=True)
        for one in (found if due else ())
    ]
    if rows:
        yield Group("noes", tuple(sorted(rows, key=lambda row: str(row.due))))


def _with_people(rows: ReferralQuerySet) -> ReferralQuerySet:
    people = rows.select_related("need__subject", "consent").only(*SHOWN)
    return people.annotate(
        of_service=ValueOf(SERVICE_NAME, "service_id"), from_whom=ValueOf(NAME, "sender_id")
    )


def _rows(referrals: Iterable[Referral], at: datetime) -> list[Row]:
    """Packets become one row, at the place of their most urgent line."""
    rows: dict[UUID, Row] = {}
    for referral in referrals:
        row = _row(referral, at)
        key = referral.packet_id or referral.pk
        first = rows.get(key)
        rows[key] = _with_line(first, row) if first else row
    return list(rows.values())


def _with_line(first: Row, row: Row) -> Row:
    return replace(first, lines=first.lines + row.lines, agreed=first.agreed + row.agreed)


def _row(referral: Referral, at: datetime) -> Row:
    name = first_name(referral, name_of(referral, at))
    return Row(
        id=referral.pk,
        name=name,
        lines=(line_of(referral, at),),
        service=referral.of_service,  # type: ignore[attr-defined]  # said by _with_people
        sender=referral.from_whom,  # type: ignore[attr-defined]  # said by _with_people
        due=referral.next_step_due or referral.ended_at,
        next_step=referral.next_step,
        is_yours=referral.waiting_on == WaitingOn.RECEIVER,
        is_late=is_late(referral, at=at),
        packet_id=referral.packet_id,
        person_id=referral.need.subject_id if name else None,
        agreed=agreed_of(referral, name) if name else (),
    )


def line_of(referral: Referral, at: datetime) -> Line:
    topic = referral.need.topic
    return Line(TOPIC_WORDS[topic], TOPICS[topic].icon, partner_standing(referral, at=at))


def name_of(referral: Referral, at: datetime) -> SharedPerson:
    """Only the name, and only while the agreement holds."""
    facts = [fact for fact in referral.shared_facts if fact == Fact.NAME]
    return consents.project(
        person=referral.need.subject,
        topic=referral.need.topic,
        facts=facts,
        consent=referral.consent,
        at=at,
    )


def first_name(referral: Referral, shared: SharedPerson) -> str:
    """As people are called on lists and in questions; empty when the name is not shared."""
    return (referral.need.subject.first_name or shared.name or "") if shared.name else ""


def _groups(tab: Tab, rows: list[Row], at: datetime) -> Iterator[Group]:
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        kind = "ended" if tab.newest_first else _kind(row.due, at)
        by_kind.setdefault(kind, []).append(row)
    for kind, members in by_kind.items():
        yield Group(kind, tuple(members))


def _kind(due: datetime | None, at: datetime) -> str:
    today = day_begins(at)
    if due is None or due < today:
        return "late"
    if due < today + timedelta(days=1):
        return "today"
    return "week" if due < today + WEEK else "later"
