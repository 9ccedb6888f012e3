"""Are loops closing? Last night's figures as they may be shown, without naming anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insights.models import Night
from insights.search.chain import HISTORY_IS_SEALED, HISTORY_IS_SEALED_WORDS
from organizations.models.network import Organization
from people.words.demands import ANSWER_WORDS, DEMAND_WORDS
from referrals.actions.promises import PROMISES
from referrals.search.top import NOBODY_ABOVE_WORDS, SOMEBODY_ABOVE
from referrals.words import REASON_WORDS
from screening.search import smallest_cell
from screening.words import cell, cells

TURNS: dict[str, Text] = {
    "owner": gettext_lazy("The team that looks after the family"),
    "partner": gettext_lazy("A partner"),
    "family": gettext_lazy("The family"),
    "desk": gettext_lazy("The desk"),
    "outside": gettext_lazy("An office outside the network"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`; shown only when neither the part nor the rest is a small cell."""

    part: int
    whole: int
    smallest: int

    @property
    def is_shown(self) -> bool:
        rest = self.whole - self.part
        told = (self.part, rest)
        return self.whole >= self.smallest and all(n == 0 or n >= self.smallest for n in told)

    @property
    def words(self) -> str:
        hides_rest = not self.is_shown and self.part >= self.smallest
        shown = _("not shown") if hides_rest else cell(self.part, smallest=self.smallest)
        whole = cell(self.whole, smallest=self.smallest)
        return _("%(part)s of %(whole)s") % {"part": shown, "whole": whole}

    @property
    def percent(self) -> int:
        return round(100 * self.part / self.whole) if self.whole else 0

    @property
    def arcs(self) -> int:
        """How much of the ring is filled: a closed ring is every loop closed."""
        return self.percent // 20


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what, how many, and a word on it."""

    words: str | Text
    count: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Provider-reported and family-confirmed are two numbers; the second has two parts."""

    night: Night
    smallest: int

    @property
    def answered(self) -> Rate:
        return self._rate(self._sent["answered"], self._sent["all"])

    @property
    def provider_says_helped(self) -> Rate:
        return self._rate(self._sent["helped"], self._sent["all"])

    @property
    def family_says_met(self) -> Rate:
        return self._rate(self._found["met"], self._found["wanted"])

    @property
    def words_of(self) -> list[Row]:
        """On whose word needs were met; then what nobody has confirmed."""
        met = self._found["direct"] + self._found["staff"]
        rest = self._found["wanted"] - met  # what is not met is told above, as a rate
        direct, staff, _rest = self._cells(
            [self._found["direct"], self._found["staff"], max(rest, 0)]
        )
        return [
            Row(_("The family said so directly"), direct),
            Row(_("The family told its worker"), staff),
            Row(_("The partner said helped, the family never answered"), self._cell(self._found["unconfirmed"])),
            Row(_("The partner said helped, the family says no"), self._cell(self._sent["contested"])),
        ]  # fmt: skip

    @property
    def counted(self) -> list[Row]:
        """The mark of HEDIS SNS-E; a night that was counted before there was one has none."""
        counted = self.night.figures.get("counted")
        if not counted:
            return []
        late, others = self._cells([counted["late"], counted["all"] - counted["late"]])
        return [
            Row(_("Talked over, or still in its 30 days"), others),
            Row(_("30 days have passed, and nobody has talked it over"), late),
        ]

    @property
    def reasons(self) -> list[Row]:
        counted = self.night.figures["reasons"]
        shown = self._cells([times for _status, _reason, times in counted])
        return [
            Row(REASON_WORDS.get(reason, reason), count)
            for (_status, reason, _times), count in zip(counted, shown, strict=True)
        ]

    @property
    def overdue(self) -> list[Row]:
        late = self.night.figures["overdue"]
        shown = self._cells([late.get(turn, 0) for turn in TURNS])
        return [Row(words, count) for words, count in zip(TURNS.values(), shown, strict=True)]

    @property
    def now(self) -> list[Row]:
        now = self.night.figures["now"]
        return [
            Row(_("Open needs"), self._cell(now["needs"]), _oldest(now["oldest_need_days"])),
            Row(
                _("Open requests"), self._cell(now["requests"]), _oldest(now["oldest_request_days"])
            ),
        ]

    @property
    def silent_partners(self) -> int:
        """Organizations, not families: shown as it is."""
        partners: int = self.night.figures["silent"]["partners"]
        return partners

    @property
    def silent(self) -> list[Row]:
        """The longest silences by name, for those who can do something about them."""
        longest = self.night.figures["silent"]["longest"]
        named = Organization.objects.filter(is_victim_service=False)  # not who became one since
        names = named.in_bulk([partner for partner, _late, _days in longest])
        return [
            Row(names[UUID(partner)].name, self._cell(late), _oldest(days))
            for partner, late, days in longest
            if UUID(partner) in names
        ]

    @property
    def demands(self) -> list[Row]:
        """Papers, not people: shown as they are, and a zero is a zero (decision 26)."""
        counted = self.night.figures.get("demands", {}).get("kinds", {})
        return [Row(words, str(counted.get(kind, 0))) for kind, words in DEMAND_WORDS.items()]

    @property
    def demand_answers(self) -> list[Row]:
        counted = self.night.figures.get("demands", {}).get("answers", {})
        return [Row(words, str(counted.get(answer, 0))) for answer, words in ANSWER_WORDS.items()]

    @property
    def promises(self) -> list[Row]:
        """A promise that is younger than the last night has not been asked about yet."""
        broken = self.night.broken
        asked = [(p.name, p.words) for p in PROMISES]
        asked.append((SOMEBODY_ABOVE, NOBODY_ABOVE_WORDS))
        asked.append((HISTORY_IS_SEALED, HISTORY_IS_SEALED_WORDS))
        return [Row(words, str(broken.get(name, _("not asked yet")))) for name, words in asked]

    def _rate(self, part: int, whole: int) -> Rate:
        return Rate(part, whole, self.smallest)

    def _cell(self, number: int) -> str:
        return cell(number, smallest=self.smallest)

    def _cells(self, counts: Sequence[int]) -> list[str]:
        return cells(counts, smallest=self.smallest)

    @property
    def _sent(self) -> dict[str, Any]:
        return dict(self.night.figures["sent"])

    @property
    def _found(self) -> dict[str, Any]:
        return dict(self.night.figures["found"])


def scorecard(network_id: UUID, *, at: datetime) -> Scorecard | None:
    """Of the last night that was counted; None in a network that is younger."""
    night = Night.objects.filter(network_id=network_id).order_by("-date").first()
    return Scorecard(night, smallest_cell(network_id, at=at)) if night else None


def _oldest(days: int) -> str:
    return ngettext("the oldest for %(days)s day", "the oldest for %(days)s days", days) % {"days": days}  # fmt: skip
