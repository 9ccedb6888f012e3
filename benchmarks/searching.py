"""How long does it take to find one person among all, and how far is that from one look into an index?"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import accumulate, islice
from statistics import median
from typing import Any

import psycopg
from django.db import connection, transaction

from accounts.models import User
from benchmarks.county import County, id_of
from benchmarks.figures import Figure, Rate
from benchmarks.ground import Ground
from core.tenancy import tenant_context
from organizations.grants import actor_for
from organizations.models.members import Membership
from people.models.contact import ContactPoint
from people.models.person import Person
from people.search.find import candidates, find
from people.search.question import ask
from people.search.tokens import blind, signs_of

WANTED_MS = 2.0
CHUNK = 5000
ONSETS = (
    "B",
    "C",
    "D",
    "F",
    "G",
    "H",
    "J",
    "K",
    "L",
    "M",
    "N",
    "P",
    "R",
    "S",
    "T",
    "V",
    "Ch",
    "Gr",
)
MIDDLES = ("ar", "el", "in", "os", "an", "er", "il", "um", "ad", "ov", "iz", "on")
# How many of 100,000 people in the United States are called so, about (Census Bureau: surnames of 2010, first
# names of 1990, both sexes); the made-up names behind them get rarer as real ones do.
LAST = {
    "Smith": 828, "Johnson": 655, "Williams": 551, "Brown": 487, "Jones": 483, "Garcia": 395, "Miller": 394,
    "Davis": 378, "Rodriguez": 371, "Martinez": 359, "Hernandez": 354, "Lopez": 297, "Gonzalez": 285,
    "Wilson": 272, "Anderson": 266, "Thomas": 256, "Taylor": 255, "Moore": 246, "Jackson": 240, "Martin": 238,
    "Lee": 235, "Perez": 231, "Thompson": 225, "White": 224, "Harris": 212, "Sanchez": 208, "Clark": 191,
    "Ramirez": 189, "Lewis": 180, "Robinson": 179,
}  # fmt: skip
FIRST = {
    "James": 1660, "John": 1640, "Robert": 1570, "Michael": 1310, "Mary": 1310, "William": 1230, "David": 1180,
    "Richard": 850, "Charles": 760, "Joseph": 700, "Thomas": 690, "Patricia": 540, "Christopher": 520,
    "Linda": 520, "Daniel": 490, "Barbara": 490, "Elizabeth": 470, "Jennifer": 470, "Maria": 410, "Susan": 400,
    "Margaret": 380, "Dorothy": 360, "Jose": 310, "Juan": 160, "Rosa": 100,
}  # fmt: skip
TWO_LAST_NAMES = 0.3
ENDS = ("a", "o", "ez", "son", "ski", "i", "er", "man", "ado", "ell", "ova", "")
COPY = "COPY people_persontoken (network_id, scope, token, person_id) FROM STDIN"
BARE = "SELECT id FROM people_person WHERE network_id = %s AND id = %s"


class Names:
    """So many names, the first of them far more often than the last: the real ones, then made-up ones."""

    def __init__(self, real: dict[str, int], count: int, dice: random.Random) -> None:
        made: dict[str, float] = dict(real)
        while len(made) < count:
            parts = (dice.choice(ONSETS), *dice.choices(MIDDLES, k=dice.choice((1, 2, 2, 3))))
            # like the rarest real one at first, half as many at the hundredth
            share = min(real.values()) * 100 / (100 + len(made) - len(real))
            made.setdefault("".join(parts) + dice.choice(ENDS), share)
        self.all, self.weights = list(made), list(accumulate(made.values()))
        self.dice = dice

    def draw(self) -> str:
        return self.dice.choices(self.all, cum_weights=self.weights)[0]


class Searching:
    """All people of one clinic: nobody's search has more to go through."""

    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county = ground, county
        self.dice = random.Random(20261122)  # noqa: S311 the same people in every run
        self.first, self.last = Names(FIRST, 3000, self.dice), Names(LAST, 20_000, self.dice)
        self.rates: list[Rate] = []
        membership = Membership.objects.get(user=county.navigator.user_id)
        self.actor = actor_for(User.objects.get(pk=county.navigator.user_id), membership)
        self.clinic = membership.organization

    def fill(self) -> None:
        numbers = iter(range(self.county.size.rows))
        with psycopg.connect(self.ground.server.url("postgres"), autocommit=True) as admin:
            while people := [self._person(number) for number in islice(numbers, CHUNK)]:
                with transaction.atomic(), tenant_context(self.county.network.pk):
                    Person.objects.bulk_create(people)
                    ContactPoint.objects.bulk_create(self._phone(one) for one in people)
                with admin.cursor() as cursor, cursor.copy(COPY) as rows:
                    for person in people:
                        for token in self._tokens(person):
                            rows.write_row(token)
            admin.execute("VACUUM ANALYZE people_persontoken, people_person, people_contactpoint")

    def _last_name(self) -> str:
        names = 1 + (self.dice.random() < TWO_LAST_NAMES)
        return " ".join(self.last.draw() for _ in range(names))

    def _person(self, number: int) -> Person:
        return Person(
            id=id_of("sought", number), network=self.county.network, custodian=self.clinic,
            first_name=self.first.draw(), last_name=self._last_name(),
            birth_date=date.fromordinal(self.dice.randint(706_000, 738_000)).isoformat(),
            record_number=f"MRN-{100_000 + number}", created_at=self.county.at,
        )  # fmt: skip

    def _phone(self, person: Person) -> ContactPoint:
        value = f"555{int(person.record_number[4:]):07d}"
        return ContactPoint(
            network_id=person.network_id, person=person, channel="call", value=value
        )

    def _tokens(self, person: Person) -> Iterator[tuple[object, ...]]:
        place = person.network_id, self.clinic.pk
        phone = f"555{int(person.record_number[4:]):07d}"
        for sign in signs_of(person, person.born, iter([phone])):
            token = blind(sign, network_id=place[0], scope=place[1])
            yield (*place, token, person.pk)

    # --- what is asked ---

    def figures(self) -> Iterator[Figure]:
        for name, words in self._questions().items():
            rounds = tuple(self._round(words) for _ in range(self.county.size.rounds))
            figure = Figure(f"Search, {name}", "one row by its key", "ms", rounds)
            whole = median(self._timed(self._found, words))
            verdict = "ok" if figure.ours <= WANTED_MS else "missed"
            self.rates.append(
                Rate(
                    f"Search, {name}",
                    f"{figure.ours:.2f} ms to look up, wanted ≤ {WANTED_MS:g}: {verdict}; "
                    f"{whole:.1f} ms with unsealing, ranking and the rows",
                )
            )
            yield figure

    def _questions(self) -> dict[str, list[str]]:
        """By what somebody is looked for, for a few dozen people drawn from all."""
        drawn = [
            self.dice.randrange(self.county.size.rows) for _ in range(self.county.size.requests)
        ]
        with tenant_context(self.county.network.pk):
            people = [Person.objects.get(pk=id_of("sought", number)) for number in drawn]
            return {
                "first and last name": [_name(one) for one in people],
                "a slip in the last name": [_slip(_name(one)) for one in people],
                "name and birth date": [f"{_name(one)} {one.birth_date}" for one in people],
                "birth date": [one.birth_date for one in people],
                "phone": [f"555{int(one.record_number[4:]):07d}" for one in people],
                "record number": [one.record_number for one in people],
                "the commonest last name": ["Smith"],
                "the commonest first and last name": ["James Smith"],
                "a slip in the commonest names": ["James Smtih", "Jmaes Smith", "Jame Smiht"],
                "three common names": ["Maria Garcia Lopez", "Jose Hernandez Martinez"],
                "the commonest first name": ["James"],
            }

    def _round(self, words: list[str]) -> tuple[float, float]:
        """Two statements, both sent ready made: neither is put together while the clock runs."""
        with tenant_context(self.county.network.pk):
            asked = [self._statement(one) for one in words]
            bare = [(BARE, self._some_key()) for _ in words]
        return median(self._timed(_send, asked)), median(self._timed(_send, bare))

    def _timed(self, do: Callable[[Any], object], asked: list[Any]) -> list[float]:
        """Milliseconds of each, within the network, as a page asks."""
        taken = []
        with tenant_context(self.county.network.pk):
            do(asked[0])  # what is asked for the first time is read from the disk
            for one in asked * max(1, 20 // len(asked)):
                begun = time.perf_counter()
                do(one)
                taken.append((time.perf_counter() - begun) * 1000)
        return taken

    def _statement(self, words: str) -> tuple[str, Any]:
        signs = ask(words, today=self.county.at.date()).signs()
        return candidates(self.actor, signs, at=self.county.at).query.sql_with_params()

    def _some_key(self) -> tuple[object, ...]:
        return self.county.network.pk, id_of("sought", self.dice.randrange(self.county.size.rows))

    def _found(self, words: str) -> list[Person]:
        return find(actor=self.actor, words=words, at=self.county.at)


def _send(statement: tuple[str, Any]) -> object:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()


def _name(person: Person) -> str:
    return f"{person.first_name} {person.last_name.split()[0]}"


def _slip(name: str) -> str:
    """Two letters the wrong way round, near the end."""
    return name[:-3] + name[-2] + name[-3] + name[-1]
