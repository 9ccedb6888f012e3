"""Who follows a need when its owner has left? Nothing may be owned by nobody."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import NOBODY, Actor
from core.errors import DomainError
from organizations.models.members import Membership
from people.search.shut_out import shut_out_people
from screening.models.handing import FOLLOWERS
from screening.models.need import Need


class NobodyTakesOver(DomainError):
    """They leave, and nobody who may see their families is there."""

    code = "nobody_takes_over"
    sentence = _(
        "This person still follows families. Choose somebody who takes them over, then try again."
    )


def successor_of(organization_id: UUID, leaver_id: UUID | None, chosen: UUID | None) -> UUID | None:
    """Who was named; else the supervisor who has been there longest; else None: the desk's, if it may.

    NobodyTakesOver: whoever was named does not follow families there.
    """
    there = _followers(organization_id, leaver_id)
    if chosen is None:
        return _longest_there(there.filter(roles__contains=["supervisor"]))
    if not there.filter(user_id=chosen).exists():
        raise NobodyTakesOver
    return chosen


def somebody_at(need: Need) -> UUID:
    """For what nobody follows: a supervisor, else whoever follows families there. NobodyTakesOver: nobody.

    Never one whom the family has shut out.
    """
    there = _followers(need.organization_id, None)
    there = there.exclude(user_id__in=shut_out_people(need.subject))
    supervisors = there.filter(roles__contains=["supervisor"])
    found = _longest_there(supervisors) or _longest_there(there)
    if found is None:
        raise NobodyTakesOver
    return found


def supervisor_but(organization_id: UUID, gone: Collection[UUID]) -> UUID | None:
    """The one who has been there longest, of those who may know of a family at all."""
    there = _followers(organization_id, None).exclude(user_id__in=gone)
    return _longest_there(there.filter(roles__contains=["supervisor"]))


def _followers(organization_id: UUID, leaver_id: UUID | None) -> QuerySet[Membership]:
    there = Membership.objects.filter(organization_id=organization_id, until=None)
    active = there.filter(user__in=User.objects.filter(is_active=True))
    return active.filter(roles__overlap=list(FOLLOWERS)).exclude(user_id=leaver_id or NOBODY)


def _longest_there(there: QuerySet[Membership]) -> UUID | None:
    return there.order_by("since", "pk").values_list("user_id", flat=True).first()


def keep_an_owner(need: Need, actor: Actor) -> None:
    """A need that opens again after its owner has left, or was shut out, goes to whoever opened it (unsaved)."""
    works_here = Membership.objects.filter(organization_id=need.organization_id, until=None)
    stays = works_here.exclude(user_id__in=shut_out_people(need.subject))
    if stays.filter(user_id=need.responsible_id or NOBODY).exists():
        return
    opener = works_here.filter(user_id=actor.as_user, roles__overlap=list(FOLLOWERS)).exists()
    need.responsible_id = actor.user_id if opener else somebody_at(need)
