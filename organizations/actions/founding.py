"""How does a community's network begin, with the body that convenes it and the first person there?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from core import access, history
from core.actor import Actor
from core.errors import BadInput
from core.keys import make_key
from core.tenancy import action
from organizations.actions.members import Invitee, account_of
from organizations.grants import Role, sync
from organizations.models.members import Membership
from organizations.models.network import Network, Organization


class Founded(Protocol):
    def __call__(self, *, network: Network, at: datetime) -> None:
        """Called inside the transaction in which the network began."""


_listeners: list[Founded] = []


def on_founding(listener: Founded) -> Founded:
    """Called at start-up by the apps that have something to say to a network from its first day on."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


FIRST_ROLES = (Role.CONVENER, Role.DESK, Role.ORGADMIN)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What must be known before anything else can be."""

    name: str
    short_name: str
    convener: str  # the organization
    time_zone: str = "America/New_York"
    state: str = ""  # whose public holidays count


@action
def found(*, actor: Actor, beginning: Beginning, first: Invitee, at: datetime) -> Network:
    """Everybody else is invited from inside, by the person who is named here."""
    access.require(actor, "organizations.found", None)
    _check(beginning)
    network = Network.objects.create(
        pk=actor.network_id, name=beginning.name, short_name=beginning.short_name,
        languages=["en", "es"], time_zone=beginning.time_zone, state=beginning.state,
    )  # fmt: skip
    make_key(network.pk, at=at)
    convener = Organization.objects.create(
        network=network, name=beginning.convener, kind=Organization.Kind.CONVENER,
        status=Organization.Status.ACTIVE,
    )  # fmt: skip
    membership = Membership.objects.create(
        network=network, organization=convener, user=account_of(first),
        roles=sorted(FIRST_ROLES), since=at,
    )  # fmt: skip
    sync(membership)
    history.record("organization.founded", convener, actor=actor, at=at, tell=False)
    for listener in _listeners:
        listener(network=network, at=at)
    return network


def _check(beginning: Beginning) -> None:
    if Network.objects.filter(short_name=beginning.short_name).exists():
        raise BadInput(_("There is a network of that short name already."))
    if beginning.time_zone not in available_timezones():
        raise BadInput(_("Name the time zone as in America/New_York."))
