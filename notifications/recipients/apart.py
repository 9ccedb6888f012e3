"""From whom is a message kept, because the family it tells of shut them out? Asked when planned, and in `leaving`."""

from uuid import UUID

from notifications.models.programs import Webhook
from notifications.recipients.cases import Case, Reader
from notifications.recipients.holders import conveners
from organizations.models.members import Membership


def is_kept_from(case: Case, reader: Reader) -> bool:
    """A program says on what it hears to whoever works there, as its keys do."""
    called = reader.webhook_id
    if called and case.apart:
        heard = case.roster.once(("hears", called), lambda: _who_hears(called))
        return not case.apart.isdisjoint(heard)
    return reader.user_id in case.apart or reader.organization_id in case.apart


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
