"""Which role gives which grant, and where? The only module that writes guardian's tables."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from core.actor import Actor, ActorKind
from core.tenancy import action
from organizations.models.members import (
    Membership,
    NetworkUserObjectPermission,
    OrganizationUserObjectPermission,
)


class Role(StrEnum):
    SCREENER = "screener"
    NAVIGATOR = "navigator"
    SUPERVISOR = "supervisor"
    DUTY = "duty"
    INTAKE = "intake"
    ORGADMIN = "orgadmin"
    DESK = "desk"
    CONVENER = "convener"
    COUNCIL = "council"
    CHAIR = "chair"
    PRIVACY = "privacy"
    VOICE = "voice"


_SCREENER = frozenset({"run_screenings"})
_NAVIGATOR = _SCREENER | {"see_people", "send_referrals"}

# Grants on the member's organization, then on its network.
ROLES: dict[Role, tuple[frozenset[str], frozenset[str]]] = {
    Role.SCREENER: (_SCREENER, frozenset()),
    Role.NAVIGATOR: (_NAVIGATOR, frozenset()),
    Role.SUPERVISOR: (_NAVIGATOR | {"supervise"}, frozenset()),
    Role.DUTY: (frozenset({"take_alerts"}), frozenset()),
    Role.INTAKE: (frozenset({"work_referrals", "manage_services"}), frozenset()),
    Role.ORGADMIN: (
        frozenset({"work_referrals", "manage_services", "manage_members"}),
        frozenset(),
    ),
    Role.DESK: (frozenset(), frozenset({"run_desk"})),
    Role.CONVENER: (frozenset({"manage_members"}), frozenset({"convene", "run_desk"})),
    Role.COUNCIL: (frozenset(), frozenset({"sit_on_council"})),
    Role.CHAIR: (frozenset(), frozenset({"sit_on_council", "chair"})),
    Role.PRIVACY: (frozenset(), frozenset({"audit_privacy"})),
    Role.VOICE: (frozenset(), frozenset({"hear_families"})),
}

# Whoever holds one of these reads about people, in their own organization or for the network.
PERSON_DATA = frozenset(
    {"run_screenings", "see_people", "send_referrals", "supervise", "work_referrals", "run_desk", "audit_privacy",
     "take_alerts", "hear_families"}
)  # fmt: skip


def opens_person_data(roles: Iterable[str]) -> bool:
    return any(
        PERSON_DATA & (here | network) for here, network in (ROLES[Role(one)] for one in roles)
    )


@action
def sync(membership: Membership) -> None:
    """Make the member's grants what all their live roles in this organization and network say."""
    here = [Role(role) for role in membership.roles if membership.until is None]
    others = Membership.objects.filter(
        user=membership.user, network_id=membership.network_id, until=None
    )
    in_network = [Role(role) for roles in others.values_list("roles", flat=True) for role in roles]
    user_id = membership.user_id
    _give(
        OrganizationUserObjectPermission, "organization", user_id, membership.organization_id,
        frozenset().union(*(ROLES[role][0] for role in here)),
    )  # fmt: skip
    _give(
        NetworkUserObjectPermission, "network", user_id, membership.network_id,
        frozenset().union(*(ROLES[role][1] for role in in_network)),
    )  # fmt: skip


# What is held stays, the rest goes, what is missing comes: in one statement.
_GIVE = """
WITH wanted AS (
    SELECT permission.id FROM auth_permission AS permission
    JOIN django_content_type AS kind ON kind.id = permission.content_type_id
    WHERE kind.app_label = 'organizations' AND kind.model = %(model)s
      AND permission.codename = ANY (%(codenames)s)
), gone AS (
    DELETE FROM {table} WHERE user_id = %(user)s AND content_object_id = %(place)s
    AND permission_id NOT IN (SELECT id FROM wanted)
)
INSERT INTO {table} (user_id, permission_id, content_object_id)
SELECT %(user)s, id, %(place)s FROM wanted ON CONFLICT DO NOTHING
"""


def _give(
    held: type[OrganizationUserObjectPermission | NetworkUserObjectPermission],
    model: str,
    user_id: UUID,
    place: UUID,
    codenames: Iterable[str],
) -> None:
    said: dict[str, Any] = {
        "model": model, "codenames": list(codenames), "user": user_id, "place": place,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_GIVE.format(table=held._meta.db_table), said)


def memberships_of(user: User, *, at: datetime) -> list[Membership]:
    """Where this person works now, oldest first: one query."""
    live = Membership.objects.filter(user=user, until=None, since__lte=at)
    return list(live.select_related("organization__network").order_by("since", "id"))


def actor_for(
    user: User,
    membership: Membership | None,
    *,
    kind: ActorKind = ActorKind.USER,
    request_id: str = "",
) -> Actor:
    """The user acting for one organization: their grants on it and on its network, in one query."""
    if membership is None:
        return Actor(kind=kind, user_id=user.pk, request_id=request_id)
    places = [membership.organization_id, membership.network_id]
    return Actor(
        kind=kind,
        network_id=membership.network_id,
        user_id=user.pk,
        organization_id=membership.organization_id,
        grants=_grants(user, places),
        request_id=request_id,
    )


# By hand: every request asks it, and Django takes longer over two models' union than PostgreSQL does.
_GRANTS = """
SELECT permission.codename, held.content_object_id FROM (
    SELECT permission_id, content_object_id FROM organizations_organizationuserobjectpermission
    WHERE user_id = %(user)s AND content_object_id = ANY (%(places)s)
    UNION ALL
    SELECT permission_id, content_object_id FROM organizations_networkuserobjectpermission
    WHERE user_id = %(user)s AND content_object_id = ANY (%(places)s)
) AS held JOIN auth_permission AS permission ON permission.id = held.permission_id
"""


def _grants(user: User, places: list[UUID]) -> frozenset[tuple[str, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS, {"user": user.pk, "places": places})
        return frozenset(cursor.fetchall())
