"""Whose turn is it, on which needs? The worklist of a clinic, most urgent first, a page at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from django.db.models import Count, F, Q
from django.utils import timezone

from core.actor import Actor
from core.rows import Where
from organizations.topics import Category
from referrals.search.counting import Visible, counts
from referrals.search.handing import any_offers
from referrals.search.keyset import ROWS, Cursor
from referrals.search.later import any_laters
from referrals.search.lines import Line, lines_of
from screening.lifecycle import NeedStatus, Turn
from screening.models.later import Later
from screening.models.need import Need, NeedQuerySet
from screening.models.screening import Screening, ScreeningQuerySet

WEEK = timedelta(days=7)
TURNS: dict[str, tuple[Turn, ...]] = {
    "you": (Turn.OWNER,),
    "partner": (Turn.PARTNER, Turn.OUTSIDE, Turn.DESK),
    "family": (Turn.FAMILY,),
}
CLOSED = "closed"
ABOUT: dict[str, tuple[Category, ...]] = {
    "food": (Category.FOOD,),
    "housing": (Category.HOUSING, Category.HOMELESSNESS, Category.INADEQUATE_HOUSING),
}
# The same words for the rows and for their numbers.
OPEN, _TURN = Where("screening_need.next_step_due IS NOT NULL"), "screening_need.waiting_on"
OF_TURN = {turn: Where.one_of(_TURN, waiting_on) for turn, waiting_on in TURNS.items()}
OF_CATEGORY = {
    about: Where.one_of("screening_need.category", categories)
    for about, categories in ABOUT.items()
}
HELPED = Where.one_of("screening_need.status", (NeedStatus.MET, NeedStatus.SOLVED_OTHERWISE))
BY_LINK = Where("screening_need.via = %s", "link")
_SPEAKS = """EXISTS (SELECT FROM people_person AS spoken
    WHERE spoken.id = screening_need.subject_id AND spoken.language = %s)"""
_FAMILY = "screening_need.subject_id"
# What a row says; the rest, sealed words above all, stays in the database.
SHOWN = (
    *("topic", "status", "why", "via", "received_part", "is_sensitive", "since", "closed_at"),
    *("waiting_on", "next_step", "next_step_due", "responsible"),
    *("subject__first_name", "subject__last_name", "subject__language"),
    "subject__contact_with_care",
)
SHOWN_UNFINISHED = (
    *("instrument", "instrument_version", "language", "mode", "alone", "interpreter_kind"),
    *("started_at", "asked_by__name"),
    *("person__first_name", "person__last_name", "person__language"),
)
UNFINISHED = 10  # screenings shown at most: older ones are a step with a day


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the worklist: what the address of the page says, and nothing else."""

    turn: str = "you"
    team: bool = False
    late: bool = False
    language: str = ""
    about: str = ""

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        turn, about = said.get("turn", ""), said.get("about", "")
        return cls(
            turn=turn if turn in {*TURNS, CLOSED} else "you",
            team=said.get("who") == "team",
            late=said.get("late") == "1",
            language=said.get("language", "")[:12],
            about=about if about in ABOUT else "",
        )

    @property
    def parameters(self) -> dict[str, str]:
        """Back into an address; what is usual is left out."""
        said = {
            "turn": "" if self.turn == "you" else self.turn,
            "who": "team" if self.team else "",
            "late": "1" if self.late else "",
            "language": self.language,
            "about": self.about,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def is_closed(self) -> bool:
        return self.turn == CLOSED

    @property
    def is_plain(self) -> bool:
        """No pill but whose needs they are."""
        return not (self.late or self.language or self.about)


@dataclass(frozen=True, slots=True)
class Page:
    lines: list[Line]
    next: Cursor | None


def needs_of(actor: Actor, wanted: Wanted, *, at: datetime) -> NeedQuerySet:
    """Everything that the tab and the pills let through, unordered."""
    return _visible(actor, at).filter(*_let_through(actor, wanted, at=at))


@lru_cache(maxsize=8)
def _visible(actor: Actor, at: datetime) -> NeedQuerySet:
    """A page asks twice, for its rows and for its numbers. Nothing is read here."""
    return Need.objects.visible_to(actor, at=at)


def _let_through(actor: Actor, wanted: Wanted, *, at: datetime) -> Iterator[Where]:
    if wanted.is_closed:
        return _closed(actor, wanted, at=at)
    return iter((OF_TURN[wanted.turn], *_open(actor, wanted, at=at)))


def _open(actor: Actor, wanted: Wanted, *, at: datetime) -> Iterator[Where]:
    """Whosever turn it is."""
    yield OPEN
    if wanted.late:
        yield _due_before(day_begins(at))
    yield from _in_every_tab(actor, wanted)


def _closed(actor: Actor, wanted: Wanted, *, at: datetime) -> Iterator[Where]:
    yield Where("screening_need.closed_at >= %s", _first_of_month(at))
    yield from _in_every_tab(actor, wanted)


def _in_every_tab(actor: Actor, wanted: Wanted) -> Iterator[Where]:
    if not wanted.team:
        yield Where("screening_need.responsible_id = %s", actor.as_user)
    if wanted.language:
        yield Where(_SPEAKS, wanted.language)
    if wanted.about:
        yield OF_CATEGORY[wanted.about]


def _due_before(moment: datetime) -> Where:
    return Where("screening_need.next_step_due < %s", moment)


def in_order(actor: Actor, wanted: Wanted, *, at: datetime) -> NeedQuerySet:
    order = ("-closed_at", "-id") if wanted.is_closed else ("next_step_due", "id")
    return needs_of(actor, wanted, at=at).order_by(*order)


def page_of(actor: Actor, wanted: Wanted, after: Cursor | None, *, at: datetime) -> Page:
    """Fifty needs with what a row says about each: four statements, however many rows."""
    needs = in_order(actor, wanted, at=at).select_related("subject").only(*SHOWN)
    needs = needs.annotate(owner=F("responsible__name"))
    if after:
        needs = needs.filter(_beyond(wanted, after))
    found = list(needs[: ROWS + 1])
    rows, more = found[:ROWS], found[ROWS:]
    return Page(lines_of(rows, actor, at=at), cursor_of(rows[-1]) if more else None)


def _beyond(wanted: Wanted, cursor: Cursor) -> Q:
    return cursor.before("closed_at") if wanted.is_closed else cursor.after("next_step_due")


def cursor_of(need: Need) -> Cursor:
    return Cursor(need.closed_at or need.next_step_due or need.since, need.pk)


def numbers(actor: Actor, wanted: Wanted, *, at: datetime) -> dict[str, int]:
    """What the tabs, the sentence and the green strip count, in one statement.

    And whether there may be something of what is seldom there: only then is it read, through its gate.
    """
    needs = Visible(_visible(actor, at))
    yours = _let_through(actor, Wanted(team=wanted.team), at=at)
    lately = Where("screening_need.closed_at >= %s", at - WEEK)
    today = day_begins(at)
    tomorrow = today + timedelta(days=1)
    return counts(
        needs.in_each(_TURN, TURNS, *_open(actor, wanted, at=at)),
        needs.those(CLOSED, *_closed(actor, wanted, at=at)),
        needs.and_those(
            ("families", "waited"), _due_before(today), *yours, _due_before(tomorrow), each=_FAMILY
        ),
        needs.and_those(("helped", "said_so"), BY_LINK, HELPED, lately),
        laters=any_laters(actor, team=wanted.team),
        offered=any_offers(actor),
        begun=_any_unfinished(actor, team=wanted.team),
    )


def _unfinished(actor: Actor, *, team: bool, at: datetime) -> ScreeningQuerySet:
    """Those that are not a step with a day yet: the others stand among what is due."""
    owed = Later.objects.open().filter(network_id=actor.network_id, screening__isnull=False)
    begun = Screening.objects.visible_to(actor, at=at).unfinished()
    return _mine(begun.exclude(pk__in=owed.values("screening_id")), actor, team=team)


def _any_unfinished(actor: Actor, *, team: bool) -> ScreeningQuerySet:
    """Those and perhaps some that the actor may not see: enough to know when there is nothing to read."""
    here = actor.where("run_screenings", "see_people")
    begun = Screening.objects.filter(network_id=actor.network_id, organization_id__in=here)
    return _mine(begun.unfinished(), actor, team=team)


def _mine(begun: ScreeningQuerySet, actor: Actor, *, team: bool) -> ScreeningQuerySet:
    return begun if team else begun.filter(asked_by_id=actor.user_id)


def unfinished_screenings(actor: Actor, *, team: bool, at: datetime) -> list[Screening]:
    """Begun and not finished, newest first, each with how many answers it has."""
    begun = _unfinished(actor, team=team, at=at).select_related("person", "asked_by")
    counted = begun.only(*SHOWN_UNFINISHED).annotate(answered=Count("answers"))
    return list(counted.order_by("-started_at")[:UNFINISHED])


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where one need stands in the list that it was opened from; `place` 0 when it has left it."""

    place: int
    all: int
    next: Need | None


def neighbours(actor: Actor, wanted: Wanted, need: Need, *, at: datetime) -> Neighbours:
    """Its place, the length of the list and the need after it. Two statements."""
    ordered = in_order(actor, wanted, at=at)
    here = cursor_of(need)
    column = "closed_at" if wanted.is_closed else "next_step_due"
    before = here.after(column) if wanted.is_closed else here.before(column)
    row = counts(whole=ordered, before=ordered.filter(before), itself=ordered.filter(pk=need.pk))
    others = ordered.exclude(pk=need.pk).select_related("subject")
    following = others.filter(_beyond(wanted, here)).first() or others.first()
    return Neighbours(row["before"] + 1 if row["itself"] else 0, row["whole"], following)


def day_begins(at: datetime) -> datetime:
    """Midnight on the clock of the page's reader."""
    return _midnight(at, timezone.get_current_timezone())


@lru_cache(maxsize=64)
def _midnight(at: datetime, zone: tzinfo) -> datetime:
    """Each row of a list asks for the same one."""
    return timezone.localtime(at, zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _first_of_month(at: datetime) -> datetime:
    return day_begins(at).replace(day=1)
