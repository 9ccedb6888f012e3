"""What does the law demand to be said to whoever receives a record that has a law of its own?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from babel.lists import format_list
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from organizations.topic_words import TOPIC_WORDS
from people.lifecycle import Law
from people.words.codes import FACT_WORDS

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Scope:
    """How far one agreement goes: 42 CFR 2.32(b) asks that this stands beside what went under it.

    `facts` are codes; none: the partner `teller` may say how it went. `whom` tells rows of a list
    apart; only the topic that the reader was asked about is named.
    """

    laws: frozenset[Law]
    to: str
    topic: str
    facts: tuple[str, ...] = ()
    teller: str = ""
    whom: str = ""
    until: date | None = None

    @property
    def words(self) -> str:
        """One sentence or two, in the language of the moment."""
        said = {
            "to": self.to, "teller": self.teller, "facts": _listed(self.facts),
            "topic": TOPIC_WORDS.get(self.topic, self.topic),
            "day": date_format(self.until, "DATE_FORMAT") if self.until else "",
        }  # fmt: skip
        if self.teller:
            agreed = _now(
                "What was agreed: %(teller)s may tell %(to)s how it went. It is for: %(topic)s."
            )
        else:
            agreed = _now("What was agreed: %(to)s may know %(facts)s. It is for: %(topic)s.")
        ends = _now("It ends on %(day)s, or when the family says stop.") if self.until else ""
        return f"{agreed} {ends}".strip() % said


def _listed(facts: Iterable[str]) -> str:
    words = [str(said) for fact, said in FACT_WORDS.items() if fact in set(facts)]
    return format_list(words, locale=to_locale(get_language() or "en")) if words else ""


@dataclass(frozen=True, slots=True)
class Notice:
    """`is_exact`: the words of the regulation itself, which are never translated or changed."""

    law: Law
    text: Text
    source: str
    is_exact: bool = False
    scopes: tuple[Scope, ...] = ()  # of what it stands beside


NOTICES: dict[Law, Notice] = {
    Law.PART2: Notice(
        Law.PART2,
        "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
        "42 CFR 2.32(a)(2)",
        is_exact=True,
    ),
    # 99.33(d) asks that the receiver is told of (a), and names no words.
    Law.FERPA: Notice(
        Law.FERPA,
        _(
            "These are education records. Use them only for what they were shared for, and show them to"
            " nobody else unless the parent, or the student of 18, has agreed to that in writing."
        ),
        "34 CFR 99.33(a)",
    ),
}
# As an accounting names them.
LAW_CITED: dict[Law, str] = {
    Law.PART2: "42 CFR part 2",
    Law.VICTIM_SERVICE: "34 USC 12291(b)(2)",
    Law.FERPA: "34 CFR part 99",
}


def notices(laws: frozenset[Law], scopes: Iterable[Scope] = ()) -> tuple[Notice, ...]:
    """Those that have something to say, in the order of the table, each with the agreements it is about."""
    known = tuple(scopes)
    return tuple(
        replace(notice, scopes=tuple(scope for scope in known if law in scope.laws))
        for law, notice in NOTICES.items()
        if law in laws
    )
