"""Who was elected? Counted a second time by somebody who compares each with all others, over every small case."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from governance.counting import approvals, elect


def by_hand(papers: list[set[str]], standing: list[str], places: int) -> tuple[set[str], set[str]]:
    """Whoever fewer than `places` others beat or equal is in; whoever fewer beat, and so many equal, is tied."""
    got = {one: len([paper for paper in papers if one in paper]) for one in standing}
    known = {one: times for one, times in got.items() if times > 0}
    beaten_by = {
        one: sum(other > times for other in known.values()) for one, times in known.items()
    }
    level = {one: list(known.values()).count(times) for one, times in known.items()}
    inside = {one for one in known if beaten_by[one] + level[one] <= places}
    tied = {one for one in known if one not in inside and beaten_by[one] < places}
    return inside, tied


def agrees(papers: list[set[str]], standing: list[str], places: int) -> None:
    chosen = elect(approvals(standing, papers), places)
    assert (set(chosen.elected), set(chosen.tied)) == by_hand(papers, standing, places)
    assert len(chosen.elected) <= places
    assert not set(chosen.elected) & set(chosen.tied)


def test_every_small_election_is_counted_as_somebody_counts_it_by_hand():
    sets: list[set[str]] = [set(), {"a"}, {"b"}, {"c"}, {"a", "b"}, {"a", "c"}, {"b", "c"}]
    for size in range(4):
        for papers in product(sets, repeat=size):
            for places in (1, 2, 3):
                agrees(list(papers), ["a", "b", "c"], places)


PEOPLE = "abcdefg"


@given(st.lists(st.sets(st.sampled_from([*PEOPLE, "x"])), max_size=30), st.integers(1, 6))
def test_large_elections_too_and_a_name_that_does_not_stand_changes_nothing(
    papers: list[set[str]], places: int
):
    agrees(papers, list(PEOPLE), places)


@given(st.lists(st.sets(st.sampled_from(PEOPLE)), max_size=12))
def test_in_which_order_people_stand_or_vote_elects_nobody(papers: list[set[str]]):
    one = elect(approvals(PEOPLE, papers), 2)
    other = elect(approvals(PEOPLE[::-1], papers[::-1]), 2)
    assert (set(one.elected), set(one.tied)) == (set(other.elected), set(other.tied))
