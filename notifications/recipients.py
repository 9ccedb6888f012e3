"""Whom does an event reach, on which page does the message open, and from when may it leave?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.links import FAMILY, link_for
from accounts.models import User
from core.models import Event
from notifications.channels import text
from notifications.followup import WEEK, family_hears_at, is_same_talk
from notifications.models import Delivery
from notifications.safety import ways_to_ask
from notifications.told import (
    FAMILY_PAGE,
    LEADS_TO,
    NEED,
    NOBODY,
    RECORD,
    REFERRAL,
    TOGETHER,
    TOLD,
    Audience,
    Told,
)
from organizations.models.members import (
    NetworkUserObjectPermission,
    OrganizationUserObjectPermission,
)
from organizations.models.network import Organization
from people.lifecycle import Channel
from people.models.agreements import Consent
from people.models.contact import ContactPoint, Wish
from people.models.person import Person
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral
from screening.models.need import Need

FAMILY_LINK = timedelta(days=90)
Subject = Referral | Need | Consent | Wish


@dataclass(frozen=True, slots=True)
class Case:
    """An event with the rows it is about."""

    event: Event
    referral: Referral | None = None
    need: Need | None = None
    partner: Organization | None = None
    person: Person | None = None

    @property
    def network_id(self) -> UUID:
        return self.event.network_id

    @property
    def matter_id(self) -> UUID:
        """What one act is about, however many rows and events it makes."""
        about = self.need or self.person
        return about.pk if about else self.event.pk


@dataclass(frozen=True, slots=True)
class Reader:
    """One recipient by one channel: a user, a mailbox or a family's way of being reached."""

    channel: str
    language: str
    user_id: UUID | None = None
    organization_id: UUID | None = None
    contact_point_id: UUID | None = None

    @property
    def id(self) -> UUID | None:
        return self.user_id or self.organization_id or self.contact_point_id


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is to be written, before it is merged with others and saved."""

    case: Case
    template: str
    reader: Reader
    about_id: UUID
    available_at: datetime

    @property
    def key(self) -> str:
        return f"{self.case.event.pk}:{self.reader.id}:{self.reader.channel}"


def cases(events: Iterable[Event]) -> Iterator[Case]:
    """Each event with its subject, in one statement for each kind of subject."""
    waiting = list(events)
    ids: dict[str, list[UUID]] = {}
    for event in waiting:
        ids.setdefault(event.subject_type, []).append(event.subject_id)
    subjects = {
        row.pk: row for label, keys in ids.items() for row in _LOAD.get(label, _nothing)(keys)
    }
    for event in waiting:
        subject = subjects.get(event.subject_id)
        if subject is not None:
            yield _case(event, subject)


def planned(case: Case, *, at: datetime) -> list[Planned]:
    """Everybody whom this event reaches, each once. Nobody is told what they did themselves."""
    reached: dict[UUID | None, Planned] = {}
    for told in TOLD.get(case.event.kind, NOBODY):
        if not told.when(case.event, case.referral):
            continue
        for plan in _AUDIENCES[told.audience](case, told, at):
            reached.setdefault(plan.reader.id, plan)
    return list(reached.values())


def merged(plans: Iterable[Planned]) -> list[Planned]:
    """One act, one message: about one matter the first stands; many of a kind become one."""
    by_matter: dict[tuple[object, ...], Planned] = {}
    for plan in plans:
        act = (plan.reader, plan.case.event.happened_at, plan.case.matter_id)
        by_matter.setdefault(act, plan)
    together: dict[tuple[object, ...], Planned] = {}
    for plan in by_matter.values():
        many = TOGETHER.get(plan.template)
        key = (plan.reader, plan.case.event.happened_at, many or plan.key)
        first = together.get(key)
        together[key] = plan if first is None else replace(first, template=many or first.template)
    return list(together.values())


# --- what an event is about --------------------------------------------------------------------


def _referrals(ids: list[UUID]) -> QuerySet[Referral]:
    return Referral.objects.filter(pk__in=ids).select_related(
        "need__subject", "need__organization__network", "receiver__network"
    )


def _needs(ids: list[UUID]) -> QuerySet[Need]:
    return Need.objects.filter(pk__in=ids).select_related("subject", "organization__network")


def _consents(ids: list[UUID]) -> QuerySet[Consent]:
    return Consent.objects.filter(pk__in=ids).select_related("recipient__network", "person")


def _wishes(ids: list[UUID]) -> QuerySet[Wish]:
    return Wish.objects.filter(pk__in=ids).select_related("person")


def _nothing(_ids: list[UUID]) -> tuple[Subject, ...]:
    return ()


_LOAD: dict[str, Callable[[list[UUID]], Iterable[Subject]]] = {
    "referrals.referral": _referrals,
    "screening.need": _needs,
    "people.consent": _consents,
    "people.wish": _wishes,
}


def _case(event: Event, subject: Subject) -> Case:
    if isinstance(subject, Referral):
        return Case(event, subject, subject.need)
    if isinstance(subject, Need):
        return Case(event, need=subject)
    if isinstance(subject, Wish):
        return Case(event, person=subject.person)
    return Case(event, partner=subject.recipient, person=subject.person)


# --- who that is ---------------------------------------------------------------------------------


def _receiver(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    referral = case.referral
    if referral and referral.mode in SHOWN_TO_RECEIVER and referral.released_at <= at:
        yield from _organization(case, told, at, referral.receiver)


def _partner(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    if case.partner:
        yield from _organization(case, told, at, case.partner)


def _organization(
    case: Case, told: Told, at: datetime, organization: Organization
) -> Iterator[Planned]:
    """Its mailbox; without one, everybody there who answers requests. Not when it acted itself."""
    if organization.pk == case.event.acting_for:
        return
    if organization.email:
        language = next(iter(organization.network.languages), "en")
        reader = Reader(Channel.EMAIL, language, organization_id=organization.pk)
        yield _plan(case, told, at, reader)
    else:
        yield from _users(case, told, at, _holders("work_referrals", organization.pk))


def _owner(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who is responsible; when they have left, or it lies at the desk, whoever stands in."""
    need = case.need
    if need is None:
        return
    users = _in_charge(need)
    if users:
        yield from _users(case, told, at, users)
    else:
        yield from _organization(case, told, at, need.organization)


