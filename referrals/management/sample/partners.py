"""What the partners of the sample county agreed on, and one with whom the network talks."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.agreements import (
    Hand,
    Terms,
    draft,
    offer,
    sign,
)
from governance.actions.obligations import Line, oblige
from governance.actions.parties import bind
from governance.actions.policies import set_patience
from governance.actions.templates import set_template
from governance.kinds import Kind, Part, Side
from governance.search.agreements import REQUIRED
from organizations.models.network import Organization
from organizations.topics import Category

YEAR, WEEK = timedelta(days=365), timedelta(days=7)
LOOK = "Look through the listed services and hours, and say what has changed."
WORDS = """The network and this partner take part in it together.

1. Each answers requests in the time that all partners decided.
2. Each sees only what a family agreed to share, and keeps it as the law asks.
3. Each may leave. What is open gets new owners first."""

TOGETHER = """Food comes to the door of families who cannot come to it.

1. Second Harvest packs the boxes and keeps the list.
2. Ride Together drives them, two mornings a week.
3. Northgate Family Health pays for each box that arrives."""
HUB, DRIVES, PAYS = "harvest", "ride", "northgate"


def partners_agree(convener: Actor, organizations: Iterable[Organization], now: datetime) -> None:
    """All who take part signed on paper a year ago; from then on nothing is sent without."""
    set_template(actor=convener, kind=Kind.PARTICIPATION, words=WORDS, at=now - YEAR)
    for one in organizations:
        if one.is_live and one.kind != Organization.Kind.CONVENER:
            agree(convener, one, now - YEAR)
    set_patience(
        actor=convener,
        values={REQUIRED: 1},
        at=now - YEAR,
        reason="Decided at the first meeting of partners.",
    )


def agree(convener: Actor, partner: Organization, at: datetime) -> None:
    every = tuple(category.value for category in Category)
    terms = Terms(Kind.PARTICIPATION, WORDS, at.date(), categories=every)
    paper = draft(actor=convener, organization_id=partner.pk, terms=terms, at=at)
    line = Line(Side.PARTNER, LOOK, (at + YEAR + 4 * WEEK).date(), every_months=12)
    oblige(actor=convener, agreement_id=paper.pk, line=line, at=at)
    offer(actor=convener, agreement_id=paper.pk, at=at)
    ours = Hand("Mara Quill", "Convener", paper.digest)
    theirs = Hand("The director", "Director", paper.digest, on_paper=True)
    for side, hand in ((Side.NETWORK, ours), (Side.PARTNER, theirs)):
        sign(actor=convener, agreement_id=paper.pk, side=side, hand=hand, at=at)


def three_agree(convener: Actor, partners: Mapping[str, Organization], now: datetime) -> None:
    """One paper that binds three: who packs, who drives, who pays. Each has signed for itself."""
    at, hub = now - 9 * WEEK, partners[HUB]
    terms = Terms(
        Kind.CARE_HUB, TOGETHER, at.date(), ends_on=(at + YEAR).date(),
        categories=(Category.FOOD,), payment="Nine dollars for each box, every three months.",
    )  # fmt: skip
    paper = draft(organization_id=hub.pk, terms=terms, actor=convener, at=at)
    for key, part in ((HUB, Part.HUB), (DRIVES, Part.TAKES_PART), (PAYS, Part.PAYS)):
        bind(
            agreement_id=paper.pk,
            organization_id=partners[key].pk,
            part=part,
            actor=convener,
            at=at,
        )
    soon = (now + 3 * WEEK).date()
    for key, words in (
        (HUB, "Says how many boxes arrived, by month."), (PAYS, "Pays for the boxes that arrived."),
    ):  # fmt: skip
        line = Line(Side.PARTNER, words, soon, every_months=3, organization_id=partners[key].pk)
        oblige(agreement_id=paper.pk, line=line, actor=convener, at=at)
    offer(agreement_id=paper.pk, actor=convener, at=at)
    ours = Hand("Mara Quill", "Convener", paper.digest)
    sign(agreement_id=paper.pk, side=Side.NETWORK, hand=ours, actor=convener, at=at)
    theirs = Hand("The director", "Director", paper.digest, on_paper=True)
    for key in (HUB, DRIVES, PAYS):
        sign(
            agreement_id=paper.pk, side=Side.PARTNER, hand=theirs,
            organization_id=partners[key].pk, actor=convener, at=at,
        )  # fmt: skip
