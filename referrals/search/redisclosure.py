"""Which law protects what somebody reads of a request, and what must be said to them?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from organizations.models.network import Organization
from people.consent import laws_of
from people.lifecycle import WRITTEN_ONLY_TOPICS, Direction, Fact, Law
from people.models.agreements import Consent
from people.words.notices import Notice, Scope, notices
from referrals.lifecycle import Side
from referrals.models.referral import Referral

Reports = Mapping[UUID, Consent]  # by `given_together`: what the partner may say


@dataclass(frozen=True, slots=True)
class Agreed:
    """Under which agreement a name stands on a list, the laws that it obeys, and how far it goes."""

    consent_id: UUID
    laws: frozenset[Law]
    until: date | None
    facts: tuple[str, ...]
    topic: str
    receiver_id: UUID
    whom: str

    def scope(self, names: Mapping[UUID, str]) -> Scope:
        to = names.get(self.receiver_id, "")
        return Scope(self.laws, to, self.topic, self.facts, whom=self.whom, until=self.until)


def agreed_of(referral: Referral, name: str) -> tuple[Agreed, ...]:
    """For rows of a list: by the agreement and the topic alone, which stand in the row."""
    consent = referral.consent
    if consent is None:
        return ()
    until, facts = _until(consent), _facts(consent)
    return (
        Agreed(
            consent.pk,
            _written(referral),
            until,
            facts,
            referral.need.topic,
            referral.receiver_id,
            name,
        ),
    )


def consents_of(agreed: Iterable[Agreed]) -> list[UUID]:
    return list(dict.fromkeys(one.consent_id for one in agreed))


def names_of(agreed: Iterable[Agreed]) -> dict[UUID, str]:
    """To whom they say yes: one statement, and none where no law asks."""
    ids = {one.receiver_id for one in agreed if one.laws}
    if not ids:
        return {}
    return dict(Organization.objects.filter(pk__in=ids).values_list("pk", "name"))


def notices_of_list(
    agreed: Iterable[Agreed], names: Mapping[UUID, str] | None = None
) -> tuple[Notice, ...]:
    """Each once, however many on the list it is about, with what each of them agreed to."""
    protected = [one for one in agreed if one.laws]
    known = names_of(protected) if names is None else names
    laws = frozenset(law for one in protected for law in one.laws)
    return notices(laws, (one.scope(known) for one in protected))


def notices_to_receiver(referral: Referral) -> tuple[Notice, ...]:
    return notices_to(referral, Side.RECEIVER)


def notices_to(
    referral: Referral, side: Side | None, reports: Reports | None = None
) -> tuple[Notice, ...]:
    """What the sender knows goes to the receiver; what the receiver reports, back to the sender."""
    if side is not Side.RECEIVER:
        return notices_on_reports([referral], reports)
    laws = _written(referral) | _laws(referral, Direction.SEND, referral.sender)
    consent = referral.consent
    if not (laws and consent):
        return notices(laws)
    scope = Scope(
        laws, referral.receiver.name, referral.need.topic, _facts(consent), until=_until(consent)
    )
    return notices(laws, [scope])


def notices_on_reports(
    tries: Iterable[Referral], reports: Reports | None = None
) -> tuple[Notice, ...]:
    """For the owner of a need: what partners who were asked report may have a law of its own."""
    sent = [one for one in tries if one.sent_at]
    known = reports_of(sent) if reports is None else reports
    laws = frozenset(law for one in sent for law in _report_laws(one))
    return notices(laws, _report_scopes(sent, known))


def reports_of(sent: Iterable[Referral]) -> Reports:
    """What partners under a law of their own may say: one statement, and none where no law asks."""
    together = {one.consent.given_together for one in sent if one.consent and _report_laws(one)}
    if not together:
        return {}
    rows = Consent.objects.filter(given_together__in=together, direction=Direction.REPORT_BACK)
    return {one.given_together: one for one in rows}


def _report_scopes(sent: Iterable[Referral], reports: Reports) -> Iterator[Scope]:
    for one in sent:
        laws = _report_laws(one)
        said = reports.get(one.consent.given_together) if laws and one.consent else None
        if said:
            yield Scope(
                laws, one.sender.name, one.need.topic, teller=one.receiver.name, until=_until(said)
            )


def _report_laws(referral: Referral) -> frozenset[Law]:
    return _laws(referral, Direction.REPORT_BACK, referral.receiver)


def _facts(consent: Consent) -> tuple[str, ...]:
    return tuple(fact for fact in Fact if fact in consent.facts)


def _until(consent: Consent) -> date | None:
    return consent.until and consent.until.date()


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
