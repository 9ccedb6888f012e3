"""Where does each partner stand, what was said on the way, and what is next?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import User
from core.actor import Actor
from governance.kinds import Paper
from governance.models.agreements import Party
from governance.models.norms import Norms
from governance.models.partnerships import Partnership, Said
from governance.path import CHECKLIST, Asked, Item, asked
from governance.search.norms import has_agreed
from governance.words.path import ITEM_WORDS, NEXT_WORDS, Line
from organizations.lifecycle import Stage
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Organization

SHOWN = 20  # steps that are next
NO_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Next:
    """What is owed to one partner."""

    organization_id: UUID
    name: str
    words: str | Promise
    due: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of a checklist as it stands. `words` are empty until somebody wrote some."""

    asked: Asked
    line: Line
    words: str
    at: datetime | None = None
    by: str = ""
    is_found: bool = False

    @property
    def is_answered(self) -> bool:
        return bool(self.words) or self.is_found


def conveners(network_id: UUID) -> QuerySet[User]:
    """Who may follow a partner for the network."""
    live = Membership.objects.filter(
        network_id=network_id, until=None, roles__contains=["convener"]
    )
    return User.objects.filter(pk__in=live.values("user_id"), is_active=True).order_by("name")


def answered_of(partnership: Partnership) -> dict[Item, str]:
    """The newest words of each line that has some, and what is looked up as it stands."""
    newest = {Item(one.item): one.words for one in _said(partnership)}
    return newest | dict.fromkeys(_found(partnership.network_id, partnership.organization_id), "-")


def checklists(
    partnership: Partnership, organization: Organization
) -> Iterator[tuple[Stage, list[Answered]]]:
    """Each stage that it has come to or stands before, with its lines: three queries in all."""
    newest = {Item(one.item): one for one in _said(partnership)}
    found = _found(organization.network_id, organization.pk)
    for stage in CHECKLIST:
        lines = [_line(one, newest, found) for one in asked(stage, organization.kind)]
        yield stage, lines


def next_steps(actor: Actor, at: datetime, among: Collection[UUID] = ()) -> list[Next]:
    """What is next with partners, the soonest first; `among` some of them, else the soonest of all."""
    rows = Partnership.objects.visible_to(actor, at=at).exclude(next_step_due=None)
    if among:
        rows = rows.filter(organization_id__in=list(among))
    ordered = rows.select_related("organization", "owner").order_by("next_step_due", "id")
    return [_next(one) for one in ordered[: len(among) or SHOWN]]


def late_steps(actor: Actor, at: datetime) -> list[Next]:
    """Those whose day has come, and whose day to leave has passed: one query."""
    rows = Partnership.objects.visible_to(actor, at=at).due_or_held(at)
    return [_next(one) for one in rows.select_related("organization", "owner")[:SHOWN]]


def partnership_of(organization: Organization, *, at: datetime) -> Partnership:
    """Its row; of one that nobody has talked with, an empty one."""
    rows = Partnership.objects.filter(
        network_id=organization.network_id, organization_id=organization.pk
    )
    found = rows.select_related("owner").first()
    return found or Partnership(
        network_id=organization.network_id, organization=organization, stage_since=at
    )


def pilot_size(organization_id: UUID) -> int:
    """How many requests may be open at once at a partner that tries it; one that names none: any number."""
    rows = Partnership.objects.filter(organization_id=organization_id)
    return rows.values_list("pilot_size", flat=True).first() or NO_LIMIT


def _said(partnership: Partnership) -> QuerySet[Said]:
    """The oldest first, so that the newest is the last word."""
    rows = Said.objects.filter(network_id=partnership.network_id, partnership_id=partnership.pk)
    return rows.select_related("by").order_by("at", "id")


def _found(network_id: UUID, organization_id: UUID) -> set[Item]:
    confirmed = Service.objects.filter(
        organization_id=organization_id, status=Service.Status.ACTIVE, confirmed_at__isnull=False
    )
    signed = Party.objects.filter(
        organization_id=organization_id, left_at=None, agreement__status=Paper.IN_FORCE
    )
    found = {Item.LISTING: confirmed, Item.AGREEMENT: signed}
    items = {item for item, rows in found.items() if rows.exists()}
    agreed = has_agreed(organization_id, Norms.objects.in_force(network_id))
    return items | {Item.NORMS} if agreed else items


def _line(one: Asked, newest: dict[Item, Said], found: Collection[Item]) -> Answered:
    words = ITEM_WORDS[one.item]
    said = newest.get(one.item)
    if said is None:
        return Answered(one, words, "", is_found=one.item in found)
    return Answered(one, words, said.words, said.at, said.by.name if said.by else "")


def _next(one: Partnership) -> Next:
    owner = one.owner.name if one.owner else ""
    due, words = one.next_step_due or one.stage_since, NEXT_WORDS[one.next_step]
    return Next(one.organization_id, one.organization.name, words, due, owner)
