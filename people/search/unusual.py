"""Which looks would a privacy officer want to ask about? Nobody is accused: each has perhaps a good reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from core.governed import GovernedNumbers
from core.ids import floor
from governance.in_force import in_force
from people.models.looking import OwnStreet
from people.search.sound import parts, plain
from people.search.tokens import Sign, asked_by, sign_of_street

MONTH = timedelta(days=30)
A_DAY = timedelta(days=1)  # between the clock that made an id and the time that stands in its row


class Kind(StrEnum):
    MANY = "many"
    SAME_NAME = "same_name"
    NEIGHBOUR = "neighbour"
    WATCHED = "watched"
    EMERGENCIES = "emergencies"


@dataclass(frozen=True, slots=True)
class Thresholds(GovernedNumbers):
    AREA = "looks"

    people_an_hour: int = 40
    emergencies_a_month: int = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Somebody, where they work, when last, how often; and whose pages, where it is one person's."""

    kind: Kind
    user_id: UUID
    organization_id: UUID | None
    last: datetime
    times: int
    person_id: UUID | None = None


# The pages that people at work opened one by one; of nobody in the care of a victim service.
_OPENED = """
WITH opened AS (
    SELECT d.actor_id, d.acting_for, d.at, p.id AS person_id, p.custodian_id, p.is_watched
    FROM people_disclosure AS d
    JOIN people_person AS p ON p.network_id = d.network_id AND p.id = d.person_ids[1]
    JOIN organizations_organization AS o ON o.id = p.custodian_id AND NOT o.is_victim_service
    WHERE d.network_id = %(network)s AND d.at > %(since)s AND d.at <= %(until)s AND d.id >= %(first)s
    AND d.actor_kind = 'user' AND d.actor_id IS NOT NULL AND cardinality(d.person_ids) = 1
    AND d.what <> ALL (%(left_out)s)
)
"""
_MANY = """
SELECT 'many', actor_id, acting_for, max(at), count(DISTINCT person_id), NULL::uuid
FROM opened GROUP BY actor_id, acting_for, date_trunc('hour', at)
HAVING count(DISTINCT person_id) > %(people)s
"""
_WATCHED = """
SELECT 'watched', actor_id, acting_for, max(at), count(*), person_id
FROM opened WHERE is_watched GROUP BY actor_id, acting_for, person_id
"""
_LIKE_OWN = """
SELECT own.kind, actor_id, acting_for, max(at), count(*), opened.person_id
FROM opened JOIN unnest(%(kinds)s::text[], %(users)s::uuid[], %(scopes)s::uuid[], %(tokens)s::bytea[])
    AS own (kind, user_id, scope, token) ON own.user_id = actor_id AND own.scope = custodian_id
JOIN people_persontoken AS t
    ON t.network_id = %(network)s AND t.scope = own.scope AND t.token = own.token AND t.person_id = opened.person_id
GROUP BY own.kind, actor_id, acting_for, opened.person_id
"""
_WHO_WHERE = "SELECT DISTINCT actor_id, custodian_id FROM opened"
_EMERGENCIES = """
SELECT 'emergencies', user_id, organization_id, max(since), count(*), NULL::uuid FROM people_brokenglass
WHERE network_id = %(network)s AND since > %(month)s AND since <= %(until)s
GROUP BY user_id, organization_id HAVING count(*) >= %(emergencies)s AND max(since) > %(since)s
"""
_LOOKS_AT_LOOKS = ["people.seen", "people.seen_file"]  # an officer's own work


def unusual(network_id: UUID, *, since: datetime, at: datetime) -> list[Finding]:
    """The latest first. Names and streets are compared blind: nothing of a family is unsealed."""
    limits = Thresholds.of(in_force(network_id, "looks.", at))
    said: dict[str, Any] = {
        "network": network_id, "since": since, "until": at, "first": floor(since - A_DAY),
        "left_out": _LOOKS_AT_LOOKS, "people": limits.people_an_hour,
        "month": at - MONTH, "emergencies": limits.emergencies_a_month,
    }  # fmt: skip
    questions = " UNION ALL ".join((_MANY, _WATCHED, _LIKE_OWN, _EMERGENCIES))
    with connection.cursor() as cursor:
        cursor.execute(_OPENED + _WHO_WHERE, said)
        said |= _own(network_id, cursor.fetchall())
        cursor.execute(_OPENED + questions, said)
        found = [Finding(Kind(kind), *rest) for kind, *rest in cursor.fetchall()]
    return sorted(found, key=lambda one: one.last, reverse=True)


def _own(network_id: UUID, looked: list[tuple[UUID, UUID]]) -> dict[str, list[Any]]:
    """Names and streets of whoever works in the network, by the tokens of where they looked."""
    names, streets = _own_names(network_id), _own_streets(network_id)
    own = [
        (kind, user_id, scope, token)
        for user_id, scope in looked
        for kind, sign in [*names.get(user_id, ()), *streets.get(user_id, ())]
        for token in asked_by(sign, network_id=network_id, scope=scope)
    ]
    columns = zip(*own, strict=True) if own else ((), (), (), ())
    return dict(zip(("kinds", "users", "scopes", "tokens"), map(list, columns), strict=True))


def _own_names(network_id: UUID) -> dict[UUID, list[tuple[Kind, Sign]]]:
    works = User.objects.filter(memberships__network=network_id, memberships__until=None)
    return {
        user_id: [(Kind.SAME_NAME, Sign("name", plain(one))) for one in family_names(name)]
        for user_id, name in works.distinct().values_list("pk", "name")
    }


def _own_streets(network_id: UUID) -> dict[UUID, list[tuple[Kind, Sign]]]:
    """Where they said so."""
    return {
        one.user_id: [(Kind.NEIGHBOUR, sign_of_street(one.address, one.postal_code))]
        for one in OwnStreet.objects.filter(network_id=network_id)
    }


def family_names(name: str) -> list[str]:
    """The last part; of three and more the one before it as well: Luz Jiménez Mora is a Jiménez."""
    known = parts(name)
    return known[-2:] if len(known) > 2 else known[-1:]
