"""Who could be asked next for a need, and is it time to choose? Up to three, ranked: for the page and for programs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import history
from organizations.freshness import freshness
from organizations.models.directory import Service
from organizations.search import Found, newest_room
from people.consent import agreed_partners
from referrals.lifecycle import Mode
from referrals.models.referral import Referral
from referrals.search.need import alternatives, opened_for
from screening.models.need import Need

MOST = 3
CHOOSING = frozenset(
    {
        "choose_service",
        "choose_next",
        "review_gap",
        "desk_reviews",
        "nudge_or_switch",
        "hand_over",
        "desk_decides",
    }
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One service that could be asked next, with one button."""

    found: Found
    is_agreed: bool  # the family has said yes to this partner: nothing has to be asked

    @property
    def id(self) -> UUID:
        return self.found.service.pk

    @property
    def title(self) -> str:
        return title_of(self.found)

    @property
    def meta(self) -> str:
        return self.found.meta

    @property
    def partner(self) -> str:
        return self.found.service.organization.name

    @property
    def goes_itself(self) -> bool:
        """People walk in, or nobody answers there: the family takes the handout."""
        return self.found.service.is_walk_in or not self.found.can_answer

    @property
    def mode(self) -> Mode:
        if self.goes_itself:
            return Mode.INTRODUCTION
        return Mode.APPLICATION if self.found.service.is_applied_for else Mode.DIRECT


@dataclass(frozen=True, slots=True)
class Ready:
    """What stands ready, and the service whose opening began the choice."""

    alternatives: list[Alternative]
    opened: Service | None


def title_of(found: Found) -> str:
    said = {"service": found.service.name, "partner": found.service.organization.name}
    if said["service"].casefold() == said["partner"].casefold():  # many have one, of their own name
        return said["partner"]
    return _("%(partner)s: %(service)s") % said


def ready_for(need: Need, tries: Collection[Referral], *, at: datetime) -> Ready:
    """Up to three services that could be asked next, and to whom the family has said yes before."""
    opened = opened_for(need) if need.wants_help else None
    found = alternatives(need, tries, opened, at=at, most=MOST, wished=_desk_suggests(need))
    agreed = agreed_partners(
        person=need.subject, topic=need.topic, is_sensitive=need.is_sensitive, at=at
    )
    return Ready([Alternative(one, one.service.organization_id in agreed) for one in found], opened)


def _desk_suggests(need: Need) -> list[UUID]:
    """The service that the desk has named, for which the family was to be asked first."""
    said = history.of(need.pk).filter(kind="need.desk_suggests").first()
    return [UUID(said.details["service"])] if said else []


def is_time_to_choose(need: Need, live: Referral | None, *, is_full: bool) -> bool:
    """The owner's turn to choose; or another may be quicker than a wait list, or a partner that is full."""
    if live is None or need.next_step in CHOOSING:
        return need.next_step in CHOOSING
    return live.is_on_wait_list or (live.is_asked and is_full)


def is_full(service_id: UUID, *, network_id: UUID, at: datetime) -> bool:
    """By the partner's newest word on its room."""
    word = newest_room([service_id], fresh=freshness(network_id, at=at)).get(service_id)
    return word is not None and word.is_full(at=at)
