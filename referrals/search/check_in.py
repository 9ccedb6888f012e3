"""Which questions are due to one family, so that one talk answers all of them?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from core.actor import Actor
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people.models.person import Person
from referrals.lifecycle import LIVE, Status
from referrals.models.referral import Referral
from referrals.search.family import look_stamp, may_be_named_on_a_phone, stamp_of
from referrals.words import Text
from screening.lifecycle import LaterKind, NeedStatus, Turn
from screening.models.later import Later
from screening.models.need import Need


class Asks(StrEnum):
    """What is asked about one need."""

    WORKED = "worked"  # did the help work out?
    STILL = "still"  # is it still so?
    NOW = "now"  # they said not now: is it wanted now? Only a person asks that.


@dataclass(frozen=True, slots=True)
class Due:
    """One due question, as it stands. The partner is the one that helped last, or helps now."""

    need: Need
    asks: Asks
    stamp: str
    partner: str

    @property
    def need_id(self) -> UUID:
        return self.need.pk

    @property
    def words(self) -> Text:
        return TOPIC_WORDS[self.need.topic]

    @property
    def icon(self) -> str:
        return TOPICS[self.need.topic].icon


def due_to(person: Person, actor: Actor, *, at: datetime) -> list[Due]:
    """For the family by its link, or for whoever looks after it: what that reader may see. Three statements."""
    needs = Need.objects.visible_to(actor, at=at).filter(subject=person)
    asked = [(need, Asks.WORKED, stamp_of(need)) for need in needs.filter(_to_ask(actor))]
    laters = Later.objects.visible_to(actor, at=at).open().filter(person=person)
    kinds = ASKED_OF_FAMILY if actor.is_link else ASKED_BY_PEOPLE
    asked += [
        (later.need, kinds[LaterKind(later.kind)], look_stamp(later))
        for later in laters.filter(kind__in=sorted(kinds)).select_related("need")
        if later.need
    ]
    partners = _partners(actor, [need for need, _asks, _stamp in asked])
    for need, _asks, _stamp in asked:
        need.subject = person
    due = [Due(need, asks, stamp, partners.get(need.pk, "")) for need, asks, stamp in asked]
    return sorted(due, key=_order)


def _order(one: Due) -> tuple[object, ...]:
    """What may stand on paper comes first, so that a card has the same numbers as the talk."""
    by_voice = one.asks is Asks.NOW or one.need.is_sensitive
    return by_voice, one.asks is not Asks.WORKED, one.need.since, one.need_id


ASKED_OF_FAMILY = {LaterKind.RECHECK: Asks.STILL}
ASKED_BY_PEOPLE = {**ASKED_OF_FAMILY, LaterKind.ASK_AGAIN: Asks.NOW}


def _to_ask(actor: Actor) -> Q:
    """Somebody says helped, or the family went there itself. A worker also asks where no partner reports."""
    waits = Q(waiting_on=Turn.FAMILY)
    if not actor.is_link:
        waits |= Q(next_step__in=["ask_family", "call_family"])
    return Q(status=NeedStatus.TO_CONFIRM) | Q(waits, status=NeedStatus.BEING_HELPED)


def _partners(actor: Actor, needs: list[Need]) -> dict[UUID, str]:
    tries = Referral.objects.filter(
        need__in=[need.pk for need in needs], status__in=sorted({*LIVE, Status.COMPLETED})
    )
    rows = tries.select_related("receiver", "consent__recipient").order_by("sent_at", "id")
    return {
        one.need_id: one.receiver.name
        for one in rows
        if not actor.is_link or may_be_named_on_a_phone(one)
    }
