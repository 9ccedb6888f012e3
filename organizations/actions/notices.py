"""How somebody signs in was changed: an event, so that the mail about it is tried until it arrives."""

from datetime import datetime

from accounts.models import User
from core.actor import Actor
from core.history import Fact, Subject, record_all
from core.tenancy import action, current_network, tenant_context
from organizations.models.members import Membership


@action
def tell_owner(*, user: User, kind: str, at: datetime) -> bool:
    """In the network they are in, or one in which they work. False when they work nowhere: nowhere is a history."""
    works = Membership.objects.filter(user=user, until=None).order_by("since", "pk")
    here = current_network()
    membership = (works.filter(network_id=here) if here else works).first()
    if membership is None:
        return False
    network_id, there = membership.network_id, {"organization": membership.organization_id}
    with tenant_context(network_id):
        fact = Fact(kind, Subject(user._meta.label_lower, user.pk, network_id), details=there)
        record_all([fact], actor=Actor.system(network_id), at=at)
    return True
