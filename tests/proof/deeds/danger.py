"""Who is afraid for a person, who answers for it, and who opens what only named people see?"""

from datetime import timedelta

from people.actions import glass, safety
from people.lifecycle import AlertEnd, Danger, Emergency, GlassReview
from people.models.glass import BrokenGlass
from people.models.safety import SafetyAlert
from tests.proof.deeds.world import Deed, World


def is_afraid_for_them(world: World) -> None:
    """Once, or by two people at the same moment."""
    person = world.pick(world.county.people)
    for _ in range(world.pick([1, 1, 2])):
        said = safety.Said(world.pick(list(Danger)), "Somebody shouted at the door.")
        actor = world.one_of(world.county.caring)
        safety.raise_alert(actor=actor, person_id=person.pk, said=said, at=world.clock)


def answers_an_alert(world: World) -> None:
    """It is taken, given back or closed; by the duty, or by whoever it has come to since."""
    one = world.any_of(SafetyAlert.objects.filter(network=world.county.network))
    on_duty = (*world.county.guarding, *world.county.caring)
    takers = [actor for actor in on_duty if one.taken_by_id in {None, actor.user_id}]
    actor = world.one_of(takers or on_duty)
    how, sure = world.pick(list(AlertEnd)), world.pick([True, True, False])
    if one.taken_by_id is None or not sure:
        safety.take_alert(actor=actor, alert_id=one.pk, at=world.clock)
    elif world.pick([True, False]):
        safety.give_back(actor=actor, alert_id=one.pk, at=world.clock)
    else:
        safety.close_alert(actor=actor, alert_id=one.pk, how=how, at=world.clock)


def reports_as_the_law_asks(world: World) -> None:
    made_at = world.clock - world.pick([timedelta(hours=1), timedelta(hours=1), -timedelta(days=1)])
    report = safety.Report("The county's hotline", made_at)
    actor, person = world.one_of(world.county.caring), world.pick(world.county.people)
    safety.record_report(actor=actor, person_id=person.pk, report=report, at=world.clock)


def opens_in_an_emergency(world: World) -> None:
    actor, person = world.one_of(world.county.caring), world.pick(world.county.people)
    why = world.pick(["", "They cannot wait until tomorrow."])
    glass.break_glass(
        actor=actor, person_id=person.pk, reason=world.pick(list(Emergency)), words=why, at=world.clock
    )  # fmt: skip


def judges_an_emergency(world: World) -> None:
    one = world.any_of(BrokenGlass.objects.filter(network=world.county.network))
    actor, review = world.one_of(world.county.guarding), world.pick(list(GlassReview))
    glass.review_glass(
        actor=actor, glass_id=one.pk, review=review, words=world.pick(["", "Ask first."]), at=world.clock
    )  # fmt: skip


DANGER: tuple[Deed, ...] = (
    is_afraid_for_them, answers_an_alert, answers_an_alert, reports_as_the_law_asks, opens_in_an_emergency,
    judges_an_emergency,
)  # fmt: skip
