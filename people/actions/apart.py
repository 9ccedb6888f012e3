"""What of an organization's people must be found by nobody else, now that it keeps them apart (or no more)?"""

from datetime import datetime

from core.actor import Actor
from organizations.models.network import Organization
from people.actions.links import end_all_of


def stand_apart(*, actor: Actor, organization: Organization, at: datetime) -> None:
    """Inside the action that says what it is: no links where a law forbids them. Its tokens were its own before."""
    if organization.is_told_by_its_name:
        end_all_of(organization, actor, at)
