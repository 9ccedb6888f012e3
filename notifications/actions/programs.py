"""Which programs are told from now on, and what is sent to them once more?"""

import secrets
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.outside import NotPublic, NotReached, must_be_public, place_of
from core.tenancy import action
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook

MOST = 10  # live ones of one organization


@action
def add(*, actor: Actor, url: str, whole_network: bool, at: datetime) -> Webhook:
    """It hears of everything from now on. Its secret is shown once, and can be made anew."""
    webhook = Webhook(
        network_id=actor.network_id,
        organization_id=None if whole_network else actor.organization_id,
        url=url,
        secret=_new_secret(),
        created_by_id=actor.as_user,
        created_at=at,
    )
    require(actor, "programs.add", webhook)
    _check(url)
    live = Webhook.objects.live().filter(
        network_id=actor.network_id, organization=webhook.organization_id
    )
    if live.count() >= MOST:
        raise BadInput(_("There are ten programs already. End one of them first."))
    webhook.save(force_insert=True)
    history.record("webhook.added", webhook, actor=actor, at=at, tell=False)
    return webhook


@action
def renew_secret(*, actor: Actor, webhook_id: UUID, at: datetime) -> Webhook:
    """What is signed from now on is signed with the new one."""
    webhook = _locked(actor, webhook_id)
    webhook.secret = _new_secret()
    webhook.save(update_fields=["secret"])
    history.record("webhook.secret_renewed", webhook, actor=actor, at=at, tell=False)
    return webhook


@action
def end(*, actor: Actor, webhook_id: UUID, at: datetime) -> None:
    """It hears of nothing any more, not even of what already waits. Asked twice, the first time stands."""
    webhook = _locked(actor, webhook_id)
    if webhook.ended_at is None:
        webhook.ended_at = at
        webhook.save(update_fields=["ended_at"])
        history.record("webhook.ended", webhook, actor=actor, at=at, tell=False)


@action
def send_again(*, actor: Actor, webhook_id: UUID, delivery_id: UUID, at: datetime) -> None:
    """The same event under the same id: a program that knows it already lets it pass."""
    webhook = _locked(actor, webhook_id)
    if webhook.ended_at:
        raise StepNotPossible(_("This program has been ended. It is told nothing more."))
    delivery = Delivery.objects.select_for_update(no_key=True).get(
        network_id=webhook.network_id, webhook=webhook, pk=delivery_id
    )
    if delivery.state == Delivery.State.WAITING:
        raise StepNotPossible(_("It is on its way already."))
    delivery.state, delivery.attempts, delivery.error = Delivery.State.WAITING, 0, ""
    delivery.available_at, delivery.claimed_until = at, None
    delivery.save(update_fields=["state", "attempts", "error", "available_at", "claimed_until"])
    history.record(
        "webhook.sent_again", webhook, actor=actor, at=at, tell=False, delivery=delivery.pk
    )


def _check(url: str) -> None:
    """Said while somebody can mend it; looked up once more at every call."""
    try:
        place_of(url, must_be_public=must_be_public())
    except NotPublic:
        raise BadInput(_("Write a public address that begins with https://.")) from None
    except NotReached:
        raise BadInput(_("There is no such address. Is there a letter too many?")) from None


def _locked(actor: Actor, webhook_id: UUID) -> Webhook:
    visible = Webhook.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    webhook = visible.get(pk=webhook_id)
    require(actor, "programs.change", webhook)
    return webhook


def _new_secret() -> str:
    return secrets.token_urlsafe(32)
