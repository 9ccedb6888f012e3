"""Something about a person was wrong: whoever works with it right now is told that it has changed."""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.history import Fact, record_all
from referrals.lifecycle import LIVE
from referrals.models.referral import Referral


def pass_on_correction(*, actor: Actor, person_id: UUID, at: datetime) -> None:
    """45 CFR 164.526(c)(3). They read a live projection: the mail says only that it has changed."""
    live = Referral.objects.filter(need__subject_id=person_id, status__in=sorted(LIVE))
    facts = [Fact("referral.facts_changed", referral) for referral in live]
    if facts:
        record_all(facts, actor=actor, at=at)
