"""What does the receiver's side do, by account, by link, on its list, or told to the sender by telephone?"""

from datetime import timedelta
from typing import Any

from core.actor import Actor
from people.lifecycle import TryOutcome, Way
from referrals.actions import answer, application, mending, progress, reaching
from referrals.actions.contests import answer_contest
from referrals.actions.reaching import Tried
from referrals.actions.refer_on import refer_on
from referrals.actions.week import ANSWERS, STILL_GOING, Said, offered, tell_week
from referrals.lifecycle import LIVE, ContestAnswer, ContestEnd, MilestoneKind, Status
from referrals.models.contest import Contest
from referrals.models.referral import Referral
from referrals.reasons import OUTCOMES, REASONS
from screening.lifecycle import Via
from tests.proof.deeds.world import Deed, World

WORKS = (Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD)


def _own(world: World, receiver_id: object) -> list[Actor]:
    """Who works there, and who holds the link to its mailbox."""
    here = [actor for actor in world.county.helping if actor.organization_id == receiver_id]
    return [*here, *(world.by_link(actor.as_organization) for actor in here[:1])]


def _speaks(world: World, *standing: Status) -> dict[str, Any]:
    """The receiver for itself; or its word, heard by the sender or the desk."""
    said: dict[str, Any] = {"referral_id": world.a_try(standing or LIVE), "at": world.clock}
    if world.pick([True, True, True, False]):
        receivers = Referral.objects.values_list("receiver_id", flat=True)
        own = _own(world, receivers.get(pk=said["referral_id"]))
        return said | {"actor": world.one_of(own or world.county.helping)}
    heard = (*world.county.caring, *world.county.watching)
    return said | {"actor": world.one_of(heard), "via": world.pick(list(Via))}


def _asked(world: World, *standing: Status) -> dict[str, Any]:
    """As above, where nobody else may speak."""
    said = _speaks(world, *standing)
    said.pop("via", None)
    return said


def opens(world: World) -> None:
    answer.see(**_asked(world))


def says_yes(world: World) -> None:
    answer.accept(**_speaks(world, Status.REQUESTED))


def says_no(world: World) -> None:
    suggests = world.pick([None, world.pick(world.county.services).pk])
    answer.decline(
        reason=world.pick(list(REASONS[Status.REJECTED])),
        suggests=suggests,
        **_speaks(world, Status.REQUESTED),
    )


def refers_on(world: World) -> None:
    said = _asked(world)
    receiver = Referral.objects.values_list("receiver_id", flat=True).get(pk=said["referral_id"])
    others = [one for one in world.county.services if one.organization_id != receiver]
    refer_on(service_id=world.pick(others).pk, **said)
    world.remember(*Referral.objects.filter(need__in=world.needs).order_by("id"))


def puts_on_the_list(world: World) -> None:
    place = world.pick([None, 3])
    answer.wait_list(place=place, expected_on=world.clock.date(), **_speaks(world))


def asks(world: World) -> None:
    answer.ask(question="How many?", **_asked(world))


def starts(world: World) -> None:
    progress.start(**_speaks(world, Status.ACCEPTED, Status.ON_HOLD))


def rests(world: World) -> None:
    reason = world.pick(list(REASONS[Status.ON_HOLD]))
    day = world.clock.date() + timedelta(days=world.pick([1, 9, 40]))
    progress.hold(reason=reason, expected_on=day, **_speaks(world, *WORKS))


def still_going(world: World) -> None:
    progress.still_going(**_speaks(world, *WORKS))


def says_helped(world: World) -> None:
    progress.complete(outcome=world.pick(list(OUTCOMES)), **_speaks(world, *WORKS))


def says_failed(world: World) -> None:
    progress.fail(reason=world.pick(list(REASONS[Status.FAILED])), **_speaks(world, *WORKS))


def mends(world: World) -> None:
    """A slip goes on where it stood; or "that is not so" to what was written down for the receiver."""
    world.remember(world.pick([mending.not_so, mending.undo_own_end])(**_asked(world, *Status)))


def answers_the_no(world: World) -> None:
    """The family said no to what this partner reported: its word, or what the sender heard on the telephone."""
    asked = Contest.objects.filter(referral__in=world.tries).exclude(ended_how=ContestEnd.SETTLED)
    one = world.any_of(asked)
    said: dict[str, Any] = {"actor": world.one_of(_own(world, one.referral.receiver_id))}
    if world.pick([True, False]):
        heard = (*world.county.caring, *world.county.watching)
        said = {"actor": world.one_of(heard), "via": world.pick(list(Via))}
    answer = world.pick(list(ContestAnswer))
    answer_contest(referral_id=one.referral_id, answer=answer, at=world.clock, **said)


def says_a_date(world: World) -> None:
    """Of an application: planned, moved, or reached, by either side."""
    asked, kind = _asked(world, *WORKS), world.pick(list(MilestoneKind))
    days = world.pick([0, 0, 3, 40])
    if world.pick([True, False]):
        application.plan(kind=kind, on=world.clock.date() + timedelta(days=days), **asked)
    else:
        application.reach(kind=kind, on=world.clock.date() - timedelta(days=days), **asked)


def tries_to_reach_the_family(world: World) -> None:
    tried = Tried(world.pick(list(Way)), world.pick(list(TryOutcome)))
    reaching.tried_by_partner(tried=tried, **_asked(world))


# --- the week's list ---------------------------------------------------------------------------------


def _list_of(world: World) -> tuple[Actor, list[Referral]]:
    partner = world.pick(world.county.partners)
    actor = world.one_of(_own(world, partner.pk))
    mine = Referral.objects.received_by(actor, at=world.clock).open()
    return actor, list(mine.filter(network=world.county.network).order_by("id"))


def says_still_going_for_all(world: World) -> None:
    actor, mine = _list_of(world)
    said = [Said(line, one.pk, STILL_GOING, world.clock) for line, one in enumerate(mine)]
    tell_week(actor=actor, said=said, at=world.clock)


def hands_the_week_in(world: World) -> None:
    """Each line something that fits, or does not; on a sheet of today or of three days ago."""
    actor, mine = _list_of(world)
    as_of = world.clock - timedelta(days=world.pick([0, 0, 3]))
    said = [
        Said(line, one.pk, world.pick([*offered(Status(one.status)), *ANSWERS][:8]), as_of)
        for line, one in enumerate(mine[:3])
    ]
    tell_week(actor=actor, said=said, at=world.clock, via=world.pick([Via.SYSTEM, Via.FILE]))


HELPING: tuple[Deed, ...] = (
    opens, says_yes, says_yes, says_yes, says_no, refers_on, puts_on_the_list, asks, starts, starts, rests,
    still_going, says_helped, says_helped, says_helped, says_failed, answers_the_no, mends, says_a_date,
    tries_to_reach_the_family, says_still_going_for_all, hands_the_week_in,
)  # fmt: skip
