"""Which words does a family hear or read before it agrees? Whole, short sentences, in its own language."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from organizations.topic_words import TOPIC_WORDS
from people.lifecycle import WRITTEN_ONLY_TOPICS, Direction, Law
from people.models.texts import PLACE
from people.words.codes import FACT_WORDS


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement is about, with the names that a family knows."""

    clinic: str
    partners: tuple[str, ...]
    directions: Collection[Direction]
    everyday: bool
    topics: tuple[str, ...]  # those that are private
    facts: tuple[str, ...]
    until: date | None
    laws: frozenset[Law] = frozenset()

    @property
    def shares(self) -> bool:
        return Direction.SEND in self.directions


def agreement_words(terms: Terms, body: str) -> str:
    """One sentence a line: the network's words, and in their place what exactly is agreed.

    Call it within `translation.override(the family's language)`, which is the body's own.
    """
    lines = (
        line.strip() for line in body.replace(PLACE, "\n".join(_sentences(terms))).splitlines()
    )
    return "\n".join(line for line in lines if line)


def shipped_words() -> str:
    """What Porchlight comes with, in the language of the moment."""
    stop = _("I can say stop at any time. I do not have to say why.")
    return "\n".join([PLACE, stop, _("I still get care if I say no.")])


def _sentences(terms: Terms) -> Iterator[str]:
    names = {"clinic": terms.clinic, "partners": _listed(terms.partners)}
    if terms.shares:
        yield _("%(clinic)s may share facts about me with: %(partners)s.") % names
        yield from _about(terms)
        yield _("What is shared: %(facts)s.") % {"facts": _listed(_facts(terms.facts))}
        yield _("No other facts are shared.")
    if Direction.REPORT_BACK in terms.directions:
        yield _("The partner may tell %(clinic)s how it went.") % names
    if Direction.PASS_ON in terms.directions:
        yield _("If this partner cannot help, it may ask a new partner.")
    if Direction.DESK in terms.directions:
        yield _("If no one calls back, the help desk may see this and step in.")
    if Direction.CONTACT in terms.directions:
        yield _("%(clinic)s may call or write to me in the safe way I gave.") % names
    if Direction.LINK in terms.directions:
        yield _("%(clinic)s may tell that it helps me, and with what, to: %(partners)s.") % names
        yield _("This tells no private kind of help.")
    yield from _laws(terms)
    yield from _ends(terms.until)


def _laws(terms: Terms) -> Iterator[str]:
    if Law.FERPA in terms.laws:
        yield _("This is about school records. I say yes to sharing them.")
    if Law.PART2 in terms.laws or WRITTEN_ONLY_TOPICS.intersection(terms.topics):
        yield _("The law keeps help with alcohol or drugs private. I say yes to sharing it.")


def _about(terms: Terms) -> Iterator[str]:
    if terms.everyday:
        yield _("It is for help with daily needs, such as food, rides or rent.")
    if terms.topics:
        named = _listed(str(TOPIC_WORDS.get(topic, topic)) for topic in terms.topics)
        yield _("It is for this private help: %(topics)s.") % {"topics": named}


def _ends(until: date | None) -> Iterator[str]:
    if until is None:
        yield _("This ends when I say stop.")
    else:
        day = format_date(until, "long", locale=to_locale(get_language() or "en"))
        yield _("This ends on %(day)s, or when I say stop.") % {"day": day}


def _facts(facts: Iterable[str]) -> Iterator[str]:
    """In the order of the table of facts."""
    chosen = set(facts)
    return (str(words) for fact, words in FACT_WORDS.items() if fact in chosen)


def _listed(words: Iterable[str]) -> str:
    return format_list(list(words), locale=to_locale(get_language() or "en")) if words else ""
