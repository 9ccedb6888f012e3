"""Which link opens a request, or everything of theirs, for an organization without accounts?"""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.links import PARTNER, PARTNER_WEEK, link_for
from accounts.models import AccessLink
from organizations.listing import at_mailbox, has_accounts
from organizations.models.network import Organization
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral

REQUEST_LASTS = timedelta(days=30)
WEEK_LASTS = timedelta(days=9)  # until the next one is surely there


def request_link(referral: Referral, *, at: datetime) -> AccessLink:
    """For this one request; it dies when the request ends."""
    return link_for(
        network_id=referral.network_id,
        purpose=PARTNER,
        object_id=referral.pk,
        at=at,
        lifetime=REQUEST_LASTS,
        address=referral.receiver.registered_address,
    )


def week_link(organization: Organization, *, at: datetime) -> AccessLink:
    """For the organization's one list."""
    return link_for(
        network_id=organization.network_id,
        purpose=PARTNER_WEEK,
        object_id=organization.pk,
        at=at,
        lifetime=WEEK_LASTS,
        address=organization.registered_address,
    )


def addressee(link: AccessLink) -> Organization:
    """Whose mailbox it went to."""
    organization_id = link.object_id
    if link.purpose == PARTNER:
        requests = Referral.objects.filter(network_id=link.network_id)
        organization_id = requests.values_list("receiver_id", flat=True).get(pk=link.object_id)
    return at_mailbox(link, organization_id)


def may_go_by_link(referral: Referral) -> bool:
    """Nothing sensitive and nobody to be contacted with care is ever behind a link."""
    return not (referral.need.is_sensitive or referral.need.subject.contact_with_care)


def is_told_by_telephone(referral: Referral) -> bool:
    """Delicate, and nobody there signs in: no message reaches them, so the next step is the sender's call."""
    if referral.mode not in SHOWN_TO_RECEIVER or may_go_by_link(referral):
        return False
    return not has_accounts(referral.receiver_id)


def must_be_telephoned(referral: Referral) -> bool:
    """Nobody there has an account, and a link may not go or has nowhere to go: the sender rings them up."""
    if referral.mode not in SHOWN_TO_RECEIVER:
        return False
    receiver = referral.receiver
    takes_links = bool(receiver.email or (receiver.phone and settings.TEXT_PROVIDER))
    return not (takes_links and may_go_by_link(referral)) and not has_accounts(receiver.pk)
