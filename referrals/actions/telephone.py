"""What becomes of requests to a partner whom no mail reaches? Their senders ring up: a step, and not a silence."""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.tenancy import action
from organizations.listing import has_accounts
from referrals.actions.stepping import finish, owe, say, take_up
from referrals.lifecycle import Speaker, Status, WaitingOn
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral
from screening.lifecycle import Via

MOST = 100  # what is left climbs its ladder, which leads to the sender as well


@action
def no_mail_arrives(*, network_id: UUID, organization_id: UUID, at: datetime) -> int:
    """Nobody there signs in, and the mailbox takes nothing: whatever they have not seen is the sender's turn."""
    if has_accounts(organization_id):
        return 0
    unseen = Referral.objects.filter(
        network_id=network_id, receiver_id=organization_id, status=Status.REQUESTED, opened_at=None,
        waiting_on=WaitingOn.RECEIVER, mode__in=SHOWN_TO_RECEIVER,
    ).order_by("need_id", "id")  # fmt: skip
    waiting = list(unseen.values_list("pk", flat=True)[:MOST])
    for referral_id in waiting:
        _to_its_sender(network_id, referral_id, at)
    return len(waiting)


def _to_its_sender(network_id: UUID, referral_id: UUID, at: datetime) -> None:
    taking = take_up(Actor.system(network_id), referral_id, at=at)
    if taking.referral.is_asked and taking.referral.waiting_on == WaitingOn.RECEIVER:
        say(taking.referral, Speaker.SYSTEM, Speaker.SYSTEM, Via.SYSTEM)
        owe(taking.referral, at=at, by_telephone=True)
        taking.record("referral.not_told")
        finish(taking)
