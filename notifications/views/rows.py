"""How does a message read in a list? What it was, to which role, by which way, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.actor import Actor
from notifications.channels.message import written
from notifications.models.deliveries import Delivery
from notifications.search import A_PAGE, NOT_ARRIVED, SENT, WAITING
from notifications.words import STATES, why_words

Text = str | Promise
ICONS = {"email": "mail", "text": "message-square"}


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    to: str
    icon: str
    at: datetime
    state: tuple[str, str, Text]
    why: Text


@dataclass(frozen=True, slots=True)
class Page:
    first_url: str
    next_url: str


def rows_of(deliveries: Iterable[Delivery], actor: Actor) -> list[Row]:
    return [
        Row(
            what=_subject(delivery.template),
            to=_reader(delivery, actor),
            icon=ICONS[delivery.channel],
            at=delivery.sent_at or delivery.available_at,
            state=state_of(delivery),
            why=why_words(delivery.error),
        )
        for delivery in deliveries
    ]


def state_of(delivery: Delivery) -> tuple[str, str, Text]:
    has_arrived = delivery.arrived_at is not None and delivery.state == Delivery.State.SENT
    return STATES["arrived" if has_arrived else delivery.state]


def _subject(template: str) -> str:
    """The subject as its reader gets it: it names nobody, so the list may show it."""
    return written(template, key="", language=get_language() or "en", link="").subject


def _reader(delivery: Delivery, actor: Actor) -> str:
    """By role. A family is never more than a family here; a colleague is named to their own admin."""
    if delivery.organization:
        return _("The mailbox of %(name)s") % {"name": delivery.organization.name}
    if delivery.user is None:
        return _("A family")
    if delivery.kept_by_id == actor.organization_id:
        return delivery.user.name
    if delivery.kept_by:
        return _("Somebody who works at %(name)s") % {"name": delivery.kept_by.name}
    return _("Somebody who works in the network")


def page_of(request: HttpRequest, found: list[Delivery], only: str) -> Page:
    kept = f"?only={only}" if only else "?"
    more = len(found) > A_PAGE
    return Page(
        first_url=f"{request.path}{kept}" if "before" in request.GET else "",
        next_url=f"{request.path}{kept}&before={found[A_PAGE - 1].pk}" if more else "",
    )


def pills(request: HttpRequest, only: str) -> list[dict[str, object]]:
    kinds = {
        "": _("All"),
        NOT_ARRIVED: _("Did not arrive"),
        WAITING: _("Waits"),
        SENT: _("Sent"),
    }
    return [
        {
            "label": label,
            "url": f"{request.path}?only={kind}" if kind else request.path,
            "current": kind == only,
        }
        for kind, label in kinds.items()
    ]
