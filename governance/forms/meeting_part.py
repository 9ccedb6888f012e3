"""When shall a council meet? A new day, or another one for a meeting that is called."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.templatetags.look import written_moment
from governance.actions.deciding_meetings import KIND, NEW, when_and_where
from governance.actions.meetings import LONGEST_PLACE
from governance.effects.registry import Change
from governance.forms.council import DayField
from governance.forms.parts import Part
from governance.lifecycle import Gathering
from governance.models.councils import Council
from governance.models.meetings import Meeting
from governance.words.deciding import COUNCIL_WORDS
from organizations.models.network import Network

WHICH, DAY, HOUR, PLACE, OFF = (
    f"{KIND}-{name}" for name in ("which", "day", "hour", "place", "off")
)


class LocalTime(forms.TimeField):
    """A time on the clock of the network."""

    def __init__(self, zone: ZoneInfo, **options: Any) -> None:
        self.zone = zone
        wrong = {"invalid": _("Write the time like 14:30.")}
        super().__init__(error_messages=wrong, **options)

    def clean(self, value: Any) -> time | None:
        said: time | None = super().clean(value)
        return said.replace(tzinfo=self.zone) if said is not None else None


def _fields(network_id: UUID, at: datetime) -> dict[str, forms.Field]:
    kinds = Council.objects.filter(network_id=network_id, ended_at=None).order_by("since")
    new = [(f"{NEW}:{kind}", COUNCIL_WORDS[kind]) for kind in kinds.values_list("kind", flat=True)]
    planned = Meeting.objects.filter(
        network_id=network_id, status=Gathering.PLANNED, begins_at__gt=at
    )
    rows = planned.select_related("council", "network").order_by("begins_at")
    called = [(str(one.pk), _named(one)) for one in rows]
    return {
        WHICH: forms.ChoiceField(
            label=_("Which meeting?"), required=False,
            choices=[("", _("None")), (_("A new one"), new), *([(_("Already called"), called)] if called else [])],
        ),
        DAY: DayField(
            label=_("On which day?"), required=False,
            help_text=_("A new day, or the other one for a meeting that is called."),
        ),
        HOUR: LocalTime(
            ZoneInfo(Network.objects.get(pk=network_id).time_zone),
            label=_("At what time?"), required=False,
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        ),
        PLACE: forms.CharField(
            label=_("Where?"), max_length=LONGEST_PLACE, required=False,
            help_text=_("A room, or where to call in."),
        ),
        OFF: forms.BooleanField(label=_("It shall be called off"), required=False),
    }  # fmt: skip


def _named(meeting: Meeting) -> str:
    day = meeting.begins_at.astimezone(ZoneInfo(meeting.network.time_zone))
    return f"{COUNCIL_WORDS[meeting.council.kind]}, {written_moment(day)}"


def _changes(said: Mapping[str, Any]) -> list[Change]:
    """What is missing is said by the check, which looks at the whole change."""
    which, day, hour = said.get(WHICH), said.get(DAY), said.get(HOUR)
    if not which:
        return []
    if said.get(OFF):
        return [Change(KIND, which, None)]
    begins_at = datetime.combine(day, hour) if day and hour else None
    place = said.get(PLACE) or ""
    return [Change(KIND, which, when_and_where(begins_at, place) if begins_at else "")]


def _initial(changes: Sequence[Change]) -> dict[str, Any]:
    if not changes:
        return {}
    change = changes[0]
    if not change.after:
        return {WHICH: change.key, OFF: True}
    begins_at = localtime(datetime.fromisoformat(change.after["at"]))  # as its hour will be read
    return {
        WHICH: change.key, DAY: begins_at.date(), HOUR: begins_at.time(), PLACE: change.after["place"]
    }  # fmt: skip


MEETINGS = Part(
    KIND,
    _("When a council meets"),
    _("What the council decided moves by its decision only. Everybody who sits there is told."),
    _fields,
    _changes,
    _initial,
)
