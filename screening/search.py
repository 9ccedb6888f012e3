"""What does the community lack? Gaps counted by topic, reason and area, without pointing at a family."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from core.actor import Actor
from governance.in_force import in_force
from governance.models.councils import Council
from governance.search.agenda import Line
from organizations.topics import SENSITIVE, TOPICS
from people.search.links import Twin
from screening.models.gap import Gap, GapQuerySet
from screening.models.need import Need

LISTED = 25
SMALLEST = "figures.smallest"


def smallest_cell(network_id: UUID, *, at: datetime) -> int:
    """How many people a number that is shown stands for at least, as partners decided."""
    number: int = in_force(network_id, SMALLEST, at)[SMALLEST]
    return number


@dataclass(frozen=True, slots=True)
class Lack:
    """So many needs of one topic that nobody can help with, for one reason, in one area.

    Of what is kept private only the number is told: no reason, no place, no date. Where a whole
    network is counted no number below `smallest` is told, and no date with it.
    """

    topic: str
    needs: int
    smallest: int
    why: str = ""
    zip3: str = ""
    oldest: datetime | None = None
    is_private: bool = False
    of_all: bool = (
        True  # counted over organizations, not only over what the reader may see one by one
    )

    @property
    def icon(self) -> str:
        return TOPICS[self.topic].icon

    @property
    def is_small(self) -> bool:
        return (self.is_private or self.of_all) and 0 < self.needs < self.smallest


def lacks(actor: Actor, *, at: datetime) -> list[Lack]:
    """The most needs first, then the oldest; what is kept private stands last. Two statements."""
    gaps, of_all = _counted(actor, at), actor.holds("convene", actor.network_id)
    smallest = smallest_cell(actor.network_id, at=at)
    told = _told(gaps, smallest, of_all=of_all)
    return sorted([*told, *_kept(gaps, smallest)], key=_most_first)


def _counted(actor: Actor, at: datetime) -> GapQuerySet:
    """The convener counts the whole network; anybody else what they may see one by one."""
    if actor.holds("convene", actor.network_id):
        everybody = Gap.objects.filter(network_id=actor.network_id)
        return everybody.exclude(need__organization__is_victim_service=True).open()
    return Gap.objects.visible_to(actor, at=at).open()


def _told(gaps: GapQuerySet, smallest: int, *, of_all: bool) -> list[Lack]:
    rows = gaps.filter(need__is_sensitive=False).values_list("topic", "why", "zip3")
    counted = rows.annotate(needs=Count("pk"), oldest=Min("recorded_at"))
    return [
        Lack(
            topic=topic,
            why=why,
            zip3=zip3,
            needs=needs,
            smallest=smallest,
            of_all=of_all,
            oldest=None if of_all and needs < smallest else oldest,
        )
        for topic, why, zip3, needs, oldest in counted
    ]


def _kept(gaps: GapQuerySet, smallest: int) -> list[Lack]:
    rows = gaps.filter(need__is_sensitive=True).values("topic").annotate(needs=Count("pk"))
    return [
        Lack(topic=row["topic"], needs=row["needs"], smallest=smallest, is_private=True)
        for row in rows
    ]


def _most_first(lack: Lack) -> tuple[bool, int, str, str]:
    """A small number that is not told must not be told by its place either."""
    if lack.is_private:
        return True, 0 if lack.is_small else -lack.needs, lack.topic, ""
    number = 0 if lack.is_small else -lack.needs
    return False, number, lack.oldest.isoformat() if lack.oldest else "", lack.topic


@dataclass(frozen=True, slots=True)
class HelpThere:
    """At another organization that both may know of: the topics that are open there, nothing private."""

    twin: Twin
    topics: tuple[str, ...]


def help_there(twins: Iterable[Twin]) -> list[HelpThere]:
    """One statement. Of whoever is contacted with care every need is private: none is told."""
    twins = list(twins)
    shown = [twin.person.pk for twin in twins if not twin.person.contact_with_care]
    rows = Need.objects.filter(subject_id__in=shown, is_sensitive=False).open()
    topics = defaultdict[UUID, set[str]](set)
    for subject_id, topic in rows.values_list("subject_id", "topic"):
        topics[subject_id].add(topic)
    return [HelpThere(twin, tuple(sorted(topics[twin.person.pk] - SENSITIVE))) for twin in twins]


def to_look_at_again(actor: Actor, *, at: datetime) -> list[Gap]:
    """One by one, the next due first, for whoever may look again; without a name. One statement."""
    seen = Gap.objects.visible_to(actor, at=at).open().select_related("need")
    return list(seen.order_by("need__next_step_due", "id")[:LISTED])


def on_agenda(council: Council, _at: datetime) -> list[Line]:
    """That there are any: how many and what they lack stands on the page of gaps, for whoever may read it."""
    open_ones = Gap.objects.filter(network_id=council.network_id, ended_at=None)
    if council.kind != Council.Kind.COUNCIL or not open_ones.exists():
        return []
    return [Line(_("Needs that nobody can help with now"))]
