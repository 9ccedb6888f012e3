"""How many rows does a batch take? As many as are dealt with in a moment, on this machine and now.

Whoever answers meanwhile waits for the rows that a batch holds. A fixed number is too many where the
machine is slow or busy, and too few to be quick where it is not: so each batch says how large the next
one is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

AIM = 0.06  # seconds that a batch takes; a tenth is what was promised at most
FEWEST = 50  # of fewer, more than half the time goes into what each batch costs anyway; also the first one's
MOST = 400


@dataclass(slots=True)
class Pace:
    """Of one worker, for one turn."""

    size: int = FEWEST

    def deal(self, batch: Callable[[int], int]) -> int:
        """One batch of that size, committed; how many it dealt with."""
        begun = time.perf_counter()
        dealt = batch(self.size)
        self.took(dealt, time.perf_counter() - begun)
        return dealt

    def took(self, dealt: int, seconds: float) -> None:
        """Too slow: as many as would have fitted. Full and quick: more, and never twice as many at once."""
        fits = int(self.size * AIM / seconds)
        if seconds > AIM:
            self.size = max(fits, FEWEST)
        elif dealt >= self.size:
            self.size = min(fits, 2 * self.size, MOST)
