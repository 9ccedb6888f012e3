"""What becomes of requests to a partner whom no message reaches? Their senders ring up: a step, and not a silence."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.history import Fact, record_all
from core.tenancy import action
from organizations.listing import has_accounts
from organizations.models.network import Organization
from people.models.person import Person
from referrals.actions.desk import leave_what_is_over
from referrals.actions.stepping import (
    Taking,
    finish,
    lock_need,
    lock_referrals,
    owe,
    say,
    situation_of,
    take_up,
)
from referrals.followup import BY_TELEPHONE, LADDERS
from referrals.lifecycle import LIVE, Speaker, Status, WaitingOn
from referrals.links import must_be_telephoned
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral
from screening.lifecycle import Via
from screening.models.need import Need

MOST = 100  # what is left climbs its ladder, which leads to the sender as well


@action
def no_mail_arrives(*, network_id: UUID, organization_id: UUID, at: datetime) -> int:
    """Nobody there signs in, and the mailbox takes nothing: whatever they have not seen is the sender's turn."""
    if has_accounts(organization_id):
        return 0
    unseen = Referral.objects.filter(
        network_id=network_id, receiver_id=organization_id, status=Status.REQUESTED, opened_at=None,
        waiting_on=WaitingOn.RECEIVER, mode__in=SHOWN_TO_RECEIVER,
    ).order_by("need_id", "id")  # fmt: skip
    waiting = list(unseen.values_list("pk", flat=True)[:MOST])
    for referral_id in waiting:
        taking = take_up(Actor.system(network_id), referral_id, at=at)
        if taking.referral.is_asked and taking.referral.waiting_on == WaitingOn.RECEIVER:
            _to_its_sender(taking, "referral.not_told")
    return len(waiting)


def look_again(*, actor: Actor, person: Person, at: datetime) -> None:
    """Called by `people`: what is delicate now goes by no link and lies at no desk."""
    rows = Need.objects.filter(network_id=person.network_id, subject=person).open()
    for need_id in rows.order_by("pk").values_list("pk", flat=True):
        need = lock_need(need_id)
        _ring_up(need, lock_referrals(need), actor, at)
    leave_what_is_over(person.network_id, actor=actor, at=at, person_id=person.pk)


def nobody_signs_in(*, actor: Actor, organization: Organization, at: datetime) -> None:
    """Called by `organizations`: the last account is gone.

    What no link may carry is told by telephone; what waits for its first answer is mailed as one.
    """
    live = Referral.objects.filter(receiver=organization, status__in=sorted(LIVE))
    unanswered: list[Fact] = []
    for need_id in sorted(set(live.values_list("need_id", flat=True))):
        need = lock_need(need_id)
        theirs = list(lock_referrals(need).filter(receiver=organization))
        _ring_up(need, theirs, actor, at)
        unanswered += [
            Fact("referral.sent_by_link", one) for one in theirs if _waits_for_them(one, at)
        ]
    record_all(unanswered, actor=Actor.system(organization.network_id), at=at)


def _waits_for_them(referral: Referral, at: datetime) -> bool:
    """What was mailed to accounts that are gone; whose undo time runs is mailed when it is over."""
    to_answer = referral.is_asked and referral.waiting_on == WaitingOn.RECEIVER
    return to_answer and referral.mode in SHOWN_TO_RECEIVER and referral.released_at <= at


def _ring_up(need: Need, tries: Iterable[Referral], actor: Actor, at: datetime) -> None:
    for referral in tries:
        referral.need = need
        if referral.is_live and _is_out_of_reach(referral):
            _to_its_sender(Taking(actor, at, referral, need), "referral.by_telephone")


def _is_out_of_reach(referral: Referral) -> bool:
    """The step is one that the partner would have to hear of, and nothing reaches it."""
    if referral.next_step in BY_TELEPHONE or not must_be_telephoned(referral):
        return False
    case = situation_of(referral, question=referral.has_question, by_telephone=True)
    return LADDERS[case].next_step in BY_TELEPHONE


def _to_its_sender(taking: Taking, kind: str) -> None:
    """What the desk holds stays there: it rings them up."""
    say(taking.referral, Speaker.SYSTEM, Speaker.SYSTEM, Via.SYSTEM)
    owe(taking.referral, at=taking.at, by_telephone=True)
    taking.record(kind)
    if not taking.need.is_at_desk:
        finish(taking)
        return
    taking.referral.save()
    record_all(taking.facts, actor=taking.actor, at=taking.at)
