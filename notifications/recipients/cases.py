"""What is an event about, and what is a message before it is written?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from core.actor import NOBODY
from core.models import Event
from governance.models.councils import Council, Seat
from governance.models.disputes import Dispute
from governance.models.elections import Election
from governance.models.meetings import Meeting
from governance.models.proposals import Proposal
from notifications.models.programs import Webhook
from notifications.recipients.holders import Roster
from organizations.models.network import Network, Organization
from people.models.agreements import Consent
from people.models.contact import Wish
from people.models.person import Person
from people.models.rights import Recall, RightsRequest
from people.models.safety import SafetyAlert
from people.search.shut_out import shut_out_by
from referrals.models.incident import Incident
from referrals.models.referral import Referral
from referrals.models.voice import FamilyVoice
from screening.models.need import Need
from screening.models.screening import Screening

Subject = (
    Referral
    | Need
    | Consent
    | Wish
    | Webhook
    | Network
    | Organization
    | Incident
    | SafetyAlert
    | RightsRequest
    | Recall
    | Council
    | Seat
    | Proposal
    | Dispute
    | FamilyVoice
    | Election
    | Meeting
    | Screening
    | User
)


@dataclass(frozen=True, slots=True)
class Case:
    """An event with the rows it is about."""

    event: Event
    referral: Referral | None = None
    need: Need | None = None
    partner: Organization | None = None
    person: Person | None = None
    webhook: Webhook | None = None
    incident: Incident | None = None
    alert: SafetyAlert | None = None
    right: RightsRequest | None = None
    recall: Recall | None = None
    proposal: Proposal | None = None
    dispute: Dispute | None = None
    voice: FamilyVoice | None = None
    screening: Screening | None = None
    election: Election | None = None
    meeting: Meeting | None = None
    member: User | None = None  # who asked for a code to their own mailbox
    apart: frozenset[UUID] = frozenset()  # whom the family shut out: users and organizations
    roster: Roster = field(default_factory=Roster, compare=False, repr=False)

    def named(self, what: str) -> UUID | None:
        """An id that the event names in its details."""
        name = self.event.details.get(what)
        return UUID(name) if name else None

    @property
    def network_id(self) -> UUID:
        return self.event.network_id

    @property
    def person_id(self) -> UUID | None:
        """Of whose family it tells, if of any."""
        if self.need:
            return self.need.subject_id
        if self.person:
            return self.person.pk
        told = self.alert or self.right or self.recall or self.screening
        return told.person_id if told else None

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
    webhook_id: UUID | None = None

    @property
    def id(self) -> UUID | None:
        own = (self.user_id, self.organization_id, self.contact_point_id, self.webhook_id)
        return next(filter(None, own), None)


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is to be written, before it is merged with others and saved."""

    case: Case
    template: str
    reader: Reader
    about_id: UUID
    available_at: datetime
    kept_by: UUID | None = None
    digest_on: date | None = None  # the day of the one mail into which it goes
    is_news: bool = False  # no step that this mail counts anyway
    is_for_all: bool = False  # that happened in one act, however many batches tell of it

    @property
    def key(self) -> str:
        if self.digest_on:
            return f"digest:{self.reader.id}:{self.digest_on}"
        if self.is_for_all:
            act = self.case.event.happened_at.isoformat()
            return f"{self.template}:{self.reader.id}:{self.reader.channel}:{act}"
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
    roster = Roster()
    known = [_case(one, subjects[one.subject_id]) for one in waiting if one.subject_id in subjects]
    apart = shut_out_by(case.person_id for case in known if case.person_id)
    for case in known:
        yield replace(case, roster=roster, apart=apart.get(case.person_id or NOBODY, frozenset()))


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


def _webhooks(ids: list[UUID]) -> QuerySet[Webhook]:
    return Webhook.objects.filter(pk__in=ids)


def _organizations(ids: list[UUID]) -> QuerySet[Organization]:
    return Organization.objects.filter(pk__in=ids).select_related("network")


def _incidents(ids: list[UUID]) -> QuerySet[Incident]:
    return Incident.objects.filter(pk__in=ids).select_related("organization__network")


def _nothing(_ids: list[UUID]) -> tuple[Subject, ...]:
    return ()


_LOAD: dict[str, Callable[[list[UUID]], Iterable[Subject]]] = {
    "referrals.referral": _referrals,
    "screening.need": _needs,
    "people.consent": _consents,
    "people.wish": _wishes,
    "notifications.webhook": _webhooks,
    "organizations.organization": _organizations,
    "referrals.incident": _incidents,
    "people.safetyalert": lambda ids: SafetyAlert.objects.filter(pk__in=ids),
    "people.rightsrequest": lambda ids: RightsRequest.objects.filter(pk__in=ids).select_related(
        "organization"
    ),
    "people.recall": lambda ids: Recall.objects.filter(pk__in=ids).select_related(
        "organization__network"
    ),
    "screening.screening": lambda ids: Screening.objects.filter(pk__in=ids),
    "referrals.familyvoice": lambda ids: FamilyVoice.objects.filter(pk__in=ids).select_related(
        "person__custodian__network"
    ),
    "governance.council": lambda ids: Council.objects.filter(pk__in=ids),
    "governance.seat": lambda ids: Seat.objects.filter(pk__in=ids),
    "governance.dispute": lambda ids: Dispute.objects.filter(pk__in=ids).select_related(
        "mediator", "first__network", "second__network"
    ),
    "accounts.user": lambda ids: User.objects.filter(pk__in=ids),
    "governance.proposal": lambda ids: Proposal.objects.filter(pk__in=ids).select_related(
        "council"
    ),
    "governance.meeting": lambda ids: Meeting.objects.filter(pk__in=ids).select_related("council"),
    "governance.election": lambda ids: Election.objects.filter(pk__in=ids),
    "organizations.network": lambda ids: Network.objects.filter(pk__in=ids),
}


def _case(event: Event, subject: Subject) -> Case:
    match subject:
        case Referral():
            found = Case(event, subject, subject.need)
        case Need():
            found = Case(event, need=subject)
        case Organization():
            found = Case(event, partner=subject)
        case Incident():
            found = Case(event, partner=subject.organization, incident=subject)
        case Wish():
            found = Case(event, person=subject.person)
        case Webhook():
            found = Case(event, webhook=subject)
        case Consent():
            found = Case(event, partner=subject.recipient, person=subject.person)
        case _:
            found = _of_few(event, subject)
    return found


def _of_few(event: Event, subject: Subject) -> Case:
    """Those that seldom happen."""
    match subject:
        case Recall():
            return Case(event, partner=subject.organization, recall=subject)
        case RightsRequest():
            return Case(event, right=subject)
        case User():
            return Case(event, member=subject)
        case SafetyAlert():
            return Case(event, alert=subject)
        case Screening():
            return Case(event, screening=subject)
        case _:
            return _of_council(event, subject)


def _of_council(event: Event, subject: Subject) -> Case:
    match subject:
        case Proposal():
            return Case(event, proposal=subject)
        case Dispute():
            return Case(event, dispute=subject)
        case FamilyVoice():
            return Case(event, person=subject.person, voice=subject)
        case Meeting():
            return Case(event, meeting=subject)
        case Election():
            return Case(event, election=subject)
        case _:
            return Case(event)
