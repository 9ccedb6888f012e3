"""What holds in one organization never leaks to another one, and ends by itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from governance.in_force import governed, laid
from governance.known import AGREED, FOR_ALL, TRIED, Decided

START, DAY = datetime(2026, 11, 2, tzinfo=UTC), timedelta(days=1)
PLACES = [UUID(int=n) for n in range(1, 4)]
KEYS = ["referral.answer", "need.choose_service", "need.desk_takes"]  # the last is the desk's
LOCAL = {"referral.answer", "need.choose_service"}


@st.composite
def decisions(draw: st.DrawFn) -> Decided:
    begins = START + draw(st.integers(0, 9)) * DAY
    place = draw(st.sampled_from([None, *PLACES]))
    ends = begins + draw(st.integers(0, 5)) * DAY if place else None
    source = draw(st.sampled_from([AGREED, TRIED])) if place else FOR_ALL
    key, value = draw(st.sampled_from(KEYS)), draw(st.integers(1, 9))
    return Decided(key, begins, value, ends, place, source)


def in_order(rows: list[Decided]) -> list[Decided]:
    return sorted(rows, key=lambda row: (row.source, row.begins_at))


SETS = st.lists(decisions(), max_size=12).map(in_order)
MOMENTS = st.integers(0, 16).map(lambda n: START + n * DAY)


@given(SETS, MOMENTS, st.sampled_from(PLACES))
def test_what_holds_elsewhere_changes_nothing_here(
    rows: list[Decided], at: datetime, here: UUID
) -> None:
    mine = [row for row in rows if row.organization_id in {None, here}]
    assert laid(rows, "", at).of(here) == laid(mine, "", at).of(here)
    for_all = [row for row in rows if row.organization_id is None]
    assert laid(rows, "", at).for_all == laid(for_all, "", at).for_all


@given(SETS, MOMENTS, st.sampled_from(PLACES))
def test_what_is_tried_stands_over_what_is_agreed_and_that_over_what_all_decided(
    rows: list[Decided], at: datetime, here: UUID
) -> None:
    usual = {value.key: value.default for value in governed()}
    for key in KEYS:
        open_to = {None, here} if key in LOCAL else {None}
        holding = [
            row for row in rows
            if row.key == key and row.organization_id in open_to and row.begins_at <= at
            and (row.ends_at is None or at < row.ends_at)
        ]  # fmt: skip
        expected = holding[-1].value if holding else usual[key]
        assert laid(rows, "", at).of(here)[key] == expected


@given(SETS, st.sampled_from(PLACES))
def test_after_the_last_end_everybody_has_the_numbers_of_all(rows: list[Decided], here: UUID):
    ends = [row.ends_at for row in rows if row.ends_at]
    after = max(ends, default=START)
    assert laid(rows, "", after + 20 * DAY).of(here) == laid(rows, "", after + 20 * DAY).for_all
