"""Give programs of an organization keys, and take them back. A key is the organization’s, not its maker’s."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts import keys
from accounts.models import ApiKey, User
from core import history
from core.access import require
from core.actor import Actor
from core.errors import StepNotPossible
from core.history import Subject
from core.ids import uuid7
from core.tenancy import action
from organizations.grants import ROLES, Role
from organizations.listing import made_by, who_runs
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.scopes import Scope

OUTLIVES = timedelta(days=30)  # how long a key goes on without whoever made it


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    scopes: Iterable[str]
    lifetime: timedelta
    request_key: UUID | None = None


@action
def issue_key(*, actor: Actor, organization_id: UUID, program: Program, at: datetime) -> str:
    """The key itself, which nobody can read again."""
    organization = _organization(actor, organization_id)
    if program.request_key and ApiKey.objects.filter(request_key=program.request_key).exists():
        raise StepNotPossible(_("This key is made, and was shown once. Nothing new was made."))
    kept, key = keys.make(
        _stand_in(program.name),
        name=program.name,
        at=at,
        lifetime=program.lifetime,
        organization_id=organization.pk,
        scopes={Scope(scope).value for scope in program.scopes},
        request_key=program.request_key,
    )
    _record("key.issued", kept, organization, actor, at, scopes=kept.scopes)
    return key


@action
def revoke_key(*, actor: Actor, organization_id: UUID, key_id: UUID, at: datetime) -> None:
    """It opens nothing from now on. Asked twice, the first time stands."""
    organization = _organization(actor, organization_id)
    key = ApiKey.objects.select_for_update().get(pk=key_id, organization_id=organization.pk)
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        _record("key.revoked", key, organization, actor, at)


def end_with(membership: Membership, *, at: datetime) -> None:
    """Called before the roles of somebody change: who runs the place no more leaves keys behind that they copied.

    Those end, and whoever stays is told: a program that stops is seen, a key in the wrong hands is not.
    """
    organization = membership.organization
    if membership.user_id not in who_runs(organization.pk) or _still_runs(membership):
        return
    alive = keys.alive_of(organization.pk, at=at)
    makers = made_by([key.pk for key in alive])
    left = [key.pk for key in alive if makers.get(key.pk) == membership.user_id]
    if not left or organization.has_left:
        return
    longer = ApiKey.objects.filter(pk__in=left, expires_at__gt=at + OUTLIVES)
    longer.update(expires_at=at + OUTLIVES)
    fact = history.Fact("organization.keys_to_renew", organization, details={"keys": left})
    history.record_all([fact], actor=Actor.system(organization.network_id), at=at)


def _still_runs(membership: Membership) -> bool:
    roles = () if membership.until else membership.roles
    return any("manage_members" in ROLES[Role(role)][0] for role in roles)


def _organization(actor: Actor, organization_id: UUID) -> Organization:
    organization = Organization.objects.get(network_id=actor.network_id, pk=organization_id)
    require(actor, "organizations.manage_keys", organization)
    return organization


def _stand_in(name: str) -> User:
    """Whom the history names. It has no password, no roles, and an address at which nobody reads."""
    return User.objects.create_user(
        email=f"{uuid7().hex}@program.invalid", name=name, is_service=True
    )


def _record(
    kind: str,
    key: ApiKey,
    organization: Organization,
    actor: Actor,
    at: datetime,
    **details: object,
) -> None:
    where = Subject(key._meta.label_lower, key.pk, organization.network_id)
    said = {"organization": organization.pk, **details}
    history.record_all([history.Fact(kind, where, tell=False, details=said)], actor=actor, at=at)
