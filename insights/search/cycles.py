"""What is tried in the network, who owes a step of it, and where may somebody try something?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from governance.kinds import Side
from governance.search.owed import OwedLine
from insights.models import Cycle
from insights.words.cycles import STEP_WORDS
from organizations.listing import organizations_in_directory
from organizations.models.network import Organization

SHOWN = 50
TRYING = _("Something is tried")


def shown_to(actor: Actor, *, at: datetime) -> QuerySet[Cycle]:
    """The newest first, in one statement."""
    rows = Cycle.objects.visible_to(actor, at=at).select_related("organization__network")
    return rows.order_by("-begins_on", "-id")[:SHOWN]


def owed_on_trials(actor: Actor, at: datetime) -> Iterator[OwedLine]:
    """What either side owes, for whoever speaks for one: one query."""
    here = Q(network_id__in=actor.where("convene"))
    here |= Q(organization_id__in=actor.where("manage_members"))
    rows = Cycle.objects.visible_to(actor, at=at).filter(here, next_step_due__isnull=False)
    for one in rows.select_related("organization").order_by("next_step_due", "id")[:SHOWN]:
        of_network = one.waiting_on == Side.NETWORK
        runs = actor.holds("manage_members", one.organization_id)
        yield OwedLine(
            one.organization_id, one.organization.name, TRYING, STEP_WORDS[one.next_step],
            one.next_step_due, actor.holds("convene", one.network_id) if of_network else runs,
            reverse("insights:cycle", args=[one.pk]),
        )  # fmt: skip


def places_of(actor: Actor) -> list[Organization]:
    """The convener in any organization of the network, an admin in their own; nobody else anywhere."""
    here = organizations_in_directory(actor).order_by("name", "id")
    if actor.holds("convene", actor.network_id):
        return list(here)
    return list(here.filter(pk__in=actor.where("manage_members")))
