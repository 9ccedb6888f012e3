"""What is a drawn signature: which lines may it be made of, and how is one told from another?"""

import hashlib
import re

WIDE, HIGH, LONGEST = 600, 200, 6000  # of the pad, in its own units; letters of the path
_STROKES = re.compile(r"(?:M[0-9]{1,3} [0-9]{1,3}(?:L[0-9]{1,3} [0-9]{1,3})+)+")
_POINT = re.compile(r"([0-9]+) ([0-9]+)")


def is_drawing(path: str) -> bool:
    """Strokes of straight lines within the pad, as numbers: nothing that a browser would follow or run."""
    if len(path) > LONGEST or not _STROKES.fullmatch(path):
        return False
    return all(int(x) <= WIDE and int(y) <= HIGH for x, y in _POINT.findall(path))


def digest_of(path: str) -> str:
    """SHA-256, which the agreement keeps; empty where nothing was drawn."""
    return hashlib.sha256(path.encode()).hexdigest() if path else ""
