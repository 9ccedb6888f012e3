"""What stands in the way of a decision whose hour has come: of what was carried, or of falling back to what was?"""

from collections.abc import Sequence
from datetime import datetime

from governance.effects import registry
from governance.effects.registry import Change, Text
from governance.lifecycle import Status
from governance.models.proposals import Proposal


def hindrances(proposal: Proposal, changes: Sequence[Change], at: datetime) -> list[Text]:
    """Asked again in its hour: something else may have been decided since."""
    if proposal.status == Status.PASSED:
        return registry.complaints(proposal.network_id, changes, at)
    if proposal.status != Status.VOTING or not proposal.is_emergency:
        return []
    back = to_fall_back(proposal, changes, at)
    there = [one for one in back if one.after is not None and one.after != ""]
    return registry.complaints(proposal.network_id, there, at)  # nothing may always stand again


def to_fall_back(proposal: Proposal, changes: Sequence[Change], at: datetime) -> list[Change]:
    """As it was before; but not what has been decided anew since."""
    stands = {
        (one.kind, one.key): effect.before(proposal.network_id, same, at).get(one.key)
        for effect, same in registry.by_kind(changes)
        for one in same
    }
    return [
        Change(one.kind, one.key, one.before, one.after)
        for one in changes
        if stands[one.kind, one.key] == one.after
    ]
