"""An organization takes the next step of its way with the network. What it owes never stays with nobody."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import NotAllowed, StepNotPossible
from core.tenancy import action
from organizations.actions.door import shut
from organizations.lifecycle import ENDS_A_BREAK, PATH, PathStep, Stage, is_open
from organizations.models.network import Organization

KINDS: dict[PathStep, str] = {
    PathStep.TALK: "organization.talks_began",
    PathStep.ONBOARD: "organization.gets_ready",
    PathStep.BEGIN_PILOT: "organization.pilot_began",
    PathStep.JOIN: "organization.joined",
    PathStep.PAUSE: "organization.paused",
    PathStep.COME_BACK: "organization.came_back",
    PathStep.RESUME_PILOT: "organization.pilot_goes_on",
    PathStep.LEAVE: "organization.left",
    PathStep.DECLINE: "organization.declined",
}


class Standing(Protocol):
    def __call__(
        self, *, actor: Actor, organization: Organization, successor_id: UUID | None, at: datetime
    ) -> None:
        """Called inside the transaction in which the organization paused, left or came back (its new status)."""


class OnItsWay(Protocol):
    def __call__(
        self, *, actor: Actor, organization: Organization, step: PathStep, at: datetime
    ) -> None:
        """Called inside the transaction of every step, after it (its new status)."""


class Gate(Protocol):
    def __call__(
        self, *, actor: Actor, organization: Organization, step: PathStep, at: datetime
    ) -> str | Promise:
        """Why somebody else must say so, in one sentence; empty: this actor may."""


_listeners: list[Standing] = []
_followers: list[OnItsWay] = []
_gates: list[Gate] = []


def on_standing(listener: Standing) -> Standing:
    """Called at start-up by the apps in which an organization may owe a step."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def on_its_way(follower: OnItsWay) -> OnItsWay:
    """Called at start-up by the app that says what is owed at each stage of the way."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def before_a_step(gate: Gate) -> Gate:
    """Called at start-up by the app in which partners decide who takes part."""
    if gate not in _gates:
        _gates.append(gate)
    return gate


def why_not(
    *, actor: Actor, organization: Organization, step: PathStep, at: datetime
) -> str | Promise:
    """The first sentence that speaks against this actor's taking that step; empty: none."""
    said = (gate(actor=actor, organization=organization, step=step, at=at) for gate in _gates)
    return next((words for words in said if words), "")


@action
def advance(*, actor: Actor, organization_id: UUID, step: PathStep, at: datetime) -> Organization:
    """Talks begin, they get ready, start small, take part for good; or one side says no."""
    organization = locked(actor, organization_id, step, at)
    take(organization, step, actor=actor, at=at)
    return organization


@action
def pause(
    *, actor: Actor, organization_id: UUID, at: datetime, successor_id: UUID | None = None
) -> Organization:
    """Nothing new is sent there; what is under way stays. Somebody there, or the desk, stands in."""
    return _stands(actor, organization_id, PathStep.PAUSE, successor_id, at, before=shut)


@action
def come_back(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    """As before the break: its families and its requests are its own again, and a pilot goes on."""
    rests = Organization.objects.filter(network_id=actor.network_id, pk=organization_id)
    step = ENDS_A_BREAK[rests.filter(pilot_rests=True).exists()]
    return _stands(actor, organization_id, step, None, at)


@action
def leave(
    *,
    actor: Actor,
    organization_id: UUID,
    at: datetime,
    successor_id: UUID | None = None,
    keeps_listing: bool = False,
) -> Organization:
    """It ends its part in the network: requests to it end, and its own families are looked after."""

    def close(organization: Organization) -> None:
        shut(organization)
        organization.keeps_listing = keeps_listing
        organization.save(update_fields=["keeps_listing"])

    return _stands(actor, organization_id, PathStep.LEAVE, successor_id, at, before=close)


def locked(actor: Actor, organization_id: UUID, step: PathStep, at: datetime) -> Organization:
    """StepNotPossible: it stands otherwise by now. NotAllowed: somebody else must say so."""
    rows = Organization.objects.select_related("network")
    organization = rows.select_for_update(of=("self",), no_key=True).get(
        network_id=actor.network_id, pk=organization_id
    )
    may = "organizations.stand" if PATH[step].by_partner else "organizations.bring_in"
    require(actor, may, organization)
    if not is_open(step, organization.status, pilot_rests=organization.pilot_rests):
        raise StepNotPossible(_("This organization stands otherwise now. Nothing was changed."))
    if against := why_not(actor=actor, organization=organization, step=step, at=at):
        raise NotAllowed(against)
    return organization


def take(organization: Organization, step: PathStep, *, actor: Actor, at: datetime) -> None:
    """The step of an organization that is locked, whoever may take it and whatever follows elsewhere."""
    organization.pilot_rests = step is PathStep.PAUSE and organization.is_pilot
    organization.status = Stage(PATH[step].target)
    organization.save(update_fields=["status", "pilot_rests"])
    history.record(KINDS[step], organization, actor=actor, at=at, tell=False)
    for follower in _followers:
        follower(actor=actor, organization=organization, step=step, at=at)


def _stands(
    actor: Actor,
    organization_id: UUID,
    step: PathStep,
    successor_id: UUID | None,
    at: datetime,
    before: Callable[[Organization], None] = lambda _: None,
) -> Organization:
    organization = locked(actor, organization_id, step, at)
    before(organization)
    take(organization, step, actor=actor, at=at)
    for listener in _listeners:
        listener(actor=actor, organization=organization, successor_id=successor_id, at=at)
    return organization
