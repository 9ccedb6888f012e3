"""What is owed under an agreement: written beside a draft, owed from the last signature on, done or missed."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core import ladders
from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.steps import Step
from core.tenancy import action
from governance.actions.parties import draft_of, party_of
from governance.in_force import in_force
from governance.kinds import EVERY, Kept, Side, next_day
from governance.models.agreements import Agreement
from governance.models.obligations import Fulfilment, Obligation
from governance.path import OBLIGATION_LADDER, PathPatience

BATCH = 200
_MAY_SAY = {
    (Side.PARTNER, Kept.DONE): "partnerships.read",
    (Side.PARTNER, Kept.MISSED): "partnerships.convene",
    (Side.NETWORK, Kept.DONE): "partnerships.convene",
    (Side.NETWORK, Kept.MISSED): "agreements.sign_for_partner",
}
BY = time(17)  # of the network's day


@dataclass(frozen=True, slots=True)
class Line:
    """What one side owes: by which day, and after how many months again (0: once).

    `organization_id`: which partner owes it or waits for it; none: the one with whom it was written.
    """

    side: Side
    words: str
    first_on: date
    every_months: int = 0
    organization_id: UUID | None = None
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of it. `done_on` none: it did not come, and is not waited for any more.

    `due_on`: the day of which it is said. A second click says nothing of the day after it.
    """

    kept: Kept
    words: str = ""
    done_on: date | None = None
    due_on: date | None = None


@action
def oblige(*, actor: Actor, agreement_id: UUID, line: Line, at: datetime) -> Obligation:
    """One more line of a draft."""
    agreement = draft_of(actor, agreement_id, at)
    if made := Obligation.asked_before(agreement.network_id, line.request_key):
        return made
    words = line.words.strip()
    if not words:
        raise BadInput(_("Write down what is owed."))
    if line.every_months not in EVERY:
        raise BadInput(_("Choose how often from the list."))
    last = agreement.ends_on
    if line.first_on < agreement.begins_on or (last and line.first_on > last):
        raise BadInput(_("Choose a day on which the agreement is in force."))
    party = party_of(agreement, line.organization_id)
    made = written(agreement, replace(line, words=words, organization_id=party.pk))
    _note("obligation.written", made, actor, at, tell=False)
    return made


@action
def strike(*, actor: Actor, obligation_id: UUID, at: datetime) -> Agreement:
    """A line of a draft that is not wanted after all."""
    found = Obligation.objects.visible_to(actor, at=at).get(pk=obligation_id)
    agreement = draft_of(actor, found.agreement_id, at)
    _note("obligation.struck", found, actor, at, tell=False)
    found.delete()
    return agreement


@action
def say_kept(*, actor: Actor, obligation_id: UUID, told: Told, at: datetime) -> Obligation:
    """Done: whoever owes it says so. Not coming: only who waits for it, so that nobody lets themselves off."""
    one = _locked(actor, obligation_id, at)
    require(actor, may_say(Side(one.side), told.kept), one.organization)
    if not one.runs or told.due_on not in {None, one.due_on}:
        raise StepNotPossible(_("This is not owed now. Nothing was changed."))
    today = one.organization.network.open_days.local_date(at)
    if told.kept is Kept.DONE and (told.done_on is None or told.done_on > today):
        raise BadInput(_("Choose the day on which it was done: today or earlier."))
    if told.kept is Kept.MISSED and one.due_on >= today:
        raise BadInput(_("Its day is still to come."))
    if told.kept is Kept.MISSED and not told.words.strip():
        raise BadInput(_("Say in a few words why it did not come."))
    Fulfilment.objects.create(
        network_id=one.network_id, obligation=one, due_on=one.due_on, kept=told.kept, at=at,
        done_on=told.done_on if told.kept is Kept.DONE else None, words=told.words.strip(),
        by_id=actor.user_id,
    )  # fmt: skip
    _go_on(one, at)
    _note(f"obligation.{told.kept}", one, actor, at, tell=told.kept is Kept.MISSED)
    return one


