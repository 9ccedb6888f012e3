"""What do families talk about, as sums that name nobody, and what came of it?

The sums are another app's: it registers what it counts, because nothing here knows families.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from governance.lifecycle import Status
from governance.models.proposals import Proposal
from governance.models.themes import BecauseOf
from governance.search.council import titled

Text = str | Promise
TOLD_FOR = timedelta(days=365)
MOST = 50
CAME_OF_IT = (Status.COMMENTING, Status.VOTING, Status.PASSED, Status.IN_FORCE)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one theme, as they may be shown: what could be better, and what was good."""

    better: Text
    good: Text


@dataclass(frozen=True, slots=True)
class ThemeSource:
    """`sums`: by theme, with every small number kept back. `is_plain`: whether a family can read that."""

    words: Mapping[str, Text]
    sums: Callable[[UUID, datetime], Mapping[str, Sums]]
    is_plain: Callable[[str, str], bool]


_SOURCES: list[ThemeSource] = []


def register(source: ThemeSource) -> None:
    """At start-up. There is one: two would count the same words twice."""
    if _SOURCES:
        raise RuntimeError("What families say is counted twice.")
    _SOURCES.append(source)


def source() -> ThemeSource:
    return _SOURCES[0]


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a theme."""

    proposal_id: UUID
    title: str
    holds: bool
    words: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    words: Text
    sums: Sums
    changes: list[Change]


def theme_rows(network_id: UUID, *, language: str, at: datetime) -> list[ThemeRow]:
    """Of the last year."""
    known, sums = source().words, source().sums(network_id, at)
    linked = list(BecauseOf.objects.filter(network_id=network_id).select_related("proposal"))
    titles = _titles([one.proposal for one in linked])
    changes: dict[str, list[Change]] = {}
    for one in linked:
        changes.setdefault(one.theme, []).append(_change(one, titles, language))
    return [
        ThemeRow(words, sums[code], changes.get(code, []))
        for code, words in known.items()
        if code in sums
    ]


def _change(one: BecauseOf, titles: Mapping[UUID, str], language: str) -> Change:
    words = in_language(one.words, language)
    return Change(one.proposal_id, titles[one.proposal_id], holds(one.proposal), words)


def _titles(proposals: list[Proposal]) -> dict[UUID, str]:
    """One statement, however many they are."""
    return {one.proposal.pk: one.title for one in titled(proposals)}


def holds(proposal: Proposal) -> bool:
    return proposal.status == Status.IN_FORCE


def in_language(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()), "")


def could_come_of_it(network_id: UUID) -> list[tuple[UUID, str]]:
    """Proposals that a theme can be linked to: open to all, and not refused."""
    rows = Proposal.objects.filter(network_id=network_id, status__in=CAME_OF_IT)
    newest = titled(list(rows.order_by("-number")[:MOST]))
    return [(one.proposal.pk, f"{one.proposal.number}: {one.title}") for one in newest]


@dataclass(frozen=True, slots=True)
class ToldBack:
    """What a family reads: which of its themes, what changed, and since when."""

    theme: Text
    words: str
    since: datetime


def told_back(
    network_id: UUID, said: Mapping[str, datetime], *, language: str, at: datetime
) -> list[ToldBack]:
    """`said`: by theme, when the family first spoke of it. Only what holds now, and was decided after."""
    rows = BecauseOf.objects.filter(
        network_id=network_id, theme__in=[*said], proposal__status=Status.IN_FORCE,
        proposal__in_force_at__gt=at - TOLD_FOR,
    )  # fmt: skip
    return list(_told(rows.select_related("proposal").order_by("-linked_at"), said, language))


def _told(
    rows: Iterable[BecauseOf], said: Mapping[str, datetime], language: str
) -> Iterable[ToldBack]:
    for one in rows:
        since = one.proposal.in_force_at
        if since and said[one.theme] < since:
            words = in_language(one.words, language)
            yield ToldBack(source().words[one.theme], words, since)
