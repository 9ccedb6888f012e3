"""Has this person agreed to it, and what may be read under that agreement? Asked at sending and at every read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import ConsentMissing
from core.rows import HasRow
from organizations.lifecycle import TAKES_PART
from organizations.models.network import Organization
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import is_sensitive as is_sensitive_topic
from people import scopes
from people.lifecycle import WRITTEN_ONLY_TOPICS, Channel, Direction, Fact, Law
from people.minors import birthday
from people.models.agreements import Consent, ConsentQuerySet
from people.models.contact import ContactPoint
from people.models.person import Exclusion, Person
from people.models.texts import ConsentText
from people.words.codes import FACT_WORDS

# What was agreed long ago goes on here; for all others a new yes is asked once they are of age.
SHARES_NOTHING_NEW = frozenset({Direction.REPORT_BACK, Direction.CONTACT})
_SHUT_OUT = (
    "SELECT FROM people_exclusion AS shut WHERE shut.person_id = {} AND shut.organization_id = %s"
)
# What an organization is decides which law an agreement obeys: of its two sides only that is asked.
_FLAGS = ("is_victim_service", "is_part2_program", "is_school")
_SIDES = {f"to_{flag}": F(f"recipient__{flag}") for flag in _FLAGS} | {
    f"from_{flag}": F(f"person__custodian__{flag}") for flag in _FLAGS
}
# In these what the named partner knows leaves it, too.
_LEAVES_PARTNER = frozenset({Direction.REPORT_BACK, Direction.PASS_ON})


def require(
    *,
    person: Person,
    recipient_id: UUID,
    topic: str,
    is_sensitive: bool,
    facts: Iterable[str],
    at: datetime,
) -> Consent:
    """The agreement under which this may be sent; else ConsentMissing says what to ask the family.

    A sensitive topic must be named in it, and so must every topic of a person to be contacted
    with care. The agreement that lacks least is the one that the sentence is about.
    """
    wanted = frozenset(facts)
    scopes.require(person.network_id, topic, wanted, at=at)
    must_be_named = is_sensitive or person.contact_with_care
    held = _held(person.pk, Direction.SEND, recipient_id, at=at)
    complaints = [
        _complaint(consent, topic, wanted, must_be_named=must_be_named, at=at) for consent in held
    ]
    for consent, complaint in zip(held, complaints, strict=True):
        if not complaint:
            return consent
    raise ConsentMissing(complaints[0] if complaints else ConsentMissing.sentence)


def holding(
    *,
    person_id: UUID,
    direction: Direction,
    recipient_id: UUID | None = None,
    topic: str = "",
    at: datetime,
) -> Consent | None:
    """The newest agreement in force in this direction, about this topic when one is given."""
    held = [c for c in _held(person_id, direction, recipient_id, at=at) if not _stale(c, at)]
    must_be_named = bool(topic) and is_sensitive_topic(topic)
    return next(
        (c for c in held if not topic or covers(c, topic, must_be_named=must_be_named)), None
    )


def agreed_partners(
    *, person: Person, topic: str, is_sensitive: bool, at: datetime
) -> frozenset[UUID]:
    """To whom a need of this topic may be sent now without asking the family again: one statement."""
    must_be_named = is_sensitive or person.contact_with_care
    return frozenset(
        consent.recipient_id
        for consent in _held(person.pk, Direction.SEND, None, at=at)
        if consent.recipient_id
        and not _complaint(consent, topic, frozenset(), must_be_named=must_be_named, at=at)
    )


def desk_agreements(person_ids: Collection[UUID], *, at: datetime) -> Mapping[UUID, list[Consent]]:
    """Under what a desk may see each of these people now, newest first: one statement."""
    rows: ConsentQuerySet = Consent.objects.filter(
        person_id__in=person_ids, direction=Direction.DESK
    )
    found = defaultdict(list)
    held = rows.in_force(at=at).select_related("person").annotate(is_reworded=_reworded(at))
    for consent in held.order_by("-since", "-id"):
        if not _stale(consent, at):
            found[consent.person_id].append(consent)
    return found


def covers(consent: Consent, topic: str, *, must_be_named: bool) -> bool:
    """No topics: every topic that is not sensitive."""
    return topic in consent.topics or not (consent.topics or must_be_named)


def missing_facts(consent: Consent, facts: Iterable[str]) -> list[str]:
    """The facts that this agreement does not name, in the order of the table of facts."""
    unnamed = set(facts) - set(consent.facts)
    return [fact for fact in Fact if fact in unnamed] + sorted(unnamed - set(Fact))


def laws_of(
    *,
    direction: str,
    topics: Iterable[str],
    custodian: Organization,
    recipient: Organization | None,
) -> frozenset[Law]:
    """Which laws ask that this is written, to a named partner, until a date.

    A victim service on either side; help with alcohol or drugs, and whatever a program for it
    knows; education records, where they leave a school. To be contacted oneself discloses nothing.
    """
    return _laws(direction, topics, _flags_of(custodian), _flags_of(recipient))


def _flags_of(party: Organization | None) -> frozenset[str]:
    return frozenset(flag for flag in _FLAGS if party is not None and getattr(party, flag))


def _laws(
    direction: str, topics: Iterable[str], ours: frozenset[str], theirs: frozenset[str]
) -> frozenset[Law]:
    if direction == Direction.CONTACT:
        return frozenset()
    leaves = ours | (theirs if direction in _LEAVES_PARTNER else frozenset())
    is_part2 = "is_part2_program" in leaves or bool(WRITTEN_ONLY_TOPICS.intersection(topics))
    asked = {
        Law.VICTIM_SERVICE: "is_victim_service" in ours | theirs,
        Law.PART2: is_part2,
        Law.FERPA: "is_school" in leaves,
    }
    return frozenset(law for law, is_asked in asked.items() if is_asked)


def _laws_now(consent: Consent, topic: str) -> frozenset[Law]:
    """By what both sides are now: for rows that were read with `_SIDES`."""
    ours, theirs = (
        frozenset(flag for flag in _FLAGS if getattr(consent, f"{side}_{flag}"))
        for side in ("from", "to")
    )
    return _laws(consent.direction, [topic], ours, theirs)


def _held(
    person_id: UUID, direction: Direction, recipient_id: UUID | None, *, at: datetime
) -> list["Consent"]:
    """Newest first, in one query; none at all when the person has shut the recipient out."""
    held: ConsentQuerySet = Consent.objects.filter(person_id=person_id, direction=direction)
    if recipient_id is not None:
        named = Q(recipient_id=recipient_id)
        anybody = Q(recipient=None, direction=Direction.PASS_ON)
        shut_out = HasRow(_SHUT_OUT, "person_id", recipient_id)
        held = held.filter(named | anybody, ~Q(shut_out))
    both_sides = held.in_force(at=at).annotate(**_SIDES, is_reworded=_reworded(at))
    return list(both_sides.order_by("-since", "-id"))


def _reworded(at: datetime) -> Exists:
    """Whether the network has new words in that language since, and asks anew with them."""
    newer = ConsentText.objects.filter(
        network_id=OuterRef("network_id"), language=OuterRef("language"), asks_anew=True,
        version__gt=OuterRef("text_version"),
    )  # fmt: skip
    return Exists(newer.begun(at=at))


def _stale(consent: Consent, at: datetime) -> str:
    """Why nothing new may be shared under what still holds, in one sentence; empty when it may."""
    if consent.direction in SHARES_NOTHING_NEW:
        return ""
    if outgrown(consent, at):
        return _("Somebody else agreed for them, and they are of age now. Ask them themselves.")
    if getattr(consent, "is_reworded", False):
        return _("The words of agreements have changed since. Ask the family with the new ones.")
    return ""


def outgrown(consent: Consent, at: datetime) -> bool:
    """Whether the person has come of age since somebody else agreed: nothing new is shared under it.

    Only in the very month their birth date is opened; by the clock of Greenwich, in the United
    States hours before the day begins.
    """
    month, today = consent.of_age_in, at.date()
    if month is None or today < month:
        return False
    born = consent.person.born if (today.year, today.month) == (month.year, month.month) else None
    return born is None or birthday(born, month.year) <= today


def _complaint(
    consent: Consent, topic: str, facts: frozenset[str], *, must_be_named: bool, at: datetime
) -> str:
    """One sentence on what this agreement lacks; empty when it lacks nothing."""
    if stale := _stale(consent, at):
        return stale
    if not covers(consent, topic, must_be_named=must_be_named):
        about = TOPIC_WORDS.get(topic, topic)
        return _("The family has not agreed to share about this: %(topic)s.") % {"topic": about}
    if _laws_now(consent, topic) and not consent.needs_writing:
        return _("This needs an agreement in writing, with the partner’s name and an end date.")
    if missing := missing_facts(consent, facts):
        words = ", ".join(str(FACT_WORDS.get(fact, fact)) for fact in missing)
        return _("The family has not agreed to share: %(facts)s.") % {"facts": words}
    return ""


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """What a receiver reads about a person, now. A fact that is not shared is None; never the model."""

    name: str | None = None
    phone: str | None = None
    phone_when: str | None = None
    email: str | None = None
    address: str | None = None
    area: str | None = None
    birth_date: date | None = None
    age: int | None = None
    language: str | None = None
    needs_interpreter: bool | None = None
    household: int | None = None
    barriers: tuple[str, ...] = ()
    best_time: str | None = None
    note: str | None = None
    is_withdrawn: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing but the stone: the agreement has ended."""
        return all(
            getattr(self, field.name) in (None, ()) for field in fields(self)
            if field.name != "is_withdrawn"
        )  # fmt: skip


