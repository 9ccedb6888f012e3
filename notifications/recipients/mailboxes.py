"""How does a message reach the mailbox of an organization, and does mail arrive there?"""

from datetime import datetime

from notifications.followup import MAILBOX_RESTS
from notifications.models.deliveries import Delivery
from notifications.recipients.cases import Reader
from organizations.models.network import Organization
from people.lifecycle import Channel


def takes_mail(organization: Organization, at: datetime) -> bool:
    """After a mail that did not arrive the mailbox rests for some days, then it is tried again."""
    tried = Delivery.objects.filter(
        network_id=organization.network_id, organization=organization, available_at__lte=at
    ).exclude(state=Delivery.State.WAITING)
    last = tried.order_by("-id").first()
    gave_up = last is not None and last.state == Delivery.State.GAVE_UP
    return not gave_up or (last is not None and last.available_at <= at - MAILBOX_RESTS)


def at_its_mailbox(organization: Organization) -> Reader:
    """By mail, else by a text to its number; in the network's first language."""
    language = next(iter(organization.network.languages), "en")
    channel = Channel.EMAIL if organization.email else Channel.TEXT
    return Reader(channel, language, organization_id=organization.pk)
