"""Say how much room there is."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.tenancy import action
from organizations.actions import openings
from organizations.freshness import freshness
from organizations.models.directory import Capacity, Service
from organizations.search import newest_room

END_OF_DAY = time(23, 59)


class DayHasPassed(BadInput):
    code = "day_has_passed"
    sentence = _("That day has passed. Choose today or a later day.")


@dataclass(frozen=True, slots=True)
class RoomSaid:
    """`until` is the last day on which the word holds; without it, it holds for two weeks."""

    room: str
    until: date | None = None
    places: int | None = None
    note: str = ""
    via: str = "system"


@action
def say(*, actor: Actor, service_id: UUID, said: RoomSaid, at: datetime) -> Capacity:
    """A new row each time: who said what, and when, stays known."""
    service = Service.objects.select_related("organization__network").get(
        Q(network_id=actor.network_id), pk=service_id
    )
    require(actor, "organizations.say_room", service)
    before = newest_room([service.pk], fresh=freshness(service.network_id, at=at)).get(service.pk)
    had_room = before is not None and before.has_room(at=at)
    word = Capacity.objects.create(
        network_id=service.network_id,
        service=service,
        room=Capacity.Room(said.room),
        places=said.places,
        note=said.note,
        said_by_id=actor.user_id,
        via=said.via,
        said_at=at,
        good_until=_end_of(said.until, service, at),
    )
    history.record(
        "service.room_said", service, actor=actor, at=at, via=said.via, tell=False, room=word.room
    )
    if word.has_room(at=at):  # a word of this moment is believed, however long
        tell = openings.has_room if had_room else openings.opened
        tell(service, at=at)
    return word


def _end_of(day: date | None, service: Service, at: datetime) -> datetime | None:
    """The end of that day on the organization's own clock."""
    if day is None:
        return None
    end = datetime.combine(day, END_OF_DAY, ZoneInfo(service.organization.open_days.zone))
    if end < at:
        raise DayHasPassed
    return end
