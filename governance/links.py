"""Which link opens what somebody may vote on, or the disputes of an organization where nobody signs in?"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare

from accounts.links import DISPUTE, VOTE, LinkGone, link_for, mark_of
from accounts.models import AccessLink, User
from organizations.listing import at_mailbox, is_run_by_somebody
from organizations.models.members import Membership
from organizations.models.network import Organization

DISPUTE_LASTS = timedelta(days=30)  # each letter gives it as long again


def vote_link(user: User, network_id: UUID, *, at: datetime, until: datetime) -> AccessLink:
    """One for each person and network, to their own mailbox; dead when the vote is over."""
    return link_for(
        network_id=network_id, purpose=VOTE, object_id=user.pk, at=at, lifetime=until - at,
        address=user.email,
    )  # fmt: skip


def voter_of(link: AccessLink) -> User:
    """Whose it is. Another mailbox since then, or nobody's any more here: the link is dead."""
    user = User.objects.filter(pk=link.object_id, is_active=True).first()
    works = Membership.objects.filter(user=link.object_id, network_id=link.network_id, until=None)
    if user is None or not works.exists():
        raise LinkGone
    if not constant_time_compare(link.sent_to, mark_of(user.email)):
        raise LinkGone
    return user


def dispute_link(organization: Organization, *, at: datetime) -> AccessLink:
    """One for each organization, to its registered mailbox."""
    return link_for(
        network_id=organization.network_id, purpose=DISPUTE, object_id=organization.pk, at=at,
        lifetime=DISPUTE_LASTS, address=organization.registered_address,
    )  # fmt: skip


def side_behind(link: AccessLink) -> Organization:
    """Whose it is. Once somebody there signs in to speak for it, they do, with their name: the link is dead."""
    organization = at_mailbox(link, link.object_id)
    if is_run_by_somebody(organization.pk):
        raise LinkGone
    return organization
