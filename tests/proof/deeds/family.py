"""What does a family say: by its link, by text, or told to its worker; and how may it be reached?"""

from collections.abc import Collection
from datetime import timedelta

from core.actor import Actor
from core.ids import uuid7
from notifications.actions.hearing import Text, hear
from people.actions import contact, death, wishes
from people.actions.contact import Safety
from people.actions.details import ContactDetails
from people.lifecycle import Channel, ToldOfDeath, WishKind
from people.models.contact import ContactPoint, Wish
from referrals.actions import check_in, family, pausing
from referrals.actions.afterwards import family_adds
from referrals.search.family import look_stamp, stamp_of
from referrals.search.waiting import CAN_WAIT
from screening.lifecycle import HELPING, Lasts, NeedStatus, Via, WhyWait
from screening.models.later import Later
from screening.models.need import Need
from tests.proof.deeds.world import TOLD, Deed, World


def _family(world: World, standing: Collection[NeedStatus] = HELPING) -> tuple[Need, Actor, Via]:
    """By its own link, or told to its worker; sometimes another family's link."""
    need = Need.objects.select_related("subject").get(pk=world.a_need(standing))
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


def says_it_did_not_work_out(world: World) -> None:
    """A partner reported help, and the family says no, partly or not yet: the first two contest it."""
    need, actor, via = _family(world, {NeedStatus.TO_CONFIRM})
    said = world.pick(
        [family.Answer.NO, family.Answer.NO, family.Answer.PARTLY, family.Answer.NOT_YET]
    )
    family.family_answers(
        actor=actor, need_id=need.pk, answer=said, at=world.clock, via=via, why="full"
    )


def answers_everything(world: World) -> None:
    """All that is asked of one family, in one talk; a question may have moved on since."""
    need, actor, via = _family(world)
    of_family = Need.objects.filter(pk__in=world.needs, subject=need.subject_id).order_by("id")
    looks = Later.objects.filter(need__in=of_family, done_at=None).select_related("need")
    asked = [
        *[(one.pk, stamp_of(one)) for one in of_family],
        *[(one.need_id, look_stamp(one)) for one in looks],
    ]
    again_on = world.clock.date() + timedelta(days=world.pick([9, 60]))
    said = [
        check_in.Answered(need_id, stamp, world.pick(list(family.Answer)), again_on=world.pick([None, again_on]))
        for need_id, stamp in dict(asked).items()
    ]  # fmt: skip
    check_in.check_in(actor=actor, said=said, via=via, at=world.clock)
    new = Need.objects.filter(subject=need.subject_id).exclude(pk__in=world.needs)
    world.needs += new.order_by("id").values_list("pk", flat=True)


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


def wants_messages_again(world: World) -> None:
    stopped = Wish.objects.filter(
        network=world.county.network, kind=WishKind.STOP_MESSAGES, undone_at=None
    )
    one = world.any_of(stopped)
    actor = world.one_of(world.county.caring)
    wishes.allow_messages(actor=actor, person_id=one.person_id, wish_id=one.pk, at=world.clock)


def sends_a_text(world: World) -> None:
    """An answer, STOP, START or anything else; from a telephone that we know, or that nobody knows."""
    points = ContactPoint.objects.filter(
        network=world.county.network, channel=Channel.TEXT
    ).order_by("id")
    number = world.pick([*[point.value for point in points], "+1 212 555 0199"])
    words = world.pick(["1", "2", "3", "3", "STOP", "START", "who is this?"])
    hear(Text(uuid7().hex, number, words), at=world.clock)


def has_another_number(world: World) -> None:
    person, actor = world.pick(world.county.people), world.one_of(world.county.caring)
    said = ContactDetails(
        world.pick(list(Channel)), f"+1 212 555 01{world.pick([10, 11, 12])}", is_safe=world.pick([True, True, False])
    )  # fmt: skip
    contact.save_contact(actor=actor, person_id=person.pk, details=said, at=world.clock)


def has_a_number_no_more(world: World) -> None:
    person, actor = world.pick(world.county.people), world.one_of(world.county.caring)
    points = ContactPoint.objects.filter(person=person).order_by("id")
    one = world.pick(list(points) or [None])
    if one is None:
        raise ContactPoint.DoesNotExist
    contact.remove_contact(actor=actor, person_id=person.pk, contact_id=one.pk, at=world.clock)


def says_what_is_safe(world: World) -> None:
    """Be careful, never call at all, meet them somewhere, they come on a day; or none of it any more."""
    one = world.pick(world.county.people)
    said = world.pick([
        Safety(), Safety(contact_with_care=True), Safety(contacting_prohibited=True),
        Safety(meeting_place="The library"), Safety(next_visit_on=world.clock.date() + timedelta(days=9)),
        Safety(shut_out=frozenset({world.pick(world.county.partners).pk})),
    ])  # fmt: skip
    version = type(one).objects.values_list("version", flat=True).get(pk=one.pk)
    actor = world.one_of(world.county.caring)
    contact.set_safety(actor=actor, person_id=one.pk, safety=said, version=version, at=world.clock)


def dies_or_does_not(world: World) -> None:
    """A death is written down, or taken back."""
    person, actor = world.pick(world.county.people), world.one_of(world.county.caring)
    if type(person).objects.get(pk=person.pk).is_dead:
        death.undo_death(actor=actor, person_id=person.pk, at=world.clock)
        return
    death.record_death(
        actor=actor, person_id=person.pk, told_by=world.pick(list(ToldOfDeath)), via="phone", at=world.clock
    )  # fmt: skip


def _wait(world: World, via: Via) -> pausing.Wait:
    day = world.clock.date() + timedelta(days=world.pick([0, 1, 9, 9, 40, 400]))
    return pausing.Wait(day, world.pick(list(WhyWait)), via)


def asks_to_wait(world: World) -> None:
    """Now or once more; about one need or about all of it."""
    need, actor, via = _family(world, CAN_WAIT)
    wait = _wait(world, via)
    if world.pick([True, False]):
        pausing.pause(actor=actor, need_id=need.pk, wait=wait, at=world.clock)
    else:
        pausing.pause_all(actor=actor, person_id=need.subject_id, wait=wait, at=world.clock)


def goes_on(world: World) -> None:
    """On its day, sooner or later."""
    need, actor, via = _family(world, {NeedStatus.PAUSED})
    pausing.go_on(actor=actor, need_id=need.pk, via=via, at=world.clock)


FAMILY: tuple[Deed, ...] = (
    answers, answers, answers, says_it_did_not_work_out, says_it_did_not_work_out, answers_everything,
    answers_everything, adds_why, wants_no_more_help, stops_sharing, stops_messages, wants_messages_again,
    sends_a_text, sends_a_text, has_another_number, has_a_number_no_more, says_what_is_safe,
    dies_or_does_not, asks_to_wait, goes_on, goes_on,
)  # fmt: skip
