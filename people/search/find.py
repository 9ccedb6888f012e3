"""Whom of our own people do these words mean? Blind tokens bring at most 200; they are unsealed and ranked here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from core.actor import Actor
from organizations.models.network import Organization
from people.models.person import Person, PersonQuerySet, PersonToken
from people.search.question import Question, ask
from people.search.sound import distance, parts, plain
from people.search.tokens import (
    Sign,
    blind,
    digits,
    scope_of,
    sign_of_number,
)

MOST_CANDIDATES = 200
MOST_FOUND = 50
ALIKE = 0.6  # of a name part: one slip in three letters is still alike


def find(*, actor: Actor, words: str, at: datetime) -> list[Person]:
    """The people the actor may see who fit the words, best first, each with what a row shows."""
    question = ask(words, today=at.date())
    if question.is_empty:
        return []
    ranked = [
        (fit(question, person), person) for person in candidates(actor, question.signs(), at=at)
    ]
    ranked = [pair for pair in ranked if pair[0] >= ALIKE]
    ranked.sort(key=lambda pair: (-pair[0], str(pair[1].pk)))
    return [person for _, person in ranked[:MOST_FOUND]]


def candidates(actor: Actor, signs: Iterable[Sign], *, at: datetime) -> PersonQuerySet:
    """Those who share most tokens with what is asked: an exact name shares three, a slip one or two."""
    visible = Person.objects.visible_to(actor, at=at)
    tokens = PersonToken.objects.filter(
        network_id=actor.network_id, scope__in=_scopes(actor), person__in=visible,
        token__in=[
            blind(sign, network_id=_network(actor), scope=scope)
            for scope in _scopes(actor) for sign in signs
        ],
    )  # fmt: skip
    shared = (
        tokens.values("person_id").annotate(shared=Count("id")).order_by("-shared", "person_id")
    )
    ids = [row["person_id"] for row in shared[:MOST_CANDIDATES]]
    return Person.objects.visible_to(actor, at=at).filter(pk__in=ids).for_rows(actor, at=at)


def fit(question: Question, person: Person) -> float:
    """From 0 to 1: how well each thing asked is answered by this person, on average."""
    own = [
        plain(part)
        for part in parts(f"{person.first_name} {person.last_name} {person.other_names}")
    ]
    marks = [
        max((alike(plain(part), name) for name in own), default=0.0) for part in question.names
    ]
    marks += [1.0 if born == person.born else 0.0 for born in question.born]
    marks += [1.0 if _has_number(person, number) else 0.0 for number in question.numbers]
    return sum(marks) / len(marks)


def alike(asked: str, name: str) -> float:
    """1 for the same; a beginning counts nearly as much; else by slips of the finger."""
    if asked == name:
        return 1.0
    if len(asked) >= 2 and name.startswith(asked):
        return 0.95
    slips = 1 - distance(asked, name) / max(len(asked), len(name))
    return max(slips, 0.75 * slips + 0.25) if asked[:3] == name[:3] else slips


def _has_number(person: Person, number: str) -> bool:
    if person.record_number and sign_of_number(person.record_number) == sign_of_number(number):
        return True
    asked = digits(number)
    phones = (digits(point.value) for point in person.contact_points.all())
    return len(asked) >= 7 and any(phone.endswith(asked[-10:]) for phone in phones)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a duplicate is looked for by, before anything is saved."""

    names: str
    born: date | None = None
    record_number: str = ""
    phones: tuple[str, ...] = ()


def likely_same(*, actor: Actor, newcomer: Newcomer, at: datetime) -> list[Person]:
    """People the actor may see who are probably this one already, likeliest first, at most five."""
    asked = Question(
        names=tuple(parts(newcomer.names)),
        born=(newcomer.born,) if newcomer.born else (),
        numbers=tuple(filter(None, [newcomer.record_number, *newcomer.phones])),
    )
    if asked.is_empty:
        return []
    marked = [
        (_sameness(newcomer, person), person) for person in candidates(actor, asked.signs(), at=at)
    ]
    marked = [pair for pair in marked if pair[0] >= 1]
    marked.sort(key=lambda pair: (-pair[0], str(pair[1].pk)))
    return [person for _, person in marked[:5]]


def _sameness(newcomer: Newcomer, person: Person) -> float:
    """1 and more is a warning. A number of one's own settles it; a name needs a second reason."""
    if newcomer.record_number and _has_number(person, newcomer.record_number):
        return 3.0
    name = _name_alike(newcomer.names, person)
    if name < 0.75:
        return 0.0
    born = person.born
    if newcomer.born and born:
        return name + 1 if newcomer.born == born else name * _near(newcomer.born, born)
    shares_phone = any(_has_number(person, phone) for phone in newcomer.phones)
    return name + 0.5 if shares_phone or name > 0.9 else name


def _name_alike(names: str, person: Person) -> float:
    question = Question(names=tuple(parts(names)))
    return fit(question, person) if question.names else 0.0


def _near(one: date, other: date) -> float:
    """Two dates of birth of one person differ by a slip: a digit, or day and month the wrong way round."""
    swapped = (one.year, one.day, one.month) == (other.year, other.month, other.day)
    return 1.1 if swapped or distance(one.isoformat(), other.isoformat()) == 1 else 0.5


def _scopes(actor: Actor) -> list[UUID]:
    """The network, or the organization alone where it is a victim-service provider."""
    here = Organization.objects.filter(pk=actor.organization_id).only(
        "id", "network_id", "is_victim_service"
    )
    return [scope_of(organization) for organization in here]


def _network(actor: Actor) -> UUID:
    if actor.network_id is None:
        raise ValueError("Nobody searches without a network.")
    return actor.network_id
