"""What could the database do alone? pgbench runs the very statements that a request was seen to send."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.ground import Ground
from benchmarks.load import CLIENTS

ID = re.compile(r"\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b")  # with dashes and without
TAIL = 12  # characters at an id's end that pgbench makes of decimal digits
LOWEST, HIGHEST = 10**11, 10**12 - 1
RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


def statements_of(do: Callable[[], None]) -> list[str]:
    """Every statement that goes to the database, BEGIN and COMMIT too, with its parameters in it."""
    with CaptureQueriesContext(connection) as seen:
        do()
    return [query["sql"] for query in seen.captured_queries]


@dataclass(frozen=True, slots=True)
class Script:
    """One transaction of pgbench."""

    statements: tuple[str, ...]
    sets: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        sql = (" ".join(statement.split("\n")) + ";" for statement in self.statements)
        return "\n".join([*self.sets, *sql, ""])


def replay(first: list[str], second: list[str], known: Mapping[UUID, str] | None = None) -> Script:
    """The first recording, with an id of its own each time wherever the second had another.

    `known` are ids that pgbench counts up instead: id -> the number's variable.
    """
    new = _ids_in(first) - _ids_in(second) - (known or {}).keys()
    variables = {**(known or {}), **{row_id: f"new{n}" for n, row_id in enumerate(sorted(new))}}
    statements = "\0".join(first)
    for row_id, variable in variables.items():
        for written in (str(row_id), row_id.hex):
            statements = statements.replace(written, f"{written[:-TAIL]}:{variable}")
    sets = tuple(rf"\set new{n} random({LOWEST}, {HIGHEST})" for n in range(len(new)))
    return Script(tuple(statements.split("\0")), sets)


def _ids_in(statements: list[str]) -> set[UUID]:
    return {UUID(written) for statement in statements for written in ID.findall(statement)}


def per_second(
    ground: Ground, script: Script, *, times: int, clients: int = CLIENTS, role: str = "app",
    within: UUID | None = None,
) -> float:  # fmt: skip
    """Transactions a second over `times` of them in each client; a failed statement ends the run.

    `within`: the network of statements that do not say it themselves, as a request's do.
    """
    file = ground.folder / "script.sql"
    file.write_text(script.text)
    command = [
        *(str(ground.pgbench), "--no-vacuum", "--protocol=simple", "--define=n=0"),
        *(f"--client={clients}", f"--jobs={min(clients, 2)}", f"--transactions={times}"),
        *(f"--file={file}", f"--host={ground.server.socket}", f"--username={role}", "porchlight"),
    ]
    said = subprocess.run(
        command, env=_environment(ground, within), capture_output=True, text=True, check=False
    )
    rate = RATE.search(said.stdout)
    if said.returncode or not rate or "aborted" in said.stderr:
        raise SystemExit(f"pgbench failed:\n{said.stderr[-3000:]}")
    return float(rate[1])


def _environment(ground: Ground, within: UUID | None) -> dict[str, str]:
    said = f" -c app.network_id={within}" if within else ""
    return {
        **os.environ,
        "PGPASSWORD": ground.server.password,
        "PGOPTIONS": f"-c client_min_messages=warning{said}",
    }


def version(ground: Ground) -> str:
    said = subprocess.check_output([Path(ground.pgbench), "--version"], text=True)
    return said.split()[-1]
