"""From whom is a message kept, because the family it tells of shut them out? Asked when planned and as it leaves."""

from collections.abc import Collection, Iterable
from uuid import UUID

from core.models import Event
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from notifications.recipients.cases import Case, Reader, cases
from notifications.recipients.holders import conveners
from notifications.told import DIGESTS, TOGETHER
from organizations.models.members import Membership

OF_SEVERAL = DIGESTS | frozenset(TOGETHER.values())  # a list, on which the reader does not see it


def is_kept_from(case: Case, reader: Reader) -> bool:
    """A program says on what it hears to whoever works there, as its keys do."""
    called = reader.webhook_id
    if called and case.apart:
        heard = case.roster.once(("hears", called), lambda: _who_hears(called))
        return not case.apart.isdisjoint(heard)
    return reader.user_id in case.apart or reader.organization_id in case.apart


def kept_back(deliveries: Collection[Delivery]) -> set[UUID]:
    """Of those that are about to leave: somebody was shut out since they were planned."""
    single = {one.pk: one for one in deliveries if _is_of_one_matter(one)}
    events = {one.event_id for one in single.values()}
    about = {case.event.pk: case for case in _apart(events)} if events else {}
    return {
        pk
        for pk, one in single.items()
        if (case := about.get(one.event_id)) and is_kept_from(case, _reader(one))
    }


def _is_of_one_matter(delivery: Delivery) -> bool:
    """And not for the family itself."""
    return delivery.contact_point_id is None and delivery.template not in OF_SEVERAL


def _apart(events: Iterable[UUID]) -> Iterable[Case]:
    found = cases(Event.objects.filter(pk__in=events))
    return [case for case in found if case.apart]


def _reader(delivery: Delivery) -> Reader:
    return Reader(
        delivery.channel, delivery.language, delivery.user_id, delivery.organization_id,
        webhook_id=delivery.webhook_id,
    )  # fmt: skip


def _who_hears(webhook_id: UUID) -> set[UUID]:
    """Whoever works where it was set up, and that place; of the whole network, those who convene."""
    webhook = Webhook.objects.get(pk=webhook_id)
    there = Membership.objects.filter(network_id=webhook.network_id, until=None)
    if webhook.organization_id:
        there = there.filter(organization_id=webhook.organization_id)
    else:
        there = there.filter(user__in=conveners(webhook.network_id))
    rows = there.values_list("user_id", "organization_id")
    return {who for row in rows for who in row} | {webhook.organization_id or webhook.network_id}
