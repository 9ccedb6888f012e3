"""What the coordination desk of the sample county is asked to help along with."""

from datetime import datetime

from core.actor import Actor
from referrals.actions.desk import assign, to_desk
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need

ASKED = 3


def ask_desk(worker: Actor, desk: Actor, *, at: datetime) -> None:
    """The worker's longest silences; somebody at the desk has taken the first of them."""
    silent = Need.objects.visible_to(worker, at=at).filter(
        status=NeedStatus.BEING_HELPED, waiting_on=Turn.OWNER, next_step="nudge_or_switch",
        is_sensitive=False, subject__contact_with_care=False, subject__contacting_prohibited=False,
    )  # fmt: skip
    ids = list(silent.order_by("next_step_due", "id").values_list("pk", flat=True)[:ASKED])
    for need_id in ids:
        to_desk(actor=worker, need_id=need_id, at=at)
    for need_id in ids[:1]:
        assign(actor=desk, need_id=need_id, helper_id=desk.as_user, at=at)
