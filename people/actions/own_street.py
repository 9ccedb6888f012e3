"""Where a worker lives: said by themselves, so that their looks at neighbours can be asked about."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, record_all
from core.tenancy import action
from organizations.models.members import Membership
from people.models.looking import OwnStreet
from people.search.tokens import sign_of_street


@action
def say_own_street(*, actor: Actor, address: str, postal_code: str, at: datetime) -> OwnStreet:
    """The newest word holds; BadInput where no street can be read out of it."""
    require(actor, "people.say_own_street")
    if not sign_of_street(address, postal_code).value:
        raise BadInput(_("Write the street and the five digits of the ZIP code."))
    said = {"address": address.strip(), "postal_code": postal_code.strip(), "said_at": at}
    row, _is_new = OwnStreet.objects.update_or_create(
        network_id=actor.network_id, user_id=actor.as_user, defaults=said
    )
    record_all([Fact("own_street.said", row, tell=False)], actor=actor, at=at)
    return row


@action
def forget_own_street(*, actor: Actor, at: datetime) -> None:
    """They take it back. That they did so stays in the history."""
    require(actor, "people.say_own_street")
    row = OwnStreet.objects.filter(network_id=actor.network_id, user_id=actor.as_user).first()
    if row is None:
        return
    record_all([Fact("own_street.forgotten", row, tell=False)], actor=actor, at=at)
    row.delete()


def forget_who_left(network_id: UUID) -> int:
    """Of whoever works in this network no more: once an hour."""
    works = Membership.objects.filter(
        network_id=network_id, user_id=OuterRef("user_id"), until=None
    )
    return OwnStreet.objects.filter(~Exists(works), network_id=network_id).delete()[0]
