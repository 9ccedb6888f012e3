"""What of a person goes when they are erased? Every table that says something of somebody, and what becomes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from core.sealed import SealedTextField
from people.models.agreements import Consent, Signature
from people.models.contact import ContactPoint, MeetingPoint
from people.models.glass import BrokenGlass
from people.models.person import (
    Coverage,
    Demographics,
    HouseholdMembership,
    Person,
    PersonBarrier,
    PersonToken,
    Relationship,
)
from people.models.rights import Hold, RightsRequest
from people.models.safety import MandatedReport, SafetyAlert
from referrals.models.messages import Message
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral
from referrals.models.voice import FamilyVoice
from screening.models.need import Need
from screening.models.screening import Answer, Screening


@dataclass(frozen=True, slots=True)
class Gone:
    """Rows of `model` that lead to the person by `person`: every sealed field becomes empty.

    `rows`: the rows themselves go. `blanks`: what else says something. `written_once`: the app may
    not change them; the database's own `people_empty_written_once` does.
    """

    model: type[Model]
    person: str
    rows: bool = False
    blanks: Mapping[str, Any] = field(default_factory=dict)
    written_once: bool = False

    @property
    def sealed(self) -> tuple[str, ...]:
        return sealed_fields(self.model)


def sealed_fields(model: type[Model]) -> tuple[str, ...]:
    return tuple(
        one.name for one in model._meta.concrete_fields if isinstance(one, SealedTextField)
    )


# First what goes whole, last the person: what stays is a number, a topic and dates.
GONE: tuple[Gone, ...] = (
    Gone(PersonToken, "person", rows=True),
    Gone(ContactPoint, "person", rows=True),
    Gone(ContactPoint, "whose", rows=True),  # their telephone, on a relative's record
    Gone(MeetingPoint, "person", rows=True),
    Gone(PersonBarrier, "person", rows=True),
    Gone(Demographics, "person", rows=True),
    Gone(Coverage, "person", rows=True),
    Gone(Relationship, "person", rows=True),
    Gone(Relationship, "other", rows=True),
    Gone(HouseholdMembership, "person", rows=True),
    Gone(Answer, "screening__person"),
    Gone(Answer, "screening__answered_by"),
    Gone(Screening, "person"),
    Gone(Screening, "answered_by"),
    Gone(Need, "subject"),
    Gone(
        Referral, "need__subject",
        blanks={"sender_reference": "", "receiver_reference": ""},
    ),
    Gone(Message, "referral__need__subject", written_once=True),
    Gone(ContactAttempt, "person", written_once=True),
    Gone(ContactAttempt, "need__subject", written_once=True),
    Gone(Signature, "person", rows=True),
    Gone(
        Consent, "person", blanks={"capacity": "", "of_age_in": None, "signature_digest": ""}
    ),  # no birthday is left in it
    Gone(BrokenGlass, "person", written_once=True),
    Gone(SafetyAlert, "person"),
    Gone(MandatedReport, "person", written_once=True),
    Gone(RightsRequest, "person"),
    Gone(FamilyVoice, "person"),
    Gone(Hold, "person"),
    Gone(
        Person, "pk",
        blanks={"zip3": "", "next_visit_on": None, "died_at": None, "is_watched": False,
                "has_substitute_address": False},
    ),
)  # fmt: skip

# Sealed words that belong to no person for long, or to none at all, and what becomes of them.
BESIDE: dict[str, str] = {
    "people.Household": "its label goes with the last who lived there",
    "people.PersonSearch": "goes at once, everybody's at this organization: it may be their name",
    "people.OwnStreet": "where somebody who works here lives, and no family",
    "accounts.KeptForm": "goes at once when it was typed on a page of theirs; any other within half an hour",
    "people.LegalDemand": "what a court or an office asked is a record of its own, with the privacy officer",
    "governance.Agreement": "what partners agreed to between themselves",
    "governance.Signature": "who signed that for a partner: somebody who works there",
    "governance.SignedFile": "the paper that all parties signed",
    "governance.Obligation": "what one partner owes another",
    "governance.Fulfilment": "what became of that, between partners and about no family",
    "insights.Cycle": "what partners try, and what they learn from it in sums",
    "governance.Said": "what two partners said to each other about their work, and of no family",
    "governance.PartnerTold": "who of a partner said that it rests or goes: somebody who works there",
    "governance.Mediator": "what somebody who works here knows of",
    "governance.Statement": "what two partners said to each other in a dispute, and of no family",
    "governance.Ending": "how two partners ended a dispute",
    "governance.Pledge": "what a partner promised to another",
    "organizations.SignOn": "a secret between an organization and who vouches for its people",
    "notifications.Webhook": "a secret between two programs",
}

# Rows that only point: numbers, codes and dates of what happened, kept as the proof of it.
POINTS: dict[str, str] = {
    "people.Wish": "what was wished and when",
    "people.Exclusion": "who shall not see even the tombstone",
    "people.DemandedRecord": "what left under a demand",
    "people.NamedInDemand": "that a demand was about them, as long as it was open",
    "people.PersonLink": "that two records were linked, for as long as both agreed",
    "people.Recall": "who was asked to delete their copies",
    "screening.ScreeningOffer": "counts",
    "screening.NeedBeneficiary": "counts",
    "screening.Later": "what came back on its day",
    "referrals.Packet": "what was sent together",
}


def said_of_a_person() -> Iterator[tuple[Gone, str]]:
    """Every sealed field that is emptied."""
    return ((gone, name) for gone in GONE for name in gone.sealed if not gone.rows)
