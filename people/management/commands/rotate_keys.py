"""Bring everything that is sealed under the newest keys, while everybody works on. As the owner."""

from argparse import ArgumentTypeError
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import second_step
from organizations.models.network import Network
from people.actions import rotating


class Command(BaseCommand):
    help = (
        "Wrap the networks' keys under the first of PHI_KEYS and seal every word under its network's newest key. "
        "May be stopped, or killed, and run again at any time: without --new-keys it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--network", default="", help="only this one, by its short name")
        parser.add_argument(
            "--batch", type=_at_least_one, default=500, help="rows locked at a time"
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--new-keys", action="store_true", help="make a new key for each first")
        how.add_argument(
            "--index", action="store_true", help="search tokens under INDEX_KEY instead"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what remains")

    def handle(self, *args: Any, **options: Any) -> None:
        self.batch, self.dry, self.remains = options["batch"], options["dry_run"], 0
        networks = self._networks(options["network"])
        if options["index"]:
            self._index(networks, is_all=not options["network"])
        else:
            self._words(networks, new=options["new_keys"], is_all=not options["network"])

    def _networks(self, short_name: str) -> list[Network]:
        found = Network.objects.order_by("name")
        if short_name and not found.filter(short_name=short_name).exists():
            raise CommandError(f"There is no network {short_name}.")
        return list(found.filter(short_name=short_name) if short_name else found)

    # --- words ---

    def _words(self, networks: Iterable[Network], *, new: bool, is_all: bool) -> None:
        for network in networks:
            if rotating.is_forgotten(network.pk):
                self.stdout.write(f"{network.name}: its keys were destroyed")
                continue
            if not self.dry:
                self._keys(network, new=new)
            elif not rotating.has_key(network.pk):
                self.remains += 1
                self.stdout.write(f"{network.name}: has no key of its own yet")
            self._reseal(network)
        if is_all:
            self._rest()
        self._end(is_all=is_all)

    def _keys(self, network: Network, *, new: bool) -> None:
        now = timezone.now()
        wrapped = rotating.wrap_anew(network.pk)
        if rotating.give_first_key(network.pk, at=now):
            self.stdout.write(f"{network.name}: has a key of its own now")
        elif new:
            rotating.replace_key(network.pk, at=now)
            self.stdout.write(f"{network.name}: has a new key")
        if wrapped:
            self.stdout.write(f"{network.name}: {wrapped} keys under the newest master key")

    def _reseal(self, network: Network | None) -> None:
        name, network_id = (network.name, network.pk) if network else ("No network", None)
        for table, rows in rotating.older(network_id):
            done = 0
            for count in () if self.dry else table.reseal(size=self.batch):
                done += count
                self._progress(f"{name}: {table.name} {done} of {rows}")
            left = table.remaining()
            self.remains += left
            self.stdout.write(f"{name}: {table.name} {done} rows done, {left} remain")

    def _rest(self) -> None:
        """What belongs to no network lies under the master key itself."""
        self._reseal(None)
        if wrapped := rotating.wrapped_before():
            self.remains += wrapped
            self.stdout.write(f"Keys of networks: {wrapped} remain under an older master key")
        if self.dry:
            self.remains += (old := second_step.count_old())
            self.stdout.write(f"Second steps: {old} remain")
        elif done := second_step.hide_anew():
            self.stdout.write(f"Second steps: {done} done")

    def _end(self, *, is_all: bool) -> None:
        if self.remains:
            self.stdout.write(
                f"Not everything lies under the newest keys ({self.remains} remain): run rotate_keys again."
            )
        elif self.dry or not is_all:
            self.stdout.write("Nothing remains under an older key here.")
        else:
            gone = rotating.forget_masters()
            self.stdout.write("Everything lies under the newest keys.")
            for name in gone:
                self.stdout.write(
                    f"{name} may leave PHI_KEYS. Older backups still need it: keep it with them."
                )

    # --- search tokens ---

    def _index(self, networks: Iterable[Network], *, is_all: bool) -> None:
        for network in networks:
            if rotating.is_forgotten(network.pk):
                continue
            seen = old = 0
            for looked, changed in rotating.retoken_old(
                network.pk, size=self.batch, write=not self.dry
            ):
                seen, old = seen + looked, old + changed
                self._progress(f"{network.name}: {seen} records")
            self.remains += old if self.dry else 0
            verb = "remain under another key" if self.dry else "made anew"
            self.stdout.write(f"{network.name}: {seen} records, the tokens of {old} {verb}")
        if is_all and not self.dry:
            rotating.index_is_anew()
            self.stdout.write("Every record is found under INDEX_KEY: INDEX_KEY_BEFORE may go.")

    def _progress(self, words: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(words, ending="\r")
            self.stdout.flush()


def _at_least_one(said: str) -> int:
    """None at a time would never end, or be done at once with nothing."""
    if not said.isdecimal() or not int(said):
        raise ArgumentTypeError("must be a number from 1")
    return int(said)
