"""Does somebody take every row of the tables? What no deed can reach, no random history proves."""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from pytest_django import Settings

from core.errors import DomainError
from referrals import lifecycle
from referrals.lifecycle import ContestAnswer, ContestEnd, Mode, Status
from screening import lifecycle as need_lifecycle
from screening.lifecycle import CLOSED, NeedStatus
from screening.models.need import Need
from tests.proof.county import County, in_a_county
from tests.proof.deeds import caring, clock, family, helping, owning
from tests.proof.deeds.world import Deed, World
from tests.story import NOW

N, R = NeedStatus, Status
Row = tuple[str, str, str]  # what moves, from where, to where
A_MINUTE = timedelta(minutes=1)
AT_MOST_TRIES = 30  # at one place; there are several for most rows
STANDS = """
SELECT id, 'need', status FROM screening_need UNION ALL SELECT id, 'referral', status FROM referrals_referral
UNION ALL SELECT id, 'contest', COALESCE(NULLIF(ended_how, ''), 'open') || ' ' || answer FROM referrals_contest
"""
CONTESTS = {
    ("contest", "", "open "),
    *(("contest", "open ", f"{ContestEnd.ANSWERED} {answer}") for answer in ContestAnswer),
    *(("contest", "open ", f"{end} ") for end in (ContestEnd.SILENT, ContestEnd.SETTLED)),
}
ROWS: set[Row] = {
    *(("referral", *pair) for pair in lifecycle.pairs()),
    *(("need", *pair) for pair in need_lifecycle.pairs()),
    *CONTESTS,
}
# Rows that no deed takes, each with its reason. Whoever makes one possible takes it away here.
NOBODY_DOES: dict[str, set[Row]] = {
    "a form that is not sent yet is kept by its page: there are no drafts": {
        ("referral", "", R.DRAFT),
        *(("referral", R.DRAFT, to) for to in (R.REQUESTED, R.CANCELLED, R.ENTERED_IN_ERROR)),
    },
    "it is met where somebody helped; else it was solved otherwise": {
        *(("need", source, N.MET) for source in (N.FOUND, N.WANTS_HELP, N.NO_RESOURCE)),
    },
    "who was helped and keeps silent is not out of reach: that is not confirmed": {
        ("need", N.TO_CONFIRM, N.UNREACHABLE),
    },
    "while a partner is asked, its word comes first": {("need", N.BEING_HELPED, N.UNREACHABLE)},
}


def a_season_passes(world: World) -> None:
    for _ in range(6):
        clock.time_passes_hour_by_hour(world)


def comes_up_again(world: World) -> None:
    """What recurs is looked at on its day, and needed again."""
    clock.time_passes_hour_by_hour(world)
    world.clock += timedelta(days=70)
    clock.ticks(world, *clock.TASKS)
    owning.looks_on_its_day(world)


def waits_with_whom_it_has(world: World) -> None:
    """A family asks to wait; mostly after a partner has said yes, which rests then."""
    for _try in range(6):
        with suppress(DomainError, ObjectDoesNotExist), transaction.atomic():
            helping.says_yes(world)
            break
    family.asks_to_wait(world)


def is_tried_from_its_day_on(world: World) -> None:
    """Before the day that the family named nobody gives it up."""
    for day in Need.objects.filter(status=N.PAUSED).values_list("paused_until", flat=True):
        world.clock = max(world.clock, datetime.combine(day, time(18), UTC))
    clock.ticks(world, *clock.TASKS)
    owning.tries_for_days(world)


def closes_after_a_death(world: World) -> None:
    """It stands on the record first; then whoever follows the need looks at it."""
    family.dies_or_does_not(world)
    caring.closes(world)


# Which deeds may lead there; the random histories do all of them in any order.
TAKES: dict[tuple[str, str], tuple[Deed, ...]] = {
    ("need", N.WANTS_HELP): (
        caring.hears_that_help_is_wanted, owning.looks_again, family.says_it_did_not_work_out, helping.says_no,
        family.goes_on,
    ),
    ("need", N.FOUND): (family.goes_on,),
    ("need", N.PAUSED): (waits_with_whom_it_has,),
    ("need", N.BEING_HELPED): (caring.sends, helping.mends, family.goes_on),
    ("need", N.TO_CONFIRM): (helping.says_helped, family.goes_on),
    ("need", N.NO_RESOURCE): (owning.finds_nobody,),
    ("need", N.MET): (family.answers,),
    ("need", N.UNREACHABLE): (owning.tries_for_days, is_tried_from_its_day_on),
    ("need", N.UNCONFIRMED): (owning.tries_for_days,),
    **{("need", end): (caring.closes,) for end in CLOSED - {N.MET, N.UNREACHABLE, N.UNCONFIRMED}},
    ("need", N.DIED): (closes_after_a_death,),
    ("referral", R.ACCEPTED): (helping.says_yes,),
    ("referral", R.REJECTED): (helping.says_no,),
    ("referral", R.IN_PROGRESS): (helping.starts,),
    ("referral", R.ON_HOLD): (helping.rests,),
    ("referral", R.COMPLETED): (helping.says_helped,),
    ("referral", R.FAILED): (helping.says_failed,),
    ("referral", R.CANCELLED): (caring.takes_back,),
    ("referral", R.ENTERED_IN_ERROR): (caring.corrects, caring.mends, helping.mends),
    **{
        ("contest", f"{ContestEnd.ANSWERED} {answer}"): (helping.answers_the_no,)
        for answer in ContestAnswer
    },
    ("contest", f"{ContestEnd.SILENT} "): (a_season_passes,),
    ("contest", f"{ContestEnd.SETTLED} "): (helping.mends, family.adds_why),
}  # fmt: skip


