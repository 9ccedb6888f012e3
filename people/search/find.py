"""Whom of our own people do these words mean? Blind tokens bring at most a hundred, unsealed and ranked here."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from core.actor import NOBODY, Actor
from people.models.person import Person, PersonQuerySet, ties_seen_by
from people.search.question import Question, ask
from people.search.sound import distance, parts, plain
from people.search.tokens import (
    Sign,
    asked_by,
    is_phone,
    sign_of_phone,
    signs_of_number,
)

MOST_CANDIDATES = 100
MOST_FOUND = 50
NAME, BORN, NUMBER = 1, 2, 3  # what an answer weighs
ALIKE = 0.6  # of a name part: one slip in three letters is still alike
SURE = 0.9  # somebody fits: nobody is shown whose date of birth is another or not known
NOT_SURE = 0.5  # else a date that nobody knows, or another by a slip, counts half

# What a shared sign weighs before anything is unsealed, and how many who share it are read. Two names, a date or
# a number outweigh all that likeness adds: who fits wholly comes before who nearly does. Two names that are alike
# outweigh one that is the same: a slip in one of them hides nobody among all who bear the other.
EXACT, ALIKE_IN_TWO, NAMED, ALIKE_IN_ONE = 1000, 10, 4, 1
WEIGHTS = {
    "number": EXACT, "phone": EXACT, "born": EXACT, "names": EXACT,
    "name": NAMED, "sounds": ALIKE_IN_TWO, "starts": ALIKE_IN_TWO, "sound": ALIKE_IN_ONE, "start": ALIKE_IN_ONE,
}  # fmt: skip
NAMES = ("network_id", "first_name", "last_name", "other_names")
# Everything that is compared, and that a list or an answer by program says of somebody who was found. Read once,
# of all who are compared: to ask for the best of them again took longer. What is not said is not read.
SHOWN = (
    *NAMES, "birth_date", "record_number", "language", "needs_interpreter", "contact_with_care", "died_at",
    "postal_code", "has_substitute_address", "substitute_address", "version",
)  # fmt: skip
OF_ONE_NAME = {"name", "sound", "start"}
READ_OF_ONE, READ_OF_MORE = 100, 500

# The inner SELECT is one look into the index of `people_token_once`, which ends by itself: however many people
# are called Maria, no more are read, always the longest known first.
_SHARING = """
SELECT hit.person_id FROM unnest(%s::bytea[], %s::int[], %s::int[]) AS asked (token, weight, most)
CROSS JOIN LATERAL (
    SELECT t.person_id FROM people_persontoken AS t
    WHERE t.network_id = %s AND t.scope = %s AND t.token = asked.token
    ORDER BY t.person_id LIMIT asked.most
) AS hit
GROUP BY hit.person_id ORDER BY sum(asked.weight) DESC, hit.person_id LIMIT %s
"""


class _Sharing(models.Func):
    """Whether the row is one of those who share the weightiest signs with what is asked."""

    output_field = models.BooleanField()

    def __init__(self, column: str, *said: object) -> None:
        super().__init__(column)
        self.said = said

    def as_sql(self, compiler: Any, connection: Any) -> Any:  # type: ignore[override]  # fewer arguments than Func
        column, before = compiler.compile(self.source_expressions[0])
        return f"{column} IN ({_SHARING})", [*before, *self.said]


def find(*, actor: Actor, words: str, at: datetime) -> list[Person]:
    """The people the actor may see who fit the words, best first, each with what a row shows.

    At most MOST_FOUND: whoever bears a name that many bear is found by a second thing.
    """
    found = ranked(actor, words, at=at)[:MOST_FOUND]
    models.prefetch_related_objects(found, *ties_seen_by(actor, at=at))
    return found


def ranked(actor: Actor, words: str, *, at: datetime) -> list[Person]:
    """All that are alike enough of those who were looked at, best first."""
    question = ask(words, today=at.date())
    if question.is_empty:
        return []
    found = candidates(actor, question.signs(), at=at).only(*SHOWN)
    if question.numbers:
        found = found.prefetch_related("contact_points")
    fit = Fit(question)
    marked = [(fit(person), person) for person in found]
    if question.born and all(mark < SURE for mark, _ in marked):
        fit.not_sure = NOT_SURE
        marked = [(fit(person), person) for _, person in marked]
    fitting = [(-mark, person.pk, person) for mark, person in marked if mark >= ALIKE]
    return [person for _, _, person in sorted(fitting, key=lambda one: one[:2])]


def candidates(actor: Actor, signs: Iterable[Sign], *, at: datetime) -> PersonQuerySet:
    """Those in the care of the actor's organization who share most with what is asked, by tokens alone."""
    if actor.network_id == NOBODY:
        raise ValueError("Nobody searches without a network.")
    place = {"network_id": actor.network_id, "scope": actor.as_organization}
    asked = [(sign.kind, token) for sign in signs for token in asked_by(sign, **place)]
    tokens, weights = [token for _, token in asked], [WEIGHTS[kind] for kind, _ in asked]
    most = [READ_OF_ONE if kind in OF_ONE_NAME else READ_OF_MORE for kind, _ in asked]
    sharing = _Sharing("pk", tokens, weights, most, *place.values(), MOST_CANDIDATES)
    return Person.objects.visible_to(actor, at=at).filter(sharing)