TOMBSTONE = SharedPerson(is_withdrawn=True)


def project(
    *, person: Person, topic: str, facts: Iterable[str], consent: Consent | None, at: datetime
) -> SharedPerson:
    """The live projection: the facts chosen *and* named in an agreement that holds; else the tombstone.

    Of these, what partners share for this kind of help at that moment.
    """
    if consent is None or consent.person_id != person.pk or not consent.holds(at=at):
        return TOMBSTONE
    agreed = {fact for fact in facts if fact in consent.facts and fact in set(Fact)}
    shown = map(Fact, scopes.within(person.network_id, topic, agreed, at=at))
    values: dict[str, Any] = {}
    for fact in shown:
        values.update(_READ[fact](person, at))
    return SharedPerson(**values)


def _phone(person: Person, at: datetime) -> dict[str, Any]:
    point = reachable(person, Channel.PHONE, Channel.TEXT)
    return {"phone": point.value, "phone_when": point.safe_when} if point else {}


def _email(person: Person, at: datetime) -> dict[str, Any]:
    point = reachable(person, Channel.EMAIL)
    return {"email": point.value} if point else {}


def reachable(person: Person, *channels: Channel) -> ContactPoint | None:
    """The first way that is safe and works; none where contact is prohibited."""
    if person.contacting_prohibited or person.is_dead:
        return None
    points = sorted(person.contact_points.all(), key=lambda point: (point.rank, str(point.pk)))
    return next((p for p in points if p.channel in channels and p.is_usable), None)


