"""A service may be asked again: since when, and who wants to know?

Which families have waited for it is known only to apps above this one: they ask to be called.
"""

from datetime import datetime
from typing import Protocol

from organizations.models.directory import Service


class Listener(Protocol):
    def __call__(self, *, service: Service, at: datetime) -> object:
        """Called inside the transaction in which it opened, or said once more that it has room."""


_listeners: list[Listener] = []


def on_opening(listener: Listener) -> Listener:
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def opened(service: Service, *, at: datetime) -> None:
    """It was closed, full or unknown before; from now on it may be asked."""
    service.opened_at = at
    service.save(update_fields=["opened_at"])
    has_room(service, at=at)


def has_room(service: Service, *, at: datetime) -> None:
    for listener in _listeners:
        listener(service=service, at=at)
