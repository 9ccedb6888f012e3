"""In which network does a test itself read and write? Every way into the product begins in none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from psycopg.pq import TransactionStatus

P = ParamSpec("P")
R = TypeVar("R")
SAY = """
SELECT before, set_config('app.network_id', %s, false)
FROM current_setting('app.network_id', true) AS before
"""


_standing: list[UUID] = []


@contextmanager
def standing_in(network_id: UUID) -> Iterator[None]:
    """What a test does by itself, in whichever of its threads; `tenant_context` goes first while it lasts."""
    connection.ensure_connection()
    _say(str(network_id))
    _standing.append(network_id)
    yield
    _standing.remove(network_id)


def _say_again(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    for network_id in _standing[-1:]:
        connection.connection.execute(SAY, [str(network_id)])


connection_created.connect(_say_again)


def _say(network_id: str) -> str:
    """Past Django, so that nobody counts it as a statement of the product's. What was said before.

    A connection that is closed, or whose transaction is broken, is left as it is.
    """
    link = connection.connection
    if link is None or link.closed or link.info.transaction_status == TransactionStatus.INERROR:
        return ""
    return link.execute(SAY, [network_id]).fetchone()[0] or ""


@contextmanager
def outside() -> Iterator[None]:
    """As whoever comes to the door: nobody has said a network yet, and the test goes on in its own."""
    before = _say("")
    try:
        yield
    finally:
        if before:
            _say(before)


def begins_outside(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with outside():
            return function(*args, **kwargs)

    return run


class OutsideMiddleware:
    """Put before all others by tests/conftest.py."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = begins_outside(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
