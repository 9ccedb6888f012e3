"""Would a proposal undo unseen what was decided since its words were written?"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from governance.effects import registry
from governance.effects.registry import Change
from governance.lifecycle import Status
from governance.models.proposals import Proposal, ProposalVersion


def is_overtaken(proposal: Proposal, changes: Sequence[Change], at: datetime) -> bool:
    """Its whole words were written over others than those that stand now, or will: those are carried already."""
    whole = registry.written_over(changes)
    if not whole or proposal.is_emergency:  # an emergency act stands there itself
        return False
    if registry.stands_otherwise(proposal.network_id, whole, at):
        return True
    touched = {(one.kind, one.key) for one in whole}
    carried = ProposalVersion.objects.filter(
        network_id=proposal.network_id,
        proposal__status=Status.PASSED,
        number=F("proposal__version"),
    ).exclude(proposal=proposal.pk)
    return any(
        touched & {(one.kind, one.key) for one in registry.unpacked(kept)}
        for kept in carried.values_list("changes", flat=True)
    )
