"""What does the sender's side do? Each deed is one action of ours with arbitrary arguments."""

from datetime import timedelta
from uuid import UUID

from core.ids import uuid7
from people.actions import consent as consents
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from referrals.actions import answer, family, mending, nudge, progress
from referrals.actions.send import Sending, send, send_packet
from referrals.actions.several import send_to_several
from referrals.lifecycle import ENDED, Enough, Mode, Status, Urgency
from referrals.models.referral import Referral
from referrals.reasons import REASONS
from screening.actions import finishing, needs, screenings, visits
from screening.actions.screenings import Setting
from screening.lifecycle import NeedStatus, Via, Voice
from screening.models.need import Need
from screening.models.screening import Screening
from tests.proof.county import FACTS, TOPICS
from tests.proof.deeds.world import Deed, World

HUNGRY = {"88122-7": ("LA28397-0",)}  # they worried often that food would run out
TAKEN_BACK: dict[str, tuple[str, ...]] = dict.fromkeys(HUNGRY, ())
TO_SEND = (NeedStatus.WANTS_HELP, NeedStatus.BEING_HELPED)


def finds_a_need(world: World) -> None:
    topics = [needs.FoundTopic(world.pick(TOPICS))]
    actor, person = world.one_of(world.county.caring), world.pick(world.county.people)
    for need in needs.record_found(actor=actor, person=person, topics=topics, at=world.clock):
        if need.pk not in world.needs:
            world.needs.append(need.pk)


def begins_to_ask(world: World) -> None:
    """And is called away, once something was said or all of it was taken back."""
    actor, person = world.one_of(world.county.caring), world.pick(world.county.people)
    said = {"actor": actor, "at": world.clock}
    screening = screenings.start(
        person_id=person.pk, setting=Setting("hunger_vital_sign", "en"), **said
    )
    for answers in world.pick([(), (HUNGRY,), (HUNGRY, TAKEN_BACK)]):
        screenings.answer(screening_id=screening.pk, given=answers, **said)


def finishes_asking(world: World) -> None:
    begun = Screening.objects.filter(network=world.county.network, finished_at=None)
    finishing.finish(
        actor=world.one_of(world.county.caring), screening_id=world.any_of(begun).pk, at=world.clock
    )
    for need in Need.objects.filter(network=world.county.network).order_by("id"):
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
    need_id = world.a_need(TO_SEND)
    for _click in range(world.pick([1, 1, 2])):  # a second click finds the first
        world.remember(send(actor=actor, need_id=need_id, sending=sending, at=world.clock))


def sends_elsewhere(world: World) -> None:
    one = Referral.objects.get(pk=world.a_try(Status))
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
            actor=world.one_of(world.county.caring), need_id=world.a_need(TO_SEND), at=world.clock,
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


def calls_the_partner(world: World) -> None:
    actor = world.one_of(world.county.caring)
    answer.told_by_telephone(actor=actor, referral_id=world.a_try(), at=world.clock)


def replies(world: World) -> None:
    actor = world.one_of(world.county.caring)
    answer.reply(actor=actor, referral_id=world.a_try(), words="Two.", at=world.clock)


def closes(world: World) -> None:
    family.close_need(
        actor=world.one_of(world.county.caring), need_id=world.a_need(), at=world.clock,
        status=world.pick(list(NeedStatus)), via=world.pick(list(Via)),
        ask_again_on=world.pick([None, world.clock.date() + timedelta(days=20)]),
    )  # fmt: skip


def waits_for_the_visit(world: World) -> None:
    visit = world.pick([None, world.clock + timedelta(days=12)])
    actor = world.one_of(world.county.caring)
    visits.wait_for_visit(actor=actor, need_id=world.a_need(), at=world.clock, visit_at=visit)


def mends(world: World) -> None:
    """A slip goes on where it stood."""
    actor, ended = world.one_of(world.county.caring), world.a_try(ENDED)
    world.remember(mending.mend(actor=actor, referral_id=ended, at=world.clock))


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
        topics=TOPICS, facts=frozenset(FACTS), form=Form.WRITTEN, signed_name="R. D.",
        kept_where="binder 3", until=world.clock + timedelta(days=world.pick([5, 90])),
    )  # fmt: skip
    actor = world.one_of(world.county.caring)
    consents.give_consent(actor=actor, person_id=person.pk, agreement=agreement, at=world.clock)


CARING: tuple[Deed, ...] = (
    finds_a_need, finds_a_need, begins_to_ask, finishes_asking, hears_that_help_is_wanted, hears_that_it_is_not,
    sends, sends, sends_elsewhere,
    sends_a_packet, asks_several, takes_back, corrects, nudges, calls_the_partner, replies, closes, mends,
    waits_for_the_visit, agrees, takes_back_one_agreement,
)  # fmt: skip
