"""What the partners of the sample county agreed on, and one with whom the network talks."""

from collections.abc import Iterable
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
from governance.actions.policies import set_patience
from governance.actions.templates import set_template
from governance.kinds import Kind, Side
from governance.search.agreements import REQUIRED
from organizations.models.network import Organization
from organizations.topics import Category

YEAR, WEEK = timedelta(days=365), timedelta(days=7)
LOOK = "Look through the listed services and hours, and say what has changed."
WORDS = """The network and this partner take part in it together.

1. Each answers requests in the time that all partners decided.
2. Each sees only what a family agreed to share, and keeps it as the law asks.
3. Each may leave. What is open gets new owners first."""


def partners_agree(convener: Actor, organizations: Iterable[Organization], now: datetime) -> None:
    """All who take part signed on paper a year ago; from then on nothing is sent without."""
    set_template(actor=convener, kind=Kind.PARTICIPATION, words=WORDS, at=now - YEAR)
    for one in organizations:
        if one.is_live and one.kind != Organization.Kind.CONVENER:
            _agree(convener, one, now - YEAR)
    set_patience(
        actor=convener,
        values={REQUIRED: 1},
        at=now - YEAR,
        reason="Decided at the first meeting of partners.",
    )


def _agree(convener: Actor, partner: Organization, at: datetime) -> None:
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
