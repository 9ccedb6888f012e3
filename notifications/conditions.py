"""Does a message still hold as it is written? What the rows of `notifications.told` may ask."""

from collections.abc import Callable

from core.models import Event
from governance.kinds import Side
from people.lifecycle import Direction, Watch
from referrals.lifecycle import LIVE, WaitingOn
from referrals.models.referral import Referral

Condition = Callable[[Event, Referral | None], bool]


def always(_event: Event, _referral: Referral | None) -> bool:
    return True


def still_open(_event: Event, referral: Referral | None) -> bool:
    """Nobody is told of a request that was taken back before the message left."""
    return referral is not None and referral.status in LIVE


def receiver_owes(_event: Event, referral: Referral | None) -> bool:
    """Who takes a break is not reminded: somebody else stands in."""
    owes = referral is not None and referral.waiting_on == WaitingOn.RECEIVER
    return owes and referral is not None and not referral.receiver.is_paused


def we_owe(_event: Event, referral: Referral | None) -> bool:
    return referral is not None and referral.waiting_on != WaitingOn.RECEIVER


def was_out(event: Event, referral: Referral | None) -> bool:
    """The receiver could see the request when this happened: its undo time was over."""
    return referral is not None and referral.released_at <= event.happened_at


def somebody_new_is_asked(event: Event, _referral: Referral | None) -> bool:
    """Sent on under the family's own yes: it hears so. Without it, the sender asks the family first."""
    return bool(event.details.get("asked"))


def was_shared(event: Event, _referral: Referral | None) -> bool:
    """Whoever might have been linked and was not must not learn that there was anybody."""
    return bool(event.details.get("direction") != Direction.LINK)


def went_to_mailbox(event: Event, _referral: Referral | None) -> bool:
    return bool(event.details.get("organization"))


def went_to_colleague(event: Event, _referral: Referral | None) -> bool:
    return bool(event.details.get("user"))


def not_delicate(_event: Event, referral: Referral | None) -> bool:
    """What is sensitive is followed up inside the organization that owns it."""
    return referral is not None and not (
        referral.need.is_sensitive or referral.need.subject.contact_with_care
    )


def past_the_duty(event: Event, _referral: Referral | None) -> bool:
    return event.details.get("reached") in {Watch.SUPERVISOR, Watch.CONVENER}


def past_the_supervisors(event: Event, _referral: Referral | None) -> bool:
    return bool(event.details.get("reached") == Watch.CONVENER)


def partner_owes(event: Event, _referral: Referral | None) -> bool:
    """Of what was agreed between a partner and the network: the partner’s own part."""
    return bool(event.details.get("side") == Side.PARTNER)


def network_owes(event: Event, referral: Referral | None) -> bool:
    return not partner_owes(event, referral)