class Fit:
    """How well one question is answered by each of many, most of whom share their names with others."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.names = [plain(asked) for asked in question.names]
        self.not_sure = 0.0  # what a date of birth counts that may be the same
        self.alike = functools.cache(alike)  # for this question only: names are kept no longer

    def __call__(self, person: Person) -> float:
        """From 0 to 1. A number says more than a date, a date than a name."""
        asked = self.question
        own = [plain(part) for part in parts(_all_names(person))]
        marks = [(NAME, self._best(name, own)) for name in self.names]
        marks += [(BORN, self._same_day(born, person.born)) for born in asked.born]
        marks += [(NUMBER, float(_has_number(person, number))) for number in asked.numbers]
        return sum(weight * mark for weight, mark in marks) / sum(weight for weight, _ in marks)

    def _same_day(self, asked: date, born: date | None) -> float:
        if asked == born:
            return 1.0
        may_be = self.not_sure and (born is None or _is_slip(asked, born))
        return self.not_sure if may_be else 0.0

    def _best(self, asked: str, own: list[str]) -> float:
        return 1.0 if asked in own else max((self.alike(asked, name) for name in own), default=0.0)


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
    found = candidates(actor, asked.signs(), at=at).only(*NAMES, "birth_date", "record_number")
    same = Sameness(newcomer)
    marked = [(same(person), person) for person in found.prefetch_related("contact_points")]
    likely = [(-mark, person.pk, person) for mark, person in marked if mark >= 1]
    return [person for _, _, person in sorted(likely, key=lambda one: one[:2])[:5]]


class Sameness:
    """1 and more is a warning. A number of one's own settles it; a name needs a second reason."""

    def __init__(self, newcomer: Newcomer) -> None:
        self.newcomer = newcomer
        self.fit = Fit(Question(names=tuple(parts(newcomer.names))))

    def __call__(self, person: Person) -> float:
        newcomer = self.newcomer
        if newcomer.record_number and _has_number(person, newcomer.record_number):
            return 3.0
        name = self.fit(person) if self.fit.names else 0.0
        if name < 0.75:
            return 0.0
        born = person.born
        if newcomer.born and born:
            return name + 1 if newcomer.born == born else name * _near(newcomer.born, born)
        shares_phone = any(_has_number(person, phone) for phone in newcomer.phones)
        return name + 0.5 if shares_phone or name > 0.9 else name


def _near(one: date, other: date) -> float:
    return 1.1 if _is_slip(one, other) else 0.5


def _is_slip(one: date, other: date) -> bool:
    """Two dates of birth of one person differ by a slip: a digit, or day and month the wrong way round."""
    swapped = (one.year, one.day, one.month) == (other.year, other.month, other.day)
    return swapped or distance(one.isoformat(), other.isoformat()) == 1
