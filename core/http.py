"""What does a request carry? Its id, and who is acting."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse

from core.actor import Actor

P = ParamSpec("P")
request_id: ContextVar[str] = ContextVar("request_id", default="")


class ActorRequest(HttpRequest):
    """A request that has passed `config.middleware`: views are typed with it."""

    actor: Actor
    request_id: str


def own_context(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Marks a view that opens its own transaction: health checks, links that name their network."""
    view.own_context = True  # type: ignore[attr-defined]  # read by config.middleware
    return view
