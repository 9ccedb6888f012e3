"""Two people at once, each in a connection of their own: the second waits for the first."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection


def meanwhile(do: Callable[[], object]) -> Future:
    """Somebody else does it in a connection of their own: what this returns, they wait for us."""
    pid: Future[int] = Future()

    def theirs() -> object:
        try:
            connection.ensure_connection()
            pid.set_result(connection.connection.info.backend_pid)
            return do()
        finally:
            connection.close()

    others = ThreadPoolExecutor(1)
    said = others.submit(theirs)
    others.shutdown(wait=False)
    while not said.done() and not waits(pid.result(60)):
        continue
    assert not said.done(), "they did not wait"
    return said


def beside(do: Callable[[], object]) -> object:
    """Somebody else does it in a connection of their own, and need not wait for us."""

    def theirs() -> object:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as others:
        return others.submit(theirs).result(60)


def waits(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        [(answer,)] = cursor.fetchall()
    return bool(answer)
