"""Was it carried? Counted a second time by somebody who does sums with fractions, over every small case."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.counting import (
    Answer,
    Method,
    Outcome,
    Result,
    SeatKind,
    Terms,
    Tie,
    Voter,
    Why,
    count,
)

CBO, CLINIC, CONVENER = SeatKind.CBO, SeatKind.HEALTH_CARE, SeatKind.CONVENER
YES, NO, ABSTAIN = Answer.YES, Answer.NO, Answer.ABSTAIN
SAID = {"y": YES, "n": NO, "a": ABSTAIN}
ALL_TERMS = [
    Terms(method, quorum, chamber, tie)
    for method, quorum, chamber, tie in product(Method, (1, 50, 67, 100), (False, True), Tie)
]


def by_hand(terms: Terms, house: Sequence[tuple[str, str, bool]]) -> bool | None:
    """`house`: whom a seat speaks for (c, h or -), its word (y, n, a or nothing), whether it chairs.

    True, False, or None where too few took part. An x is a conflict; a dash has no vote.
    """
    words = [word for side, word, _chairs in house if side != "-" and word != "x"]
    if not words or not "".join(words):
        return None
    if Fraction(len("".join(words)), len(words)) < Fraction(terms.quorum_percent, 100):
        return None
    line = "".join(sorted("".join(words).replace("a", "")))
    if "y" not in line:
        return False
    if terms.method == "consent":
        carried = "n" not in line
    elif terms.method == "two_thirds":
        carried = Fraction(line.count("y"), len(line)) >= Fraction(2, 3)
    else:
        chair = "".join(w for side, w, chairs in house if chairs and side != "-" and w in "yn")
        half = Fraction(line.count("y"), len(line))
        carried = half > Fraction(1, 2) or (
            half == Fraction(1, 2) and terms.tie == "chair" and chair == "y"
        )
    if terms.chamber:
        ours = [word for side, word, _chairs in house if side == "c"]
        carried = carried and ours.count("y") > ours.count("n")
    return carried


def seated(house: Sequence[tuple[str, str, bool]]) -> tuple[list[Voter], dict[str, Answer]]:
    kinds = {"c": CBO, "h": CLINIC, "-": CONVENER}
    voters = [
        Voter(str(n), kinds[side], conflict=word == "x", chairs=chairs)
        for n, (side, word, chairs) in enumerate(house)
    ]
    answers = {str(n): SAID[word] for n, (_, word, _) in enumerate(house) if word in SAID}
    return voters, answers


def as_word(outcome: Outcome) -> bool | None:
    return None if outcome.result is Result.NO_QUORUM else outcome.is_carried


def small_houses() -> Iterator[list[tuple[str, str, bool]]]:
    """Every council of up to three seats, with each of them in the chair, or nobody."""
    seats = [*product("ch", ("y", "n", "a", "", "x")), ("-", "y"), ("-", "n")]
    for size in range(4):
        for house in combinations_with_replacement(seats, size):
            for chair in range(-1, size):
                yield [(side, word, n == chair) for n, (side, word) in enumerate(house)]


def test_every_small_council_is_counted_as_by_hand() -> None:
    for house in small_houses():
        voters, answers = seated(house)
        for terms in ALL_TERMS:
            assert as_word(count(terms, voters, answers)) == by_hand(terms, house), (terms, house)


@given(
    st.lists(st.tuples(st.sampled_from("ch-"), st.sampled_from(["y", "n", "a", "", "x"])), max_size=15),
    st.integers(-1, 14),
    st.builds(Terms, st.sampled_from(Method), st.integers(1, 100), st.booleans(), st.sampled_from(Tie)),
)  # fmt: skip
@settings(max_examples=300)
def test_a_large_council_too(seats: list[tuple[str, str]], chair: int, terms: Terms) -> None:
    house = [(side, word, n == chair) for n, (side, word) in enumerate(seats)]
    outcome = count(terms, *seated(house))
    assert as_word(outcome) == by_hand(terms, house)
    tally = outcome.tally
    assert tally.may_vote + tally.conflicts == sum(side != "-" for side, _, _ in house)


def house(words: str, **more: object) -> tuple[list[Voter], dict[str, Answer]]:
    """`cy hn`: a community seat says yes, a health system no."""
    return seated([(one[0], one[1:], False) for one in words.split()])


@pytest.mark.parametrize(
    ("words", "terms", "why"),
    [
        ("-y", Terms(Method.MAJORITY), Why.NOBODY_MAY_VOTE),
        ("cy c c c", Terms(Method.MAJORITY), Why.TOO_FEW),
        ("cy cy hn", Terms(Method.CONSENT), Why.OBJECTION),
        ("ca ca ha", Terms(Method.CONSENT), Why.NOBODY_FOR_IT),
        ("cy ca ha", Terms(Method.CONSENT), Why.NO_OBJECTION),
        ("cy hn", Terms(Method.MAJORITY), Why.TIE),
        ("cy cy hn", Terms(Method.TWO_THIRDS), Why.ENOUGH_FOR_IT),
        ("cy cy cy hn hn", Terms(Method.TWO_THIRDS), Why.TOO_FEW_FOR_IT),
        ("cn cy hy hy", Terms(Method.MAJORITY, chamber=True), Why.CHAMBER),
    ],
)
def test_the_reason_is_the_first_that_decided_it(words: str, terms: Terms, why: Why) -> None:
    assert count(terms, *house(words)).why is why


def test_health_systems_cannot_carry_a_matter_of_data_over_the_community() -> None:
    voters, answers = house("cn hy hy hy hy")
    assert count(Terms(Method.MAJORITY), voters, answers).is_carried
    assert not count(Terms(Method.MAJORITY, chamber=True), voters, answers).is_carried


def test_the_chair_decides_a_tie_only_by_a_word_of_its_own() -> None:
    terms = Terms(Method.MAJORITY, tie=Tie.CHAIR)
    for word, carried in (("y", True), ("n", False), ("a", False), ("x", False)):
        rest = [("h", "n" if word == "y" else "y", False), ("c", word, True)]
        even = rest if word in "yn" else [*rest, ("c", "n", False)]
        outcome = count(terms, *seated(even))
        assert outcome.is_carried is carried
        assert (outcome.why is Why.CHAIR_DECIDED) == (word in "yn")


def test_whoever_gains_by_it_has_no_vote_and_is_not_missed() -> None:
    voters, answers = house("cy cx cx cx")
    outcome = count(Terms(Method.MAJORITY, 100), voters, answers)
    assert outcome.is_carried
    assert outcome.tally.conflicts == 3


def test_a_lent_vote_counts_until_its_owner_speaks_and_is_lent_once_only() -> None:
    terms = Terms(Method.MAJORITY, 1)
    voters = [
        Voter("a", CBO),
        Voter("b", CBO, proxy="a"),
        Voter("c", CBO, proxy="b"),
        Voter("d", CLINIC),
    ]
    assert count(terms, voters, {"a": YES, "d": NO}).tally.yes == 2  # c lent to b, who said nothing
    assert count(terms, voters, {"a": YES, "b": NO, "d": NO}).tally.no == 3
    torn = [Voter("a", CBO, conflict=True), Voter("b", CBO, proxy="a"), Voter("d", CLINIC)]
    assert count(terms, torn, {"a": YES, "d": NO}).tally.yes == 0


def test_a_vote_of_somebody_who_has_none_changes_nothing() -> None:
    voters, answers = house("cy -n")
    assert count(Terms(Method.CONSENT), voters, answers | {"stranger": NO}).is_carried
