"""Three wishes, three records, three effects: stop messages, stop sharing, stop this help."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import StepNotPossible
from core.tenancy import action
from people.actions.consent import end
from people.actions.people import lock
from people.lifecycle import Direction, WishKind
from people.models.agreements import Consent
from people.models.contact import Wish
from people.models.person import Person

SHARING = (Direction.SEND, Direction.REPORT_BACK, Direction.PASS_ON, Direction.DESK)


class HelpStopped(Protocol):
    """What an upper app does, in the same transaction, when a family does not want this help."""

    def __call__(
        self, *, actor: Actor, wish: Wish, at: datetime, said_by: str, via: str
    ) -> None: ...


_on_stop_help: list[HelpStopped] = []


def on_stop_help(callback: HelpStopped) -> HelpStopped:
    """Register what ends the help (`wish.about_id` is the need). Once, at start-up."""
    if callback not in _on_stop_help:
        _on_stop_help.append(callback)
    return callback


@action
def stop_messages(
    *, actor: Actor, person_id: UUID, contact_id: UUID | None, at: datetime,
    said_by: str = "family", via: str = "in_person", request_key: UUID | None = None,
) -> Wish:  # fmt: skip
    """To one number or address, or (None) to all of them. Sharing and help go on."""
    person = lock(actor, person_id, at)
    require(actor, "people.wish", person)
    if made := Wish.asked_before(person.network_id, request_key):
        return made
    points = person.contact_points.filter(stopped_at=None)
    if contact_id is not None:
        points = points.filter(pk=person.contact_points.get(pk=contact_id).pk)
    points.update(stopped_at=at)
    return _wish(
        actor,
        person,
        kind=WishKind.STOP_MESSAGES,
        about_id=contact_id,
        at=at,
        said_by=said_by,
        via=via,
        request_key=request_key,
    )


@action
def stop_sharing(
    *, actor: Actor, person_id: UUID, partner_id: UUID | None, at: datetime,
    said_by: str = "family", via: str = "in_person", request_key: UUID | None = None,
) -> Wish:  # fmt: skip
    """With one partner, or (None) with everybody: every agreement with them ends, and is told."""
    person = lock(actor, person_id, at)
    require(actor, "people.wish", person)
    if made := Wish.asked_before(person.network_id, request_key):
        return made
    held = Consent.objects.filter(person=person, direction__in=SHARING).in_force(at=at)
    if partner_id is not None:
        held = held.filter(recipient_id=partner_id)
    for consent in held.select_for_update(of=("self",), no_key=True).order_by("id"):
        end(consent, actor=actor, at=at, said_by=said_by, via=via)
    return _wish(
        actor,
        person,
        kind=WishKind.STOP_SHARING,
        about_id=partner_id,
        at=at,
        said_by=said_by,
        via=via,
        request_key=request_key,
    )


@action
def stop_help(
    *, actor: Actor, person_id: UUID, need_id: UUID, at: datetime,
    said_by: str = "family", via: str = "in_person",
) -> Wish:  # fmt: skip
    """This help is not wanted. What lives on the need is ended by whoever registered for it."""
    person = lock(actor, person_id, at)
    require(actor, "people.wish", person)
    wish = _wish(
        actor, person, kind=WishKind.STOP_HELP, about_id=need_id, at=at, said_by=said_by, via=via
    )
    for callback in _on_stop_help:
        callback(actor=actor, wish=wish, at=at, said_by=said_by, via=via)
    return wish


@action
def allow_messages(*, actor: Actor, person_id: UUID, wish_id: UUID, at: datetime) -> Wish:
    """The family wants messages again. The other two wishes are undone by agreeing or asking anew.

    Where another of its stops still stands, for that number or for all of them, it stays stopped.
    """
    person = lock(actor, person_id, at)
    require(actor, "people.wish", person)
    wish = person.wishes.get(pk=wish_id)
    if wish.kind != WishKind.STOP_MESSAGES or wish.undone_at is not None:
        raise StepNotPossible(_("Messages were allowed again before."))
    wish.undone_at = at
    wish.save(update_fields=["undone_at"])
    points = person.contact_points.all()
    if wish.about_id is not None:
        points = points.filter(pk=wish.about_id)
    others = _stops(person.pk)
    if not others.filter(about_id=None).exists():
        points.exclude(pk__in=others.values("about_id")).update(stopped_at=None)
    history.record("wish.undone", wish, actor=actor, at=at, wish=wish.kind)
    return wish


def is_still_stopped(undone: Wish) -> bool:
    """Whether what it was about is stopped by another wish, or some of it is."""
    about = Q(about_id=undone.about_id) | Q(about_id=None)
    others = _stops(undone.person_id)
    return (others if undone.about_id is None else others.filter(about)).exists()


def _stops(person_id: UUID) -> QuerySet[Wish]:
    """Those that stand."""
    return Wish.objects.filter(person_id=person_id, kind=WishKind.STOP_MESSAGES, undone_at=None)


def _wish(
    actor: Actor, person: Person, *, kind: WishKind, about_id: UUID | None, at: datetime,
    said_by: str, via: str, request_key: UUID | None = None,
) -> Wish:  # fmt: skip
    """The record and its event. A wish through a bare link is confirmed over a safe channel first."""
    wish = Wish.objects.create(
        network_id=person.network_id, person=person, kind=kind, about_id=about_id,
        said_by=said_by, recorded_by="family" if actor.is_link else "worker", via=via, said_at=at,
        confirmed_at=None if via == "link" else at, request_key=request_key,
    )  # fmt: skip
    history.record(
        "wish.said", wish, actor=actor, at=at, said_by=said_by, via=via,
        wish=kind, person=person.pk, about=about_id,
    )  # fmt: skip
    return wish
