"""Who may keep a dispute, on which side does a reader stand, and what do they read of it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.links import DISPUTE
from core.actor import Actor
from governance.counting import WITHOUT_VOTE
from governance.disputes import Voice
from governance.lifecycle import OPEN as OPEN_PROPOSALS
from governance.models.councils import Council, Seat
from governance.models.disputes import Dispute, Ending, Mediator, Statement
from governance.models.proposals import Proposal, ProposalVersion
from governance.search.partnerships import conveners
from organizations.grants import Role
from organizations.lifecycle import TAKES_PART
from organizations.lifecycle import Stage as Standing
from organizations.models.members import Membership
from organizations.models.network import Organization

KIND = "dispute"  # of a typed change
SHOWN = 50


def sides_to_choose(ours: Organization) -> QuerySet[Organization]:
    """With whom one may disagree: whoever takes part, rests, or convenes."""
    here = Organization.objects.filter(network_id=ours.network_id).exclude(pk=ours.pk)
    taking_part = Q(status__in=[*TAKES_PART, Standing.PAUSED])
    return here.filter(taking_part | Q(kind=Organization.Kind.CONVENER)).order_by("name", "id")


def keepers(first: Organization, second: Organization) -> list[UUID]:
    """Who may keep it, the best first: whoever convenes. Where the convener is a side, a seat of the council;
    where none sits, the desk of another organization, or a mediator.
    """
    works = Membership.objects.filter(organization__in=(first, second), until=None)
    torn = set(works.values_list("user_id", flat=True))
    if Organization.Kind.CONVENER in {first.kind, second.kind}:
        seats = Seat.objects.filter(network_id=first.network_id, council__kind=Council.Kind.COUNCIL)
        held = seats.there_are().exclude(holder=None).exclude(kind__in=WITHOUT_VOTE)
        ids: Iterable[UUID] = held.order_by("-chairs", "number").values_list("holder_id", flat=True)
        free = [one for one in ids if one not in torn]
        return free or [one for one in _beside_a_council(first.network_id) if one not in torn]
    ids = conveners(first.network_id).values_list("pk", flat=True)
    return [one for one in ids if one not in torn]


def _beside_a_council(network_id: UUID) -> list[UUID]:
    live = Membership.objects.filter(network_id=network_id, until=None, user__is_active=True)
    desk = live.filter(roles__contains=[Role.DESK]).order_by("since", "id")
    listed = mediators(network_id).values_list("user_id", flat=True)
    return list(dict.fromkeys([*desk.values_list("user_id", flat=True), *listed]))


def keeper_for(first: Organization, second: Organization) -> UUID | None:
    return next(iter(keepers(first, second)), None)


def side_of(actor: Actor, dispute: Dispute) -> Voice | None:
    """As whom the reader speaks here; nobody: who reads it as a seat of the council."""
    own = actor.where("manage_members", DISPUTE)
    if dispute.first_id in own:
        return Voice.FIRST
    if dispute.second_id in own:
        return Voice.SECOND
    if actor.user_id == dispute.keeper_id:
        return Voice.KEEPER
    mediator = dispute.mediator
    return Voice.MEDIATOR if mediator and mediator.user_id == actor.user_id else None


def disputes_of(actor: Actor, *, at: datetime) -> list[Dispute]:
    """The open ones first: one query."""
    rows = Dispute.objects.visible_to(actor, at=at).select_related(
        "first", "second", "keeper", "mediator"
    )
    newest = F("closed_at").desc(nulls_first=True)
    return list(rows.order_by(newest, "next_step_due", "-number")[:SHOWN])


def waiting_for(actor: Actor, *, at: datetime) -> list[Dispute]:
    """Those in which the reader has a part and a step is owed, the soonest first: one query."""
    rows = Dispute.objects.visible_to(actor, at=at).exclude(next_step_due=None)
    rows = rows.select_related("first", "second", "mediator")
    return list(rows.order_by("next_step_due", "id")[:SHOWN])


def mediators(network_id: UUID) -> QuerySet[Mediator]:
    rows = Mediator.objects.filter(network_id=network_id, until=None)
    return rows.select_related("user").order_by("user__name", "id")


def mediators_for(dispute: Dispute) -> list[Mediator]:
    """Of the list, those who belong to neither side; whoever mediates now is not somebody else."""
    works = Membership.objects.filter(organization__in=dispute.sides, until=None)
    rows = mediators(dispute.network_id).exclude(user_id__in=works.values("user_id"))
    if dispute.mediator_id is not None:
        rows = rows.exclude(pk=dispute.mediator_id)
    return list(rows.exclude(user_id=dispute.keeper_id))


@dataclass(frozen=True, slots=True)
class Read:
    """What one reader reads of a dispute."""

    voice: Voice | None
    statements: list[Statement]
    endings: list[Ending]
    asked: Proposal | None


def read(actor: Actor, dispute: Dispute) -> Read:
    """The council reads what was written for it; the two sides, keeper and mediator all of it."""
    voice = side_of(actor, dispute)
    statements = dispute.statements.select_related("by").order_by("at", "id")
    endings = dispute.endings.prefetch_related("pledges", "assents").select_related("by")
    if voice is None:
        statements = statements.filter(is_for_council=True)
        endings = endings.filter(voice=Voice.COUNCIL)
    asked = asked_of_council(dispute) if dispute.council_since else None
    return Read(voice, list(statements), list(endings.order_by("-number")), asked)


def asked_of_council(dispute: Dispute) -> Proposal | None:
    """The vote on it that is open now."""
    about = ProposalVersion.objects.filter(
        network_id=dispute.network_id, changes__contains=[{"kind": KIND, "key": str(dispute.pk)}]
    )
    open_now = Proposal.objects.filter(
        network_id=dispute.network_id,
        pk__in=about.values("proposal_id"),
        status__in=sorted(OPEN_PROPOSALS),
    )
    return open_now.order_by("-number").first()


def decided_on(actor: Actor, words: ProposalVersion, *, at: datetime) -> list[Dispute]:
    """Which of those that a proposal would end the reader may look at."""
    keys = [one["key"] for one in words.changes if one["kind"] == KIND]
    return list(Dispute.objects.visible_to(actor, at=at).filter(pk__in=keys)) if keys else []


def is_open_to_assent(ending: Ending, endings: Iterable[Ending]) -> bool:
    """Whoever has written another one since does not stand by this one any more. The council's is voted on."""
    later = (one for one in endings if one.voice == ending.voice and one.number > ending.number)
    return ending.voice != Voice.COUNCIL and not any(later)


def in_dispute(organization: Organization) -> QuerySet[Dispute]:
    """Open ones in which it is a side."""
    rows = Dispute.objects.still_open().filter(network_id=organization.network_id)
    return rows.filter(Q(first=organization) | Q(second=organization))


def name_of(voice: str, dispute: Dispute) -> str:
    """A side by its organization's name."""
    return {Voice.FIRST: dispute.first.name, Voice.SECOND: dispute.second.name}.get(
        Voice(voice), ""
    )
