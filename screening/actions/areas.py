"""Where is no area kept? Of nobody whose state keeps their address secret, and of none of their gaps."""

from datetime import datetime

from core.actor import Actor
from people.models.person import Person
from screening.models.gap import Gap


def forget_area(*, actor: Actor, person: Person, at: datetime) -> None:
    """Inside the action that hides where they live: older gaps keep topic, reason and dates."""
    if person.has_substitute_address:
        Gap.objects.filter(need__subject=person).exclude(zip3="").update(zip3="")
