"""What does a request carry? Its id, and who is acting."""

from contextvars import ContextVar

from django.http import HttpRequest

from core.actor import Actor

request_id: ContextVar[str] = ContextVar("request_id", default="")


class ActorRequest(HttpRequest):
    """A request that has passed `config.middleware`: views are typed with it."""

    actor: Actor
    request_id: str
