"""Which messages and programs does a page list?"""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.models import Event
from notifications.models.deliveries import Delivery, DeliveryQuerySet
from notifications.models.programs import Webhook
from notifications.models.replies import MailboxChoice, MailHabit
from organizations.listing import has_accounts

A_PAGE = 50
NOT_ARRIVED, WAITING, SENT = "not_arrived", "waiting", "sent"


def deliveries_of(actor: Actor, *, only: str, before: str, at: datetime) -> list[Delivery]:
    """The newest first, one more than a page."""
    rows = Delivery.objects.visible_to(actor, at=at).exclude(channel=Delivery.Channel.WEBHOOK)
    rows = rows.select_related("user", "organization", "kept_by")
    return _page(rows, only, before)


def calls_of(webhook: Webhook, *, only: str, before: str) -> list[Delivery]:
    """What one program was told, the newest first."""
    return _page(
        Delivery.objects.filter(network_id=webhook.network_id, webhook=webhook), only, before
    )


def _page(rows: DeliveryQuerySet, only: str, before: str) -> list[Delivery]:
    if only == NOT_ARRIVED:
        rows = rows.not_arrived()
    elif only in {WAITING, SENT}:
        rows = rows.filter(state=only)
    if last := _id(before):
        rows = rows.filter(pk__lt=last)
    return list(rows.order_by("-id")[: A_PAGE + 1])


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def kinds_of(deliveries: list[Delivery]) -> dict[UUID, tuple[str, datetime]]:
    """What each call told of, in one statement."""
    events = Event.objects.filter(pk__in=[delivery.event_id for delivery in deliveries])
    return {event.pk: (event.kind, event.happened_at) for event in events}


def habit_of(actor: Actor) -> MailHabit | None:
    return MailHabit.objects.filter(user_id=actor.as_user).first()


def is_mailbox_daily(actor: Actor) -> bool:
    """As `timing` reads it: once a day, until somebody chooses otherwise."""
    chosen = MailboxChoice.objects.filter(
        network_id=actor.network_id, organization_id=actor.as_organization
    ).first()
    return chosen.daily if chosen else has_accounts(actor.as_organization)