@action
def chase_obligations(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """A while before its day whoever owes it is reminded; after it the other side and the chair hear of it."""
    rows = Obligation.objects.filter(network_id=network_id, wake_at__lte=at)
    held = rows.select_related("organization__network").order_by("wake_at", "id")
    due = list(held.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
    if not due:
        return 0
    waits, clock = PathPatience.of(in_force(network_id, "path.", at)), Actor.system(network_id)
    for one in due:
        _climb(one, waits, clock, at)
    return len(due)


def may_say(side: Side, kept: Kept) -> str:
    """The rule that is asked. What a partner has done the convener may write down on its word."""
    return _MAY_SAY[side, kept]


def written(agreement: Agreement, line: Line) -> Obligation:
    return Obligation.objects.create(
        network_id=agreement.network_id, agreement=agreement, side=line.side, words=line.words,
        organization_id=line.organization_id or agreement.organization_id, first_on=line.first_on, due_on=line.first_on,
        digest=hashlib.sha256(line.words.encode()).hexdigest(), every_months=line.every_months,
        request_key=line.request_key,
    )  # fmt: skip


def copy_to(later: Agreement, before: Agreement) -> None:
    """The next version begins with what still runs, each from its next day on."""
    for one in before.obligations.filter(closed_at=None).order_by("due_on", "id"):
        if one.due_on >= later.begins_on and not (later.ends_on and one.due_on > later.ends_on):
            side, whose = Side(one.side), one.organization_id
            written(later, Line(side, one.words, one.due_on, one.every_months, whose))


def begin(agreement: Agreement, at: datetime) -> None:
    """All have signed: from now on its lines are owed."""
    for one in agreement.obligations.filter(begun_at=None).select_related("organization__network"):
        one.begun_at = at
        _owe(one, at)
        one.save()


def lapse(agreement: Agreement, at: datetime, organization_id: UUID | None = None) -> None:
    """What it said, or said of this party, is not owed any more, or never will be."""
    rows = agreement.obligations.filter(closed_at=None)
    if organization_id is not None:
        rows = rows.filter(organization_id=organization_id)
    for one in rows:
        one.owe_nothing()
        one.closed_at = at
        one.save()


# --- how ------------------------------------------------------------------------------------------


def _locked(actor: Actor, obligation_id: UUID, at: datetime) -> Obligation:
    rows = Obligation.objects.visible_to(actor, at=at).select_related(
        "agreement", "organization__network"
    )
    return rows.select_for_update(of=("self",), no_key=True).get(pk=obligation_id)


def _go_on(one: Obligation, at: datetime) -> None:
    """To its next day, if it has one."""
    following = next_day(one.first_on, one.every_months, one.due_on, one.agreement.ends_on)
    if following is None:
        one.owe_nothing()
        one.closed_at = at
    else:
        one.due_on = following
        _owe(one, at)
    one.save()


def _owe(one: Obligation, at: datetime) -> None:
    """By the end of its day. The reminder stands half way, so the waiting begins twice as long before."""
    days = one.organization.network.open_days
    waits = PathPatience.of(in_force(one.network_id, "path.", at))
    by = datetime.combine(one.due_on, BY, ZoneInfo(days.zone))
    since = by - timedelta(days=2 * waits.remind_ahead_calendar)
    due = ladders.due(OBLIGATION_LADDER, waits, days, since=since, on=by)
    one.owe(Step(OBLIGATION_LADDER.next_step, one.side, due.due, max(at, due.wake_at)))


def _climb(one: Obligation, waits: PathPatience, clock: Actor, at: datetime) -> None:
    days, due = one.organization.network.open_days, one.next_step_due or at
    step = ladders.climb(OBLIGATION_LADDER, one.rung, waits, days, due_at=due, at=at)
    one.rung, one.wake_at = step.rung, step.wake_at
    one.save(update_fields=["rung", "wake_at"])
    _note(step.taken.kind, one, clock, at)


def _note(kind: str, one: Obligation, actor: Actor, at: datetime, *, tell: bool = True) -> None:
    said = {"agreement": str(one.agreement_id), "obligation": str(one.pk), "side": one.side}
    record_all([Fact(kind, one.organization, tell=tell, details=said)], actor=actor, at=at)
