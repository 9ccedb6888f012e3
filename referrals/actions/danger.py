"""A partner is afraid for a family: whoever is on duty at the family's own organization hears of it."""

from datetime import datetime
from uuid import UUID

from core import access
from core.actor import Actor
from core.tenancy import action
from people.actions.safety import Said, begin
from referrals.models.referral import Referral


@action
def tell_danger(*, actor: Actor, referral_id: UUID, said: Said, at: datetime) -> None:
    """A kind and words, sealed. It stands in no history; who said it hears that somebody looks, and no more.

    Also when the family shares nothing any more: that is no reason to be silent.
    """
    received = Referral.objects.received_by(actor, at=at).select_related("need__subject__custodian")
    referral = received.get(pk=referral_id)
    access.require(actor, "referrals.tell_danger", referral)
    begin(actor, referral.need.subject, said, at)
