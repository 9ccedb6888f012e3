"""What is tried in the network, and where may somebody try something?"""

from datetime import datetime

from django.db.models import QuerySet

from core.actor import Actor
from insights.models import Cycle
from organizations.listing import organizations_in_directory
from organizations.models.network import Organization

SHOWN = 50


def shown_to(actor: Actor, *, at: datetime) -> QuerySet[Cycle]:
    """The newest first, in one statement."""
    rows = Cycle.objects.visible_to(actor, at=at).select_related("organization__network")
    return rows.order_by("-begins_on", "-id")[:SHOWN]


def places_of(actor: Actor) -> list[Organization]:
    """The convener in any organization of the network, an admin in their own; nobody else anywhere."""
    here = organizations_in_directory(actor).order_by("name", "id")
    if actor.holds("convene", actor.network_id):
        return list(here)
    return list(here.filter(pk__in=actor.where("manage_members")))
