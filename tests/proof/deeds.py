"""What can anybody do in the random histories? Each deed is one action of ours with arbitrary arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from core.actor import Actor
from core.ids import uuid7
from core.tenancy import tenant_context
from organizations.actions import room
from organizations.models.directory import Capacity, Service
from organizations.models.network import Organization
from people.actions import consent as consents
from people.actions import wishes
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions import answer, desk, family, mending, nudge, progress
from referrals.actions.afterwards import family_adds
from referrals.actions.send import Sending, send, send_packet
from referrals.actions.several import send_to_several
from referrals.lifecycle import Enough, Mode, Status, Urgency
from referrals.models.referral import Referral
from referrals.reasons import OUTCOMES, REASONS
from screening.actions import gaps, handing, needs, visits
from screening.lifecycle import Lasts, NeedStatus, Via, Voice, WhyNobody
from screening.models.need import Need
from tests.proof.county import FACTS, TOPICS, County

Option = TypeVar("Option")
TOLD = (Via.PHONE, Via.PAPER, Via.IN_PERSON)


@dataclass
class World:
    """The county at one moment. `pick` draws; `tries` and `needs` are in the order in which they came."""

    county: County
    clock: datetime
    pick: Callable[[Sequence[Any]], Any]
    needs: list[UUID]
    tries: list[UUID]

    def a_try(self) -> UUID:
        """Mostly one that goes on."""
        if not self.tries:
            raise Referral.DoesNotExist
        live = Referral.objects.live().filter(pk__in=self.tries)
        going = set(live.values_list("pk", flat=True))
        usual = [one for one in self.tries if one in going]
        return self.pick(usual if usual and self.pick([True, True, False]) else self.tries)

    def a_need(self) -> UUID:
        if not self.needs:
            raise Need.DoesNotExist
        return self.pick(self.needs)

    def one_of(self, usual: Sequence[Actor]) -> Actor:
        """Mostly who should; sometimes somebody who may not."""
        return self.pick(usual if self.pick([True] * 7 + [False]) else self.county.everybody)

    def remember(self, *sent: Referral) -> None:
        self.tries += [one.pk for one in sent if one.pk not in self.tries]

    def about(self, person: Person) -> Actor:
        return Actor.link(self.county.network.pk, person.pk)


Deed = Callable[[World], Any]


# --- the sender's side ---------------------------------------------------------------------------


def finds_a_need(world: World) -> None:
    topics = [needs.FoundTopic(world.pick(TOPICS))]
    actor, person = world.one_of(world.county.caring), world.pick(world.county.people)
    for need in needs.record_found(actor=actor, person=person, topics=topics, at=world.clock):
        if need.pk not in world.needs:
            world.needs.append(need.pk)


def hears_that_help_is_wanted(world: World) -> None:
    soon = world.pick([None, None, world.clock + timedelta(days=1)])
    actor = world.one_of(world.county.caring)
    needs.want_help(actor=actor, need_id=world.a_need(), at=world.clock, needed_by=soon)


def hears_that_it_is_not(world: World) -> None:
    later = world.pick([None, world.clock.date() + timedelta(days=30)])
    needs.decline_help(
        actor=world.one_of(world.county.caring), need_id=world.a_need(), at=world.clock,
        ask_again_on=later, said_by=world.pick([Voice.FAMILY, Voice.OWNER]),
    )  # fmt: skip


def _sending(world: World, *, replaces: UUID | None = None) -> Sending:
    return Sending(
        service_id=world.pick(world.county.services).pk,
        request_key=uuid7(),
        mode=world.pick([Mode.DIRECT, Mode.DIRECT, Mode.WARM_HANDOFF, Mode.INTRODUCTION, Mode.APPLICATION]),
        facts=world.pick([FACTS, ("name",), ()]),
        urgency=world.pick(list(Urgency)),
        needed_by=world.pick([None, None, world.clock + timedelta(hours=30)]),
        replaces_id=replaces,
        talk_at=world.clock + timedelta(days=1), talk_with="Joanne, by telephone",
    )  # fmt: skip


def sends(world: World) -> None:
    actor, sending = world.one_of(world.county.caring), _sending(world)
    need_id = world.a_need()
    for _click in range(world.pick([1, 1, 2])):  # a second click finds the first
        world.remember(send(actor=actor, need_id=need_id, sending=sending, at=world.clock))


def sends_elsewhere(world: World) -> None:
    one = Referral.objects.get(pk=world.a_try())
    sending = _sending(world, replaces=one.pk)
    actor = world.one_of(world.county.caring)
    world.remember(send(actor=actor, need_id=one.need_id, sending=sending, at=world.clock))


def sends_a_packet(world: World) -> None:
    person = Need.objects.get(pk=world.a_need()).subject_id
    together = [n.pk for n in Need.objects.filter(pk__in=world.needs, subject_id=person)]
    actor, sending = world.one_of(world.county.caring), _sending(world)
    world.remember(*send_packet(actor=actor, need_ids=together, sending=sending, at=world.clock))


def asks_several(world: World) -> None:
    world.remember(
        *send_to_several(
            actor=world.one_of(world.county.caring), need_id=world.a_need(), at=world.clock,
            sendings=[_sending(world) for _ in range(world.pick([2, 3]))],
            enough=world.pick(list(Enough)),
        )
    )  # fmt: skip


def takes_back(world: World) -> None:
    reasons = (*progress.SENDER_CANCELS, *progress.RECEIVER_CANCELS)
    actor = world.one_of((*world.county.caring, *world.county.helping))
    progress.cancel(
        actor=actor, referral_id=world.a_try(), reason=world.pick(reasons), at=world.clock
    )


def corrects(world: World) -> None:
    reason = world.pick(list(REASONS[Status.ENTERED_IN_ERROR]))
    actor = world.one_of(world.county.caring)
    progress.correct(actor=actor, referral_id=world.a_try(), reason=reason, at=world.clock)


def nudges(world: World) -> None:
    actor = world.one_of(world.county.caring)
    nudge.nudge(actor=actor, referral_id=world.a_try(), at=world.clock)


def replies(world: World) -> None:
    actor = world.one_of(world.county.caring)
    answer.reply(actor=actor, referral_id=world.a_try(), words="Two.", at=world.clock)


def closes(world: World) -> None:
    family.close_need(
        actor=world.one_of(world.county.caring), need_id=world.a_need(), at=world.clock,
        status=world.pick(list(NeedStatus)), via=world.pick(list(Via)),
        ask_again_on=world.pick([None, world.clock.date() + timedelta(days=20)]),
    )  # fmt: skip


def gives_away(world: World) -> None:
    to = world.pick(world.county.everybody).user_id
    actor = world.one_of(world.county.caring)
    gives = world.pick([handing.offer, handing.assign])
    gives(actor=actor, need_id=world.a_need(), user_id=to, at=world.clock)


def waits_for_the_visit(world: World) -> None:
    visit = world.pick([None, world.clock + timedelta(days=12)])
    actor = world.one_of(world.county.caring)
    visits.wait_for_visit(actor=actor, need_id=world.a_need(), at=world.clock, visit_at=visit)


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


def mends(world: World) -> None:
    """A slip goes on where it stood; or "that is not so" to what was written down for the receiver."""
    mend = world.pick([mending.mend, mending.not_so, mending.undo_own_end])
    actor = world.one_of((*world.county.caring, *world.county.helping))
    world.remember(mend(actor=actor, referral_id=world.a_try(), at=world.clock))


# --- the receiver's side, or the sender who was told by telephone -------------------------------


def _speaks(world: World) -> dict[str, Any]:
    """The receiver for itself; or its word, heard by the sender."""
    said = {"referral_id": world.a_try(), "at": world.clock}
    if world.pick([True, True, True, False]):
        receiver = Referral.objects.values_list("receiver_id", flat=True).get(
            pk=said["referral_id"]
        )
        own = [actor for actor in world.county.helping if actor.organization_id == receiver]
        return said | {"actor": world.one_of(own or world.county.helping)}
    return said | {"actor": world.one_of(world.county.caring), "via": world.pick(list(Via))}


def opens(world: World) -> None:
    answer.see(actor=world.one_of(world.county.helping), referral_id=world.a_try(), at=world.clock)


def says_yes(world: World) -> None:
    answer.accept(**_speaks(world))


def says_no(world: World) -> None:
    suggests = world.pick([None, world.pick(world.county.services).pk])
    answer.decline(
        reason=world.pick(list(REASONS[Status.REJECTED])), suggests=suggests, **_speaks(world)
    )


def puts_on_the_list(world: World) -> None:
    place = world.pick([None, 3])
    answer.wait_list(place=place, expected_on=world.clock.date(), **_speaks(world))


def asks(world: World) -> None:
    actor = world.one_of(world.county.helping)
    answer.ask(actor=actor, referral_id=world.a_try(), question="How many?", at=world.clock)


def starts(world: World) -> None:
    progress.start(**_speaks(world))


def rests(world: World) -> None:
    progress.hold(reason=world.pick(list(REASONS[Status.ON_HOLD])), **_speaks(world))


def still_going(world: World) -> None:
    progress.still_going(**_speaks(world))


def says_helped(world: World) -> None:
    progress.complete(outcome=world.pick(list(OUTCOMES)), **_speaks(world))


def says_failed(world: World) -> None:
    progress.fail(reason=world.pick(list(REASONS[Status.FAILED])), **_speaks(world))


# --- the family ----------------------------------------------------------------------------------


def _family(world: World) -> tuple[Need, Actor, Via]:
    """By its own link, or told to its worker; sometimes another family's link."""
    need = Need.objects.select_related("subject").get(pk=world.a_need())
    if world.pick([True, False]):
        whose = world.pick([need.subject, need.subject, world.pick(world.county.people)])
        return need, world.about(whose), Via.LINK
    return need, world.one_of(world.county.caring), world.pick(TOLD)


