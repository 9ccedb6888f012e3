"""What does this delivery say and where does it go, right now; or why is it held back?"""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from accounts import codes, links
from accounts.models import AccessLink, LinkCode, User
from core.models import Event
from governance.links import dispute_link, vote_link
from governance.models.elections import Election
from governance.models.proposals import Proposal
from notifications.channels.message import Message, written
from notifications.channels.webhook import signed
from notifications.counts import counts_for
from notifications.leads import (
    ACCOUNT,
    BROWSERS,
    CODE_PAGE,
    DISPUTE,
    FAMILY_PAGE,
    LEADS_TO,
    OF_ONE,
    PROPOSAL,
    REFERRAL,
    REQUESTS,
    VOTES,
    WEEK,
)
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from notifications.numbers import FAMILY_QUESTIONS, is_stopped
from notifications.safety import Held, held_back, held_back_person, waits_by_own_wish
from notifications.told import DIGESTS
from organizations.listing import has_accounts, is_run_by_somebody
from organizations.models.network import Organization
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.links import may_go_by_link, request_link, week_link
from referrals.models.referral import Referral
from referrals.search.contest import is_asked_about


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to leave."""

    to: str
    message: Message


def letter(delivery: Delivery, *, at: datetime) -> Letter | Held:
    """Written afresh at every try: what was safe when it was planned may not be safe now."""
    if delivery.webhook:
        return _call(delivery, delivery.webhook, at)
    address = _address(delivery, at)
    if isinstance(address, Held):
        return address
    by_link = _goes_by_link(delivery)
    link = _link(delivery, at, by_link=by_link)
    if isinstance(link, Held):
        return link
    counts = counts_for(delivery, at=at)
    if delivery.template in DIGESTS and not any(counts.values()):
        return Held.NOTHING_LEFT
    message = written(
        delivery.template, key=delivery.key, language=delivery.language, link=link,
        by_text=delivery.channel == Delivery.Channel.TEXT,
        by_link=by_link, code=_digits(delivery), when=_when(delivery), **counts,
    )  # fmt: skip
    return Letter(address, message)


def _call(delivery: Delivery, webhook: Webhook, at: datetime) -> Letter | Held:
    """Ids and codes, signed anew at every try: who hears it late must see that it is late."""
    if webhook.ended_at or (webhook.organization and webhook.organization.has_left):
        return Held.PROGRAM_ENDED
    event = Event.objects.get(pk=delivery.event_id)
    body = json.dumps(said_to_programs(event))
    headers = signed(body, event_id=str(event.pk), secret=webhook.secret, at=at)
    return Letter(webhook.url, Message(delivery.key, "", body, headers))


def said_to_programs(event: Event) -> dict[str, str | None]:
    """All that a program hears of an event; more is read by the API, by whoever may."""
    return {
        "id": str(event.pk),
        "kind": event.kind,
        "happened_at": event.happened_at.isoformat(),
        "subject_type": event.subject_type,
        "subject_id": str(event.subject_id),
        "acting_for": str(event.acting_for) if event.acting_for else None,
        "said_by": event.said_by,
        "via": event.via,
    }


def _address(delivery: Delivery, at: datetime) -> str | Held:
    if delivery.user:
        return delivery.user.email if delivery.user.is_active else Held.LEFT
    if delivery.organization:
        return _of_organization(delivery.organization, delivery.channel)
    return _of_family(delivery.contact_point, at) if delivery.contact_point else Held.NO_ADDRESS


def _of_organization(organization: Organization, channel: str) -> str | Held:
    if organization.status == Organization.Status.LEFT:
        return Held.LEFT
    by_text = channel == Delivery.Channel.TEXT
    return (organization.phone if by_text else organization.email) or Held.NO_ADDRESS


def _of_family(point: ContactPoint, at: datetime) -> str | Held:
    held = held_back(point, at=at)
    by_text = point.channel == Delivery.Channel.TEXT
    if held is None and by_text and is_stopped(point.value, point.network_id):
        return Held.STOPPED
    return held or point.value.strip()


def _link(delivery: Delivery, at: datetime, *, by_link: bool) -> str | Held:
    page = LEADS_TO[delivery.template]
    if page == FAMILY_PAGE:
        return _family_link(delivery, at)
    if page == CODE_PAGE:
        return _code_link(delivery, at)
    if delivery.user and delivery.template in VOTES:
        return _vote_link(delivery, delivery.user, page, at)
    if delivery.organization and by_link and page == DISPUTE:
        return settings.SITE_URL + links.url_path(dispute_link(delivery.organization, at=at))
    if delivery.organization and by_link:
        return _partner_link(delivery, delivery.organization, page, at)
    arguments = [delivery.about_id] if page in OF_ONE else []
    return settings.SITE_URL + reverse(page, args=arguments)


def _family_link(delivery: Delivery, at: datetime) -> str | Held:
    """Since it was planned the link may have been taken back, and the person may have died."""
    link = AccessLink.objects.filter(network_id=delivery.network_id, pk=delivery.about_id).first()
    if link is None or not links.is_alive(link, at=at):
        return Held.LINK_ENDED
    people = Person.objects.select_related("network")
    about = people.get(network_id=delivery.network_id, pk=link.object_id)
    if delivery.template in FAMILY_QUESTIONS and waits_by_own_wish(about, at=at):
        return Held.NOTHING_LEFT
    return held_back_person(about, at=at) or settings.SITE_URL + links.url_path(link)


def _goes_by_link(delivery: Delivery) -> bool:
    """A partner's page, for an organization in which nobody signs in to answer."""
    where = delivery.organization_id
    page = LEADS_TO[delivery.template]
    if where is not None and page == DISPUTE:
        return not is_run_by_somebody(where)
    of_partner = page in {REFERRAL, REQUESTS, WEEK, CODE_PAGE}
    return where is not None and of_partner and not _signs_in(delivery, where)


