"""Which services have closed at once, and who looks after whom on the shared list?

Each organization reads the names of its own families; the desk and the convener a number and a topic.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from core.actor import Actor
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people.views.header import name_of
from referrals.models.incident import Incident, IncidentCase, IncidentCaseQuerySet
from referrals.search.counting import counts
from referrals.search.keyset import ROWS
from referrals.search.tabs import Tabbed
from referrals.search.week import number_of
from referrals.words import Text
from screening.lifecycle import NeedStatus
from screening.models.need import Need

LISTED = 50
OFFERED = Service.Status.ACTIVE


class Tab(Tabbed):
    LEFT = "left"
    MINE = "mine"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Line:
    """An incident on the list of all: how many of those that the reader may see are left."""

    incident: Incident
    name: str
    cases: int
    left: int


@dataclass(frozen=True, slots=True)
class Case:
    """One need of the shared list. `name` is empty for whoever reads it only by number."""

    id: UUID
    need: Need
    number: str
    about: Text
    icon: str
    owner: str
    responsible: str
    helper: str
    is_mine: bool
    is_own: bool
    place_in_line: int | None
    sent_at: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    cases: list[Case]
    next: int | None

    @property
    def person_ids(self) -> set[UUID]:
        return {case.need.subject_id for case in self.cases if case.name}


def incidents_of(actor: Actor, *, at: datetime) -> list[Line]:
    """The newest first: three statements, however many."""
    rows = Incident.objects.visible_to(actor, at=at).select_related("organization")
    found = list(rows.order_by("-opened_at", "-id")[:LISTED])
    seen = IncidentCase.objects.visible_to(actor, at=at).filter(incident__in=found)
    numbers = seen.values("incident_id").annotate(
        all=Count("pk"), left=Count("pk", filter=Q(need__status=NeedStatus.WANTS_HELP))
    )
    counted = {row["incident_id"]: (row["all"], row["left"]) for row in numbers}
    names = _names(found)
    return [Line(one, names[one.pk], *counted.get(one.pk, (0, 0))) for one in found]


def incident_for(actor: Actor, incident_id: UUID, *, at: datetime) -> Incident:
    """DoesNotExist (404) when it is none of the actor's."""
    rows = Incident.objects.visible_to(actor, at=at)
    return rows.select_related("organization__network", "opened_by").get(pk=incident_id)


def name_of_closed(incident: Incident) -> str:
    return _names([incident])[incident.pk]


def page_of(incident: Incident, actor: Actor, tab: Tab, after: int, *, at: datetime) -> Page:
    """The most urgent first: one statement, however many rows."""
    rows = _of_tab(incident, actor, tab, at).filter(place__gt=after).order_by("place")
    found = list(
        rows.select_related(
            "need__subject", "need__organization", "need__responsible", "helper", "referral"
        )[: ROWS + 1]
    )
    shown, more = found[:ROWS], found[ROWS:]
    own = actor.where("see_people")
    return Page([_case(one, actor, own) for one in shown], shown[-1].place if more else None)


def numbers(incident: Incident, actor: Actor, *, at: datetime) -> dict[str, int]:
    return counts(**{tab.value: _of_tab(incident, actor, tab, at).values("pk") for tab in Tab})


def what_could_close(actor: Actor, organization_id: UUID) -> tuple[Organization, list[Service]]:
    """An organization of the actor's network, and what it offers."""
    rows = Organization.objects.filter(network_id=actor.network_id).select_related("network")
    organization = rows.get(pk=organization_id)
    offered = Service.objects.filter(organization=organization, status=OFFERED)
    return organization, list(offered.order_by("name", "id"))


def _of_tab(incident: Incident, actor: Actor, tab: Tab, at: datetime) -> IncidentCaseQuerySet:
    cases = IncidentCase.objects.visible_to(actor, at=at).filter(incident=incident)
    if tab is Tab.DONE:
        return cases.done()
    return cases.left().filter(helper_id=actor.as_user) if tab is Tab.MINE else cases.left()


def _names(incidents: Collection[Incident]) -> dict[UUID, str]:
    """Of the one service that has closed, else of the organization."""
    single = {one.services[0] for one in incidents if one.is_one_service}
    services = dict(Service.objects.filter(pk__in=single).values_list("pk", "name"))
    return {one.pk: services.get(one.services[0]) or one.organization.name for one in incidents}


def _case(case: IncidentCase, actor: Actor, own: Collection[UUID]) -> Case:
    need, is_own = case.need, case.need.organization_id in own
    return Case(
        id=case.pk,
        need=need,
        number=number_of(need.pk),
        about=TOPIC_WORDS[need.topic],
        icon=TOPICS[need.topic].icon,
        owner=need.organization.name,
        responsible=need.responsible.name if need.responsible else "",
        helper=case.helper.name if case.helper else "",
        is_mine=case.helper_id == actor.user_id,
        is_own=is_own,
        place_in_line=case.referral.place_in_line,
        sent_at=case.referral.sent_at,
        name=name_of(need.subject) if is_own else "",
    )
