"""What the family agreed to, and what it takes back: each direction and partner is a row of its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.ids import uuid7
from core.tenancy import action
from organizations.models.network import Organization
from people.actions.speaking import Speaker, check_topics, speaker_of
from people.consent import laws_of
from people.lifecycle import (
    ALWAYS_SHARED,
    NAMES_A_PARTNER,
    Direction,
    Fact,
    Form,
)
from people.models.agreements import Consent, Signature
from people.models.person import Exclusion, Person
from people.search.texts import Shown, text_in_force
from people.signatures import digest_of, is_drawing


@dataclass(frozen=True, slots=True)
class Agreement:
    """One conversation about sharing, as it was said. `words`: the very words shown or read out.

    `text`: the network's own, of which they are made. `paper_seen`: what lets a representative,
    or an emancipated minor, speak. `both_agree`: beside the parent the minor said yes as well.
    """

    words: str
    directions: frozenset[Direction] = frozenset({Direction.SEND, Direction.REPORT_BACK})
    recipients: tuple[UUID, ...] = ()
    topics: tuple[str, ...] = ()
    facts: frozenset[Fact] = ALWAYS_SHARED
    form: Form = Form.ELECTRONIC
    language: str = "en"
    interpreter: str = ""
    witness: str = ""
    given_by: UUID | None = None
    signed_name: str = ""
    signature: str = ""
    kept_where: str = ""
    paper_seen: str = ""
    both_agree: bool = False
    text: Shown | None = None
    until: datetime | None = None
    given_together: UUID = field(default_factory=uuid7)


class Withdrawn(Protocol):
    """What an upper app does, in the same transaction, when an agreement ends early."""

    def __call__(
        self, *, actor: Actor, consent: Consent, at: datetime, said_by: str, via: str
    ) -> None: ...


class Given(Protocol):
    """What an upper app does, in the same transaction, when a family has agreed."""

    def __call__(self, *, actor: Actor, consents: list[Consent], at: datetime) -> None: ...


_on_agreement: list[Given] = []
_on_withdrawal: list[Withdrawn] = []


def on_agreement(callback: Given) -> Given:
    """Register a consequence (referrals moves what lives on the old one). Once, at start-up."""
    if callback not in _on_agreement:
        _on_agreement.append(callback)
    return callback


def on_withdrawal(callback: Withdrawn) -> Withdrawn:
    """Register a consequence (referrals cancels what lives on the agreement). Once, at start-up."""
    if callback not in _on_withdrawal:
        _on_withdrawal.append(callback)
    return callback


@action
def give_consent(
    *, actor: Actor, person_id: UUID, agreement: Agreement, at: datetime
) -> list[Consent]:
    """Write down what was agreed: one row for each direction and partner, under one `given_together`."""
    visible = Person.objects.visible_to(actor, at=at).select_related("custodian", "network")
    person = visible.get(pk=person_id)
    require(actor, "people.agree", person)
    if said := list(person.consents.filter(given_together=agreement.given_together)):
        return said  # the button was pressed twice
    partners = _partners(person, agreement.recipients)
    speaker = speaker_of(
        person, given_by=agreement.given_by, paper=agreement.paper_seen.strip(), at=at
    )
    check_topics(
        speaker,
        topics=agreement.topics,
        directions=agreement.directions,
        both_agree=agreement.both_agree,
    )
    _check_witness(actor, agreement)
    _check_text(person, agreement, at)
    rows = list(_rows(actor, speaker, agreement, partners, at))
    for complaint in _complaints(agreement, rows, at):
        raise BadInput(complaint)
    Consent.objects.bulk_create(rows)
    _keep_drawing(person, agreement, at)
    history.record_all(
        (
            history.Fact(
                "consent.given", row, via="paper" if row.form == Form.WRITTEN else "in_person",
                said_by="representative" if row.given_by_id else "family",
                details={"person": person.pk, "direction": row.direction, "recipient": row.recipient_id},
            )
            for row in rows
        ),
        actor=actor, at=at,
    )  # fmt: skip
    for callback in _on_agreement:
        callback(actor=actor, consents=rows, at=at)
    return rows


@action
def withdraw_consent(
    *, actor: Actor, consent_id: UUID, at: datetime, said_by: str = "family", via: str = "in_person"
) -> Consent:
    """Nobody reads anything under it from this moment on; what lived on it is told in the same transaction."""
    visible = Person.objects.visible_to(actor, at=at)
    consent = (
        Consent.objects.filter(person__in=visible)
        .select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=consent_id)
    )
    require(actor, "people.withdraw", consent)
    if consent.withdrawn_at is not None:
        raise StepNotPossible(_("This sharing was stopped before. Nothing is shared under it."))
    return end(consent, actor=actor, at=at, said_by=said_by, via=via)


def end(consent: Consent, *, actor: Actor, at: datetime, said_by: str, via: str) -> Consent:
    """The one way an agreement ends early; inside the transaction of an action that has checked who asks."""
    consent.withdrawn_at, consent.withdrawn_via = at, via
    consent.save(update_fields=["withdrawn_at", "withdrawn_via"])
    history.record(
        "consent.withdrawn", consent, actor=actor, at=at, said_by=said_by, via=via,
        person=consent.person_id, direction=consent.direction, recipient=consent.recipient_id,
    )  # fmt: skip
    for callback in _on_withdrawal:
        callback(actor=actor, consent=consent, at=at, said_by=said_by, via=via)
    return consent


def _partners(person: Person, ids: tuple[UUID, ...]) -> dict[UUID, Organization]:
    """The partners named, in this network, none of whom the person has shut out."""
    shut_out = Exclusion.objects.filter(person=person, organization_id__in=ids)
    if shut_out.exists():
        raise BadInput(_("The family wants one of these partners never to know. Leave it out."))
    partners = Organization.objects.filter(network_id=person.network_id).in_bulk(list(ids))
    if len(partners) != len(set(ids)):
        raise BadInput(_("One of these partners is not in your network. Choose again."))
    return partners


def _check_witness(actor: Actor, agreement: Agreement) -> None:
    """Whoever writes it down is no witness of it."""
    if agreement.form != Form.VERBAL or actor.user_id is None:
        return
    own = User.objects.values_list("name", flat=True).get(pk=actor.user_id)
    if agreement.witness.strip().casefold() == own.casefold():
        raise BadInput(
            _now("Somebody beside you must have heard it: a colleague or an interpreter.")
        )


def _check_text(person: Person, agreement: Agreement, at: datetime) -> None:
    """New words may begin while the old ones are on the screen."""
    if agreement.text is None:
        return
    now = text_in_force(person.network_id, agreement.text.language, at=at)
    if now != agreement.text or agreement.text.language != agreement.language:
        raise BadInput(_now("The words have changed meanwhile. Show the new ones, then ask."))


def _rows(
    actor: Actor,
    speaker: Speaker,
    agreement: Agreement,
    partners: dict[UUID, Organization],
    at: datetime,
) -> Iterator[Consent]:
    person = speaker.person
    given_by = None if agreement.given_by == person.pk else agreement.given_by
    decisions = history.decisions(person.network_id, at=at)
    for direction, partner in _targets(agreement, partners.values()):
        laws = laws_of(
            direction=direction,
            topics=agreement.topics,
            custodian=person.custodian,
            recipient=partner,
        )
        yield Consent(
            network_id=person.network_id, person=person, given_together=agreement.given_together,
            direction=direction, recipient=partner, topics=list(agreement.topics),
            facts=sorted(agreement.facts | ALWAYS_SHARED), form=agreement.form,
            language=agreement.language, words=agreement.words,
            text_version=agreement.text.version if agreement.text else 0,
            text_digest=agreement.text.digest if agreement.text else "", interpreter=agreement.interpreter,
            witness=agreement.witness, capacity=speaker.capacity, of_age_in=speaker.of_age_in,
            signature_digest=digest_of(agreement.signature),
            signed_name=agreement.signed_name.strip(), kept_where=agreement.kept_where.strip(),
            paper_seen=agreement.paper_seen.strip(), both_agree=agreement.both_agree,
            given_by_id=given_by, recorded_by_id=actor.user_id, policy_version=decisions,
            since=at, until=agreement.until,
            needs_writing=bool(laws), laws=sorted(laws),
        )  # fmt: skip


def _keep_drawing(person: Person, agreement: Agreement, at: datetime) -> None:
    if agreement.signature:
        Signature.objects.create(
            network_id=person.network_id, person=person, given_together=agreement.given_together,
            path=agreement.signature, drawn_at=at,
        )  # fmt: skip


def _targets(
    agreement: Agreement, partners: Iterable[Organization]
) -> Iterator[tuple[Direction, Organization | None]]:
    named = list(partners)
    for direction in Direction:  # the order of the table, whatever order they were ticked in
        if direction in agreement.directions:
            for partner in named if direction in NAMES_A_PARTNER else [None]:
                yield direction, partner


_Complaint = Callable[[Agreement, list[Consent], datetime], bool]

# What makes an agreement no agreement, and what to do about it. The first that is true is said.
_COMPLAINTS: tuple[tuple[_Complaint, object], ...] = (
    (
        lambda agreement, rows, at: not agreement.directions,
        _("Choose at least one thing that the family agrees to."),
    ),
    (
        lambda agreement, rows, at: bool(agreement.directions & NAMES_A_PARTNER)
        and not agreement.recipients,
        _("Choose the partner that this is for."),
    ),
    (
        lambda agreement, rows, at: not agreement.words.strip(),
        _("The words that were shown or read out are missing."),
    ),
    (
        lambda agreement, rows, at: agreement.until is not None and agreement.until <= at,
        _("Choose an end date that is still to come."),
    ),
    (
        lambda agreement, rows, at: agreement.form == Form.VERBAL and not agreement.witness.strip(),
        _("When the family says it out loud, write down who else heard it."),
    ),
    (
        lambda agreement, rows, at: agreement.form != Form.VERBAL
        and not agreement.signed_name.strip(),
        _("Write the name of whoever signed, as they wrote or typed it."),
    ),
    (
        lambda agreement, rows, at: bool(agreement.signature)
        and not (agreement.form == Form.ELECTRONIC and is_drawing(agreement.signature)),
        _("We could not read the drawing. Sign again, or leave it: the typed name is enough."),
    ),
    (
        lambda agreement, rows, at: agreement.form == Form.WRITTEN
        and not agreement.kept_where.strip(),
        _("Write down where the paper is kept."),
    ),
    (
        lambda agreement, rows, at: agreement.form == Form.VERBAL
        and any(row.needs_writing for row in rows),
        _("This partner or kind of help needs a signature or a yes on a screen. Saying it is not enough."),
    ),
    (
        lambda agreement, rows, at: agreement.until is None
        and any(row.needs_writing for row in rows),
        _("This partner or kind of help needs an end date."),
    ),
    (
        lambda agreement, rows, at: any(row.needs_writing and row.recipient is None for row in rows),
        _("This may be shared only with a partner you name. Leave out the desk and passing it on."),
    ),
)  # fmt: skip


def _complaints(agreement: Agreement, rows: list[Consent], at: datetime) -> Iterator[str]:
    for is_true, sentence in _COMPLAINTS:
        if is_true(agreement, rows, at):
            yield str(sentence)
