"""Somebody tries to reach a family, again and again: what several tests begin with."""

from datetime import datetime, timedelta

from people.lifecycle import Channel, TryOutcome, Way
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions import answer, reaching
from referrals.actions import progress as going
from referrals.actions.reaching import Tried
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.story import Worker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NO_ANSWER = Tried(Way.PHONE, TryOutcome.NO_ANSWER)
WROTE = Tried(Way.TEXT, TryOutcome.LEFT_MESSAGE)


def point(person: Person, channel: Channel, value: str, *, is_safe: bool = True) -> ContactPoint:
    return ContactPoint.objects.create(
        network=person.network, person=person, channel=channel, value=value, is_safe=is_safe
    )


def tries(worker: Worker, need: Need, *said: Tried, start: datetime, step: timedelta = 2 * DAY):
    """One try after the other; the moment after the last."""
    at = start
    for one in said:
        at += step
        reaching.tried(actor=worker.actor, need_id=need.pk, tried=one, at=at)
    return at + HOUR


def could_not_reach(intake: Worker, referral: Referral, at: datetime) -> Need:
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    for n in (1, 2):
        reaching.tried_by_partner(
            actor=intake.actor, referral_id=referral.pk, tried=NO_ANSWER, at=at + n * DAY
        )
    going.fail(
        actor=intake.actor, referral_id=referral.pk, reason="could_not_reach", at=at + 3 * DAY
    )
    return Need.objects.get(pk=referral.need_id)
