"""Whose API key is this? Keys are long random texts; only their SHA-256 is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import ApiKey, User

PREFIX = "plk_"
LIFETIME = timedelta(days=365)


def issue(user: User, *, name: str, at: datetime) -> str:
    """A new key for `user`, shown once: only its digest is stored."""
    return make(user, name=name, at=at)[1]


def make(
    user: User,
    *,
    name: str,
    at: datetime,
    lifetime: timedelta = LIFETIME,
    organization_id: UUID | None = None,
    scopes: Iterable[str] = (),
    request_key: UUID | None = None,
) -> tuple[ApiKey, str]:
    """The row that is kept, and the text that is not."""
    key = PREFIX + secrets.token_urlsafe(32)
    kept = ApiKey.objects.create(
        user=user,
        name=name,
        prefix=key[:12],
        digest=_digest(key),
        created_at=at,
        expires_at=at + lifetime,
        organization_id=organization_id,
        scopes=sorted(scopes),
        request_key=request_key,
    )
    return kept, key


def revoke_all(user: User, *, at: datetime) -> int:
    """Whoever comes back is given new ones: nobody knows who has learned the old. How many that were."""
    return ApiKey.objects.filter(user=user, revoked_at=None).update(revoked_at=at)


def alive_of(organization_id: UUID, *, at: datetime) -> QuerySet[ApiKey]:
    """The keys of an organization that open anything now."""
    return ApiKey.objects.filter(
        organization_id=organization_id, revoked_at=None, expires_at__gt=at
    )


def key_of(authorization: str, *, at: datetime) -> ApiKey | None:
    """The key in an `Authorization: Bearer plk_...` header with its holder, when both are alive."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key.startswith(PREFIX):
        return None
    alive = ApiKey.objects.filter(
        Q(revoked_at=None), digest=_digest(key), expires_at__gt=at, user__is_active=True
    )
    found = alive.select_related("user").first()
    if found is None:
        return None
    if found.last_used_on != at.date():
        ApiKey.objects.filter(pk=found.pk).update(last_used_on=at.date())
    return found


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
