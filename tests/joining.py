"""How an organization comes into a network in a story: every line answered, every step taken."""

from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.partnerships import begin_pilot, get_ready, write_down
from governance.path import FOUND, Item, asked
from organizations.lifecycle import Stage
from organizations.models.directory import Service
from organizations.models.network import Organization

MONTH = timedelta(days=30)


def answers(stage: Stage, kind: str) -> dict[Item, str]:
    """Something to every line of a checklist that is written down."""
    lines = asked(stage, kind)
    return {one.item: f"Our words on {one.item}." for one in lines if one.item not in FOUND}


def answer_all(convener: Actor, organization: Organization, stage: Stage, *, at: datetime) -> None:
    said = answers(stage, organization.kind)
    write_down(actor=convener, organization_id=organization.pk, answers=said, at=at)


def takes_part(convener: Actor, organization: Organization, *, at: datetime, size: int = 5) -> None:
    """From the talks that have begun to a pilot."""
    here = {"actor": convener, "organization_id": organization.pk, "at": at}
    answer_all(convener, organization, Stage.PROSPECT, at=at)
    get_ready(**here)
    answer_all(convener, organization, Stage.ONBOARDING, at=at)
    Service.objects.filter(organization=organization, confirmed_at=None).update(confirmed_at=at)
    begin_pilot(**here, size=size, ends_on=(at + 2 * MONTH).date())
    organization.refresh_from_db()
