"""What was decided, in the order in which it was: for members all of it, for everybody what was carried."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from governance.effects import registry
from governance.effects.policies import KIND
from governance.effects.registry import Aloud
from governance.in_force import in_force
from governance.lifecycle import CARRIED, Status
from governance.models.proposals import Proposal, ProposalVersion
from governance.terms import Deciding

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """Without who asked for it and who voted what; those stand on the proposal's page, for members."""

    proposal: Proposal
    title: str
    text: str
    changes: list[Aloud]

    @property
    def begins_at(self) -> datetime | None:
        """From when it holds, or will."""
        waits = self.proposal.next_step_due if self.proposal.status == "passed" else None
        return self.proposal.in_force_at or waits


def log(network_id: UUID, *, is_public: bool) -> list[Entry]:
    """The newest first, in two statements, and one or two for each kind of change that names somebody.

    Whoever wrote a text that was not carried wrote it for members.
    """
    rows = Proposal.objects.filter(network_id=network_id).exclude(decided_at=None)
    if is_public:
        rows = rows.filter(status__in=sorted(CARRIED))
    return _entries(network_id, rows.order_by("-decided_at", "-number"))


def numbers_ahead(network_id: UUID) -> list[Entry]:
    """Those that are carried, wait for their day and change a number: only what they say of numbers."""
    waits = Proposal.objects.filter(network_id=network_id, status=Status.PASSED)
    found = _entries(network_id, waits.order_by("next_step_due", "number"), only=KIND)
    return [one for one in found if one.changes]


def _entries(network_id: UUID, rows: QuerySet[Proposal], only: str = "") -> list[Entry]:
    decided = list(rows.select_related("council")[:SHOWN])
    versions = ProposalVersion.objects.filter(network_id=network_id, proposal__in=decided)
    words = {(one.proposal_id, one.number): one for one in versions}
    held = [words[one.pk, one.version] for one in decided]
    changes = registry.aloud_of_many(
        [one for one in registry.unpacked(each.changes) if only in {"", one.kind}] for each in held
    )
    return [
        Entry(one, said.title, said.text, what)
        for one, said, what in zip(decided, held, changes, strict=True)
    ]


def is_open_to_all(network_id: UUID, *, at: datetime) -> bool:
    """Partners decided that everybody may read it."""
    return bool(Deciding.of(in_force(network_id, "decide.", at)).open_log)
