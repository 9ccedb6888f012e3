"""A family does not want this help any more: what lives on the need ends with it."""

from datetime import datetime

from core.actor import Actor
from people.models.contact import Wish
from referrals.actions.family import close_need
from screening.lifecycle import NeedStatus, Via


def stop_this_help(*, actor: Actor, wish: Wish, at: datetime, said_by: str, via: str) -> None:
    """Called by `people` inside the transaction in which the wish is said."""
    if wish.about_id is None:
        return
    close_need(
        actor=actor, need_id=wish.about_id, status=NeedStatus.STOPPED_BY_FAMILY, at=at, via=Via(via)
    )
