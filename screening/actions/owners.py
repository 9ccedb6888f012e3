"""Who follows a need when its owner has left? Nothing may be owned by nobody."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import NOBODY, Actor
from core.errors import DomainError
from organizations.models.members import Membership
from screening.models.handing import FOLLOWERS
from screening.models.need import Need


class NobodyTakesOver(DomainError):
    """They leave, and nobody who may see their families is there."""

    code = "nobody_takes_over"
    sentence = _(
        "This person still follows families. Choose somebody who takes them over, then try again."
    )


def successor_of(organization_id: UUID, leaver_id: UUID | None, chosen: UUID | None) -> UUID:
    """Who was named; else the supervisor who has been there longest. NobodyTakesOver: nobody is there."""
    there = Membership.objects.filter(organization_id=organization_id, until=None)
    there = there.filter(user__in=User.objects.filter(is_active=True)).exclude(
        user_id=leaver_id or NOBODY
    )
    if chosen is not None:
        there = there.filter(user_id=chosen, roles__overlap=list(FOLLOWERS))
    else:
        there = there.filter(roles__contains=["supervisor"])
    found = there.order_by("since", "pk").first()
    if found is None:
        raise NobodyTakesOver
    return found.user_id


def keep_an_owner(need: Need, actor: Actor) -> None:
    """A need that opens again after its owner has left goes to whoever opened it (unsaved)."""
    works_here = Membership.objects.filter(organization_id=need.organization_id, until=None)
    if works_here.filter(user_id=need.responsible_id or NOBODY).exists():
        return
    opener = works_here.filter(user_id=actor.as_user, roles__overlap=list(FOLLOWERS)).exists()
    need.responsible_id = (
        actor.user_id if opener else successor_of(need.organization_id, need.responsible_id, None)
    )
