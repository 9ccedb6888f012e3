"""Who holds which grant, where? The people behind a role, as messages need them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from organizations.models.members import (
    Membership,
    NetworkUserObjectPermission,
    OrganizationUserObjectPermission,
)
from screening.models.need import Need

T = TypeVar("T")


@dataclass(slots=True)
class Roster:
    """What many events of a batch ask alike is asked once: nothing of it changes within its transaction."""

    known: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, question: Hashable, ask: Callable[[], T]) -> T:
        if question not in self.known:
            self.known[question] = ask()
        found: T = self.known[question]
        return found

    def holders(self, codenames: tuple[str, ...], organization_id: UUID) -> list[User]:
        """As `holders`."""
        return self.once(
            (codenames, organization_id), lambda: list(holders(codenames, organization_id))
        )


def holders(codenames: Iterable[str], organization_id: UUID) -> QuerySet[User]:
    """Whoever holds any of these grants in that organization."""
    return _with_any(codenames, [organization_id])


def holders_in(codenames: Iterable[str], organization_ids: Iterable[UUID]) -> QuerySet[User]:
    """As above, of several organizations in one statement."""
    return _with_any(codenames, organization_ids)


def in_charge(need: Need) -> QuerySet[User]:
    """Who is responsible as long as they work there; else whoever stands in."""
    works_here = Q(memberships__organization=need.organization_id, memberships__until=None)
    responsible = User.objects.filter(works_here, pk__in=[need.responsible_id], is_active=True)
    if responsible.exists():
        return responsible
    if need.is_at_desk and not need.is_sensitive:
        return desk(need.network_id)
    return holders(["supervise"], need.organization_id)


def colleagues_admins(network_id: UUID, user_id: UUID) -> QuerySet[User]:
    """The admins of every place in the network where this person works."""
    places = Membership.objects.filter(network_id=network_id, user=user_id, until=None)
    return _with_any(["manage_members"], places.values_list("organization_id", flat=True))


def desk(network_id: UUID) -> QuerySet[User]:
    return _in_network("run_desk", network_id)


def conveners(network_id: UUID) -> QuerySet[User]:
    return _in_network("convene", network_id)


def chair(network_id: UUID) -> QuerySet[User]:
    """Who speaks for the council: the one above the desk and the convener."""
    return _in_network("chair", network_id)


def council(network_id: UUID) -> QuerySet[User]:
    """Whoever sits there, and whoever stands in."""
    return _in_network("sit_on_council", network_id)


def privacy_officers(network_id: UUID) -> QuerySet[User]:
    return _in_network("audit_privacy", network_id)


def _with_any(codenames: Iterable[str], organization_ids: Iterable[UUID]) -> QuerySet[User]:
    grants = OrganizationUserObjectPermission.objects.filter(
        content_object_id__in=organization_ids, permission__codename__in=list(codenames)
    )
    return _active(grants.values("user_id"))


def _in_network(codename: str, network_id: UUID) -> QuerySet[User]:
    grants = NetworkUserObjectPermission.objects.filter(
        content_object_id=network_id, permission__codename=codename
    )
    return _active(grants.values("user_id"))


def _active(
    user_ids: Any,
) -> QuerySet[User]:
    return User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk")
