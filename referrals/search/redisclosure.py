"""Which law protects what somebody reads of a request, and what must be said to them?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from organizations.models.network import Organization
from people.consent import laws_of
from people.lifecycle import WRITTEN_ONLY_TOPICS, Direction, Law
from people.words.notices import Notice, notices
from referrals.lifecycle import Side
from referrals.models.referral import Referral


@dataclass(frozen=True, slots=True)
class Agreed:
    """Under which agreement a name stands on a list, and the laws that it obeys."""

    consent_id: UUID
    laws: frozenset[Law]
    until: date | None


def agreed_of(referral: Referral) -> tuple[Agreed, ...]:
    """For rows of a list: by the agreement and the topic alone, which stand in the row."""
    consent = referral.consent
    if consent is None:
        return ()
    return (Agreed(consent.pk, _written(referral), consent.until and consent.until.date()),)


def consents_of(agreed: Iterable[Agreed]) -> list[UUID]:
    return list(dict.fromkeys(one.consent_id for one in agreed))


def notices_of_list(agreed: Iterable[Agreed]) -> tuple[Notice, ...]:
    """Each once, however many on the list it is about."""
    return notices(frozenset(law for one in agreed for law in one.laws))


def notices_to_receiver(referral: Referral) -> tuple[Notice, ...]:
    return notices_to(referral, Side.RECEIVER)


def notices_to(referral: Referral, side: Side | None) -> tuple[Notice, ...]:
    """What the sender knows goes to the receiver; what the receiver reports, back to the sender."""
    if side is Side.RECEIVER:
        return notices(_written(referral) | _laws(referral, Direction.SEND, referral.sender))
    return notices_on_reports([referral])


def notices_on_reports(tries: Iterable[Referral]) -> tuple[Notice, ...]:
    """For the owner of a need: what partners who were asked report may have a law of its own."""
    sent = [one for one in tries if one.sent_at]
    return notices(
        frozenset(law for one in sent for law in _laws(one, Direction.REPORT_BACK, one.receiver))
    )


def _laws(referral: Referral, direction: Direction, teller: Organization) -> frozenset[Law]:
    return laws_of(
        direction=direction, topics=[referral.need.topic], custodian=teller, recipient=None
    )


def _written(referral: Referral) -> frozenset[Law]:
    """As the agreement says; for one that is older, by its topic."""
    kept = referral.consent.laws if referral.consent else ()
    topics = [referral.need.topic]
    older = Law.PART2 if WRITTEN_ONLY_TOPICS.intersection(topics) else None
    return frozenset(map(Law, kept)) | ({older} if older else frozenset())
