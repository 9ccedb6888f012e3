"""Whom of our own people do these words mean? Blind tokens bring at most 200; they are unsealed and ranked here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Count

from core.actor import NOBODY, Actor
from organizations.models.network import Organization
from people.models.person import Person, PersonQuerySet, PersonToken
from people.search.question import Question, ask
from people.search.sound import distance, parts, plain
from people.search.tokens import (
    Sign,
    asked_by,
    is_phone,
    scope_of,
    sign_of_phone,
    signs_of_number,
)

MOST_CANDIDATES = 200
MOST_FOUND = 50
NAME, BORN, NUMBER = 1, 2, 3  # what an answer weighs
ALIKE = 0.6  # of a name part: one slip in three letters is still alike


def find(*, actor: Actor, words: str, at: datetime) -> list[Person]:
    """The people the actor may see who fit the words, best first, each with what a row shows."""
    question = ask(words, today=at.date())
    if question.is_empty:
        return []
    marks = {
        person.pk: fit(question, person) for person in candidates(actor, question.signs(), at=at)
    }
    best = sorted((pk for pk in marks if marks[pk] >= ALIKE), key=lambda pk: (-marks[pk], pk))
    return _rows(actor, best[:MOST_FOUND], at)


def candidates(actor: Actor, signs: Iterable[Sign], *, at: datetime) -> PersonQuerySet:
    """Those who share most tokens with what is asked: an exact name shares three, a slip one or two."""
    ids = candidate_ids(actor=actor, signs=signs, at=at)
    found = Person.objects.visible_to(actor, at=at).filter(pk__in=list(ids))
    return found.prefetch_related("contact_points")


def candidate_ids(
    *, actor: Actor, signs: Iterable[Sign], at: datetime
) -> "models.QuerySet[PersonToken, UUID]":
    """By tokens alone: nothing is unsealed yet."""
    scopes = _scopes(actor)
    tokens = PersonToken.objects.filter(
        network_id=actor.network_id, scope__in=scopes,
        person__in=Person.objects.visible_to(actor, at=at),
        token__in=[
            token for scope in scopes for sign in signs
            for token in asked_by(sign, network_id=_network(actor), scope=scope)
        ],
    )  # fmt: skip
    shared = tokens.values("person_id").annotate(shared=Count("id"))
    ids = shared.order_by("-shared", "person_id").values_list("person_id", flat=True)
    return ids[:MOST_CANDIDATES]


def fit(question: Question, person: Person) -> float:
    """From 0 to 1: how well what was asked is answered. A number says more than a date, a date than a name."""
    own = [plain(part) for part in parts(_all_names(person))]
    marks = [
        (NAME, max((alike(plain(asked), name) for name in own), default=0.0))
        for asked in question.names
    ]
    marks += [(BORN, float(born == person.born)) for born in question.born]
    marks += [(NUMBER, float(_has_number(person, number))) for number in question.numbers]
    return sum(weight * mark for weight, mark in marks) / sum(weight for weight, _ in marks)


def alike(asked: str, name: str) -> float:
    """1 for the same; a beginning counts nearly as much; else by slips of the finger."""
    if asked == name:
        return 1.0
    if len(asked) >= 2 and name.startswith(asked):
        return 0.95
    slips = 1 - distance(asked, name) / max(len(asked), len(name))
    return max(slips, 0.75 * slips + 0.25) if asked[:3] == name[:3] else slips


def _has_number(person: Person, number: str) -> bool:
    if not set(signs_of_number(number)).isdisjoint(signs_of_number(person.record_number)):
        return True
    phones = [sign_of_phone(point.value) for point in person.contact_points.all()]
    return is_phone(number) and sign_of_phone(number) in phones


def _all_names(person: Person) -> str:
    return f"{person.first_name} {person.last_name} {person.other_names}"


def _rows(actor: Actor, ids: list[UUID], at: datetime) -> list[Person]:
    """In the order of `ids`."""
    visible = Person.objects.visible_to(actor, at=at).filter(pk__in=ids)
    people = {person.pk: person for person in visible.for_rows(actor, at=at)}
    return [people[pk] for pk in ids if pk in people]


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
    found = candidates(actor, asked.signs(), at=at)
    marks = {person.pk: _sameness(newcomer, person) for person in found}
    likely = sorted((pk for pk in marks if marks[pk] >= 1), key=lambda pk: (-marks[pk], pk))
    return _rows(actor, likely[:5], at)


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
    here = Organization.objects.filter(pk=actor.as_organization).only(
        "id", "network_id", "is_victim_service"
    )
    return [scope_of(organization) for organization in here]


def _network(actor: Actor) -> UUID:
    if actor.network_id == NOBODY:
        raise ValueError("Nobody searches without a network.")
    return actor.network_id
