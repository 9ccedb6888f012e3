"""What does an organization, or the network, owe under what was agreed, and what does it wait for?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from governance.disputes import SIDES, Voice
from governance.kinds import Kind, Paper, Side
from governance.models.agreements import Agreement, Party, Signature
from governance.models.obligations import Obligation
from governance.models.partnerships import Partnership
from governance.path import Side as Speaker
from governance.search.disputes import side_of, waiting_for
from governance.search.partnerships import checklists, late_steps
from governance.words.agreements import KIND_WORDS
from governance.words.disputes import NEXT_WORDS
from organizations.lifecycle import Stage

SHOWN = 50
BESIDE = 5  # lines on other pages
AHEAD = timedelta(days=31)  # what is owed later than that is not shown yet
SIGN, OFFER, RENEW = _("Sign it"), _("Offer it for signature"), _("Renew it, or let it end")
ANSWER = _("Answer what is still open")
_OWES: dict[str, tuple[Voice | None, ...]] = {
    "both": SIDES,
    "keeper": (Voice.KEEPER,),
    "mediator": (Voice.MEDIATOR,),
    "council": (None,),  # who reads it as a seat, and speaks for no side
}
NEXT_STEP = _("Take the next step with them")


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One thing, and the page on which it is done. `is_ours`: else the other side owes it."""

    organization_id: UUID
    partner: str
    about: str | Promise
    what: str | Promise
    due: datetime | None
    is_ours: bool = True
    url: str = ""  # none: the page of the organization


Source = Callable[[Actor, datetime], Iterable[OwedLine]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """At start-up, by an app above: one more query that says what is owed."""
    _SOURCES.append(source)


def owed(actor: Actor, at: datetime) -> list[OwedLine]:
    """Under agreements, in disputes and wherever else is registered, the soonest first: a query each."""
    found = [*_papers(actor, at), *_lines(actor, at), *_in_disputes(actor, at)]
    found += [line for source in _SOURCES for line in source(actor, at)]
    return sorted(found, key=lambda one: one.due or at)


def owed_soon(actor: Actor, at: datetime) -> list[OwedLine]:
    """The first of one’s own, beside the work of a day. Whoever runs nothing and convenes nothing asks nothing."""
    if not actor.holds_anywhere(["manage_members", "convene"]):
        return []
    return [one for one in owed(actor, at) if one.is_ours][:BESIDE]


def steps_owed(actor: Actor, at: datetime) -> list[OwedLine]:
    """On the way of a partner: its own open lines, or the network’s next step where its day has come."""
    found = list(_open_lines(actor, at))
    if actor.holds_anywhere(["convene"]):
        found += [
            OwedLine(one.organization_id, one.name, one.words, NEXT_STEP, one.due)
            for one in late_steps(actor, at)
        ]
    return found


def _papers(actor: Actor, at: datetime) -> Iterator[OwedLine]:
    """Drafts that lie, what waits for a signature, and what ends soon."""
    signed = Signature.objects.filter(agreement_id=OuterRef("pk"))
    own = Party.objects.filter(
        agreement_id=OuterRef("pk"), organization_id__in=actor.where("manage_members")
    )
    by_them = Signature.objects.filter(
        agreement_id=OuterRef("agreement_id"), organization_id=OuterRef("organization_id")
    )
    rows = Agreement.objects.visible_to(actor, at=at).annotate(
        by_network=Exists(signed.filter(organization=None)),
        waits_for_us=Exists(own.exclude(Exists(by_them))),
        stays=Exists(own.filter(left_at=None)),
    )
    if not actor.holds("convene", actor.network_id):
        rows = rows.filter(stays=True)  # what one has left goes on without
    ends = Q(status=Paper.IN_FORCE, next_step_due__lte=at)
    rows = rows.filter(Q(status__in=[Paper.DRAFT, Paper.OFFERED]) | ends)
    for one in rows.select_related("organization").order_by("next_step_due", "id")[:SHOWN]:
        what, ours = _of_paper(one, actor)
        about = KIND_WORDS[Kind(one.kind)]
        yield OwedLine(
            one.organization_id, one.organization.name, about, what, one.next_step_due, ours,
            _page(one.pk),
        )  # fmt: skip


def _page(agreement_id: UUID) -> str:
    return reverse("governance:agreement", args=[agreement_id])


def _of_paper(one: Agreement, actor: Actor) -> tuple[str | Promise, bool]:
    convenes = actor.holds("convene", one.network_id)
    if one.is_draft:
        return OFFER, True
    if one.is_in_force:
        return RENEW, True
    by_network, waits_for_us = (getattr(one, name) for name in ("by_network", "waits_for_us"))
    return SIGN, (convenes and not by_network) or waits_for_us


def _lines(actor: Actor, at: datetime) -> Iterator[OwedLine]:
    """One’s own that is due soon, and what the other side has not kept."""
    convene, run = actor.where("convene"), actor.where("manage_members")
    ours = Q(side=Side.NETWORK, network_id__in=convene)
    ours |= Q(side=Side.PARTNER, organization_id__in=run)
    rows = Obligation.objects.visible_to(actor, at=at).filter(closed_at=None)
    rows = rows.filter(ours & Q(next_step_due__lte=at + AHEAD) | Q(next_step_due__lte=at))
    rows = rows.select_related("agreement", "organization").order_by("next_step_due", "id")
    for one in rows[:SHOWN]:
        is_ours = _is_ours(one, actor)
        about = KIND_WORDS[Kind(one.agreement.kind)]
        yield OwedLine(
            one.organization_id, one.organization.name, about, one.words, one.next_step_due,
            is_ours, _page(one.agreement_id),
        )  # fmt: skip


def _in_disputes(actor: Actor, at: datetime) -> Iterator[OwedLine]:
    """Whatever waits in a dispute in which one has a part, by the number that the two sides call it."""
    for one in waiting_for(actor, at=at):
        voice = side_of(actor, one)
        other = one.first if voice is Voice.SECOND else one.second
        about = _("Dispute %(number)s") % {"number": one.number}
        yield OwedLine(
            other.pk, other.name, about, NEXT_WORDS[one.next_step], one.next_step_due,
            voice in _OWES[one.waiting_on], reverse("governance:dispute", args=[one.pk]),
        )  # fmt: skip


def _is_ours(one: Obligation, actor: Actor) -> bool:
    if one.side == Side.NETWORK:
        return actor.holds("convene", one.network_id)
    return actor.holds("manage_members", one.organization_id)


def _open_lines(actor: Actor, at: datetime) -> Iterator[OwedLine]:
    """Of the organization that one runs: what it has not yet answered where it stands."""
    own = Partnership.objects.visible_to(actor, at=at).filter(
        organization_id__in=actor.where("manage_members")
    )
    for one in own.select_related("organization"):
        stage = Stage(one.organization.status)
        lines = dict(checklists(one, one.organization)).get(stage, [])
        left = [
            line for line in lines if line.asked.side is Speaker.PARTNER and not line.is_answered
        ]
        for line in left:
            yield OwedLine(
                one.organization_id, one.organization.name, line.line.name, ANSWER, one.next_step_due
            )  # fmt: skip
