"""A family takes back what it agreed to, or shuts a partner out: every live request there ends with it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from core.actor import Actor
from core.history import record_all
from people.models.agreements import Consent
from people.models.person import Person
from people.search.shut_out import named
from referrals.actions.stepping import Taking, advance, follow, lock_need, lock_referrals, say
from referrals.lifecycle import LIVE, Speaker, Step
from referrals.models.referral import Referral
from screening.lifecycle import LaterEnd, Via, Voice
from screening.models.later import Later


def take_back(*, actor: Actor, consent: Consent, at: datetime, said_by: str, via: str) -> None:
    """Called by `people` inside its own transaction, whoever withdraws and by whatever way."""
    for later in Later.objects.open().filter(consent=consent):
        later.finish(LaterEnd.LET_END, at)
    writer = Speaker.FAMILY if actor.is_link else Speaker.SENDER
    speaker = Speaker.FAMILY if said_by == Voice.FAMILY else writer
    under = Referral.objects.filter(consent_id=consent.pk)
    _cancel(under, "consent_withdrawn", _Word(speaker, writer, Via(via)), actor, at)


def ask_no_more(*, actor: Actor, person: Person, at: datetime) -> None:
    """Called by `people`: a partner that the family shuts out sees nothing of it, so nothing waits for its answer."""
    gone = named(person).exclude(organization=None).values("organization_id")
    theirs = Referral.objects.filter(
        network_id=person.network_id, need__subject=person, receiver_id__in=gone
    )
    _cancel(theirs, "safety", _Word(Speaker.SENDER, Speaker.SENDER, Via.SYSTEM), actor, at)


@dataclass(frozen=True, slots=True)
class _Word:
    speaker: Speaker
    writer: Speaker
    via: Via


def _cancel(
    theirs: QuerySet[Referral], reason: str, word: _Word, actor: Actor, at: datetime
) -> None:
    """Those of them that live, need by need."""
    live = theirs.filter(status__in=sorted(LIVE))
    for need_id in sorted(set(live.values_list("need_id", flat=True))):
        need = lock_need(need_id)
        for referral in lock_referrals(need).filter(pk__in=live.values("pk")):
            referral.need = need
            say(referral, word.speaker, word.writer, word.via)
            taking = Taking(actor, at, referral, need, word.via)
            advance(taking, Step.CANCEL, reason=reason)
            taking.record("referral.cancelled", reason=reason)
            referral.save()
            follow(taking)
            record_all(taking.facts, actor=actor, at=at)
