"""Somebody has died: who looks at what is open for them, who is asked to wait, and what of it is mended?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from core.actor import Actor
from core.history import Fact, record_all
from people.lifecycle import ChannelState
from people.models.contact import ContactPoint
from people.models.person import HouseholdMembership, Person
from referrals.actions.desk import leave_what_is_over, let_go
from referrals.actions.reaching import channel_broke, open_needs
from referrals.actions.resuming import resume
from referrals.lifecycle import LIVE, Mode
from referrals.models.referral import Referral
from screening.actions import needs
from screening.actions.continuing import need_again
from screening.followup import Situation
from screening.lifecycle import LaterEnd, NeedStatus, Via
from screening.models.later import Later
from screening.models.need import Need


def follow_death(*, actor: Actor, person: Person, since: datetime, at: datetime) -> None:
    """Called by `people` in its transaction, when a death is written down and when it is taken back."""
    if person.is_dead:
        leave_what_is_over(person.network_id, actor=actor, at=at, person_id=person.pk)
        facts = [*_stands_still(person, at), *_phones(person, at), *_household(actor, person, at)]
        for later in Later.objects.open().filter(person=person).order_by("id"):
            later.finish(LaterEnd.LET_END, at)
    else:
        facts = list(_goes_on(person, at))
        _begins_anew(actor, person, since=since, at=at)
    record_all(facts, actor=actor, at=at)


def _stands_still(person: Person, at: datetime) -> Iterator[Fact]:
    """Nothing closes by itself: each owner looks at what is open. Whom was asked is not to call meanwhile."""
    for need in open_needs(person):
        needs.owe(need, Situation.AFTER_DEATH, at=at)
        need.save(update_fields=[*Need.OWED_FIELDS])
        yield Fact("need.person_died", need)
        yield from (Fact("referral.to_wait", one) for one in _asked(need))


def _asked(need: Need) -> QuerySet[Referral]:
    """Whoever has a request. Of an introduction the partner knows nothing."""
    live = Referral.objects.filter(need_id=need.pk, status__in=sorted(LIVE))
    return live.exclude(mode=Mode.INTRODUCTION).order_by("id")


def _phones(person: Person, at: datetime) -> Iterator[Fact]:
    """A telephone of theirs by which somebody else was reached."""
    points = ContactPoint.objects.filter(network_id=person.network_id, whose=person)
    others = points.exclude(person=person).exclude(state=ChannelState.BROKEN)
    for point in others.select_related("person").order_by("id"):
        yield from channel_broke(point, at=at)


def _household(actor: Actor, person: Person, at: datetime) -> Iterator[Fact]:
    """Who lived with them may need something else now. Of what nobody follows somebody is named.

    Only of those in the same organization's care: no other one learns of it here.
    """
    homes = HouseholdMembership.objects.filter(person=person, until=None).values("household_id")
    with_them = HouseholdMembership.objects.filter(household_id__in=homes, until=None)
    others = Person.objects.filter(
        pk__in=with_them.values("person_id"), custodian_id=person.custodian_id, died_at=None,
        merged_into=None, erased_at=None,
    ).exclude(pk=person.pk)  # fmt: skip
    for other in others.order_by("id"):
        for need in open_needs(other):
            if need.responsible_id is None:
                let_go(need, actor=actor, at=at)
            yield Fact("need.family_bereaved", need)


def _goes_on(person: Person, at: datetime) -> Iterator[Fact]:
    for need in open_needs(person):
        was_next = need.owe_no_more("after_death")
        need.save(update_fields=[*Need.OWED_FIELDS])
        if was_next:
            resume(need, at)
        yield Fact("need.death_undone", need)
        yield from (Fact("referral.to_go_on", one) for one in _asked(need))


def _begins_anew(actor: Actor, person: Person, *, since: datetime, at: datetime) -> None:
    """What was closed because of it stays closed, and a new need goes on from it."""
    closed = Need.objects.filter(subject=person, status=NeedStatus.DIED, closed_at__gte=since)
    rows = closed.select_related("organization__network", "subject")
    for old in rows.prefetch_related("named", "beneficiaries").order_by("id"):
        need_again(actor=actor, old=old, at=at, via=Via.FILE)
