"""What people change about their own account: how it speaks to them, for whom they act, their keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models

from accounts import browsers, keys
from accounts.models import ApiKey, User
from core import history
from core.access import require
from core.actor import NOBODY, Actor
from core.history import Subject
from core.tenancy import action


@dataclass(frozen=True, slots=True)
class Preferences:
    name: str
    language: str
    time_zone: str  # empty: that of the organization acted for
    keyboard_shortcuts: bool


@action
def change(*, actor: Actor, wanted: Preferences, at: datetime) -> User:
    user = _own(actor)
    user.name, user.language = wanted.name, wanted.language
    user.time_zone, user.keyboard_shortcuts = wanted.time_zone, wanted.keyboard_shortcuts
    user.save(update_fields=["name", "language", "time_zone", "keyboard_shortcuts"])
    _record("account.changed", user, actor, at)
    return user


@action
def switch(*, actor: Actor, organization_id: UUID, at: datetime) -> None:
    """From now on they act for another organization of theirs; where they left, that is written."""
    user = _own(actor)
    _record("account.switched", user, actor, at, organization=organization_id)


@action
def issue_key(*, actor: Actor, name: str, at: datetime) -> str:
    """The key itself, which nobody can read again."""
    user = _own(actor)
    require(actor, "accounts.issue_key", user)
    kept, key = keys.make(user, name=name, at=at)
    _record("key.issued", kept, actor, at, expires_at=kept.expires_at)
    return key


@action
def revoke_key(*, actor: Actor, key_id: UUID, at: datetime) -> None:
    """It opens nothing from now on. Asked twice, the first time stands."""
    user = _own(actor)
    key = ApiKey.objects.select_for_update().get(pk=key_id, user=user)
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        _record("key.revoked", key, actor, at)


@action
def sign_out_browsers(
    *, actor: Actor, at: datetime, only: int | None = None, but: str | None = None
) -> int:
    """One of theirs, or all but the one in which they do it: at its next request it is at the door."""
    user = _own(actor)
    ended = browsers.end(user, only=only, but=but)
    if ended:
        _record("account.signed_out", user, actor, at, browsers=ended)
    return ended


def _own(actor: Actor) -> User:
    user = User.objects.select_for_update(no_key=True).get(pk=actor.as_user)
    require(actor, "accounts.change_own", user)
    return user


def _record(
    kind: str, subject: models.Model, actor: Actor, at: datetime, **details: object
) -> None:
    """An event stands in a network's history: who works nowhere yet has none to stand in."""
    if actor.network_id != NOBODY:
        where = Subject(subject._meta.label_lower, subject.pk, actor.network_id)
        history.record_all(
            [history.Fact(kind, where, tell=False, details=details)], actor=actor, at=at
        )
