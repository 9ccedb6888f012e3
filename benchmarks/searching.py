"""How long does it take to find one person among all, and how far is that from one look into an index?"""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from django.db import connection

from accounts.models import User
from benchmarks.county import County, id_of
from benchmarks.figures import Figure, Rate
from benchmarks.ground import Ground
from benchmarks.sought import Sought, phone_of
from core.tenancy import tenant_context
from organizations.grants import actor_for
from organizations.models.members import Membership
from people.models.person import Person
from people.search.find import SHOWN, candidates, find
from people.search.question import ask

WANTED_MS = 2.0
BARE = "SELECT id FROM people_person WHERE network_id = %s AND id = %s"


class Searching:
    """A worker of the clinic in whose care all of them are."""

    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county, self.sought = ground, county, Sought(county)
        self.rates: list[Rate] = []
        membership = Membership.objects.get(user=county.navigator.user_id)
        self.actor = actor_for(User.objects.get(pk=county.navigator.user_id), membership)

    def fill(self) -> None:
        self.sought.fill(self.ground.server.url("postgres"))

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
        drawn = [self.sought.some() for _ in range(self.county.size.requests)]
        with tenant_context(self.county.network.pk):
            people = [Person.objects.get(pk=id_of("sought", number)) for number in drawn]
            return {
                "first and last name": [_name(one) for one in people],
                "a slip in the last name": [_slip(_name(one)) for one in people],
                "name and birth date": [f"{_name(one)} {one.birth_date}" for one in people],
                "birth date": [one.birth_date for one in people],
                "phone": [phone_of(one) for one in people],
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
        asked = candidates(self.actor, signs, at=self.county.at).only(*SHOWN)
        return asked.query.sql_with_params()

    def _some_key(self) -> tuple[object, ...]:
        return self.county.network.pk, id_of("sought", self.sought.some())

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
