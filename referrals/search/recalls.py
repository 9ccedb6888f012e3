"""Which requests was an organization sent about somebody who is erased now?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from people.models.rights import Recall
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from referrals.search.week import number_of


class Sent(NamedTuple):
    """All by which a partner finds it among its own papers."""

    number: str
    sent_at: datetime


def requests_of(recalls: Sequence[Recall]) -> dict[tuple[UUID, UUID], list[Sent]]:
    """By person and organization, oldest first: one statement for a list."""
    sent = Referral.objects.filter(
        need__subject__in={one.person_id for one in recalls},
        receiver__in={one.organization_id for one in recalls},
    ).exclude(status=Status.DRAFT)
    found: dict[tuple[UUID, UUID], list[Sent]] = defaultdict(list)
    rows = sent.order_by("sent_at").values_list("pk", "sent_at", "receiver_id", "need__subject_id")
    for referral_id, sent_at, receiver_id, person_id in rows:
        found[person_id, receiver_id].append(Sent(number_of(referral_id), sent_at))
    return found