def _signs_in(delivery: Delivery, organization_id: UUID) -> bool:
    """Asked for a whole batch in one statement (`for_sending`); for one alone, here."""
    asked: bool | None = getattr(delivery, "signs_in", None)
    return has_accounts(organization_id) if asked is None else asked


def _partner_link(
    delivery: Delivery, organization: Organization, page: str, at: datetime
) -> str | Held:
    """To the one request while a word on it is owed; else to the organization's list."""
    about = Referral.objects.filter(network_id=delivery.network_id, pk=delivery.about_id)
    referral = about.select_related("receiver", "need__subject").first()
    if page != REFERRAL or referral is None or not is_asked_about(referral):
        return settings.SITE_URL + links.url_path(week_link(organization, at=at))
    if not may_go_by_link(referral):
        return Held.CARE
    return settings.SITE_URL + links.url_path(request_link(referral, at=at))


def _vote_link(delivery: Delivery, user: User, page: str, at: datetime) -> str:
    """As long as the vote is open; then the page of what was decided."""
    kind: type[Proposal | Election] = Proposal if page == PROPOSAL else Election
    about = kind.objects.filter(network_id=delivery.network_id, pk=delivery.about_id)
    until = about.values_list("votes_until", flat=True).first()
    if until is None or until <= at:
        return settings.SITE_URL + reverse(page, args=[delivery.about_id])
    link = vote_link(user, delivery.network_id, at=at, until=until)
    return settings.SITE_URL + links.url_path(link)


def _code_link(delivery: Delivery, at: datetime) -> str | Held:
    """A code that nobody can use any more is not sent."""
    code = _code(delivery)
    if not codes.is_good(code, at=at) or not links.is_alive(code.link, at=at):
        return Held.LINK_ENDED
    return settings.SITE_URL + links.url_path(code.link)


def _digits(delivery: Delivery) -> str:
    is_code = LEADS_TO[delivery.template] == CODE_PAGE
    return codes.digits_of(_code(delivery)) if is_code else ""


def _when(delivery: Delivery) -> datetime | None:
    """Was it me? On the reader's own clock."""
    if LEADS_TO[delivery.template] not in {ACCOUNT, BROWSERS} or delivery.user is None:
        return None
    zone = ZoneInfo(delivery.user.time_zone or delivery.network.time_zone)
    happened = Event.objects.get(pk=delivery.event_id).happened_at
    return happened.astimezone(zone).replace(tzinfo=None)  # as it stands on that clock


def _code(delivery: Delivery) -> LinkCode:
    return LinkCode.objects.select_related("link").get(
        pk=delivery.about_id, link__network_id=delivery.network_id
    )
