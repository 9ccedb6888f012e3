"""Bring a directory in: tables of HSDS become organizations, services, places, phones and hours."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import transaction

from core import history
from core.access import require
from core.actor import Actor
from core.tenancy import action
from interop.actions import derived
from interop.actions.writing import Directory, write
from interop.hsds.files import Given
from interop.hsds.report import Report
from interop.hsds.rows import read
from organizations.models.network import Network

Progress = Callable[[str, int, int], None]


def _silent(table: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to bring in. `source` tells one directory's ids from another's."""

    place: Path | IO[bytes]
    source: str = "hsds"
    dry_run: bool = False
    progress: Progress = field(default=_silent)


@action
def import_directory(*, actor: Actor, network_id: UUID, order: Order, at: datetime) -> Report:
    """Twice with the same file changes nothing. A dry run does all of it and takes it back."""
    network = Network.objects.select_for_update(no_key=True).get(pk=network_id)
    require(actor, "network.import", network)
    given = Given(order.place)
    with transaction.atomic():
        report = _write_all(Directory(network, order.source, at), given, order.progress)
        if order.dry_run:
            transaction.set_rollback(True)
            return report
        history.record(
            "directory.imported",
            network,
            actor=actor,
            at=at,
            tell=False,
            source=order.source,
            added={one.table: one.added for one in report.tables},
            changed={one.table: one.changed for one in report.tables},
            refused={one.table: one.refused for one in report.tables},
        )
    return report


def _write_all(directory: Directory, given: Given, progress: Progress) -> Report:
    report = Report(ignored=given.ignored)
    for table in given.tables:
        with given.open(table) as stream:
            sheet = read(table, stream, report.of(table.name))
        write(directory, sheet, partial(progress, table.name))
    derived.write(directory, partial(progress, ""))
    return report
