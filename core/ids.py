"""How is a row named? UUIDv7: made here, so that the id is known before the row is saved and sorts by time."""

import os
import time
from datetime import datetime
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_TAIL = ~(0xF << 76) & ~(0b11 << 62) & ((1 << 80) - 1)


def uuid7() -> UUID:
    """A new id from the wall clock (RFC 9562, section 5.7): 48 bits of milliseconds, 74 random bits."""
    return _with_time(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10)))


def floor(at: datetime) -> UUID:
    """The smallest id that can have been made at or after `at`: a partition or page bound."""
    return _with_time(int(at.timestamp() * 1000), 0)


def _with_time(milliseconds: int, tail: int) -> UUID:
    tail &= _TAIL
    return UUID(int=(milliseconds << 80) | tail | _VERSION | _VARIANT)