def _household(person: Person, at: datetime) -> dict[str, Any]:
    homes = [
        membership.household.size for membership in person.households.all() if not membership.until
    ]
    return {"household": next((size for size in homes if size), None)}


def _barriers(person: Person, at: datetime) -> dict[str, Any]:
    return {"barriers": tuple(sorted(barrier.code for barrier in person.barriers.all()))}


# How each fact is read. The note is the person's own; the referral's note is the referral's.
_READ: dict[str, Callable[[Person, datetime], dict[str, Any]]] = {
    Fact.NAME: lambda person, at: {"name": person.name},
    Fact.PHONE: _phone,
    Fact.EMAIL: _email,
    Fact.ADDRESS: lambda person, at: {"address": person.address_to_share},
    Fact.AREA: lambda person, at: {"area": person.postal_code},
    Fact.BIRTH_DATE: lambda person, at: {"birth_date": person.born},
    Fact.AGE: lambda person, at: {"age": person.age(at=at)},
    Fact.LANGUAGE: lambda person, at: {
        "language": person.language, "needs_interpreter": person.needs_interpreter,
    },
    Fact.HOUSEHOLD: _household,
    Fact.BARRIERS: _barriers,
    Fact.BEST_TIME: lambda person, at: {"best_time": person.best_time},
    Fact.NOTE: lambda person, at: {"note": person.note},
}  # fmt: skip


def partners_near(person: Person) -> QuerySet[Organization]:
    """Who could be told about this person: live partners of the network, by name, but the custodian."""
    live = Organization.objects.filter(network_id=person.network_id, status__in=sorted(TAKES_PART))
    return live.exclude(pk=person.custodian_id).order_by("name")


def partners_open_to(person: Person) -> QuerySet[Organization]:
    """The same without those whom the person has shut out."""
    shut_out = Exclusion.objects.filter(person=person, organization_id=OuterRef("pk"))
    return partners_near(person).exclude(Exists(shut_out))
