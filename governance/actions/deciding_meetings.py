"""When shall a council meet? A new day, another one, or none: checked, read aloud and brought about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.templatetags.look import written_moment
from governance.actions.meetings import LONGEST_PLACE, LONGEST_WAIT, cancel, move, plan
from governance.effects.registry import Aloud, Change, Decision, Text
from governance.lifecycle import Area, Gathering
from governance.models.councils import Council
from governance.models.meetings import Meeting
from governance.words.deciding import COUNCIL_WORDS
from organizations.models.network import Network

KIND, NEW = "meeting", "new"
SOON = timedelta(days=1)  # nobody hears of it in less


def new_meeting(council_kind: str, begins_at: datetime, place: str) -> Change:
    return Change(KIND, f"{NEW}:{council_kind}", when_and_where(begins_at, place))


def moved(meeting_id: UUID, begins_at: datetime | None, place: str) -> Change:
    """No day: it is called off."""
    after = when_and_where(begins_at, place) if begins_at else None
    return Change(KIND, str(meeting_id), after)


def when_and_where(begins_at: datetime, place: str) -> dict[str, str]:
    return {"at": begins_at.isoformat(), "place": place.strip()}


def area(_change: Change) -> Area:
    return Area.COUNCIL


def falls_back(change: Change) -> bool:
    """That people came cannot be taken back; a day that was moved can."""
    return _is_called(change) and change.after is not None


def before(network_id: UUID, changes: Sequence[Change], _at: datetime) -> dict[str, Any]:
    planned = Meeting.objects.filter(network_id=network_id, status=Gathering.PLANNED)
    rows = planned.filter(pk__in=[one.key for one in changes if _is_called(one)])
    zone = ZoneInfo(Network.objects.get(pk=network_id).time_zone)
    wanted = {one.key: one.after for one in changes}
    return {str(one.pk): _stands(one, wanted[str(one.pk)], zone) for one in rows}


def _stands(meeting: Meeting, wanted: Any, zone: ZoneInfo) -> dict[str, str]:
    """In the words of the change where it is the same moment, whatever clock that was written by."""
    is_so = _is_whole(wanted) and _moment(wanted) == meeting.begins_at
    if is_so and wanted["place"] == meeting.place:
        return dict(wanted)
    return when_and_where(meeting.begins_at.astimezone(zone), meeting.place)


def check(network_id: UUID, changes: Sequence[Change], at: datetime) -> list[Text]:
    stands = before(network_id, changes, at)
    kinds = Council.objects.filter(network_id=network_id, ended_at=None)
    there = {f"{NEW}:{kind}" for kind in kinds.values_list("kind", flat=True)} | stands.keys()
    if not {one.key for one in changes} <= there:
        return [_("This meeting is over, or was called off.")]
    wanted = [one.after for one in changes if one.after is not None or one.key not in stands]
    if not all(_is_whole(after) for after in wanted):
        return [_("Say on which day, at what time and where.")]
    days = [_moment(after) for after in wanted]
    if not all(at + SOON <= day <= at + LONGEST_WAIT for day in days):
        return [_("Choose a day that is still to come when this holds, within a year.")]
    return []


def aloud(change: Change) -> Aloud:
    verb, _colon, kind = change.key.partition(":")
    if verb == NEW:
        what = _("A meeting: %(council)s") % {"council": COUNCIL_WORDS[kind]}
        return Aloud(what, _("none yet"), _spelled(change.after))
    return Aloud(_("The day of a meeting"), _spelled(change.before), _spelled(change.after))


def bring_about(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """A meeting that took place meanwhile, or was called off, is left as it is."""
    clock = Actor.system(decision.network_id)
    councils = Council.objects.filter(network_id=decision.network_id, ended_at=None)
    for change in changes:
        verb, _colon, kind = change.key.partition(":")
        if verb == NEW:
            council = councils.select_related("network").get(kind=kind)
            day, place = _moment(change.after), change.after["place"]
            plan(council, day, place, actor=clock, decision_id=decision.proposal_id, at=at)
            continue
        rows = Meeting.objects.filter(network_id=decision.network_id, status=Gathering.PLANNED)
        meeting = rows.select_for_update(no_key=True).filter(pk=change.key).first()
        if meeting is None or at >= meeting.begins_at:
            continue
        meeting.decision_id = decision.proposal_id
        if change.after is None:
            cancel(meeting, actor=clock, at=at)
        else:
            move(meeting, _moment(change.after), change.after["place"], actor=clock, at=at)


def _is_called(change: Change) -> bool:
    try:
        return bool(UUID(change.key))
    except ValueError:
        return False


def _is_whole(after: Any) -> bool:
    if not isinstance(after, dict) or set(after) != {"at", "place"}:
        return False
    try:
        day = datetime.fromisoformat(after["at"])
    except (TypeError, ValueError):
        return False
    place = after["place"]
    return timezone.is_aware(day) and isinstance(place, str) and 0 < len(place) <= LONGEST_PLACE


def _moment(after: dict[str, str]) -> datetime:
    return datetime.fromisoformat(after["at"])


def _spelled(said: dict[str, str] | None) -> str:
    if said is None:
        return _("called off")
    day = written_moment(_moment(said))  # on the clock it was written by
    return _("%(day)s, %(place)s") % {"day": day, "place": said["place"]}
