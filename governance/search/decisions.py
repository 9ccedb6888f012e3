"""What was decided, in the order in which it was: for members all of it, for everybody what was carried."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from governance.effects import registry
from governance.effects.registry import Aloud
from governance.in_force import in_force
from governance.lifecycle import CARRIED
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
    decided = list(rows.select_related("council").order_by("-decided_at", "-number")[:SHOWN])
    versions = ProposalVersion.objects.filter(network_id=network_id, proposal__in=decided)
    words = {(one.proposal_id, one.number): one for one in versions}
    held = [words[one.pk, one.version] for one in decided]
    changes = registry.aloud_of_many(registry.unpacked(one.changes) for one in held)
    return [
        Entry(one, said.title, said.text, what)
        for one, said, what in zip(decided, held, changes, strict=True)
    ]


def is_open_to_all(network_id: UUID, *, at: datetime) -> bool:
    """Partners decided that everybody may read it."""
    return bool(Deciding.of(in_force(network_id, "decide.", at)).open_log)
