"""Who may hold how many votes of a council? The network's rule over its seats, and nothing else.

The database asks the same at every commit (`governance_council_is_balanced`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.governed import GovernedNumbers
from governance.counting import COMMUNITY, WITHOUT_VOTE, SeatKind


@dataclass(frozen=True, slots=True)
class SeatRule(GovernedNumbers):
    """No organization holds more than one vote: that is not for choice."""

    AREA = "seats"

    community_percent: int = 50  # of the votes: those for the community hold more than this
    health_one_in: int = 3  # health systems hold at most one vote in so many


class Unfair(StrEnum):
    """What is wrong with a council as a whole."""

    COMMUNITY = "community"
    HEALTH = "health"
    ORGANIZATION = "organization"


def unfair(
    seats: Iterable[tuple[SeatKind, UUID | None]], rule: SeatRule | None = None
) -> list[Unfair]:
    """`seats`: kind and organization of each seat that there is, held or not. Empty: all is well."""
    rule = rule or SeatRule()
    votes = [(kind, organization) for kind, organization in seats if kind not in WITHOUT_VOTE]
    community = sum(kind in COMMUNITY for kind, _ in votes)
    health = sum(kind is SeatKind.HEALTH_CARE for kind, _ in votes)
    twice = Counter(organization for _, organization in votes if organization)
    wrong = {
        Unfair.COMMUNITY: community * 100 <= len(votes) * rule.community_percent,
        Unfair.HEALTH: health * rule.health_one_in > len(votes),
        Unfair.ORGANIZATION: any(times > 1 for times in twice.values()),
    }
    return [one for one, is_so in wrong.items() if is_so]
