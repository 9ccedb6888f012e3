"""Who tries the word or the digits of a link, and may they now? Counted by who tries, so that nobody locks others out.

A browser that was let in before is counted by itself; everybody else by where they come from. Only when
many places have tried wrong ones does the link wait for all whom it does not know.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import AccessLink

SALT = "accounts.trying"
TRIES = 5
PLACES = 5  # so many places with five wrong ones each, and the link waits for whoever is new
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
KEPT = 2 * LONGEST_LOCK


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that was let in before (`is_known`), or all that come from one address."""

    who: str = ""
    is_known: bool = False


ANYBODY = Visitor()


def is_locked(link: AccessLink, visitor: Visitor = ANYBODY, *, at: datetime) -> bool:
    """Nothing beyond the first question opens for a while: to them, or to everybody who is new."""
    _wrong, until = _tries(link, visitor)
    everybody = None if visitor.is_known else link.locked_until
    return any(moment is not None and at < moment for moment in (until, everybody))


def count_wrong(link: AccessLink, visitor: Visitor = ANYBODY, *, at: datetime) -> None:
    """Every fifth locks them out, each time for twice as long."""
    with transaction.atomic():
        held = AccessLink.objects.select_for_update(no_key=True).get(pk=link.pk)
        wrong = _tries(held, visitor)[0] + 1
        until = _locked_until(at, wrong // TRIES) if wrong % TRIES == 0 else None
        cache.set(_name(held, visitor), (wrong, until), KEPT.total_seconds())
        if wrong == TRIES and not visitor.is_known:
            _one_more_place(held, at)
    link.wrong_words, link.locked_until = held.wrong_words, held.locked_until


def _one_more_place(held: AccessLink, at: datetime) -> None:
    """`wrong_words` counts the places from which so many came."""
    held.wrong_words += 1
    if held.wrong_words % PLACES == 0:
        held.locked_until = _locked_until(at, held.wrong_words // PLACES)
    held.save(update_fields=["wrong_words", "locked_until"])


def forget_wrong(link: AccessLink, visitor: Visitor = ANYBODY) -> None:
    """The right one was given. By a browser that is known, it says nothing about the others."""
    cache.delete(_name(link, visitor))
    if not visitor.is_known:
        let_in(link)


def let_in(link: AccessLink) -> None:
    """Whoever is new may try again."""
    link.wrong_words, link.locked_until = 0, None
    link.save(update_fields=["wrong_words", "locked_until"])


def _locked_until(at: datetime, times: int) -> datetime:
    doubled: int = 2 ** (min(times, TRIES * TRIES) - 1)
    return at + min(FIRST_LOCK * doubled, LONGEST_LOCK)


def _tries(link: AccessLink, visitor: Visitor) -> tuple[int, datetime | None]:
    found: tuple[int, datetime | None] = cache.get(_name(link, visitor), (0, None))
    return found


def _name(link: AccessLink, visitor: Visitor) -> str:
    """Who it was does not stand beside the number; another version of the link begins anew."""
    said = f"{link.pk} {link.version} {visitor.is_known} {visitor.who}"
    return f"tries.{salted_hmac(SALT, said).hexdigest()}"
