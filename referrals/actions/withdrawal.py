"""A family takes back what it agreed to: every live request under it ends in the same transaction."""

from datetime import datetime

from core.actor import Actor
from core.history import record_all
from people.models.agreements import Consent
from referrals.actions.stepping import Taking, advance, follow, lock_need, lock_referrals, say
from referrals.lifecycle import LIVE, Speaker, Step
from referrals.models.referral import Referral
from screening.lifecycle import LaterEnd, Via, Voice
from screening.models.later import Later


def take_back(*, actor: Actor, consent: Consent, at: datetime, said_by: str, via: str) -> None:
    """Called by `people` inside its own transaction, whoever withdraws and by whatever way."""
    for later in Later.objects.open().filter(consent=consent):
        later.finish(LaterEnd.LET_END, at)
    under = Referral.objects.filter(consent_id=consent.pk, status__in=sorted(LIVE))
    for need_id in sorted(set(under.values_list("need_id", flat=True))):
        need = lock_need(need_id)
        for referral in lock_referrals(need).filter(consent_id=consent.pk, status__in=sorted(LIVE)):
            referral.need = need
            writer = Speaker.FAMILY if actor.is_link else Speaker.SENDER
            speaker = Speaker.FAMILY if said_by == Voice.FAMILY else writer
            say(referral, speaker, writer, Via(via))
            taking = Taking(actor, at, referral, need, Via(via))
            advance(taking, Step.CANCEL, reason="consent_withdrawn")
            taking.record("referral.cancelled", reason="consent_withdrawn")
            referral.save()
            follow(taking)
            record_all(taking.facts, actor=actor, at=at)
