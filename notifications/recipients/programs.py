"""Which programs hear of an event? Those of the organizations it concerns, and of the network."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from notifications.recipients.apart import is_kept_from
from notifications.recipients.cases import Case, Planned, Reader
from notifications.told import PROGRAM
from referrals.models.referral import SHOWN_TO_RECEIVER

HEARD = ("referral.", "need.")


def calls(network_id: UUID, cases: Iterable[Case], *, at: datetime) -> Iterator[Planned]:
    """Nothing is ever told to a program about a sensitive need, or who is contacted with care.

    Nor about a family that shut out somebody who works there.
    """
    webhooks = list(Webhook.objects.live().filter(network_id=network_id))
    if not webhooks:
        return
    for case in cases:
        if case.event.kind.startswith(HEARD) and _may_be_told(case):
            places = _concerned(case, at)
            is_for_all = not _is_of_victim_service(case)
            for webhook in webhooks:
                is_theirs = webhook.organization_id in places
                plan = _call(case, webhook, at)
                if is_theirs or (not webhook.organization_id and is_for_all):
                    yield from () if is_kept_from(case, plan.reader) else (plan,)


def _may_be_told(case: Case) -> bool:
    need = case.need
    return bool(need and not need.is_sensitive and not need.subject.contact_with_care)


def _is_of_victim_service(case: Case) -> bool:
    """Of one of its people, or asked of it: they stand on no list but its own, and a stream of ids is one."""
    need, referral = case.need, case.referral
    asked = referral is not None and referral.receiver.is_victim_service
    return asked or (need is not None and need.organization.is_victim_service)


def _concerned(case: Case, at: datetime) -> set[UUID]:
    """Who owns the need, and who was asked, once they can see it. Needs are their owner's alone."""
    referral, need = case.referral, case.need
    places = {need.organization_id} if need else set()
    if referral and referral.mode in SHOWN_TO_RECEIVER and referral.released_at <= at:
        places.add(referral.receiver_id)
    return places


def _call(case: Case, webhook: Webhook, at: datetime) -> Planned:
    reader = Reader(Delivery.Channel.WEBHOOK, "en", webhook_id=webhook.pk)
    return Planned(
        case, PROGRAM, reader, case.event.subject_id, at, kept_by=webhook.organization_id
    )