def _in_charge(need: Need) -> QuerySet[User]:
    works_here = Q(memberships__organization=need.organization_id, memberships__until=None)
    responsible = User.objects.filter(works_here, pk__in=[need.responsible_id], is_active=True)
    if responsible.exists():
        return responsible
    if need.is_at_desk and not need.is_sensitive:
        return _desk(need.network_id)
    return _holders("supervise", need.organization_id)


def _workers(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who looks after this person's open needs; without one, their organization's supervisors."""
    if case.person is None:
        return
    needs = Need.objects.filter(network_id=case.network_id, subject=case.person).open()
    users = User.objects.filter(pk__in=needs.values("responsible_id"), is_active=True)
    yield from _users(case, told, at, users or _holders("supervise", case.person.custodian_id))


def _supervisors(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """A sensitive need opens only for those named on it: the others are led to their own list."""
    need = case.need
    if need is None:
        return
    named = {row.user_id for row in need.named.all()} if need.is_sensitive else set()
    for user in _holders("supervise", need.organization_id):
        may_open = not need.is_sensitive or user.pk in named
        words = told if may_open else replace(told, template=TOGETHER[told.template])
        yield from _users(case, words, at, [user])


def _family(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """One neutral question by the safest way; one talk about everything, at most two a week."""
    need = case.need
    if need is None:
        return
    way = next(filter(_can_leave, ways_to_ask(need, at=at)), None)
    if way is None:
        return
    link = link_for(
        network_id=need.network_id,
        purpose=FAMILY,
        object_id=need.subject_id,
        at=at,
        lifetime=FAMILY_LINK,
    )
    earlier = _asked_lately(need.network_id, link.pk, at)
    if not is_same_talk(earlier, at=at):
        reader = Reader(way.channel, way.language or way.person.language, contact_point_id=way.pk)
        leaves_at = family_hears_at(at, zone=need.organization.network.time_zone, earlier=earlier)
        yield Planned(case, told.template, reader, link.pk, leaves_at)


def _can_leave(way: ContactPoint) -> bool:
    return way.channel != Channel.TEXT or text.provider() is not None


def _asked_lately(network_id: UUID, link_id: UUID, at: datetime) -> list[datetime]:
    """When this family was written to in the last week, or will be."""
    written = Delivery.objects.filter(
        network_id=network_id, about_id=link_id, available_at__gt=at - WEEK,
        state__in=[Delivery.State.WAITING, Delivery.State.SENT, Delivery.State.UNKNOWN],
    )  # fmt: skip
    return list(written.values_list("available_at", flat=True))


_AUDIENCES: dict[Audience, Callable[[Case, Told, datetime], Iterator[Planned]]] = {
    Audience.RECEIVER: _receiver,
    Audience.OWNER: _owner,
    Audience.SUPERVISORS: _supervisors,
    Audience.FAMILY: _family,
    Audience.PARTNER: _partner,
    Audience.WORKERS: _workers,
}


def _users(case: Case, told: Told, at: datetime, users: Iterable[User]) -> Iterator[Planned]:
    for user in users:
        if user.pk != case.event.actor_id:
            yield _plan(case, told, at, Reader(Channel.EMAIL, user.language, user_id=user.pk))


def _plan(case: Case, told: Told, at: datetime, reader: Reader) -> Planned:
    return Planned(case, told.template, reader, _about(case, told.template), at)


def _about(case: Case, template: str) -> UUID:
    """The row whose page the message opens."""
    if LEADS_TO[template] == REFERRAL and case.referral:
        return case.referral.pk
    if LEADS_TO[template] in {NEED, FAMILY_PAGE} and case.need:
        return case.need.pk
    if LEADS_TO[template] == RECORD and case.person:
        return case.person.pk
    return case.event.subject_id


def _holders(codename: str, organization_id: UUID) -> QuerySet[User]:
    """Whoever holds this grant in that organization."""
    grants = OrganizationUserObjectPermission.objects.filter(
        content_object_id=organization_id, permission__codename=codename
    )
    return User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("pk")


def _desk(network_id: UUID) -> QuerySet[User]:
    grants = NetworkUserObjectPermission.objects.filter(
        content_object_id=network_id, permission__codename="run_desk"
    )
    return User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("pk")
