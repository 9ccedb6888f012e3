"""Put back what a decision changed: by a proposal too, which names what it takes back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import StepNotPossible
from core.tenancy import action
from governance.actions.proposals import Wording, draft, locked, words_of
from governance.effects import registry
from governance.effects.registry import Change
from governance.lifecycle import Status
from governance.models.proposals import Proposal


@action
def propose_back(*, actor: Actor, proposal_id: UUID, at: datetime) -> Proposal:
    """A draft with what stood before. Its writer says why, and opens it."""
    decided = locked(actor, proposal_id, at=at)
    changes = registry.unpacked(words_of(decided).changes)
    if not can_go_back(decided, changes):
        raise StepNotPossible(_("This cannot be put back. Propose what shall be instead."))
    drafts = Proposal.objects.filter(network_id=decided.network_id, rolls_back=decided)
    begun = drafts.filter(status=Status.DRAFT, made_by=actor.as_user).first()
    if begun:  # a second click, or another day
        return begun
    number = {"number": decided.number}
    wording = Wording(
        _("Put back what proposal %(number)d changed") % number,
        _("What proposal %(number)d changed shall be as it was before.") % number,
        changes=[Change(one.kind, one.key, one.before) for one in changes],
    )
    mine = draft(actor=actor, wording=wording, at=at)
    mine.rolls_back_id = decided.pk
    mine.save(update_fields=["rolls_back"])
    return mine


def can_go_back(decided: Proposal, changes: list[Change]) -> bool:
    """In force, and nothing of it is a step that people cannot take back."""
    return bool(changes) and decided.status == Status.IN_FORCE and registry.all_fall_back(changes)
