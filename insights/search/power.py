"""Who decides, who waits, and who does the work? As a council may read it, with small numbers kept back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.search.agreements import paid_partners
from governance.search.power import ByKind, Emergencies, power_of
from insights.models import Night
from insights.search.scorecard import Row
from insights.words.power import MAKER_WORDS, SIDE_WORDS
from organizations.models.network import Network, Organization
from screening.search import smallest_cell
from screening.words import cells

Waits = list[tuple[str, int, int, int]]


@dataclass(frozen=True, slots=True)
class Seats:
    """One kind of seat: what it proposed, and how its votes ended. Seats are no families: as they are."""

    words: str | Text
    of: ByKind


@dataclass(frozen=True, slots=True)
class Load:
    """What one organization did: taken on, answered otherwise, tried to reach, told; as it may be shown."""

    name: str
    is_paid: bool
    numbers: tuple[str, ...]

    @property
    def shown(self) -> int:
        """The order is by what is shown: another would tell something of what is not."""
        return sum(int(number) for number in self.numbers if number.isdigit())


@dataclass(frozen=True, slots=True)
class Page:
    """`night` None: nothing was counted yet. An older night has counted neither waits nor work."""

    seats: list[Seats]
    emergencies: Emergencies
    night: Night | None
    senders: list[Row]
    receivers: list[Row]
    loads: list[Load]

    @property
    def is_counted(self) -> bool:
        return self.night is not None and "work" in self.night.figures


def power_page(network: Network, *, at: datetime) -> Page:
    """Votes as they stand now; waits and work as of last night. Eight statements at most."""
    votes = power_of(network.pk, at=at)
    night = Night.objects.filter(network_id=network.pk).order_by("-date").first()
    figures = night.figures if night else {}
    smallest = smallest_cell(network.pk, at=at)
    waits = figures.get("waits", {})
    return Page(
        [Seats(MAKER_WORDS[one.kind], one) for one in votes.kinds if one.made or one.called],
        votes.emergencies,
        night,
        _waits(waits.get("senders", []), smallest),
        _waits(waits.get("receivers", []), smallest),
        _loads(network.pk, figures.get("work", []), network.open_days.local_date(at), smallest),
    )


def _waits(counted: Waits, smallest: int) -> list[Row]:
    """The longest first, then those of whom too little is known to say how long."""
    numbers = cells([number for _kind, number, _late, _days in counted], smallest=smallest)
    hidden = _hidden(
        [(number, late, number - late) for _kind, number, late, _days in counted], smallest
    )
    longest = sorted(
        range(len(counted)), key=lambda row: (row in hidden, row if row in hidden else -counted[row][3])
    )  # fmt: skip
    return [
        Row(
            SIDE_WORDS[counted[row][0]],
            numbers[row],
            _("How long: too few to say") if row in hidden else _note(counted[row]),
        )
        for row in longest
    ]


def _hidden(rows: Sequence[tuple[int, ...]], smallest: int) -> set[int]:
    """Rows of which a small number, or what would tell one, stands in any column."""
    return {
        row
        for column in zip(*rows, strict=True)
        for row, shown in enumerate(cells(column, smallest=smallest))
        if shown != str(column[row])
    }


def _note(counted: tuple[str, int, int, int]) -> str:
    _kind, number, late, days = counted
    half = ngettext(
        "half of them for %(days)s day or longer", "half of them for %(days)s days or longer", days
    ) % {"days": days}  # fmt: skip
    return _("%(half)s; %(percent)s%% past the day that was promised") % {
        "half": half, "percent": round(100 * late / number),
    }  # fmt: skip


def _loads(
    network_id: UUID, counted: Iterable[list[Any]], today: date, smallest: int
) -> list[Load]:
    """Without a name nothing: whoever became a victim service since that night is not told of."""
    named = Organization.objects.filter(network_id=network_id, is_victim_service=False)
    work = list(counted)
    names = {
        str(pk): name
        for pk, name in named.filter(pk__in=[one[0] for one in work]).values_list("pk", "name")
    }
    paid = {str(pk) for pk in paid_partners(network_id, on=today)}
    told = [one for one in work if one[0] in names]
    numbers_of = list(zip(*told, strict=True))[1:]
    columns = [cells(column, smallest=smallest) for column in numbers_of]
    rows = zip(told, zip(*columns, strict=True), strict=True)
    loads = [Load(names[one[0]], one[0] in paid, numbers) for one, numbers in rows]
    return sorted(loads, key=lambda load: (-load.shown, load.name))
