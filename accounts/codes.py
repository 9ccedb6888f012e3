"""Does whoever holds this link also read the mailbox it was sent to? Six digits, good once, for ten minutes."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.utils.crypto import salted_hmac

from accounts.models import AccessLink, LinkCode
from accounts.trying import ANYBODY, PLACES, TRIES, Visitor, count_wrong, forget_wrong, is_locked

LIFETIME = timedelta(minutes=10)
HOUR, MOST_AN_HOUR = timedelta(hours=1), 5  # of one visitor
MOST_OF_ALL = 15  # in an hour, of all who are new: each is a mail to the same mailbox
SALT = "accounts.codes"
DIGITS = 6


def new_code(link: AccessLink, *, at: datetime, visitor: Visitor = ANYBODY) -> LinkCode | None:
    """None when they asked for too many in the last hour, or typed too many wrong ones."""
    with transaction.atomic():
        held = _held(link)
        if is_locked(held, visitor, at=at) or not _may_ask(held, visitor, at):
            return None
        return LinkCode.objects.create(link=held, asked_at=at, expires_at=at + LIFETIME)


def _may_ask(link: AccessLink, visitor: Visitor, at: datetime) -> bool:
    """So many for each; whoever is new shares a number with all who are, a browser that is known does not."""
    asked = LinkCode.objects.filter(link=link, asked_at__gt=at - HOUR).count()
    name = f"asked.{salted_hmac(SALT, f'{link.pk} {visitor.is_known} {visitor.who}').hexdigest()}"
    own = [moment for moment in cache.get(name, ()) if moment > at - HOUR]
    if len(own) >= MOST_AN_HOUR or (asked >= MOST_OF_ALL and not visitor.is_known):
        return False
    cache.set(name, [*own, at], HOUR.total_seconds())
    return True


def digits_of(code: LinkCode) -> str:
    """What the message says. Nothing in the database leads to it without the key."""
    said = b"code:" + code.pk.bytes
    proof = hmac.new(settings.LINK_KEY.encode(), said, hashlib.sha256).digest()
    return f"{int.from_bytes(proof, 'big') % 10**DIGITS:0{DIGITS}}"


def is_good(code: LinkCode, *, at: datetime) -> bool:
    return code.used_at is None and at < code.expires_at and code.tries < TRIES * PLACES


def use_code(link: AccessLink, typed: str, *, at: datetime, visitor: Visitor = ANYBODY) -> bool:
    """Whether it is one of the good ones; it is used up by that. Every wrong one counts against all."""
    with transaction.atomic():
        held = _held(link)
        if is_locked(held, visitor, at=at):
            return False
        good = [code for code in _lately(held, at) if is_good(code, at=at)]
        found = next((code for code in good if _same(digits_of(code), typed)), None)
        if found is None:
            LinkCode.objects.filter(pk__in=[code.pk for code in good]).update(
                tries=models.F("tries") + 1
            )
            count_wrong(held, visitor, at=at)
            return False
        found.used_at = at
        found.save(update_fields=["used_at"])
        forget_wrong(held, visitor)
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
