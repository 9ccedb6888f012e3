"""Who is this? The bar at the top of every page about a person: the same facts, in the same place, always."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import language_name
from core.templatetags.look import day_within
from people.lifecycle import Direction, Kin
from people.models.person import Person, Relationship
from people.words.codes import CHANNEL_ICONS, CHANNEL_WORDS, KIN_OF, KIN_WORDS

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chip:
    tone: str
    icon: str
    words: str | Promise


@dataclass(frozen=True, slots=True)
class Header:
    """What `<c-person-header>` shows."""

    name: str
    facts: tuple[Fact, ...]
    chip: Chip | None = None
    reference: str = ""


def header_of(
    person: Person, at: datetime, *, chip: Chip | None = None, reference: str = ""
) -> Header:
    """For a person read with `for_header()`: asks the database nothing."""
    return Header(
        name=name_of(person),
        facts=tuple(_facts(person, at)),
        chip=chip or _own_chip(person),
        reference=reference,
    )


def name_of(person: Person) -> str:
    return person.name or _nameless(person)


def _nameless(person: Person) -> str:
    """Lists do not load what it takes to know whose record was erased: nobody erased stands on one."""
    erased = "erased_at" in person.__dict__ and person.is_erased
    return _("Somebody whose record was erased") if erased else _("Name not known")


def age_words(person: Person, at: datetime) -> str:
    """4, or 9 months in the first two years; empty when the date of birth is not known."""
    age, born = person.age(at=at), person.born
    if age is None or born is None:
        return ""
    if age >= 2:
        return str(age)
    months = (at.year - born.year) * 12 + at.month - born.month - (at.day < born.day)
    return ngettext("%(n)d month", "%(n)d months", max(months, 0)) % {"n": max(months, 0)}


def named_with_age(person: Person, at: datetime) -> str:
    age = age_words(person, at)
    return (
        _("%(name)s, %(age)s") % {"name": name_of(person), "age": age} if age else name_of(person)
    )


def ties_of(person: Person, at: datetime) -> Iterator[tuple[Relationship, Person, str]]:
    """Each live tie, the other person, and the tie in words: Mother of Mateo, 4 · Child: Mateo, 4."""
    for tie in person.ties_of_others:
        if _lives(tie, at):
            yield tie, tie.person, KIN_OF[tie.kind] % {"name": named_with_age(tie.person, at)}
    for tie in person.own_ties:
        if _lives(tie, at):
            yield tie, tie.other, _seen_from_here(tie, at)


def _seen_from_here(tie: Relationship, at: datetime) -> str:
    name = named_with_age(tie.other, at)
    if tie.kind == Kin.CHILD:
        return str(KIN_OF[Kin.PARENT] % {"name": name})
    return _("%(kin)s: %(name)s") % {"kin": KIN_WORDS[tie.kind], "name": name}


def _lives(tie: Relationship, at: datetime) -> bool:
    return tie.until is None or tie.until > at


def _own_chip(person: Person) -> Chip | None:
    if person.is_dead:
        return Chip("quiet", "circle-slash", _("Has died"))
    if person.contact_with_care:
        return Chip("you", "heart-handshake", _("Contact with care"))
    return None


def _facts(person: Person, at: datetime) -> Iterator[Fact]:
    yield from born_facts(person, at)
    for _tie, _other, words in ties_of(person, at):
        yield "users", words
    yield "languages", language_words(person)
    yield reach_fact(person)
    yield _sharing(person, at)


def born_facts(person: Person, at: datetime) -> Iterator[Fact]:
    if person.born is None:
        yield "cake", _("Date of birth not known")
    else:
        said = {"day": date_format(person.born, "DATE_FORMAT"), "age": age_words(person, at)}
        yield "cake", _("Born %(day)s, now %(age)s") % said


def language_words(person: Person) -> str:
    name = language_name(person.language)
    return (
        _("%(language)s, needs an interpreter") % {"language": name}
        if person.needs_interpreter
        else name
    )


def reach_fact(person: Person) -> Fact:
    """The first way that is safe and works, and when; never the number itself."""
    usable = sorted((p for p in person.contact_points.all() if p.is_usable), key=lambda p: p.rank)
    if person.contacting_prohibited:
        return "phone-off", _("Partners must not contact them")
    if not usable:
        return "phone-off", _("No safe way to reach them yet")
    first = usable[0]
    said = {"channel": CHANNEL_WORDS[first.channel], "when": first.safe_when or person.best_time}
    words = _("%(channel)s, %(when)s") if said["when"] else "%(channel)s"
    return CHANNEL_ICONS[first.channel], words % said


def _sharing(person: Person, at: datetime) -> Fact:
    """Whether anything may be sent now, and until when the longest of it holds."""
    held = [c for c in person.consents.all() if c.direction == Direction.SEND and c.holds(at=at)]
    if not held:
        return "lock", _("Has not agreed to share")
    ends = [consent.until for consent in held if consent.until is not None]
    if len(ends) < len(held):
        return "handshake", _("Agreed to share")
    return "handshake", _("Agreed to share until %(day)s") % {"day": day_within(max(ends), at)}
