"""Which services could help, nearest and open first? And can anybody there answer?"""

from organizations.models.members import Membership
from organizations.models.network import Organization


def can_answer(organization: Organization) -> bool:
    """Whether a request sent there would reach somebody: a mailbox, or a member who works requests."""
    if not organization.is_live:
        return False
    members = Membership.objects.filter(
        organization=organization, until=None, roles__overlap=["intake", "orgadmin"]
    )
    return bool(organization.email) or members.exists()