def answers(world: World) -> None:
    need, actor, via = _family(world)
    family.family_answers(
        actor=actor, need_id=need.pk, answer=world.pick(list(family.Answer)), at=world.clock, via=via,
        lasts=world.pick(list(Lasts)), recheck_on=world.pick([None, world.clock.date() + timedelta(days=60)]),
        why=world.pick(["", "too_far"]),
    )  # fmt: skip


def adds_why(world: World) -> None:
    need, actor, _via = _family(world)
    some = world.pick([True, False])
    family_adds(actor=actor, need_id=need.pk, at=world.clock, why="full", got_some=some)


def wants_no_more_help(world: World) -> None:
    need, actor, via = _family(world)
    wishes.stop_help(
        actor=actor, person_id=need.subject_id, need_id=need.pk, at=world.clock, via=via.value
    )


def stops_sharing(world: World) -> None:
    need, actor, via = _family(world)
    partner = world.pick([None, *[one.pk for one in world.county.partners]])
    wishes.stop_sharing(
        actor=actor, person_id=need.subject_id, partner_id=partner, at=world.clock, via=via.value
    )


def stops_messages(world: World) -> None:
    need, actor, via = _family(world)
    wishes.stop_messages(
        actor=actor, person_id=need.subject_id, contact_id=None, at=world.clock, via=via.value
    )


