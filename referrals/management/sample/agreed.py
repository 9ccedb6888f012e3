"""What the partners of the sample county have agreed among themselves: their patience, and when a door is closed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.policies import set_patience
from organizations.actions.closing import close

DAY = timedelta(days=1)


def partners_meet(convener: Actor, at: datetime) -> None:
    """Twice they looked at their numbers: the second time one was taken back."""
    longer = {"need.visit_calendar": 60, "referral.wait_list_calendar": 21}
    why = "Partners’ meeting in summer: a family is rarely away for more than two months."
    set_patience(actor=convener, values=longer, at=at - 120 * DAY, reason=why)
    back = {"referral.wait_list_calendar": 14}
    why = "Partners’ meeting in fall: three weeks without a word were too long."
    set_patience(actor=convener, values=back, at=at - 40 * DAY, reason=why)


def doors_close(workers: Mapping[str, Actor], at: datetime) -> None:
    """The pantry counts its stock; the harvest kitchen goes on its outing."""
    first = (at + 30 * DAY).date()
    close(actor=workers["intake"], first=first, last=first + 2 * DAY, at=at)
    close(actor=workers["orgadmin"], first=first + 7 * DAY, last=first + 7 * DAY, at=at)
