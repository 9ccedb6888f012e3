"""What do people read about their council: who sits, what is asked, what was decided, and how?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.actor import NOBODY, Actor
from governance.effects import registry
from governance.effects.registry import Aloud, Text
from governance.lifecycle import Status
from governance.models.ballots import Turnout
from governance.models.councils import Council, Seat
from governance.models.proposals import Comment, Proposal, ProposalVersion, Standing
from governance.record import LEFT_OUT, last_ballots
from governance.search.hindrances import hindrances
from governance.search.overtaken import is_overtaken

SHOWN = 50
OPEN = (Status.DRAFT, Status.COMMENTING, Status.VOTING, Status.PASSED)


@dataclass(frozen=True, slots=True)
class Titled:
    """A proposal with the words that it stands under now."""

    proposal: Proposal
    title: str


def sitting(network_id: UUID) -> Council | None:
    return Council.objects.filter(network_id=network_id, kind="council", ended_at=None).first()


def all_councils(network_id: UUID) -> list[Council]:
    """The council first, then its committees."""
    rows = Council.objects.filter(network_id=network_id, ended_at=None).select_related("network")
    return sorted(rows, key=lambda one: (one.kind != Council.Kind.COUNCIL, one.since))


def committees(network_id: UUID) -> list[Council]:
    """Those that sit beside the council."""
    rows = Council.objects.filter(network_id=network_id, ended_at=None).exclude(kind="council")
    return list(rows.order_by("since"))


def seats_by_council(network_id: UUID) -> dict[UUID, list[Seat]]:
    """Of all councils, in one statement."""
    rows = Seat.objects.filter(network_id=network_id, council__ended_at=None).there_are()
    found: dict[UUID, list[Seat]] = {}
    for seat in rows.select_related("holder", "alternate", "organization").order_by("number"):
        found.setdefault(seat.council_id, []).append(seat)
    return found


def seats_of(council: Council) -> list[Seat]:
    rows = Seat.objects.filter(network_id=council.network_id, council=council).there_are()
    return list(rows.select_related("holder", "alternate", "organization").order_by("number"))


def seats_to_speak_for(actor: Actor, council_id: UUID) -> list[Seat]:
    rows = Seat.objects.visible_to(actor).filter(council=council_id).of_user(actor.as_user)
    return list(rows.select_related("organization").order_by("number"))


def open_ones(actor: Actor, *, at: datetime) -> list[Titled]:
    rows = _with_council(actor, at).filter(status__in=OPEN)
    return titled(list(rows.order_by("next_step_due", "number")[:SHOWN]))


def have_voted(proposals: Iterable[Proposal]) -> dict[UUID, int]:
    """How many seats have, of each that is open for votes."""
    rows = Turnout.objects.filter(proposal__in=[one for one in proposals if one.is_voting])
    counts = rows.values_list("proposal_id").annotate(seats=Count("id"))
    return dict(counts.order_by())


def decided(actor: Actor, *, at: datetime) -> list[Titled]:
    rows = _with_council(actor, at).exclude(decided_at=None)
    return titled(list(rows.order_by("-decided_at", "-number")[:SHOWN]))


def _with_council(actor: Actor, at: datetime) -> QuerySet[Proposal]:
    return Proposal.objects.visible_to(actor, at=at).select_related("council")


def titled(proposals: list[Proposal]) -> list[Titled]:
    """Two statements, however many they are."""
    versions = ProposalVersion.objects.filter(proposal__in=proposals)
    titles = {
        (pk, number): title
        for pk, number, title in versions.values_list("proposal_id", "number", "title")
    }
    return [Titled(one, titles[one.pk, one.version]) for one in proposals]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the page of one proposal shows."""

    proposal: Proposal
    version: ProposalVersion
    earlier: list[tuple[ProposalVersion, list[Aloud]]]  # and what each would have changed
    changes: list[Aloud]
    comments: list[Comment]
    standings: list[Standing]
    voted: set[UUID]
    receipts: dict[str, list[str]]
    objections: list[str]
    left_out: int  # seats that voted, and ended before the vote closed
    is_overtaken: bool
    hindrances: list[Text]  # where its hour has come, and it cannot be brought about


def linked(actor: Actor, proposal: Proposal, *, at: datetime) -> list[Proposal]:
    """What it puts back, and what would put it back: as far as the reader sees them."""
    there = Q(pk=proposal.rolls_back_id or NOBODY) | Q(rolls_back=proposal)
    return list(Proposal.objects.visible_to(actor, at=at).filter(there).order_by("number"))


def asked(proposal: Proposal, at: datetime) -> Asked:
    versions = list(proposal.versions.select_related("written_by").order_by("-number"))
    words = versions[0]
    changes = registry.unpacked(words.changes)
    spoken = registry.aloud_of_many(registry.unpacked(one.changes) for one in versions)
    waits = proposal.status in {Status.DRAFT, Status.COMMENTING, Status.VOTING}
    ballots = last_ballots(proposal) if proposal.is_decided else []
    receipts: dict[str, list[str]] = {}
    for ballot in ballots:
        receipts.setdefault(ballot.answer, []).append(ballot.receipt)
    standings = proposal.standings.select_related("seat__holder", "to_seat__holder")
    return Asked(
        proposal,
        words,
        list(zip(versions[1:], spoken[1:], strict=True)),
        spoken[0],
        list(proposal.comments.select_related("said_by").order_by("said_at", "id")),
        list(standings.order_by("said_at", "id")),
        set(proposal.turnout.values_list("seat_id", flat=True)),
        receipts,
        [ballot.words for ballot in ballots if ballot.answer == "no" and ballot.words],
        len(proposal.tally.get(LEFT_OUT, ())),
        waits and is_overtaken(proposal, changes, at),
        hindrances(proposal, changes, at) if proposal.stuck_since else [],
    )