def takes_back_one_agreement(world: World) -> None:
    person = world.pick(world.county.people)
    held = list(Consent.objects.filter(person=person, withdrawn_at=None).order_by("since", "id"))
    if held:
        actor, consent = world.one_of(world.county.caring), world.pick(held)
        consents.withdraw_consent(actor=actor, consent_id=consent.pk, at=world.clock)


def agrees(world: World) -> None:
    person, partner = world.pick(world.county.people), world.pick(world.county.partners)
    agreement = consents.Agreement(
        words="Yes.", directions=frozenset({world.pick(list(Direction))}), recipients=(partner.pk,),
        topics=TOPICS, facts=frozenset(FACTS), form=Form.WRITTEN,
        until=world.clock + timedelta(days=world.pick([5, 90])),
    )  # fmt: skip
    actor = world.one_of(world.county.caring)
    consents.give_consent(actor=actor, person_id=person.pk, agreement=agreement, at=world.clock)


# --- the network ---------------------------------------------------------------------------------


def says_how_much_room(world: World) -> None:
    service = world.pick(world.county.services)
    said = room.RoomSaid(world.pick(list(Capacity.Room)), places=world.pick([None, 0, 2]))
    actor = world.one_of(world.county.helping)
    room.say(actor=actor, service_id=service.pk, said=said, at=world.clock)


def comes_or_goes(world: World) -> None:
    """A partner pauses, leaves or comes back; a service closes or opens."""
    with tenant_context(world.county.network.pk):
        if world.pick([True, False]):
            partner = world.pick(world.county.partners)
            status = world.pick([Organization.Status.PAUSED, Organization.Status.ACTIVE])
            Organization.objects.filter(pk=partner.pk).update(status=status)
        else:
            status = world.pick([Service.Status.ACTIVE, Service.Status.INACTIVE])
            service = world.pick(world.county.services)
            Service.objects.filter(pk=service.pk).update(status=status)


CARING: tuple[Deed, ...] = (
    finds_a_need, hears_that_help_is_wanted, hears_that_it_is_not, sends, sends, sends_elsewhere,
    sends_a_packet, asks_several, takes_back, corrects, nudges, replies, closes, gives_away,
    mends, waits_for_the_visit, finds_nobody, looks_again, moves_to_or_from_the_desk,
)  # fmt: skip
HELPING: tuple[Deed, ...] = (
    opens, says_yes, says_yes, says_no, puts_on_the_list, asks, starts, starts, rests, still_going,
    says_helped, says_helped, says_failed,
)  # fmt: skip
FAMILY: tuple[Deed, ...] = (
    answers, answers, answers, adds_why, wants_no_more_help, stops_sharing, stops_messages,
    takes_back_one_agreement, agrees,
)  # fmt: skip
NETWORK: tuple[Deed, ...] = (says_how_much_room, comes_or_goes)
