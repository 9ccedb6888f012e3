"""What the family adds after its no: why, or that some of it came. One tap, within the hour, or nothing."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, record_all
from core.tenancy import action
from referrals.actions.contests import contest_no_more
from referrals.actions.family import SAYS_NO_WHY, Answer
from screening.actions.needs import locked
from screening.lifecycle import Via, Voice
from screening.models.need import Need

WITHIN = timedelta(hours=1)


@action
def family_adds(
    *, actor: Actor, need_id: UUID, at: datetime, why: str = "", got_some: bool = False
) -> Need:
    """To a no said just now through the link. Later, somebody may be at work on it: nothing changes."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.answer_as_family", need)
    if not (got_some or why in SAYS_NO_WHY):
        raise BadInput(_("Choose one from the list."))
    if not _has_just_said_no(need, at):
        return need
    need.received_part = need.received_part or got_some
    need.why = "" if got_some else why
    need.save(update_fields=["received_part", "why"])
    said = {"answer": Answer.PARTLY if got_some else Answer.NO, "why": need.why}
    heard = Fact("need.family_answered", need, Voice.FAMILY, Via.LINK, tell=False, details=said)
    record_all([heard, *(contest_no_more(need, at) if got_some else [])], actor=actor, at=at)
    return need


def _has_just_said_no(need: Need, at: datetime) -> bool:
    by_link = need.said_by == Voice.FAMILY and need.via in {Via.LINK, Via.TEXT}
    return need.wants_help and by_link and at - need.since <= WITHIN
