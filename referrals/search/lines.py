"""What does a row of a worklist know beside its need? The try that counts, what was asked, whose mother she is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from core.actor import Actor
from core.rows import Among
from core.sealed import Sealed
from organizations.models.directory import Service
from organizations.models.network import Organization
from people.models.person import Person, PersonQuerySet
from referrals.lifecycle import Status
from referrals.models.messages import Message
from referrals.models.referral import Referral
from referrals.search.counting import said_of
from screening.models.need import Need

# What is asked of a try, and of a relative: no more of either is read.
TRY = (
    *("id", "need_id", "receiver_id", "service_id", "status", "mode", "reason", "waiting_on"),
    *("next_step", "next_step_due", "sent_at", "opened_at", "contested_at", "place_in_line"),
    "expected_on",
)
_TRIES = f"""
SELECT {", ".join(f"r.{name}" for name in TRY)}, o.name, s.name, s.reports_back
FROM referrals_referral AS r
JOIN organizations_organization AS o ON o.id = r.receiver_id
JOIN organizations_service AS s ON s.id = r.service_id
WHERE r.need_id = ANY (%s) AND r.status <> %s
ORDER BY r.id DESC
"""  # noqa: S608 the names are written above
RELATIVE = ("id", "first_name", "last_name", "birth_date")
# Each relative is asked for by key: a list of everybody who may be seen would be long.
_TIES = f"""
SELECT %s, tie.id, tie.kind, tie.{{subject}}, {", ".join(f"people_person.{name}" for name in RELATIVE)}
FROM people_relationship AS tie JOIN people_person ON people_person.id = tie.{{relative}}
WHERE tie.until IS NULL AND tie.{{subject}} = ANY (%s) AND {{seen}}
"""  # noqa: S608 the names are written above


@dataclass(frozen=True, slots=True)
class Tie:
    """The subject of a line is the `kind` of somebody, or the other way round."""

    kind: str
    subject_is_it: bool
    told: tuple[Any, ...]  # as it lies in the database

    def relative(self) -> Person:
        """A row names one relative: no other is made an object of."""
        person_id, *words = self.told
        return Person.from_db(None, RELATIVE, (person_id, *map(Sealed, words)))


# What is known of a try is put beside it: an assignment would look whether it may be.
_NEED, _RECEIVER, _SERVICE = Referral.need.field, Referral.receiver.field, Referral.service.field
Row = TypeVar("Row", Organization, Service)
Ties = Mapping[UUID, Tie]  # by the relative, in the order in which they were told


@dataclass(frozen=True, slots=True)
class Line:
    """A need, the referral that says where it stands, the open question's words, its subject's ties."""

    need: Need
    referral: Referral | None
    question: str
    ties: Ties


def lines_of(needs: Iterable[Need], actor: Actor, *, at: datetime) -> list[Line]:
    """Three statements for any number of needs (read with their subject)."""
    needs = list(needs)
    current = {need.pk: current_of(need, tries) for need, tries in _tries(needs)}
    for need in needs:
        if referral := current[need.pk]:
            _NEED.set_cached_value(referral, need)
    asked = questions_of(referral for referral in current.values() if referral)
    ties = ties_of({need.subject_id for need in needs}, actor, at=at)
    return [
        Line(
            need=need,
            referral=(referral := current[need.pk]),
            question=asked.get(referral.pk, "") if referral else "",
            ties=ties[need.subject_id],
        )
        for need in needs
    ]


def _tries(needs: list[Need]) -> Iterable[tuple[Need, list[Referral]]]:
    """Newest first. Fifty of them go to a few partners: those are made once."""
    receivers: dict[UUID, Organization] = {}
    services: dict[UUID, Service] = {}
    of_need = defaultdict[UUID, list[Referral]](list)
    with connection.cursor() as cursor:
        cursor.execute(_TRIES, [[need.pk for need in needs], Status.ENTERED_IN_ERROR.value])
        for *told, name, service_name, reports_back in cursor.fetchall():
            one = Referral.from_db(None, TRY, told)
            receiver = _once(receivers, Organization, id=one.receiver_id, name=name)
            service = _once(
                services, Service, id=one.service_id, name=service_name, reports_back=reports_back
            )
            _RECEIVER.set_cached_value(one, receiver)
            _SERVICE.set_cached_value(one, service)
            of_need[one.need_id].append(one)
    return [(need, of_need[need.pk]) for need in needs]


def _once(known: dict[UUID, Row], model: type[Row], **told: Any) -> Row:
    if told["id"] not in known:
        known[told["id"]] = model.from_db(None, told.keys(), told.values())
    return known[told["id"]]


def current_of(need: Need, tries: Iterable[Referral]) -> Referral | None:
    """The try that says where the need stands: while it is helped the most urgent live one, else the last."""
    newest_first = [one for one in tries if one.status != Status.ENTERED_IN_ERROR]
    live = sorted(
        (one for one in newest_first if one.is_open), key=lambda r: (r.next_step_due, r.pk)
    )
    return next(iter(live or newest_first), None)


def may_quote(need: Need) -> bool:
    """Whether a list may repeat somebody's own words: nothing that is sensitive."""
    return not (need.is_sensitive or need.subject.contact_with_care)


def questions_of(referrals: Iterable[Referral]) -> Mapping[UUID, str]:
    """The newest open question on each (read with their needs), where a list may repeat it."""
    ids = [one.pk for one in referrals if one.has_question and may_quote(one.need)]
    if not ids:
        return {}
    newest = (
        Message.objects.filter(Among("referral_id", ids), kind="question")
        .order_by("referral_id", "-id")
        .distinct("referral_id")
        .only("referral", "text")
    )
    return {message.referral_id: message.text for message in newest}


def ties_of(
    person_ids: Iterable[UUID], actor: Actor, *, at: datetime
) -> Mapping[UUID, dict[UUID, Tie]]:
    """Who belongs to each, seen from both sides, and only people whom the actor may see too."""
    ties = defaultdict[UUID, dict[UUID, Tie]](dict)
    for is_it, _tie, kind, subject, *told in _ties_among(
        list(person_ids), Person.objects.visible_to(actor, at=at)
    ):
        ties[subject][told[0]] = Tie(kind, subject_is_it=is_it, told=tuple(told))
    return ties


def _ties_among(ids: list[UUID], known: PersonQuerySet) -> list[tuple[Any, ...]]:
    """From both sides, in the order in which they were told. Plain rows, their words sealed."""
    seen = said_of(known)
    if seen is None:
        return []
    is_it = _TIES.format(subject="other_id", relative="person_id", seen=seen.where)
    has_it = _TIES.format(subject="person_id", relative="other_id", seen=seen.where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"({is_it}) UNION ALL ({has_it}) ORDER BY 2",
            [True, ids, *seen.values, False, ids, *seen.values],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
