"""What does a request carry? Its id, and who is acting."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec

from django.http import HttpRequest, HttpResponse

from core.actor import Actor

P = ParamSpec("P")
request_id: ContextVar[str] = ContextVar("request_id", default="")


class ActorRequest(HttpRequest):
    """A request that has passed `config.middleware`: views are typed with it."""

    actor: Actor
    request_id: str
    membership: Any  # the organization acted for; `core` knows no domain noun
    memberships: Any  # all of them, to switch
    key_user: Any  # whose API key it is
    nav_counts: dict[str, int]  # set by a view that has counted what waits behind a page's link


def own_context(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Marks a view that opens its own transaction: health checks, links that name their network."""
    view.own_context = True  # type: ignore[attr-defined]  # read by config.middleware
    return view


def whole(words: str) -> int:
    """A number in an address. What we never wrote is 0, as is what no list is long enough for."""
    return int(words) if words.isdecimal() and len(words) < 9 else 0
