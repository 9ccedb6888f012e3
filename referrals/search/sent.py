"""What have we sent, and whose word does each request wait for? Newest first, a page at a time."""

from datetime import datetime

from core.actor import Actor
from people.models.person import Person
from referrals.lifecycle import Status, WaitingOn
from referrals.models.referral import Referral, ReferralQuerySet
from referrals.search.counting import counts
from referrals.search.keyset import ROWS, Cursor
from referrals.search.lines import Line, questions_of
from referrals.search.today import Page

TURNS: dict[str, tuple[WaitingOn, ...]] = {
    "partner": (WaitingOn.RECEIVER, WaitingOn.OUTSIDE),
    "you": (WaitingOn.SENDER,),
    "family": (WaitingOn.FAMILY,),
}
ENDED = "ended"
TABS = (*TURNS, ENDED)


def sent(actor: Actor, turn: str, *, at: datetime) -> ReferralQuerySet:
    """Everything that the actor's side has sent and that waits for `turn`, or has ended."""
    rows = Referral.objects.visible_to(actor, at=at).filter(sender_id__in=actor.where("see_people"))
    if turn == ENDED:
        return rows.filter(ended_at__isnull=False)
    return rows.open().filter(waiting_on__in=TURNS[turn])


def page_of(actor: Actor, turn: str, after: Cursor | None, *, at: datetime) -> Page:
    rows = sent(actor, turn, at=at).order_by("-sent_at", "-id")
    if after:
        rows = rows.filter(after.before("sent_at"))
    rows = rows.select_related("need__subject", "need__responsible", "receiver", "service")
    found = list(rows[: ROWS + 1])
    shown, more = found[:ROWS], found[ROWS:]
    asked = questions_of(shown)
    lines = [Line(one.need, one, asked.get(one.pk, ""), {}) for one in shown]
    return Page(lines, Cursor(shown[-1].sent_at, shown[-1].pk) if more else None)


def numbers(actor: Actor, *, at: datetime) -> dict[str, int]:
    return counts(**{turn: sent(actor, turn, at=at) for turn in TABS})


def about(person: Person, actor: Actor, *, limit: int, at: datetime) -> list[Line]:
    """The newest requests for one person, slips left out."""
    rows = Referral.objects.visible_to(actor, at=at).filter(
        need__subject=person, sender_id__in=actor.where("see_people")
    )
    rows = rows.exclude(status=Status.ENTERED_IN_ERROR).order_by("-sent_at", "-id")
    found = list(rows.select_related("need__subject", "receiver", "service")[:limit])
    asked = questions_of(found)
    return [Line(one.need, one, asked.get(one.pk, ""), {}) for one in found]
