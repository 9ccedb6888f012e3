"""Does whoever holds this link also read the mailbox it was sent to? Six digits, good once, for ten minutes."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction

from accounts.links import TRIES, count_wrong_word, forget_wrong_words, is_locked
from accounts.models import AccessLink, LinkCode

LIFETIME = timedelta(minutes=10)
HOUR, MOST_AN_HOUR = timedelta(hours=1), 5
DIGITS = 6


def new_code(link: AccessLink, *, at: datetime) -> LinkCode | None:
    """None when too many were asked for in the last hour, or too many wrong ones were typed."""
    with transaction.atomic():
        held = _held(link)
        asked = LinkCode.objects.filter(link=held, asked_at__gt=at - HOUR).count()
        if is_locked(held, at=at) or asked >= MOST_AN_HOUR:
            return None
        return LinkCode.objects.create(link=held, asked_at=at, expires_at=at + LIFETIME)


def digits_of(code: LinkCode) -> str:
    """What the message says. Nothing in the database leads to it without the key."""
    said = b"code:" + code.pk.bytes
    proof = hmac.new(settings.LINK_KEY.encode(), said, hashlib.sha256).digest()
    return f"{int.from_bytes(proof, 'big') % 10**DIGITS:0{DIGITS}}"


def is_good(code: LinkCode, *, at: datetime) -> bool:
    return code.used_at is None and at < code.expires_at and code.tries < TRIES


def use_code(link: AccessLink, typed: str, *, at: datetime) -> bool:
    """Whether it is one of the good ones; it is used up by that. Every wrong one counts against all."""
    with transaction.atomic():
        held = _held(link)
        if is_locked(held, at=at):
            return False
        good = [code for code in _lately(held, at) if is_good(code, at=at)]
        found = next((code for code in good if _same(digits_of(code), typed)), None)
        if found is None:
            LinkCode.objects.filter(pk__in=[code.pk for code in good]).update(
                tries=models.F("tries") + 1
            )
            count_wrong_word(held, at=at)
            return False
        found.used_at = at
        found.save(update_fields=["used_at"])
        forget_wrong_words(held)
        return True


def _held(link: AccessLink) -> AccessLink:
    """One try at a time, from however many browsers."""
    return AccessLink.objects.select_for_update(no_key=True).get(pk=link.pk)


def _lately(link: AccessLink, at: datetime) -> models.QuerySet[LinkCode]:
    return LinkCode.objects.filter(link=link, asked_at__gt=at - LIFETIME)


def _same(digits: str, typed: str) -> bool:
    """Mail programs and people put spaces into numbers."""
    plain = "".join(typed.split())
    return hmac.compare_digest(digits.encode(), plain.encode())
