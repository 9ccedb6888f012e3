"""A decision came of what families say: whoever speaks for the council tells them so, in plain words."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.history import record
from core.tenancy import action
from governance.models.proposals import Proposal
from governance.models.themes import BecauseOf
from governance.search.themes import CAME_OF_IT, source


@action
def tell_families(
    *, actor: Actor, proposal_id: UUID, theme: str, words: Mapping[str, str], at: datetime
) -> BecauseOf:
    """One sentence in each language of the network. Families read it from the day on which it holds."""
    proposal = (
        Proposal.objects.visible_to(actor, at=at).select_related("network").get(pk=proposal_id)
    )
    require(actor, "governance.tell_families", proposal.network)
    if proposal.status not in CAME_OF_IT or theme not in source().words:
        raise BadInput(_("Choose a theme, and a proposal that is open or in force."))
    said = {code: words.get(code, "").strip() for code in proposal.network.languages}
    if not all(said.values()):
        raise BadInput(_("Say it in each language that families here read."))
    hard = [code for code, text in said.items() if not source().is_plain(text, code)]
    if hard:
        raise BadInput(_("These words are hard to read. Use short sentences and plain words."))
    told, _made = BecauseOf.objects.update_or_create(
        network_id=proposal.network_id, theme=theme, proposal=proposal,
        defaults={"words": said, "linked_by_id": actor.as_user, "linked_at": at},
    )  # fmt: skip
    record("proposal.came_of_families", proposal, actor=actor, at=at, tell=False, theme=theme)
    return told
