"""Is this a password that many others have chosen, too? Asked of a filter that comes with us, of nobody else."""

import hashlib
import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FILE = Path(__file__).parent / "data" / "common_passwords.bloom"
SHORTEST = 12  # AUTH_PASSWORD_VALIDATORS refuses what is shorter; the filter holds nothing of it
BITS_EACH, HASHES = 12, 8  # of strangers' passwords, 3 in 1000 are refused for nothing
TAIL = re.compile(r"[\W\d_]+$")


class NotCommon(CommonPasswordValidator):
    """Neither one of 1.4 million that leaked, nor a common word with numbers behind it."""

    def validate(self, password: str, user: Any = None) -> None:
        said = password.strip().lower()
        word = TAIL.sub("", said)
        if said in self.passwords or word in self.passwords or is_common(said):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _(
            "Many people use this password, so it is guessed first. "
            "Take three or four words that do not belong together."
        )

    def get_help_text(self) -> str:
        return _(
            "Three or four words that do not belong together are easy to keep in mind and hard to guess."
        )


def is_common(password: str) -> bool:
    """Sometimes yes for one that nobody else has; never no for one that the list holds."""
    bits = _filter()
    return all(bits[place >> 3] & 1 << (place & 7) for place in _places(password, len(bits) * 8))


def made_of(passwords: Iterable[str]) -> bytes:
    """The filter of these; scripts/common_passwords.py writes it."""
    known = {one.strip().lower() for one in passwords}
    known = {one for one in known if len(one) >= SHORTEST}
    bits = bytearray(math.ceil(len(known) * BITS_EACH / 8))
    for one in known:
        for place in _places(one, len(bits) * 8):
            bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


@lru_cache(maxsize=1)
def _filter() -> bytes:
    """Two megabytes, read when somebody first chooses a password."""
    return FILE.read_bytes()


def _places(password: str, size: int) -> Iterator[int]:
    digest = hashlib.blake2b(password.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    return ((first + number * step) % size for number in range(HASHES))
