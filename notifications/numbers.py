"""Whose number is this, in any network, and what was it asked lately? Found by blind tokens only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection

from accounts import links
from accounts.models import AccessLink
from core.tenancy import tenant_context
from notifications.followup import REPLY_WITHIN
from notifications.models.deliveries import Delivery
from organizations.models.network import Network, Organization
from people.lifecycle import Channel, WishKind
from people.models.contact import ContactPoint, Wish
from people.search.tokens import Sign, asked_by, sign_of_phone
from screening.lifecycle import Via

Found = TypeVar("Found")
# One look into the index for each organization: their tokens match nothing outside it.
OWNERS = """
SELECT DISTINCT t.person_id FROM unnest(%s::uuid[], %s::bytea[]) AS asked (scope, token)
JOIN people_persontoken AS t ON t.network_id = %s AND t.scope = asked.scope AND t.token = asked.token
"""
FAMILY_QUESTIONS = ("family_question", "family_check_in")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that went to this telephone, through whose link, and in which language."""

    network_id: UUID
    person_id: UUID
    contact_point_id: UUID
    language: str
    sent_at: datetime


def in_any_network(look: Callable[[UUID], Iterable[Found]]) -> list[Found]:
    """What is found in each, one after the other: whoever calls us does not know theirs."""
    found: list[Found] = []
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            found += look(network_id)
    return found


def texts_of(number: str, network_id: UUID) -> list[ContactPoint]:
    """Where this number stands as one for texts in the network: a telephone may serve a whole family."""
    sign = sign_of_phone(number)
    if not sign.value:
        return []
    people = _who_has(sign, network_id)
    points = ContactPoint.objects.filter(person__in=people, channel=Channel.TEXT)
    rows = points.select_related("person").order_by("id")
    return [point for point in rows if sign_of_phone(point.value) == sign]


def is_stopped(number: str, network_id: UUID) -> bool:
    """Somebody texted STOP from it: in its network that holds for entries that were made later, too."""
    points = [point.pk for point in texts_of(number, network_id)]
    stops = Wish.objects.filter(kind=WishKind.STOP_MESSAGES, via=Via.TEXT, undone_at=None)
    return stops.filter(about_id__in=points).exists()


def _who_has(sign: Sign, network_id: UUID) -> list[UUID]:
    there = Organization.objects.filter(network_id=network_id).values_list("pk", flat=True)
    asked = [
        (scope, token)
        for scope in there
        for token in asked_by(sign, network_id=network_id, scope=scope)
    ]
    scopes, tokens = [scope for scope, _ in asked], [token for _, token in asked]
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, [scopes, tokens, network_id])
        return [person_id for (person_id,) in cursor.fetchall()]


def asked_at(number: str, *, at: datetime) -> list[Asked]:
    """What was asked lately, the newest first; each family once, and none whose link has ended."""
    asked = in_any_network(lambda network_id: _asked_here(number, network_id, at))
    return sorted(asked, key=lambda one: one.sent_at, reverse=True)


def _asked_here(number: str, network_id: UUID, at: datetime) -> Iterable[Asked]:
    points = {point.pk: point for point in texts_of(number, network_id)}
    sent = Delivery.objects.filter(
        contact_point__in=list(points), template__in=FAMILY_QUESTIONS, state=Delivery.State.SENT,
        sent_at__gt=at - REPLY_WITHIN,
    ).order_by("-sent_at")  # fmt: skip
    newest: dict[UUID, Asked] = {}
    for delivery in sent:
        link = AccessLink.objects.filter(
            network_id=delivery.network_id, pk=delivery.about_id, purpose=links.FAMILY
        ).first()
        if link and links.is_alive(link, at=at) and delivery.contact_point_id and delivery.sent_at:
            found = Asked(
                delivery.network_id, link.object_id, delivery.contact_point_id, delivery.language,
                delivery.sent_at,
            )  # fmt: skip
            newest.setdefault(link.pk, found)
    return newest.values()
