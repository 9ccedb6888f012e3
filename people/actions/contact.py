"""How a person can be reached, and how they must not be: each way is marked safe by a person, never by default."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.links import FAMILY, let_in_again
from core import history
from core.access import require
from core.actor import Actor
from core.errors import AlreadyChanged, BadInput
from core.tenancy import action
from organizations.models.network import Organization
from people.actions.details import ContactDetails
from people.actions.hidden import HIDDEN, hidden_value, hide_address
from people.actions.people import lock, retoken
from people.lifecycle import ChannelState
from people.models.contact import ContactPoint, MeetingPoint
from people.models.person import Exclusion, Person
from people.search.shut_out import named, people_to_shut_out

_ON_NEW_WAY: list[Callable[..., None]] = []


def on_new_way(call: Callable[..., None]) -> Callable[..., None]:
    """Called at start-up by an app whose steps hang on a way that works."""
    _ON_NEW_WAY.append(call)
    return call


_ON_SAFETY: list[Callable[..., None]] = []


def on_safety(call: Callable[..., None]) -> Callable[..., None]:
    """Called at start-up by an app in which something is under way that has become delicate."""
    _ON_SAFETY.append(call)
    return call


def _tell_those_who_mend(actor: Actor, person: Person, at: datetime) -> None:
    for call in _ON_NEW_WAY:
        call(actor=actor, person=person, at=at)


@action
def save_contact(
    *,
    actor: Actor,
    person_id: UUID,
    details: ContactDetails,
    at: datetime,
    contact_id: UUID | None = None,
) -> ContactPoint:
    """A new way to reach them, or a change of one. A new number or address is untried again."""
    person = lock(actor, person_id, at)
    require(actor, "people.change", person)
    if not details.value.strip():
        raise BadInput(_("Write the number or the address."))
    point = _point(person, details, contact_id)
    is_other = point.value != details.value or point.channel != details.channel
    if is_other or point.state == ChannelState.BROKEN:  # whoever saves it has looked at it
        point.state = ChannelState.UNTRIED
    for name in ("channel", "value", "is_safe", "safe_when", "language", "rank"):
        setattr(point, name, getattr(details, name))
    point.whose_id = details.whose
    point.value = hidden_value(person, point)
    point.save()
    retoken(person)
    history.record("person.contact_changed", person, actor=actor, at=at, tell=False)
    _tell_those_who_mend(actor, person, at)
    return point


def _point(person: Person, details: ContactDetails, contact_id: UUID | None) -> ContactPoint:
    """The one that is changed; one more; or the one that a second press has made already."""
    if contact_id:
        return person.contact_points.get(pk=contact_id)
    made = ContactPoint.asked_before(person.network_id, details.request_key)
    if made and made.person_id == person.pk and made.value == details.value:
        return made
    key = None if made else details.request_key
    return ContactPoint(network_id=person.network_id, person=person, request_key=key)


@action
def remove_contact(*, actor: Actor, person_id: UUID, contact_id: UUID, at: datetime) -> None:
    """It is wrong, or not theirs any more: nothing is sent there again."""
    person = lock(actor, person_id, at)
    require(actor, "people.change", person)
    person.contact_points.get(pk=contact_id).delete()
    retoken(person)
    history.record("person.contact_changed", person, actor=actor, at=at, tell=False)


@dataclass(frozen=True, slots=True)
class Safety:
    """What everybody who helps this person must know before they call, write or knock."""

    contact_with_care: bool = False
    contacting_prohibited: bool = False
    is_watched: bool = False
    agreed_word: str = ""
    meeting_place: str = ""
    meeting_time: str = ""
    meeting_words: str = ""
    next_visit_on: date | None = None
    has_substitute_address: bool = False
    substitute_address: str = ""
    shut_out: frozenset[UUID] = frozenset()
    shut_out_people: frozenset[UUID] = frozenset()


@action
def set_safety(
    *, actor: Actor, person_id: UUID, safety: Safety, version: int, at: datetime
) -> Person:
    """All of it at once; AlreadyChanged when somebody else has saved since `version` was read."""
    person = lock(actor, person_id, at)
    require(actor, "people.change", person)
    if person.version != version:
        raise AlreadyChanged
    fields = [
        "contact_with_care",
        "contacting_prohibited",
        "is_watched",
        "agreed_word",
        "next_visit_on",
        *HIDDEN,
    ]
    is_new_word = safety.agreed_word != person.agreed_word
    for name in fields[: -len(HIDDEN)]:
        setattr(person, name, getattr(safety, name))
    hide_address(person, safety.substitute_address if safety.has_substitute_address else None)
    person.version += 1
    person.save(update_fields=[*fields, "version"])
    retoken(person)
    if is_new_word:
        let_in_again(network_id=person.network_id, purpose=FAMILY, object_id=person.pk)
    _set_meeting_point(person, safety)
    _set_shut_out(person, safety.shut_out)
    _set_shut_out_people(person, safety.shut_out_people, actor)
    history.record("person.safety_changed", person, actor=actor, at=at, tell=False)
    for call in _ON_SAFETY:
        call(actor=actor, person=person, at=at)
    _tell_those_who_mend(actor, person, at)
    return person


def _set_meeting_point(person: Person, safety: Safety) -> None:
    person.meeting_points.all().delete()
    if safety.meeting_place.strip():
        MeetingPoint.objects.create(
            network_id=person.network_id, person=person, place=safety.meeting_place,
            time=safety.meeting_time, words=safety.meeting_words,
        )  # fmt: skip


def _set_shut_out(person: Person, ids: frozenset[UUID]) -> None:
    """Partners that shall never know. The custodian cannot be one: the record would be lost to all."""
    if person.custodian_id in ids:
        raise BadInput(_("Your own organization keeps this record. It cannot be shut out."))
    partners = Organization.objects.filter(network_id=person.network_id, pk__in=ids)
    now = set(partners.values_list("pk", flat=True))
    before = Exclusion.objects.filter(person=person, organization__isnull=False)
    before.exclude(organization_id__in=now).delete()
    known = set(before.values_list("organization_id", flat=True))
    Exclusion.objects.bulk_create(
        Exclusion(network_id=person.network_id, person=person, organization_id=partner_id)
        for partner_id in sorted(now - known)
    )


def _set_shut_out_people(person: Person, ids: frozenset[UUID], actor: Actor) -> None:
    """Colleagues that shall never know: they find no record, and it is never given to them."""
    if actor.user_id in ids:
        raise BadInput(_("You would not find this record again. Ask a colleague to shut you out."))
    chosen = people_to_shut_out(person).filter(pk__in=ids)
    now = set(chosen.values_list("pk", flat=True))
    before = named(person).filter(user__isnull=False)
    before.exclude(user_id__in=now).delete()
    known = set(before.values_list("user_id", flat=True))
    Exclusion.objects.bulk_create(
        Exclusion(network_id=person.network_id, person=person, user_id=user_id)
        for user_id in sorted(now - known)
    )
