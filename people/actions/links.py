"""Two records become one person's: a code that the person carries, a yes at both, an end at either."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.tenancy import action
from organizations.actions.laws import standing_still
from organizations.models.network import Organization
from people import consent as consents
from people.actions.people import lock
from people.lifecycle import Direction
from people.models.agreements import Consent
from people.models.links import PersonLink
from people.models.person import Person

CODE_LIVES = timedelta(days=30)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another; 32, so 5 bits each
LENGTH = 12  # 60 bits


@dataclass(frozen=True, slots=True)
class Proposed:
    """The code is here and nowhere else: it goes to the person, on paper or by heart."""

    link: PersonLink
    code: str


@action
def propose_link(*, actor: Actor, person_id: UUID, organization_id: UUID, at: datetime) -> Proposed:
    """The person has agreed here. A code for the same organization made before opens nothing any more."""
    person = lock(actor, person_id, at)
    require(actor, "people.agree", person)
    there = Organization.objects.filter(network_id=person.network_id).get(pk=organization_id)
    _refuse_kept_apart(person.custodian_id, there.pk)
    agreed = _agreed(person, there.pk, at)
    before = PersonLink.objects.of(person).filter(
        second_organization=there, made_at=None, ended_at=None
    )
    before.update(ended_at=at, ended_by_organization_id=person.custodian_id)
    code = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
    link = PersonLink.objects.create(
        network_id=person.network_id, first=person, first_organization_id=person.custodian_id,
        first_consent=agreed, second_organization=there, digest=digest_of(code, person.network_id),
        proposed_at=at, proposed_by_id=actor.as_user, expires_at=at + CODE_LIVES,
    )  # fmt: skip
    history.record("person_link.proposed", link, actor=actor, at=at, tell=False)
    return Proposed(link, f"{code[:4]}-{code[4:8]}-{code[8:]}")


@action
def make_link(*, actor: Actor, person_id: UUID, code: str, at: datetime) -> PersonLink:
    """The person brought the code, and has agreed here as well."""
    person = lock(actor, person_id, at)
    require(actor, "people.agree", person)
    link = _brought(person, code, at)
    if link is None:
        raise BadInput(_("This code opens nothing here. Ask where it was made for a new one."))
    agreed = _agreed(person, link.first_organization_id, at)
    link.second, link.second_consent = person, agreed
    link.made_at, link.made_by_id = at, actor.as_user
    link.save(update_fields=["second", "second_consent", "made_at", "made_by"])
    history.record("person_link.made", link, actor=actor, at=at, tell=False)
    return link


@action
def end_link(*, actor: Actor, person_id: UUID, link_id: UUID, at: datetime) -> PersonLink:
    """At once, from either side, without a reason."""
    person = lock(actor, person_id, at)
    require(actor, "people.agree", person)
    links = PersonLink.objects.of(person).filter(ended_at=None)
    link = links.select_for_update(of=("self",), no_key=True).get(pk=link_id)
    _end(link, person.custodian_id, actor, at)
    return link


def end_with(*, actor: Actor, consent: Consent, at: datetime, said_by: str, via: str) -> None:
    """Called when an agreement ends early: what stands on it ends with it."""
    if consent.direction != Direction.LINK:
        return
    standing = PersonLink.objects.of(consent.person).filter(ended_at=None)
    for link in standing.select_for_update(of=("self",), no_key=True):
        if consent.pk in {link.first_consent_id, link.second_consent_id}:
            _end(link, consent.person.custodian_id, actor, at)


def end_all_of(organization: Organization, actor: Actor, at: datetime) -> None:
    """It has become one whose mere name tells: codes that wait open nothing any more, either."""
    sides = Q(first_organization=organization) | Q(second_organization=organization)
    standing = PersonLink.objects.filter(sides, ended_at=None).order_by("pk")
    for link in standing.select_for_update(of=("self",), no_key=True):
        _end(link, organization.pk, actor, at)


def digest_of(code: str, network_id: UUID) -> str:
    """However it was typed: with or without lines, in small letters."""
    plain = "".join(sign for sign in code.upper() if sign in LETTERS)
    return hashlib.sha256(f"{network_id}|{plain}".encode()).hexdigest()


def _brought(person: Person, code: str, at: datetime) -> PersonLink | None:
    """The same answer for a code that is wrong, used, old, withdrawn or meant for another organization."""
    waiting = PersonLink.objects.filter(network_id=person.network_id).waiting(at=at)
    found = waiting.filter(
        digest=digest_of(code, person.network_id), second_organization_id=person.custodian_id
    )
    for there in found.values_list("first_organization_id", flat=True):
        _refuse_kept_apart(
            person.custodian_id, there
        )  # before the link is locked, as `say_laws` does
    locked = found.select_for_update(of=("self",), no_key=True)
    link = locked.select_related("first_organization", "first_consent").first()
    return link if link and link.first_consent.holds(at=at) else None


def _agreed(person: Person, organization_id: UUID, at: datetime) -> Consent:
    agreed = consents.holding(
        person_id=person.pk, direction=Direction.LINK, recipient_id=organization_id, at=at
    )
    if agreed is None:
        raise BadInput(_("First ask the person, and write down that they agree to this with them."))
    return agreed


def _refuse_kept_apart(*organization_ids: UUID) -> None:
    """Nor while somebody is just saying that it is one: that moment is waited for."""
    organizations = standing_still(*organization_ids)
    if any(one.is_told_by_its_name for one in organizations):
        raise BadInput(
            _("Nobody may learn from a link that this kind of organization helps somebody.")
        )


def _end(link: PersonLink, organization_id: UUID, actor: Actor, at: datetime) -> None:
    link.ended_at, link.ended_by_organization_id = at, organization_id
    link.save(update_fields=["ended_at", "ended_by_organization"])
    history.record("person_link.ended", link, actor=actor, at=at, tell=False)
