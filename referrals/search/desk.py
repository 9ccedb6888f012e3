"""What lies at the coordination desk, since when and why? Number, partner, topic and age: no names.

A name is there only where the family has agreed that the desk may help.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from core.actor import Actor
from organizations.models.members import NetworkUserObjectPermission
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people.consent import covers, desk_agreements, holding, project
from people.lifecycle import Direction, Fact
from people.models.agreements import Consent
from referrals.lifecycle import LIVE, Status
from referrals.models.referral import Referral
from referrals.search.counting import counts
from referrals.search.keyset import ROWS, Cursor
from referrals.search.tabs import Tabbed
from referrals.search.week import number_of
from referrals.words import Text
from screening.followup import LADDERS, Situation
from screening.models.need import Need, NeedQuerySet

REVIEWS = LADDERS[Situation.GAP_AT_DESK].next_step


class Tab(Tabbed):
    FREE = "free"
    MINE = "mine"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """A live request of the need: whom to ring, and about what."""

    id: UUID
    number: str
    partner: str
    telephone: str
    mailbox: str
    service: str
    status: Status
    sent_at: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One need at the desk. `name` and `person_id` are empty unless the family named the desk."""

    id: UUID
    number: str
    about: Text
    icon: str
    why: str
    since: datetime
    due: datetime
    found_at: datetime
    owner: str
    responsible: str
    helper: str
    is_mine: bool
    asked: tuple[Asked, ...]
    name: str = ""
    person_id: UUID | None = None
    consent_id: UUID | None = None
    can_be_a_gap: bool = False
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    cases: list[Case]
    next: Cursor | None

    @property
    def person_ids(self) -> set[UUID]:
        return {case.person_id for case in self.cases if case.person_id}

    @property
    def consent_ids(self) -> set[UUID]:
        return {case.consent_id for case in self.cases if case.consent_id}


def at_desk(actor: Actor, tab: Tab = Tab.ALL) -> NeedQuerySet:
    needs = Need.objects.at_desk(actor)
    if tab is Tab.FREE:
        return needs.filter(desk_helper=None)
    return needs.filter(desk_helper_id=actor.as_user) if tab is Tab.MINE else needs


def _to_do(actor: Actor, tab: Tab, at: datetime) -> NeedQuerySet:
    """What is only looked at once a month comes to the list on its day."""
    return at_desk(actor, tab).filter(~Q(next_step=REVIEWS) | Q(next_step_due__lte=at))


def page_of(actor: Actor, tab: Tab, after: Cursor | None, *, at: datetime) -> Page:
    """Most urgent first: three statements, however many rows."""
    needs = _to_do(actor, tab, at).order_by("next_step_due", "id")
    if after:
        needs = needs.filter(after.after("next_step_due"))
    found = list(_with_owner(needs)[: ROWS + 1])
    shown, more = found[:ROWS], found[ROWS:]
    last = Cursor(shown[-1].next_step_due or at, shown[-1].pk) if more else None
    return Page(_cases(shown, at, actor), last)


def case_of(actor: Actor, need_id: UUID, *, at: datetime) -> Case:
    """DoesNotExist (404) when it is not, or not any more, at a desk of the actor's."""
    return _cases([_with_owner(at_desk(actor)).get(pk=need_id)], at, actor)[0]


def need_of(actor: Actor, need_id: UUID) -> Need:
    """For what is decided by rules about the person, not for show. DoesNotExist: not at the actor's desk."""
    rows = at_desk(actor).select_related("subject", "organization__network")
    return rows.get(pk=need_id)


def is_named(need: Need, *, at: datetime) -> bool:
    """Whether the family has agreed that the desk may help with this."""
    held = holding(person_id=need.subject_id, direction=Direction.DESK, topic=need.topic, at=at)
    return held is not None


def numbers(actor: Actor, *, at: datetime) -> dict[str, int]:
    return counts(**{tab.value: _to_do(actor, tab, at) for tab in Tab})


def helpers(network_id: UUID) -> list[User]:
    """Who works at the desk, by name."""
    held = NetworkUserObjectPermission.objects.filter(
        content_object_id=network_id, permission__codename="run_desk"
    )
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name"))


def _with_owner(needs: NeedQuerySet) -> NeedQuerySet:
    return needs.select_related("organization", "responsible", "desk_helper")


def _cases(needs: Collection[Need], at: datetime, actor: Actor) -> list[Case]:
    asked = _asked(needs)
    agreed = desk_agreements({need.subject_id for need in needs}, at=at)
    return [
        _case(need, asked[need.pk], _name(need, agreed.get(need.subject_id, ()), at), actor)
        for need in needs
    ]


def _name(need: Need, agreements: Iterable[Consent], at: datetime) -> tuple[str, UUID | None]:
    """Only while an agreement names the desk for this topic, and only what it lets be read."""
    for consent in agreements:
        if covers(consent, need.topic, must_be_named=False):
            shown = project(
                person=consent.person, topic=need.topic, facts=[Fact.NAME], consent=consent, at=at
            )
            return shown.name or "", consent.pk
    return "", None


def _asked(needs: Iterable[Need]) -> dict[UUID, list[Asked]]:
    rows = Referral.objects.filter(
        Q(need__in=[need.pk for need in needs]), status__in=sorted(LIVE)
    ).select_related("receiver", "service")
    found = defaultdict(list)
    for row in rows.order_by("next_step_due", "id"):
        found[row.need_id].append(
            Asked(
                row.pk, number_of(row.pk), row.receiver.name, row.receiver.phone, row.receiver.email,
                row.service.name, Status(row.status), row.sent_at, row.next_step_due,
            )
        )  # fmt: skip
    return found


def _case(need: Need, asked: Iterable[Asked], named: tuple[str, UUID | None], actor: Actor) -> Case:
    name, consent_id = named
    return Case(
        id=need.pk,
        number=number_of(need.pk),
        about=TOPIC_WORDS[need.topic],
        icon=TOPICS[need.topic].icon,
        why=need.at_desk_why,
        since=need.at_desk_since or need.since,
        due=need.next_step_due or need.since,
        found_at=need.found_at,
        owner=need.organization.name,
        responsible=need.responsible.name if need.responsible else "",
        helper=need.desk_helper.name if need.desk_helper else "",
        is_mine=need.desk_helper_id == actor.user_id,
        asked=tuple(asked),
        name=name,
        person_id=need.subject_id if name else None,
        consent_id=consent_id if name else None,
        can_be_a_gap=need.wants_help,
        is_gap=need.has_no_resource,
    )
