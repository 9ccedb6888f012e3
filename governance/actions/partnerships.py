"""The way of an organization with the network: what was said, the next step, and who owes it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core import ladders
from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, record_all
from core.steps import Step
from core.tenancy import action
from governance.in_force import in_force
from governance.joining import COMES_BACK
from governance.models.partnerships import Partnership, Said
from governance.path import (
    FOUND,
    HELD_LADDER,
    LADDERS,
    SILENCE_COUNTS,
    Item,
    PathPatience,
    Side,
    asked,
    missing,
    side_of,
)
from governance.search.partnerships import answered_of, conveners
from governance.words.path import ITEM_WORDS
from organizations.actions import standing
from organizations.lifecycle import PathStep, Stage
from organizations.models.network import Organization

BATCH = 200
MOST = 1000  # requests of a pilot
OPENS = time(9)


class StillToAnswer(BadInput):
    """A step is asked for before its checklist is answered."""

    code = "still_to_answer"


@action
def begin_talks(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    return standing.advance(actor=actor, organization_id=organization_id, step=PathStep.TALK, at=at)


@action
def get_ready(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    """Both sides want it: people, training, listing and agreement come next."""
    return _answered_step(actor, organization_id, PathStep.ONBOARD, at)


@action
def begin_pilot(
    *, actor: Actor, organization_id: UUID, size: int, ends_on: date, at: datetime
) -> Organization:
    """Start small: at most `size` requests open there at once, looked at together on `ends_on`."""
    organization = _answered_step(actor, organization_id, PathStep.BEGIN_PILOT, at)
    if not 1 <= size <= MOST:
        raise BadInput(_("Say how many requests may be open there at once, from 1 to 1000."))
    if ends_on <= organization.network.open_days.local_date(at):
        raise BadInput(_("Choose a day to come, on which you look at the pilot together."))
    partnership = of(organization, at)
    partnership.pilot_size, partnership.pilot_ends_on = size, ends_on
    owe(partnership, organization, at)
    partnership.save()
    return organization


@action
def join(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    """The pilot has shown that it works: from now on without its limits."""
    return _answered_step(actor, organization_id, PathStep.JOIN, at)


@action
def decline(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    """One side says no, before any family was sent there. The listing stays, and so does the door."""
    return standing.advance(
        actor=actor, organization_id=organization_id, step=PathStep.DECLINE, at=at
    )


@action
def write_down(
    *, actor: Actor, organization_id: UUID, answers: Mapping[Item, str], at: datetime
) -> list[Said]:
    """Lines of the checklists, in the words of whoever says them. What stood there before stays on record."""
    organization = locked(actor, organization_id)
    partnership = of(organization, at)
    stands = answered_of(partnership)
    told = {item: words.strip() for item, words in answers.items()}
    new = {item: words for item, words in told.items() if words and words != stands.get(item)}
    for item in new:
        _may_say(actor, organization, item)
    rows = [_said(partnership, item, words, actor, at) for item, words in new.items()]
    if rows:
        _owe_after(partnership, organization, new, at)
        items = sorted(item.value for item in new)
        fact = Fact("partnership.said", organization, tell=False, details={"items": items})
        record_all([fact], actor=actor, at=at)
    return rows


@action
def give_owner(
    *, actor: Actor, organization_id: UUID, user_id: UUID | None, at: datetime
) -> Partnership:
    """Whoever follows this partner for the network: somebody who convenes, or all of them."""
    organization = locked(actor, organization_id)
    require(actor, "partnerships.convene", organization)
    if user_id is not None and not conveners(organization.network_id).filter(pk=user_id).exists():
        raise BadInput(_("Choose somebody who convenes this network."))
    partnership = of(organization, at)
    partnership.owner_id = user_id
    partnership.save()
    fact = Fact("partnership.owner_named", organization, tell=False, details={"user": user_id})
    record_all([fact], actor=actor, at=at)
    return partnership


@action
def chase_partnerships(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Each that is silent or stuck climbs one rung; those held elsewhere later."""
    rows = Partnership.objects.filter(network_id=network_id, wake_at__lte=at)
    held = rows.select_related("organization__network").order_by("wake_at", "id")
    due = list(held.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
    if not due:
        return 0
    waits = PathPatience.of(in_force(network_id, "path.", at))
    facts = [_climbed(one, waits, at) for one in due]
    record_all(facts, actor=Actor.system(network_id), at=at)
    return len(due)


def follow_path(*, actor: Actor, organization: Organization, step: PathStep, at: datetime) -> None:
    """Called by `organizations` in the transaction of every step: what is owed there from now on."""
    partnership = of(organization, at)
    partnership.stage_since = at
    if step in {PathStep.TALK, PathStep.JOIN, PathStep.LEAVE}:
        partnership.pilot_size = partnership.pilot_ends_on = None
    if step in {*COMES_BACK, PathStep.LEAVE}:
        partnership.back_on = None
    if step in {PathStep.TALK, PathStep.LEAVE}:
        partnership.leaves_at = partnership.access_ended_at = None
        partnership.held_by = ""
        partnership.access_ends_at = _last_day(organization, at) if step is PathStep.LEAVE else None
    owe(partnership, organization, at)
    partnership.save()


# --- how ------------------------------------------------------------------------------------------


def locked(actor: Actor, organization_id: UUID) -> Organization:
    """DoesNotExist (404) where the actor neither convenes nor speaks for it."""
    rows = Organization.objects.select_related("network")
    organization = rows.select_for_update(of=("self",), no_key=True).get(
        network_id=actor.network_id, pk=organization_id
    )
    require(actor, "partnerships.read", organization)
    return organization


def of(organization: Organization, at: datetime) -> Partnership:
    """Its row, locked; the organization's own row is locked before."""
    rows = Partnership.objects.filter(
        network_id=organization.network_id, organization_id=organization.pk
    )
    found = rows.select_for_update(of=("self",), no_key=True).first()
    return found or Partnership.objects.create(
        network_id=organization.network_id, organization=organization, stage_since=at
    )


def _answered_step(
    actor: Actor, organization_id: UUID, step: PathStep, at: datetime
) -> Organization:
    organization = standing.locked(actor, organization_id, step, at)
    answered = answered_of(of(organization, at))
    if still := missing(step, organization.kind, answered):
        lines = get_text_list([str(ITEM_WORDS[item].name) for item in still], _("and"))
        raise StillToAnswer(_("Still to be answered: %(lines)s.") % {"lines": lines})
    standing.take(organization, step, actor=actor, at=at)
    return organization


def _may_say(actor: Actor, organization: Organization, item: Item) -> None:
    if item in FOUND:
        raise BadInput(_("This line is looked up as it stands. Nobody writes it down."))
    ours = side_of(item) is Side.NETWORK
    require(actor, "partnerships.convene" if ours else "partnerships.read", organization)


def _said(partnership: Partnership, item: Item, words: str, actor: Actor, at: datetime) -> Said:
    return Said.objects.create(
        network_id=partnership.network_id, partnership=partnership, item=item, words=words,
        at=at, by_id=actor.user_id,
    )  # fmt: skip


def _owe_after(
    partnership: Partnership, organization: Organization, new: Mapping[Item, str], at: datetime
) -> None:
    """Where silence counts, a word begins the waiting anew; after a good-bye the last word ends it."""
    stage = Stage(organization.status)
    lines = {one.item for one in asked(stage, organization.kind)}
    if stage is Stage.LEFT and lines <= answered_of(partnership).keys():
        partnership.owe_nothing()
    elif stage in SILENCE_COUNTS and lines & new.keys():
        owe(partnership, organization, at)
    partnership.save()


def owe(partnership: Partnership, organization: Organization, at: datetime) -> None:
    """What is owed at the stage where it stands; a day to leave that cannot be kept goes before (unsaved)."""
    stage, held = Stage(organization.status), bool(partnership.held_by)
    if held and partnership.next_step == HELD_LADDER.next_step:
        return
    ladder = HELD_LADDER if held else LADDERS.get(stage)
    if ladder is None:
        partnership.owe_nothing()
        return
    days = organization.network.open_days
    waits = PathPatience.of(in_force(organization.network_id, "path.", at))
    on = {Stage.PILOT: partnership.pilot_ends_on, Stage.PAUSED: partnership.back_on}.get(stage)
    moment = datetime.combine(on, OPENS, ZoneInfo(days.zone)) if on and not held else None
    due = ladders.due(ladder, waits, days, since=at, on=moment)
    partnership.owe(Step(ladder.next_step, ladder.owed_by, due.due, due.wake_at))


def _last_day(organization: Organization, at: datetime) -> datetime:
    """Until then people there sign in to finish what only they may see."""
    waits = PathPatience.of(in_force(organization.network_id, "path.", at))
    return ladders.wait("access_calendar", waits, organization.network.open_days, at)


def _climbed(partnership: Partnership, waits: PathPatience, at: datetime) -> Fact:
    organization = partnership.organization
    ladder = HELD_LADDER if partnership.held_by else LADDERS[Stage(organization.status)]
    days = organization.network.open_days
    due = partnership.next_step_due or at
    step = ladders.climb(ladder, partnership.rung, waits, days, due_at=due, at=at)
    partnership.rung, partnership.wake_at = step.rung, step.wake_at
    partnership.save(update_fields=["rung", "wake_at"])
    return Fact(step.taken.kind, organization, details={"rung": step.rung})
