"""Whose number is this, in any network, and what was it asked lately? Found by blind tokens only."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from accounts import links
from accounts.models import AccessLink
from core.tenancy import tenant_context
from notifications.followup import REPLY_WITHIN
from notifications.models.deliveries import Delivery
from organizations.models.network import Network, Organization
from people.lifecycle import Channel, WishKind
from people.models.contact import ContactPoint, Wish
from people.models.person import PersonToken
from people.search.tokens import Sign, asked_by, sign_of_phone
from screening.lifecycle import Via

Found = TypeVar("Found")
FAMILY_QUESTIONS = ("family_question", "family_check_in")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that went to this telephone, through whose link, and in which language."""

    network_id: UUID
    person_id: UUID
    contact_point_id: UUID
    language: str
    sent_at: datetime


def in_any_network(look: Callable[[], Iterable[Found]]) -> list[Found]:
    """What is found in each, one after the other: whoever calls us does not know theirs."""
    found: list[Found] = []
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            found += look()
    return found


def texts_of(number: str) -> list[ContactPoint]:
    """Where this number stands as one for texts in this network: a telephone may serve a whole family."""
    sign = sign_of_phone(number)
    if not sign.value:
        return []
    people = PersonToken.objects.filter(token__in=list(_tokens(sign))).values("person_id")
    points = ContactPoint.objects.filter(person__in=people, channel=Channel.TEXT)
    rows = points.select_related("person").order_by("id")
    return [point for point in rows if sign_of_phone(point.value) == sign]


def is_stopped(number: str) -> bool:
    """Somebody texted STOP from it: in its network that holds for entries that were made later, too."""
    points = [point.pk for point in texts_of(number)]
    stops = Wish.objects.filter(kind=WishKind.STOP_MESSAGES, via=Via.TEXT, undone_at=None)
    return stops.filter(about_id__in=points).exists()


def _tokens(sign: Sign) -> Iterator[bytes]:
    """One for each network, and one for each victim service, whose tokens match nothing outside itself."""
    for network_id in Network.objects.values_list("pk", flat=True):
        yield from asked_by(sign, network_id=network_id, scope=network_id)
    apart = Organization.objects.filter(is_victim_service=True)
    for organization_id, network_id in apart.values_list("pk", "network_id"):
        yield from asked_by(sign, network_id=network_id, scope=organization_id)


def asked_at(number: str, *, at: datetime) -> list[Asked]:
    """What was asked lately, the newest first; each family once, and none whose link has ended."""
    asked = in_any_network(lambda: _asked_here(number, at))
    return sorted(asked, key=lambda one: one.sent_at, reverse=True)


def _asked_here(number: str, at: datetime) -> Iterable[Asked]:
    points = {point.pk: point for point in texts_of(number)}
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
