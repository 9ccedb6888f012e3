"""What has been kept as long as the rules say? By kind: how many, the oldest, and by which rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink
from core.actor import NOBODY
from organizations.models.network import Network
from people.followup import CARE_RECORDS, ELSEWHERE, Keeping
from people.models.person import Person
from people.models.rights import RightsRequest
from referrals.search.keeping import kept, last_things
from screening.lifecycle import OPEN

PAGE = 500
YEAR = timedelta(
    days=365
)  # never more than a year is: what is looked at is asked its own date again

# Who came long enough ago, has nothing open, is neither held nor demanded nor asked about already, and with whom
# nothing has happened since. Only those as old as the shortest rule are read, by their time-ordered ids.
_QUIET = """
SELECT p.id FROM people_person AS p JOIN organizations_organization AS o ON o.id = p.custodian_id
WHERE p.network_id = %(network)s AND p.id > %(after)s AND p.id < core_uuid_floor(%(since)s) AND p.created_at < %(since)s
AND p.erased_at IS NULL AND (o.kind = 'healthcare') = %(care)s
AND NOT EXISTS (SELECT FROM people_hold AS h
                WHERE h.network_id = p.network_id AND h.person_id = p.id AND h.lifted_at IS NULL)
AND NOT EXISTS (SELECT FROM people_legaldemand AS d LEFT JOIN people_namedindemand AS m ON m.demand_id = d.id
                WHERE d.network_id = p.network_id AND d.answered_at IS NULL
                AND (m.person_id = p.id OR m.id IS NULL AND NOT o.is_victim_service))
AND NOT EXISTS (SELECT FROM people_rightsrequest AS r
                WHERE r.network_id = p.network_id AND r.person_id = p.id
                AND (r.answered_at IS NULL OR r.answered_at > %(since)s))
AND NOT EXISTS (SELECT FROM screening_need AS n WHERE n.subject_id = p.id
                AND (n.status = ANY (%(open)s) OR n.closed_at > %(since)s))
ORDER BY p.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Due:
    """Of one kind. `oldest` is when the oldest of them began; None: nothing is due."""

    name: str
    number: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What is kept, for how many years (a field of Keeping) after what, what then, and who says so."""

    name: str
    words: str | Promise
    after: str | Promise
    then: str | Promise
    years: str
    source: str | Promise


CARE, HELP, QUESTIONS, LINKS, LOOKS = "care", "help", "questions", "links", "looks"
_ASKED = _("The privacy officer is asked to confirm that it is erased.")
KINDS: tuple[Kind, ...] = (
    Kind(CARE, _("A record at a clinic"), _("after the last thing that happened"), _ASKED, "care",
         _("the law of the state; of a child, past its 18th birthday")),
    Kind(HELP, _("A record anywhere else"), _("after the last thing that happened"), _ASKED, "help",
         _("decided by the partners")),
    Kind(QUESTIONS, _("What somebody asked about their record"), _("after the answer"),
         _("The words are emptied; that it was asked and answered stays."), "accounting", "45 CFR 164.530(j)(2)"),
    Kind(LINKS, _("A link that has ended"), _("after its end"), _("It is deleted."), "links",
         _("decided by the partners")),
    Kind(LOOKS, _("The history, and who saw what"), _("after it was written"),
         _("Whole months are moved to an archive by hand: manage.py archive_events."), "accounting",
         "45 CFR 164.528(a)(3)"),
)  # fmt: skip


def since(keeping: Keeping, name: str, at: datetime) -> datetime:
    """What is older than this may be due."""
    years: int = getattr(keeping, name)
    return at - years * YEAR


def due_records(
    network_id: UUID, keeping: Keeping, *, is_care: bool, at: datetime, limit: int
) -> list[Person]:
    """People whose records have been kept long enough, each by the rule of its own; the oldest first.

    Page by page: who must be kept longer, as a child, does not stand in the way of who comes after.
    """
    due: list[Person] = []
    today = Network.objects.get(pk=network_id).open_days.local_date(at)
    for page in _quiet(network_id, since(keeping, CARE if is_care else HELP, at), is_care=is_care):
        last = last_things(page)
        found = Person.objects.filter(pk__in=page).select_related("custodian__network")
        due += [
            person
            for person in found.order_by("pk")
            if kept(person, person.custodian, last[person.pk], keeping).until <= today
        ]
        if len(due) >= limit:
            break
    return due[:limit]


def _quiet(network_id: UUID, before: datetime, *, is_care: bool) -> Iterator[list[UUID]]:
    """Ids of those with whom nothing has happened since."""
    said: dict[str, Any] = {
        "network": network_id, "since": before, "care": is_care, "open": sorted(OPEN),
        "limit": PAGE, "after": NOBODY,
    }  # fmt: skip
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_QUIET, said)
            page = [row for (row,) in cursor.fetchall()]
        if page:
            yield page
        if len(page) < PAGE:
            return
        said["after"] = page[-1]


def due_questions(network_id: UUID, keeping: Keeping, *, at: datetime) -> QuerySet[RightsRequest]:
    """Answered so long ago, and with words still in them."""
    old = RightsRequest.objects.filter(
        network_id=network_id, answered_at__lt=since(keeping, "accounting", at)
    )
    return old.extra(where=["octet_length(about || words || answer_words || disagreement) > 0"])


def due_links(network_id: UUID, keeping: Keeping, *, at: datetime) -> QuerySet[AccessLink]:
    before = since(keeping, "links", at)
    return AccessLink.objects.filter(
        Q(expires_at__lt=before) | Q(revoked_at__lt=before), network_id=network_id
    )


def due(network_id: UUID, keeping: Keeping, *, at: datetime, most: int) -> list[Due]:
    """Every kind that goes by itself; up to `most` records are counted."""
    records = [
        _records(name, due_records(network_id, keeping, is_care=name == CARE, at=at, limit=most))
        for name in (CARE, HELP)
    ]
    questions = due_questions(network_id, keeping, at=at)
    links = due_links(network_id, keeping, at=at)
    return [
        *records,
        Due(QUESTIONS, questions.count(), questions.aggregate(at=Min("answered_at"))["at"]),
        Due(LINKS, links.count(), links.aggregate(at=Min("expires_at"))["at"]),
    ]


def _records(name: str, found: Sequence[Person]) -> Due:
    return Due(name, len(found), min((one.created_at for one in found), default=None))


def rule_words(keeping: Keeping, state: str) -> list[tuple[Kind, int, str]]:
    """Each kind, its years in this network, and who says so."""
    law = CARE_RECORDS.get(state, ELSEWHERE)
    return [
        (kind, max(keeping.care, law.years), law.source)
        if kind.name == CARE
        else (kind, getattr(keeping, kind.years), str(kind.source))
        for kind in KINDS
    ]
