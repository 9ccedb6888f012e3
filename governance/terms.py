"""How is a matter decided? What the network chose for each area, as the terms of one count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from core.governed import GovernedNumbers
from governance.counting import Method, Terms, Tie
from governance.lifecycle import Area

# A governed number stands for each: the higher, the more must agree.
METHODS: dict[int, Method] = {1: Method.MAJORITY, 2: Method.TWO_THIRDS, 3: Method.CONSENT}

# Matters that the council may give to a committee, and to which.
COUNCIL = "council"
COMMITTEES: dict[Area, str] = {
    Area.DATA: "data",
    Area.MONEY: "money",
    Area.NORMS: "family_voice",
}


@dataclass(frozen=True, slots=True)
class Deciding(GovernedNumbers):
    """Days are open days of the network, percents of the seats that may vote."""

    AREA = "decide"

    waiting_method: int = 1
    data_method: int = 1
    money_method: int = 1
    council_method: int = 2
    partners_method: int = 1
    norms_method: int = 3
    waiting_chamber: int = 0
    data_chamber: int = 1
    money_chamber: int = 1
    council_chamber: int = 1
    partners_chamber: int = 0
    norms_chamber: int = 0
    quorum_percent: int = 50
    waiting_quorum_percent: int = 0
    data_quorum_percent: int = 0
    money_quorum_percent: int = 0
    council_quorum_percent: int = 0
    partners_quorum_percent: int = 0
    norms_quorum_percent: int = 0
    chair_breaks_tie: int = 0
    comment: int = 5
    after_amendment: int = 2
    vote: int = 5
    confirm: int = 5
    supporters: int = 0
    again_calendar: int = 60
    again_supporters: int = 3
    fill_seat: int = 20
    fill_seat_again: int = 5
    stand: int = 10
    elect: int = 10
    run_off: int = 5
    elect_ahead_calendar: int = 60
    elect_again_calendar: int = 30
    term_years: int = 2
    data_committee: int = 0
    money_committee: int = 0
    norms_committee: int = 0
    open_log: int = 0
    minutes: int = 5

    def term_until(self, begins_on: date) -> date:
        """The last day. One that begins on the 29th of February ends with the 28th."""
        try:
            same_day = begins_on.replace(year=begins_on.year + self.term_years)
        except ValueError:
            same_day = date(begins_on.year + self.term_years, 3, 1)
        return same_day - timedelta(days=1)

    def terms(self, areas: Collection[Area]) -> Terms:
        """Of a matter that touches several areas: what asks most of them; the chamber if any asks it."""
        return Terms(
            METHODS[max(self.method_of(area) for area in areas)],
            max(self.quorum_percent, *(getattr(self, f"{a}_quorum_percent") for a in areas)),
            any(getattr(self, f"{area}_chamber") for area in areas),
            Tie.CHAIR if self.chair_breaks_tie else Tie.FAILS,
        )

    def strictest(self, areas: Collection[Area]) -> Area:
        """By whose name the matter is called."""
        return max(
            sorted(areas),
            key=lambda area: (getattr(self, f"{area}_chamber"), self.method_of(area)),
        )

    def decides(self, areas: Collection[Area]) -> str:
        """Which committee decides it: one to which all of it was given; else the council itself."""
        given = {self._committee(area) for area in areas}
        return given.pop() if len(given) == 1 else COUNCIL

    def _committee(self, area: Area) -> str:
        is_given = area in COMMITTEES and getattr(self, f"{area}_committee")
        return COMMITTEES[area] if is_given else COUNCIL

    def method_of(self, area: Area) -> int:
        number: int = getattr(self, f"{area}_method")
        return number
