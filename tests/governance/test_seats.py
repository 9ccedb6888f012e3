"""Is a council fair? The network's rule over its seats."""

from uuid import uuid4

import pytest

from governance.counting import SeatKind
from governance.seats import SeatRule, Unfair, unfair

KINDS = {
    "c": SeatKind.CBO, "l": SeatKind.LIVED_EXPERIENCE, "h": SeatKind.HEALTH_CARE,
    "f": SeatKind.FUNDER, "g": SeatKind.GOVERNMENT, "-": SeatKind.CONVENER,
}  # fmt: skip


@pytest.mark.parametrize(
    ("seats", "wrong"),
    [
        ("cclhf", []),
        ("cch-", []),
        ("clhfg", [Unfair.COMMUNITY]),
        ("clhf", [Unfair.COMMUNITY]),  # half is no majority
        ("cclhh", [Unfair.HEALTH]),
        ("cclchh", []),  # a third is
        ("cchhf", [Unfair.COMMUNITY, Unfair.HEALTH]),
        ("", [Unfair.COMMUNITY]),
        ("-", [Unfair.COMMUNITY]),  # the convener alone decides nothing
    ],
)
def test_the_community_holds_a_majority_and_health_systems_a_third_at_most(
    seats: str, wrong: list[Unfair]
) -> None:
    assert unfair((KINDS[one], None) for one in seats) == wrong


def test_no_organization_holds_two_votes_but_whoever_convenes_may_sit_beside() -> None:
    harbor, other = uuid4(), uuid4()
    assert unfair([(SeatKind.CBO, harbor), (SeatKind.CBO, harbor)]) == [Unfair.ORGANIZATION]
    assert not unfair([(SeatKind.CBO, harbor), (SeatKind.CBO, other), (SeatKind.CONVENER, harbor)])
    assert not unfair([(SeatKind.LIVED_EXPERIENCE, None)] * 3)


def test_another_network_may_choose_other_numbers() -> None:
    strict = SeatRule.of({"seats.community_percent": 66, "seats.health_one_in": 5})
    seats = [(KINDS[one], None) for one in "clhf"]
    assert unfair(seats, strict) == [Unfair.COMMUNITY, Unfair.HEALTH]
