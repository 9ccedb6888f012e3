"""How often was a family written to lately, by whomever in the network? Nobody is shown the answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import AccessLink
from notifications.followup import WEEK
from notifications.models.deliveries import Delivery
from notifications.numbers import texts_of
from people.lifecycle import Channel
from people.models.contact import ContactPoint
from people.models.person import Relationship

COUNTS = (Delivery.State.WAITING, Delivery.State.SENT, Delivery.State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Lately:
    """In the last week, or planned: through this person's own link, and to this address about anybody."""

    by_link: list[datetime]
    there: list[datetime]


def asked_lately(link: AccessLink, way: ContactPoint, *, at: datetime) -> Lately:
    written = Delivery.objects.filter(
        network_id=link.network_id, about_id__in={link.pk, *_links_of(_who_is_there(way), link)},
        available_at__gt=at - WEEK, state__in=COUNTS,
    )  # fmt: skip
    found = list(written.values_list("about_id", "available_at"))
    return Lately(
        by_link=[moment for about, moment in found if about == link.pk],
        there=[moment for _about, moment in found],
    )


def _who_is_there(way: ContactPoint) -> set[UUID]:
    """A telephone serves a whole family, with records at two clinics. Victim services stand outside, both ways."""
    owners = {way.person_id}
    if way.channel == Channel.TEXT and not way.person.custodian.is_victim_service:
        same = texts_of(way.value, way.network_id)
        owners |= {one.person_id for one in same if not one.person.custodian.is_victim_service}
    told_there = Relationship.objects.filter(other__in=owners, may_be_told=True)
    return owners | set(told_there.values_list("person_id", flat=True))


def _links_of(people: set[UUID], link: AccessLink) -> list[UUID]:
    links = AccessLink.objects.filter(
        network_id=link.network_id, purpose=link.purpose, object_id__in=people
    )
    return list(links.values_list("pk", flat=True))
