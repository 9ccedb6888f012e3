"""Among whom is somebody looked for, and how do they come into the tables in minutes?

All people of one clinic: nobody's search has more to go through. Everybody is sealed and made blind by the
functions of the product; only INSERT is not asked. COPY takes the rows, and indexes are made when they are in.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate, islice

import psycopg
from django.db import connections, models

from benchmarks.county import County, id_of
from core.tenancy import tenant_context
from people.models.contact import ContactPoint
from people.models.person import Person, PersonToken
from people.search.tokens import blind, signs_of

CHUNK = 10_000
ONSETS = (*"BCDFGHJKLMNPRSTV", "Ch", "Gr")
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
FILLED = (Person, ContactPoint, PersonToken)
# What stands on no other index: constraints come before the indexes that they own.
_CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'u' AND NOT EXISTS (
    SELECT FROM pg_constraint AS other WHERE other.contype = 'f' AND other.conindid = pg_constraint.conindid)
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


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


class Sought:
    """So many people of one clinic, each with a telephone."""

    def __init__(self, county: County) -> None:
        self.county, self.clinic = county, county.clinics[0]
        self.dice = random.Random(20261122)  # noqa: S311 the same people in every run
        self.first, self.last = Names(FIRST, 3000, self.dice), Names(LAST, 20_000, self.dice)

    def fill(self, admin_url: str) -> None:
        numbers = iter(range(self.county.size.rows))
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute("SET session_replication_role = replica")
            admin.execute("SET maintenance_work_mem = '512MB'")
            again = [made for model in FILLED for made in _without_indexes(admin, model)]
            while people := [self._person(number) for number in islice(numbers, CHUNK)]:
                with tenant_context(self.county.network.pk):
                    _copy(admin, Person, people)
                    _copy(admin, ContactPoint, [self._phone(one) for one in people])
                self._copy_tokens(admin, people)
            for statement in again:
                admin.execute(statement)
            tables = ", ".join(model._meta.db_table for model in FILLED)
            admin.execute(f"VACUUM ANALYZE {tables}".encode())

    def some(self) -> int:
        """The number of one of them."""
        return self.dice.randrange(self.county.size.rows)

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
        return ContactPoint(
            network_id=person.network_id, person=person, channel="call", value=phone_of(person)
        )

    def _copy_tokens(self, admin: psycopg.Connection, people: Iterable[Person]) -> None:
        """As text that is put together here: there are two dozen of each person."""
        network_id, scope = self.county.network.pk, self.clinic.pk
        sql = "COPY people_persontoken (network_id, scope, token, person_id) FROM STDIN"
        with admin.cursor() as cursor, cursor.copy(sql) as rows:
            for person in people:
                signs = signs_of(person, person.born, iter([phone_of(person)]))
                tokens = (blind(sign, network_id=network_id, scope=scope) for sign in signs)
                line = f"{network_id}\t{scope}\t\\\\x%s\t{person.pk}\n"
                rows.write("".join(line % token.hex() for token in tokens))


def phone_of(person: Person) -> str:
    return f"555{int(person.record_number[4:]):07d}"


def _copy(
    admin: psycopg.Connection, model: type[models.Model], made: Iterable[models.Model]
) -> None:
    """Every column, sealed as `save` seals it."""
    fields = model._meta.concrete_fields
    columns = ", ".join(field.column for field in fields)
    sql = f"COPY {model._meta.db_table} ({columns}) FROM STDIN".encode()
    here = connections["default"]
    with admin.cursor() as cursor, cursor.copy(sql) as rows:
        for one in made:
            rows.write_row(
                [field.get_db_prep_save(field.pre_save(one, add=True), here) for field in fields]
            )


def _without_indexes(admin: psycopg.Connection, model: type[models.Model]) -> Iterator[bytes]:
    """They go, but for keys that others stand on; what makes them again."""
    table = model._meta.db_table
    for name, words in admin.execute(_CONSTRAINTS, [table]).fetchall():
        admin.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}".encode())
        yield f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}".encode()
    for name, words in admin.execute(_INDEXES, [table]).fetchall():
        admin.execute(f"DROP INDEX {name}".encode())
        yield words.encode()
