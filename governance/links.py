"""Which link opens what somebody may vote on, on a phone and without an account's password?"""

from datetime import datetime
from uuid import UUID

from django.utils.crypto import constant_time_compare

from accounts.links import VOTE, LinkGone, link_for, mark_of
from accounts.models import AccessLink, User
from organizations.models.members import Membership


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
