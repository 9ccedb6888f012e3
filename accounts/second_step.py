"""Has this person a second step to sign in with, since when is one asked of them, and may codes be tried now?"""

import base64
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from accounts.models import User
from core.sealed import newest_head, seal, unseal

PLACE = "mfa_authenticator.data"  # what is sealed there says so
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none
TRIES = 5
WAIT = timedelta(minutes=15)
REQUIRED = "second_step_required"  # in the session, by whoever knows what the network asks


def is_set_up(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def has_passkey(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def may_go(authenticator: Authenticator, *, required: bool) -> bool:
    """Where a second step is asked, the last one is replaced, not taken away."""
    if not required or authenticator.type not in STEPS:
        return True
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEPS)
    return others.exclude(pk=authenticator.pk).exists()


def asked_since(user: User, *, at: datetime) -> datetime:
    """From the first sign-in at which it was asked: nobody is shut out by surprise."""
    if user.second_step_asked_at is None:
        user.second_step_asked_at = at
        user.save(update_fields=["second_step_asked_at"])
    return user.second_step_asked_at


def forget(user: User) -> int:
    """Telephone, key and codes are lost: how many ways that were. Until a new one is set up, the password is all."""
    forget_wrong(user)
    return Authenticator.objects.filter(user=user).delete()[0]


def may_try(user: User) -> bool:
    """Only whoever knows the password comes here, so counting by name shuts nobody else out."""
    return not User.objects.filter(pk=user.pk, codes_wait_until__gt=Now()).exists()


def is_first_use(user: User, code: str) -> bool:
    """For as long as it would fit: allauth remembers a code for one period, and clocks may be one off either way."""
    fits = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    said = salted_hmac("accounts.second_step", f"{user.pk} {code}").hexdigest()
    return cache.add(f"code used {said}".replace(" ", ":"), 1, timeout=fits)


def count_wrong(user: User) -> None:
    """By the database's clock: allauth makes the form that counts, and knows no other."""
    ours = User.objects.filter(pk=user.pk)
    ours.update(wrong_codes=F("wrong_codes") + 1)
    ours.filter(wrong_codes__gte=TRIES).update(wrong_codes=0, codes_wait_until=Now() + WAIT)


def forget_wrong(user: User) -> None:
    User.objects.filter(pk=user.pk).update(wrong_codes=0, codes_wait_until=None)


# --- secrets of second steps, as they lie in the database -------------------------------------------


def hide(secret: str) -> str:
    return base64.b64encode(seal(secret, PLACE)).decode()


def reveal(hidden: str) -> str:
    return unseal(base64.b64decode(hidden), PLACE)


def hide_anew() -> int:
    """What lies under an older master key comes under the newest: how many ways of signing in that were."""
    old = [way.pk for way in _hidden() if is_old(way)]
    for pk in old:
        with transaction.atomic():
            for way in _hidden().filter(pk=pk).select_for_update():
                way.data = {name: _anew(value) for name, value in way.data.items()}
                way.save(update_fields=["data"])
    return len(old)


def count_old() -> int:
    return sum(map(is_old, _hidden()))


def is_old(way: Authenticator) -> bool:
    return any(map(_is_old, way.data.values()))


def _hidden() -> QuerySet[Authenticator]:
    """A passkey's public half is no secret."""
    return Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)


def _anew(value: Any) -> Any:
    if isinstance(value, list):
        return [_anew(one) for one in value]
    return hide(reveal(value)) if _is_old(value) else value


def _is_old(value: Any) -> bool:
    """allauth keeps one secret, a seed or a list of codes; numbers beside them are none."""
    if isinstance(value, list):
        return any(map(_is_old, value))
    return isinstance(value, str) and not base64.b64decode(value).startswith(newest_head(None))
