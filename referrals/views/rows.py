"""How does a need look as one row of a worklist: who, what happened, when, whose, and one verb?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.actor import Actor
from core.languages import language_name
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people.lifecycle import Kin
from people.models.person import Person
from people.views.header import age_words, name_of
from people.words.codes import KIN_OF, KIN_WORDS
from referrals.search.lines import Line, Tie, Ties
from referrals.search.today import Wanted, day_begins
from referrals.views.happened import Happened, happened
from referrals.views.pages import Addresses
from referrals.words import VERBS
from screening.lifecycle import Turn
from screening.models.screening import Screening

Text = str | Promise
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """`due` is owed by then; a closed row has `on`, the day it was closed, instead."""

    url: str
    act_url: str
    name: str
    who: str
    icon: str
    about: Text
    happened: Happened
    verb: Text
    weight: str
    owner: str = ""
    is_mine: bool = False
    due: datetime | None = None
    on: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are due together. `is_whole` is false when the next page has more of them."""

    key: str
    title: Text
    tone: str
    rows: list[Row]
    is_whole: bool = True


class Said(dict[str, str]):
    """The words of a table in the language of the page, each looked up once for all rows."""

    def __init__(self, table: Mapping[str, Text]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code: str) -> str:
        self[code] = words = str(self._table[code])
        return words


def need_url(need_id: UUID, wanted: Wanted) -> str:
    """The need's own page, which knows the way back into this list."""
    return need_urls(wanted).of(need_id)


def need_urls(wanted: Wanted) -> Addresses:
    return Addresses("referrals:need", {"from": "today", **wanted.parameters})


def rows_of(lines: Iterable[Line], wanted: Wanted, actor: Actor, *, at: datetime) -> Iterator[Row]:
    """What is the same for all of them is made once."""
    urls, today = need_urls(wanted), day_begins(at)
    topics, verbs, view = Said(TOPIC_WORDS), Said(VERBS), _("View")
    kin = Kinship(of=Said(KIN_OF), is_=Said(KIN_WORDS), aged=_("%(name)s, %(age)s"))
    for line in lines:
        need = line.need
        url, yours = urls.of(need.pk), need.waiting_on == Turn.OWNER
        late = need.next_step_due is not None and need.next_step_due < today
        yield Row(
            url=url,
            act_url=f"{url}#next" if yours else url,
            name=name_of(need.subject),
            who=who_words(line, kin, at),
            icon=TOPICS[need.topic].icon,
            about=topics[need.topic],
            happened=happened(line, at=at),
            verb=verbs[need.next_step] if yours else view,
            weight=("solid" if late else "tint") if yours else "ghost",
            owner=need.owner or "",  # type: ignore[attr-defined]  # said by page_of
            is_mine=need.responsible_id == actor.user_id,
            due=need.next_step_due,
            on=need.closed_at,
        )


@dataclass(frozen=True, slots=True)
class Kinship:
    """The words for who belongs to whom."""

    of: Said
    is_: Said
    aged: str


def who_words(line: Line, kin: Kinship, at: datetime) -> str:
    """Mother of Mateo, 4 · Spanish."""
    ties = _tie_words(line.ties, kin, at)
    return " · ".join(filter(None, [ties, language_name(line.need.subject.language)]))


def _tie_words(ties: Ties, kin: Kinship, at: datetime) -> str:
    """Her first child in words, and how many more; else whose child the subject is."""
    if not ties:
        return ""
    first, more = _said(next(iter(ties.values())), kin, at), len(ties) - 1
    if not more:
        return first
    return ngettext("%(first)s, and %(n)d more", "%(first)s, and %(n)d more", more) % {
        "first": first, "n": more,
    }  # fmt: skip


def _said(tie: Tie, kin: Kinship, at: datetime) -> str:
    relative = tie.relative()
    if tie.subject_is_it:
        return kin.of[tie.kind] % {"name": _called(relative, kin, at)}
    if tie.kind == Kin.CHILD:
        return kin.of[Kin.PARENT] % {"name": _called(relative, kin, at)}
    return _("%(kin)s: %(name)s") % {"kin": kin.is_[tie.kind], "name": name_of(relative)}


def _called(person: Person, kin: Kinship, at: datetime) -> str:
    """A row has room for the first name: Mateo, 4."""
    name, age = person.first_name or name_of(person), age_words(person, at)
    return kin.aged % {"name": name, "age": age} if age else name


def screening_row(screening: Screening, actor: Actor, *, at: datetime) -> Row:
    """A screening that waits to be finished stands among the work of today."""
    url = reverse("screening:ask", args=[screening.pk])
    answered, questions = getattr(screening, "answered", 0), len(screening.questions.items)
    sentence = ngettext(
        "%(answered)d of %(questions)d question answered",
        "%(answered)d of %(questions)d questions answered",
        questions,
    ) % {"answered": answered, "questions": questions}
    asked_by = screening.asked_by
    return Row(
        url=url,
        act_url=url,
        name=name_of(screening.person),
        who=language_name(screening.person.language),
        icon="clipboard-list",
        about=_("Screening"),
        happened=Happened(
            _("Screening started"), "quiet", "pencil-line", 0, broken=False, sentence=sentence
        ),
        verb=_("Finish screening"),
        weight="tint",
        owner=asked_by.name if asked_by else "",
        is_mine=screening.asked_by_id == actor.user_id,
        on=screening.started_at,
        note=_("Started"),
    )


GROUPS: tuple[tuple[str, Text, str], ...] = (
    ("late", gettext_lazy("Overdue"), "stop"),
    ("today", gettext_lazy("Today"), "you"),
    ("week", gettext_lazy("This week"), "quiet"),
    ("later", gettext_lazy("Later"), "quiet"),
)


def groups_of(
    rows: Iterable[Row], screenings: Iterable[Row], *, has_next: bool, at: datetime
) -> list[Group]:
    """Overdue, today, this week, later; a group without rows is left out."""
    sorted_in: dict[str, list[Row]] = {key: [] for key, *_words in GROUPS}
    today = day_begins(at)
    for row in rows:
        sorted_in[_when(row.due, today)].append(row)
    sorted_in["today"] += screenings
    filled = [(key, title, tone) for key, title, tone in GROUPS if sorted_in[key]]
    last = filled[-1][0] if filled else ""
    return [
        Group(key, title, tone, sorted_in[key], is_whole=not (has_next and key == last))
        for key, title, tone in filled
    ]


def _when(due: datetime | None, today: datetime) -> str:
    if due is None or due >= today + WEEK:
        return "later"
    if due < today:
        return "late"
    return "today" if due < today + timedelta(days=1) else "week"


def closed_groups(rows: list[Row], *, has_next: bool) -> Iterator[Group]:
    if rows:
        yield Group("closed", _("Closed this month"), "done", rows, is_whole=not has_next)
