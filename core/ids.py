"""How is a row named? UUIDv7: made here, so that the id is known before the row is saved and sorts by time."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

_TAIL = ~(0xF << 76) & ~(0b11 << 62) & ((1 << 80) - 1)
_MARKS = (0x7 << 76) | (0b10 << 62)  # version 7, variant of RFC 9562

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new id from the wall clock (RFC 9562, section 5.7): 48 bits of milliseconds, 74 random bits.

    Within one process each is greater than the one before, so that the events of one action keep
    the order in which they were recorded.
    """
    global _last  # noqa: PLW0603 the one id that the next must exceed
    new = _with_time(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10)))
    with _lock:
        _last = new = max(new, _last + 1)
    return UUID(int=new)


def floor(at: datetime) -> UUID:
    """The smallest id that can have been made at or after `at`: a partition or page bound."""
    return UUID(int=_with_time(int(at.timestamp() * 1000), 0))


def time_of(name: UUID) -> datetime:
    """When an id was made, to the millisecond."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=name.int >> 80)


def _with_time(milliseconds: int, tail: int) -> int:
    return (milliseconds << 80) | (tail & _TAIL) | _MARKS
