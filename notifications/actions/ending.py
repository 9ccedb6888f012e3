"""What becomes of a message that will not arrive? A step for a person, never silence."""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.history import Fact, Subject, record_all
from core.models import Event
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from notifications.safety import SILENT
from people.models.contact import ContactPoint
from referrals.actions.reaching import channel_broke
from referrals.actions.telephone import no_mail_arrives

State = Delivery.State


def end(delivery: Delivery, state: State, why: str, at: datetime) -> None:
    """It will not leave by itself any more: the need's history says so, and its owner is told."""
    delivery.state, delivery.error, delivery.claimed_until = state, why, None
    delivery.save(update_fields=["state", "error", "claimed_until"])
    if delivery.channel == Delivery.Channel.WEBHOOK:
        if why not in SILENT:
            _program_fails(delivery, at)
        return
    event = Event.objects.filter(pk=delivery.event_id).first()
    facts = [_report(delivery, event)] if event and why not in SILENT else []
    if state == State.GAVE_UP and delivery.contact_point_id:
        facts += _channel_broke(delivery.contact_point_id, at)
    if state == State.GAVE_UP and delivery.organization_id:
        no_mail_arrives(
            network_id=delivery.network_id, organization_id=delivery.organization_id, at=at
        )
    if facts:
        record_all(facts, actor=Actor.system(delivery.network_id), at=at)


def _channel_broke(point_id: UUID, at: datetime) -> list[Fact]:
    """When it was the family's last safe way, its mending becomes a step of the need's owner."""
    points = ContactPoint.objects.select_related("person__custodian__network")
    point = points.filter(pk=point_id).first()
    return channel_broke(point, at=at) if point else []


def _report(delivery: Delivery, event: Event) -> Fact:
    """A report that does not arrive is not reported again, nor one about somebody who has died."""
    return Fact(
        f"delivery.{delivery.state}",
        Subject(event.subject_type, event.subject_id, delivery.network_id),
        tell=_is_worth_telling(delivery, event),
        details={
            "delivery": delivery.pk,
            "template": delivery.template,
            "channel": delivery.channel,
            "why": delivery.error,
            "contact_point": delivery.contact_point_id,
            "organization": delivery.organization_id,
            "user": delivery.user_id,
        },
    )


def _is_worth_telling(delivery: Delivery, event: Event) -> bool:
    return not event.kind.startswith("delivery.") and delivery.error != "died"


def _program_fails(delivery: Delivery, at: datetime) -> None:
    """Said once, when it begins: what failed stands in its list, and can be sent again from there."""
    called: UUID = delivery.webhook_id  # type: ignore[assignment]  # it has one: that is its channel
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=called)
    if webhook.failing_since is None and webhook.ended_at is None:
        webhook.failing_since = at
        webhook.save(update_fields=["failing_since"])
        fact = Fact("webhook.failing", webhook, details={"why": delivery.error})
        record_all([fact], actor=Actor.system(delivery.network_id), at=at)
