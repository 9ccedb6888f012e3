"""An organization takes a break, comes back, or leaves the network. What it owes never stays with nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import StepNotPossible
from core.tenancy import action
from organizations.actions.door import shut
from organizations.models.network import Organization

ACTIVE, PAUSED, LEFT = (
    Organization.Status.ACTIVE,
    Organization.Status.PAUSED,
    Organization.Status.LEFT,
)


class Standing(Protocol):
    def __call__(
        self, *, actor: Actor, organization: Organization, successor_id: UUID | None, at: datetime
    ) -> None:
        """Called inside the transaction in which the organization paused, left or came back (its new status)."""


_listeners: list[Standing] = []


def on_standing(listener: Standing) -> Standing:
    """Called at start-up by the apps in which an organization may owe a step."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


@action
def pause(
    *, actor: Actor, organization_id: UUID, at: datetime, successor_id: UUID | None = None
) -> Organization:
    """Nothing new is sent there; what is under way stays. Somebody there, or the desk, stands in."""
    organization = _locked(actor, organization_id, {ACTIVE})
    shut(organization)
    return _stands(organization, PAUSED, "organization.paused", actor, successor_id, at)


@action
def come_back(*, actor: Actor, organization_id: UUID, at: datetime) -> Organization:
    """As before the break: its families and its requests are its own again."""
    organization = _locked(actor, organization_id, {PAUSED})
    return _stands(organization, ACTIVE, "organization.came_back", actor, None, at)


@action
def leave(
    *, actor: Actor, organization_id: UUID, at: datetime, successor_id: UUID | None = None
) -> Organization:
    """It ends its part in the network: requests to it end, and its own families are looked after."""
    organization = _locked(actor, organization_id, {ACTIVE, PAUSED})
    shut(organization)
    return _stands(organization, LEFT, "organization.left", actor, successor_id, at)


def _locked(actor: Actor, organization_id: UUID, sources: Iterable[str]) -> Organization:
    rows = Organization.objects.select_related("network")
    organization = rows.select_for_update(of=("self",), no_key=True).get(
        network_id=actor.network_id, pk=organization_id
    )
    require(actor, "organizations.stand", organization)
    if organization.status not in sources:
        raise StepNotPossible(_("This organization stands otherwise now. Nothing was changed."))
    return organization


def _stands(
    organization: Organization,
    status: Organization.Status,
    kind: str,
    actor: Actor,
    successor_id: UUID | None,
    at: datetime,
) -> Organization:
    organization.status = status
    organization.save(update_fields=["status"])
    history.record(kind, organization, actor=actor, at=at, tell=False)
    for listener in _listeners:
        listener(actor=actor, organization=organization, successor_id=successor_id, at=at)
    return organization
