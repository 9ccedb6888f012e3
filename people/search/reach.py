"""By which ways can this family be reached, in which order, and which of them must not be used?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format

from core.languages import language_name
from core.telephones import dialled
from people.followup import VISIT_WITHIN
from people.lifecycle import Channel, ChannelState, Way
from people.models.contact import ContactPoint
from people.models.person import Person, Relationship
from people.words.reaching import NOT_SAFE, NOT_WORKING, STOPPED, WAY_ICONS, WAY_WORDS, Text

SCHEMES = {Way.PHONE: "tel", Way.RELATIVE: "tel", Way.TEXT: "sms", Way.EMAIL: "mailto"}


@dataclass(frozen=True, slots=True)
class WayTo:
    """One way. Without `why_not` it may be used, and only then it holds the number or the place."""

    way: Way
    value: str = ""
    when: str = ""
    language: str = ""
    through: str = ""
    point_id: UUID | None = None
    why_not: Text = ""

    @property
    def is_usable(self) -> bool:
        return not self.why_not

    @property
    def words(self) -> Text:
        return WAY_WORDS[self.way]

    @property
    def icon(self) -> str:
        return WAY_ICONS[self.way]

    @property
    def href(self) -> str:
        """To dial or to write to with one tap."""
        reached = self.value if self.way is Way.EMAIL else dialled(self.value)
        return f"{SCHEMES[self.way]}:{reached}" if reached and self.way in SCHEMES else ""


def plan_of(person: Person, *, at: datetime, only_alone: bool = False) -> list[WayTo]:
    """For a person read with `for_header()`: their own order, then who may be called, then places.

    `only_alone`: for what only the person may know, nobody else's telephone and no relative.
    """
    if person.is_dead or person.contacting_prohibited:
        return []
    own = [_of(point, person) for point in _own(person, only_alone=only_alone)]
    others = [] if only_alone else list(_through_others(person, at))
    return [*own, *others, *_places(person, at)]


def usable(plan: list[WayTo]) -> list[Way]:
    """Each way once, in the order of the plan."""
    return list(dict.fromkeys(way.way for way in plan if way.is_usable))


def _own(person: Person, *, only_alone: bool) -> list[ContactPoint]:
    points = [
        point
        for point in person.contact_points.all()
        if not only_alone or point.whose_id in {None, person.pk}
    ]
    return sorted(points, key=lambda point: (not point.is_usable, point.rank, point.pk))


def _of(point: ContactPoint, person: Person) -> WayTo:
    why_not = _why_not(point)
    return WayTo(
        way=Way(point.channel),
        value="" if why_not else point.value,
        when="" if why_not else point.safe_when or person.best_time,
        language=language_name(point.language or person.language),
        point_id=point.pk,
        why_not=why_not,
    )


def _why_not(point: ContactPoint) -> Text:
    if point.stopped_at is not None:
        return STOPPED
    if not point.is_safe:
        return NOT_SAFE
    return NOT_WORKING if point.state == ChannelState.BROKEN else ""


def _through_others(person: Person, at: datetime) -> Iterator[WayTo]:
    """Their telephones, when the person said that they may be called; one statement if there are any."""
    callable_ties = [tie for tie in person.own_ties if _may_be_called(tie, at)]
    if not callable_ties:
        return
    points = ContactPoint.objects.filter(
        person__in=[tie.other_id for tie in callable_ties], channel=Channel.PHONE
    )
    usable_points = [point for point in points.order_by("rank", "pk") if point.is_usable]
    names = {tie.other_id: tie.other for tie in callable_ties}
    for point in usable_points:
        other = names[point.person_id]
        yield WayTo(
            Way.RELATIVE, point.value, point.safe_when or other.best_time,
            language_name(point.language or other.language), other.name, point.pk,
        )  # fmt: skip


def _may_be_called(tie: Relationship, at: datetime) -> bool:
    lives = tie.until is None or tie.until > at
    return lives and tie.may_be_called and tie.other is not None and not tie.other.is_dead


def _places(person: Person, at: datetime) -> Iterator[WayTo]:
    for point in person.meeting_points.all():
        yield WayTo(Way.MEETING, point.place, ", ".join(filter(None, [point.time, point.words])))
    visit, today = person.next_visit_on, person.custodian.open_days.local_date(at)
    if visit is not None and today <= visit <= today + VISIT_WITHIN:
        yield WayTo(Way.VISIT, when=date_format(visit, "DATE_FORMAT"))
