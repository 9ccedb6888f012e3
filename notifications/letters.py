"""What does this delivery say and where does it go, right now; or why is it held back?"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts import links
from accounts.models import AccessLink
from notifications.channels.message import Message, written
from notifications.models import Delivery
from notifications.safety import Held, held_back, held_back_person
from notifications.told import FAMILY_PAGE, LEADS_TO, NEED, RECORD, REFERRAL
from organizations.models.network import Organization
from people.models.contact import ContactPoint
from people.models.person import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to leave."""

    to: str
    message: Message


def letter(delivery: Delivery, *, at: datetime) -> Letter | Held:
    """Written afresh at every try: what was safe when it was planned may not be safe now."""
    address = _address(delivery, at)
    if isinstance(address, Held):
        return address
    link = _link(delivery, at)
    if isinstance(link, Held):
        return link
    by_text = delivery.channel == Delivery.Channel.TEXT
    message = written(
        delivery.template, key=delivery.key, language=delivery.language, link=link, by_text=by_text
    )
    return Letter(address, message)


def _address(delivery: Delivery, at: datetime) -> str | Held:
    if delivery.user:
        return delivery.user.email if delivery.user.is_active else Held.LEFT
    if delivery.organization:
        return _of_organization(delivery.organization)
    return _of_family(delivery.contact_point, at) if delivery.contact_point else Held.NO_ADDRESS


def _of_organization(organization: Organization) -> str | Held:
    if organization.status == Organization.Status.LEFT:
        return Held.LEFT
    return organization.email or Held.NO_ADDRESS


def _of_family(point: ContactPoint, at: datetime) -> str | Held:
    return held_back(point, at=at) or point.value.strip()


def _link(delivery: Delivery, at: datetime) -> str | Held:
    page = LEADS_TO[delivery.template]
    if page == FAMILY_PAGE:
        return _family_link(delivery, at)
    arguments = [delivery.about_id] if page in {REFERRAL, NEED, RECORD} else []
    return settings.SITE_URL + reverse(page, args=arguments)


def _family_link(delivery: Delivery, at: datetime) -> str | Held:
    """Since it was planned the link may have been taken back, and the person may have died."""
    link = AccessLink.objects.filter(network_id=delivery.network_id, pk=delivery.about_id).first()
    if link is None or not links.is_alive(link, at=at):
        return Held.LINK_ENDED
    about = Person.objects.get(network_id=delivery.network_id, pk=link.object_id)
    return held_back_person(about, at=at) or settings.SITE_URL + links.url_path(link)
