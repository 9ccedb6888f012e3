"""A partner names the day on which it leaves; on that day it does, and later nobody comes in through it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.access import can, require
from core.actor import Actor
from core.errors import BadInput, DomainError
from core.history import Fact, record_all
from core.tenancy import action
from governance.actions.partnerships import locked, of, owe
from governance.actions.suspending import is_held_back, was_named_by_another
from governance.models.partnerships import Partnership
from governance.path import Held
from organizations.actions import members, standing
from organizations.lifecycle import PathStep
from organizations.models.network import Organization

log = logging.getLogger(__name__)
LATEST = timedelta(days=366)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leaving:
    """On which day, who follows its own families then (nobody: the desk), and whether its listing stays."""

    on: date
    successor_id: UUID | None = None
    keeps_listing: bool = False


@action
def plan_leaving(
    *, actor: Actor, organization_id: UUID, leaving: Leaving, at: datetime
) -> Organization:
    """From that day's midnight on. Named for today it leaves at once: what is open gets new owners now."""
    organization = standing.locked(actor, organization_id, PathStep.LEAVE, at)
    days = organization.network.open_days
    today = days.local_date(at)
    if not today <= leaving.on <= today + LATEST:
        raise BadInput(_("Choose a day from today on, within a year."))
    if leaving.on == today:
        return standing.leave(
            actor=actor, organization_id=organization_id, at=at, successor_id=leaving.successor_id,
            keeps_listing=leaving.keeps_listing,
        )  # fmt: skip
    partnership = of(organization, at)
    partnership.leaves_at = datetime.combine(leaving.on, time(0), ZoneInfo(days.zone))
    partnership.successor_id = leaving.successor_id
    partnership.keeps_listing = leaving.keeps_listing
    _let_go(partnership, organization, at)
    partnership.save()
    _note("partnership.leaving_planned", organization, actor, at, day=leaving.on.isoformat())
    return organization


@action
def stay(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    """It stays after all: nothing has changed yet. Who wrote the day down for it takes it back, too."""
    organization = locked(actor, organization_id)
    if not (
        was_named_by_another(organization) and can(actor, "partnerships.convene", organization)
    ):
        standing.locked(actor, organization_id, PathStep.LEAVE, at)
    partnership = of(organization, at)
    partnership.leaves_at = partnership.successor_id = None
    _let_go(partnership, organization, at)
    partnership.save()
    _note("partnership.stays", organization, actor, at)
    return organization


@action
def say_back(*, actor: Actor, organization_id: UUID, on: date, at: datetime) -> Partnership:
    """On which day its break is to be over: until then nobody asks."""
    organization = locked(actor, organization_id)
    require(actor, "organizations.stand", organization)
    if not organization.is_paused or on <= organization.network.open_days.local_date(at):
        raise BadInput(_("Choose a day to come, on which the break is over."))
    partnership = of(organization, at)
    partnership.back_on = on
    owe(partnership, organization, at)
    partnership.save()
    _note("partnership.back_on_said", organization, actor, at)
    return partnership


def leave_on_the_day(*, network_id: UUID, at: datetime) -> int:
    """Those whose day has come leave, each in a transaction of its own; how many. The others are a step to take."""
    rows = Partnership.objects.filter(network_id=network_id, leaves_at__lte=at)
    due = rows.select_related("organization__network").order_by("leaves_at", "id")
    return sum(_leaves(one, at) for one in due)


def end_access(*, network_id: UUID, at: datetime) -> int:
    """On the day that was set nobody comes in any more; whoever still follows a family keeps the door open a day."""
    rows = Partnership.objects.filter(
        network_id=network_id, access_ends_at__lte=at, access_ended_at=None
    )
    return sum(_end_access(one, at) for one in rows.select_related("organization__network"))


# --- how ------------------------------------------------------------------------------------------


def _leaves(one: Partnership, at: datetime) -> bool:
    """Where whoever was named does not work there any more, it is asked once more without: the desk's."""
    against: str = Held.DISPUTE if is_held_back(one, at) else _refused(one, one.successor_id, at)
    if against and against != Held.DISPUTE:
        against = _refused(one, None, at)
    if against:
        _hold(one, Held(against) if against in set(Held) else Held.RULE, at)
    return not against


@transaction.atomic
def _hold(one: Partnership, against: Held, at: datetime) -> None:
    """Somebody who convenes sees to it, by a day. The clock tries it again each time, and ends the step by itself."""
    rows = Organization.objects.select_related("network").filter(network_id=one.network_id)
    organization = rows.select_for_update(of=("self",), no_key=True).get(pk=one.organization_id)
    partnership = of(organization, at)
    is_new = not partnership.held_by
    if (
        partnership.leaves_at is None
        or partnership.leaves_at > at
        or partnership.held_by == against
    ):
        return
    partnership.held_by = against
    owe(partnership, organization, at)
    partnership.save()
    if is_new:
        clock = Actor.system(one.network_id)
        _note("partnership.leaving_held", organization, clock, at, why=against.value)


def _let_go(partnership: Partnership, organization: Organization, at: datetime) -> None:
    """Another day, or none: what was held back is so no more (unsaved)."""
    if partnership.held_by:
        partnership.held_by = ""
        owe(partnership, organization, at)


def _refused(one: Partnership, successor_id: UUID | None, at: datetime) -> str:
    """The code of the rule that said no."""
    return _tried(
        lambda: standing.leave(
            actor=Actor.system(one.network_id), organization_id=one.organization_id, at=at,
            successor_id=successor_id, keeps_listing=one.keeps_listing,
        )
    )  # fmt: skip


@transaction.atomic
def _end_access(one: Partnership, at: datetime) -> bool:
    clock, organization = Actor.system(one.network_id), one.organization
    ended = not _tried(lambda: members.end_all(actor=clock, organization_id=organization.pk, at=at))
    if ended:
        one.access_ended_at = at
    else:
        one.access_ends_at = organization.network.open_days.calendar_after(at, 1)
    one.save(update_fields=["access_ended_at", "access_ends_at"])
    kind = "partnership.access_ended" if ended else "partnership.access_put_off"
    _note(kind, organization, clock, at)
    return ended


def _tried(act: Callable[[], object]) -> str:
    """Empty: it went through. Else the code of the rule that said no, or the database: all of it is undone."""
    try:
        with transaction.atomic():
            act()
    except DomainError as refused:
        log.warning("A partner's day could not be kept: %s", refused.code)
        return refused.code
    except IntegrityError as refused:
        # A fault of ours, and no reason to keep other partners. What the database says holds values.
        name = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "")
        log.error("A partner's day could not be kept: %s", name)  # noqa: TRY400 as said above
        return Held.RULE
    return ""


def _note(
    kind: str, organization: Organization, actor: Actor, at: datetime, **details: object
) -> None:
    record_all([Fact(kind, organization, details=details)], actor=actor, at=at)