# How each begins, and where something must stand for that.
BEGINS: dict[tuple[str, str], Deed] = {
    ("need", N.FOUND): caring.finds_a_need,
    ("need", N.WANTS_HELP): comes_up_again,
    ("referral", R.REQUESTED): caring.sends,
    ("contest", "open "): family.says_it_did_not_work_out,
}
BEGINS_AT: dict[Row, tuple[str, str]] = {
    ("need", "", N.FOUND): ("", ""),
    ("need", "", N.WANTS_HELP): ("need", N.MET),
    ("referral", "", R.REQUESTED): ("need", N.WANTS_HELP),
    ("contest", "", "open "): ("need", N.TO_CONFIRM),
}


def stands() -> dict[object, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(STANDS)
        return {key: (kind, status) for key, kind, status in cursor.fetchall()}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Walk:
    """Tries from each place it comes to whatever leads further, and goes back."""

    chance: random.Random
    taken: set[Row] = field(default_factory=set)

    @property
    def missing(self) -> set[Row]:
        return ROWS - self.taken - set().union(*NOBODY_DOES.values())

    def explore(self, world: World, just: Iterable[Row] = ()) -> None:
        """What has ended goes on from its end only at once: a slip, a no, a family that comes again."""
        ended = {
            *(("need", end) for end in CLOSED),
            *(("referral", end) for end in lifecycle.ENDED),
        }
        here = {("", ""), *(set(stands().values()) - ended), *((kind, to) for kind, _, to in just)}
        for row in sorted(self.missing):
            if BEGINS_AT.get(row, row[:2]) in here:
                self._try(world, row)

    def _try(self, world: World, row: Row) -> None:
        for _ in range(AT_MOST_TRIES):
            if row in self.taken:
                return
            kind, source, target = row
            deeds = TAKES[kind, target] if source else (BEGINS[kind, target],)
            deed = self.chance.choice(deeds)
            self._do(deed, self._aimed(world, target.rpartition(" ")[2]))

    def _aimed(self, world: World, target: str) -> World:
        """Who does as before, but chooses what leads there wherever it can be chosen: of a partner who reports."""

        def pick(options: Any) -> Any:
            liked = [one for one in options if one in (target, Mode.DIRECT)]
            return self.chance.choice(liked or options)

        later = world.clock + A_MINUTE  # nobody does two things at once
        return replace(world, clock=later, needs=[*world.needs], tries=[*world.tries], pick=pick)

    def _do(self, deed: Deed, world: World) -> None:
        before = stands()
        with undone():
            try:
                with transaction.atomic():
                    deed(world)
            except (DomainError, ObjectDoesNotExist):
                return
            after = stands()
            moved = {
                (kind, before.get(key, (kind, ""))[1], status)
                for key, (kind, status) in after.items()
            }
            new = {row for row in moved if row[1] != row[2]} - self.taken
            self.taken |= new
            if new:
                self.explore(world, new)


@pytest.fixture
def county(db: None) -> Iterator[County]:
    with in_a_county() as county:
        yield county


def test_every_row_of_the_tables_is_taken_by_some_deed(
    county: County, settings: Settings, tmp_path: Path
):
    settings.TEXT_PROVIDER, settings.CATCHER_DIR = "catcher", str(tmp_path)
    small = replace(county, people=county.people[:1], services=county.services[::2])
    taken, nobody_does = set[Row](), set[Row]().union(*NOBODY_DOES.values())
    for walk in (Walk(random.Random(seed)) for seed in range(6)):  # noqa: S311 mostly the first is enough
        walk.explore(World(small, NOW, walk.chance.choice, [], []))
        taken |= walk.taken
        if taken >= ROWS - nobody_does:
            break
    missing = sorted(ROWS - nobody_does - taken)
    assert not missing
    assert not taken & nobody_does, "somebody does, after all"
