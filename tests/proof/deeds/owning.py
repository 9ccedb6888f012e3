"""Who looks after a need, looks for the family, and looks again? What its owner and the desk do."""

from datetime import timedelta
from typing import Any

from people.lifecycle import TryOutcome, Way
from people.models.contact import ContactPoint
from referrals.actions import desk, later, reaching
from referrals.actions.reaching import Tried
from screening.actions import gaps, handing
from screening.lifecycle import WhyNobody
from screening.models.handing import HandOver
from screening.models.later import Later
from screening.models.need import Need
from tests.proof.deeds.clock import TASKS, ticks
from tests.proof.deeds.world import TOLD, Deed, World

# --- whose it is ---------------------------------------------------------------------------------


def gives_away(world: World) -> None:
    to = world.pick(world.county.everybody).user_id
    gives = world.pick([handing.offer, handing.assign])
    gives(
        actor=world.one_of(world.county.caring), need_id=world.a_need(), user_id=to, at=world.clock
    )


def answers_an_offer(world: World) -> None:
    offered = world.any_of(HandOver.objects.filter(need__in=world.needs, answered_at=None))
    says = world.pick([handing.accept, handing.accept, handing.decline])
    asked = [actor for actor in world.county.caring if actor.user_id == offered.taker_id]
    says(actor=world.one_of(asked or world.county.caring), need_id=offered.need_id, at=world.clock)


def goes_away(world: World) -> None:
    successor = world.pick(world.county.everybody).user_id
    handing.go_away(actor=world.one_of(world.county.caring), successor_id=successor, at=world.clock)


# --- where they are ------------------------------------------------------------------------------


def _tried(world: World, need_id: object) -> Tried:
    """By one of the family's own numbers, by another way, or by a number of somebody else's."""
    person = Need.objects.values_list("subject_id", flat=True).get(pk=need_id)
    points = list(ContactPoint.objects.filter(person=person).order_by("id"))
    point = world.pick([None, *points])
    way = Way(point.channel) if point else world.pick(list(Way))
    outcome = world.pick([TryOutcome.NO_ANSWER, *TryOutcome])
    return Tried(way, outcome, point.pk if point else None)


def tries_to_reach_the_family(world: World) -> None:
    need_id = world.a_need()
    reaching.tried(
        actor=world.one_of(world.county.caring), need_id=need_id, tried=_tried(world, need_id), at=world.clock
    )  # fmt: skip


def tries_for_days(world: World) -> None:
    """By every way they have, on days apart: only then may somebody give up."""
    actor, need_id = world.one_of(world.county.caring), world.a_need()
    person = Need.objects.values_list("subject_id", flat=True).get(pk=need_id)
    points = list(ContactPoint.objects.filter(person=person).order_by("id"))
    tries = [Tried(Way(one.channel), TryOutcome.NO_ANSWER, one.pk) for one in points]
    for _day in range(world.pick([2, 5])):
        for one in tries or [Tried(Way.VISIT, TryOutcome.NO_ANSWER)]:
            reaching.tried(actor=actor, need_id=need_id, tried=one, at=world.clock)
        world.clock += timedelta(days=1)
        ticks(world, *TASKS)
    reaching.give_up(actor=actor, need_id=need_id, at=world.clock)


def gives_up(world: World) -> None:
    actor = world.one_of(world.county.caring)
    reaching.give_up(actor=actor, need_id=world.a_need(), at=world.clock)


# --- what is looked at on its day ----------------------------------------------------------------


def looks_on_its_day(world: World) -> None:
    """Help that lasts until a day, a family that said "not now", an agreement that will end."""
    one = world.any_of(Later.objects.filter(network=world.county.network, done_at=None))
    said: dict[str, Any] = {
        "actor": world.one_of(world.county.caring),
        "later_id": one.pk,
        "at": world.clock,
    }
    in_time = world.clock.date() + timedelta(days=world.pick([0, 30]))
    says = {
        "still fine": lambda: later.still_fine(next_on=in_time, via=world.pick(TOLD), **said),
        "needed again": lambda: later.needed_again(via=world.pick(TOLD), **said),
        "not now": lambda: later.not_now(again_on=world.pick([None, in_time]), **said),
        "renewed": lambda: later.renew(**said),
        "let end": lambda: later.let_end(**said),
        "appealed": lambda: later.appealed(via=world.pick(TOLD), **said),
        "recertified": lambda: later.recertified(next_on=in_time, via=world.pick(TOLD), **said),
        "let pass": lambda: later.let_pass(via=world.pick(TOLD), **said),
    }
    new = says[world.pick(list(says))]()
    if isinstance(new, Need) and new.pk not in world.needs:
        world.needs.append(new.pk)


# --- nobody can help, and the desk ---------------------------------------------------------------


def finds_nobody(world: World) -> None:
    actor = world.one_of((*world.county.caring, *world.county.watching))
    why = world.pick(list(WhyNobody))
    gaps.record_gap(actor=actor, need_id=world.a_need(), why=why, at=world.clock)


def looks_again(world: World) -> None:
    actor = world.one_of((*world.county.caring, *world.county.watching))
    look = world.pick([gaps.still_none, gaps.try_again])
    look(actor=actor, need_id=world.a_need(), at=world.clock)


def moves_to_or_from_the_desk(world: World) -> None:
    actor = world.one_of((*world.county.caring, *world.county.watching))
    move = world.pick([desk.to_desk, desk.back_from_desk])
    move(actor=actor, need_id=world.a_need(), at=world.clock)


def is_taken_at_the_desk(world: World) -> None:
    helper = world.pick((*world.county.watching, *world.county.caring)).user_id
    actor = world.one_of(world.county.watching)
    desk.assign(actor=actor, need_id=world.a_need(), helper_id=helper, at=world.clock)


def is_advised_by_the_desk(world: World) -> None:
    service = world.pick(world.county.services).pk
    actor = world.one_of(world.county.watching)
    desk.suggest(actor=actor, need_id=world.a_need(), service_id=service, at=world.clock)


OWNING: tuple[Deed, ...] = (
    gives_away, gives_away, answers_an_offer, answers_an_offer, goes_away, tries_to_reach_the_family,
    tries_to_reach_the_family, tries_for_days, gives_up, looks_on_its_day, looks_on_its_day, looks_on_its_day,
    finds_nobody, finds_nobody, looks_again, moves_to_or_from_the_desk, is_taken_at_the_desk,
    is_advised_by_the_desk,
)  # fmt: skip
