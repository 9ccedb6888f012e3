"""How an organization comes into a network in a story: every line answered, every step taken."""

from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.agreements import Hand, Terms, draft, offer, sign
from governance.actions.partnerships import begin_pilot, get_ready, write_down
from governance.kinds import Kind, Side
from governance.models.agreements import Agreement
from governance.path import FOUND, Item, asked
from organizations.lifecycle import Stage
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.topics import Category

MONTH = timedelta(days=30)


def answers(stage: Stage, kind: str) -> dict[Item, str]:
    """Something to every line of a checklist that is written down."""
    lines = asked(stage, kind)
    return {one.item: f"Our words on {one.item}." for one in lines if one.item not in FOUND}


def answer_all(convener: Actor, organization: Organization, stage: Stage, *, at: datetime) -> None:
    said = answers(stage, organization.kind)
    write_down(actor=convener, organization_id=organization.pk, answers=said, at=at)


def agree(convener: Actor, organization: Organization, *, at: datetime) -> Agreement:
    """A participation agreement for all kinds of help, signed on paper."""
    every = tuple(category.value for category in Category)
    terms = Terms(Kind.PARTICIPATION, "We help each other’s families.", at.date(), categories=every)
    paper = draft(actor=convener, organization_id=organization.pk, terms=terms, at=at)
    offer(actor=convener, agreement_id=paper.pk, at=at)
    signing = {"actor": convener, "agreement_id": paper.pk, "at": at}
    sign(**signing, side=Side.NETWORK, hand=Hand("Carmen Vega", "Convener", paper.digest))
    theirs = Hand("Their director", "Director", paper.digest, on_paper=True)
    return sign(**signing, side=Side.PARTNER, hand=theirs)


def takes_part(convener: Actor, organization: Organization, *, at: datetime, size: int = 5) -> None:
    """From the talks that have begun to a pilot."""
    here = {"actor": convener, "organization_id": organization.pk, "at": at}
    answer_all(convener, organization, Stage.PROSPECT, at=at)
    get_ready(**here)
    answer_all(convener, organization, Stage.ONBOARDING, at=at)
    Service.objects.filter(organization=organization, confirmed_at=None).update(confirmed_at=at)
    agree(convener, organization, at=at)
    begin_pilot(**here, size=size, ends_on=(at + 2 * MONTH).date())
    organization.refresh_from_db()
