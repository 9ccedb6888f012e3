"""What of an organization's people must be found by nobody else, now that it keeps them apart (or no more)?"""

from datetime import datetime

from core.actor import Actor
from organizations.models.network import Organization
from people.actions.links import end_all_of
from people.actions.people import retoken
from people.models.person import Person


def stand_apart(*, actor: Actor, organization: Organization, at: datetime) -> None:
    """Inside the action that says what it is: tokens of its own scope, no links where a law forbids them."""
    own = Person.objects.filter(custodian=organization, erased_at=None, merged_into=None)
    locked = own.select_for_update(of=("self",), no_key=True).order_by("pk")
    for person in locked.prefetch_related("contact_points"):
        person.custodian = organization
        retoken(person)
    if organization.is_victim_service or organization.is_part2_program:
        end_all_of(organization, actor, at)
