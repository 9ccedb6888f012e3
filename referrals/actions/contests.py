"""The partner said helped, the family says no: both stay, and the partner is asked for its word."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.calendar import OpenDays
from core.errors import BadInput, StepNotPossible
from core.history import Fact, Subject, record_all
from core.steps import Rise, rise
from core.steps import Step as OwedStep
from core.tenancy import action
from governance.in_force import in_force
from organizations.models.network import Organization
from referrals import followup
from referrals.actions.stepping import (
    WRITERS,
    Taking,
    lock_referrals,
    patience,
    take_up,
    write,
)
from referrals.followup import LADDERS, Patience, Situation
from referrals.lifecycle import ContestAnswer, ContestEnd, Side, Speaker, Status
from referrals.models.contest import Contest
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral
from referrals.rules import side_of
from screening.followup import Then
from screening.lifecycle import Via
from screening.models.need import TOLD, Need

BATCH = 500
# What is not to be answered any more: the outcome was corrected, or the partner may not see it now.
_DUE = """
SELECT c.id, c.referral_id, c.rung, c.next_step_due, r.receiver_id,
       r.status <> 'completed' OR r.contested_at IS NULL OR p.died_at IS NOT NULL
       OR COALESCE(a.withdrawn_at <= %(at)s OR a.until <= %(at)s, false) AS is_over
FROM referrals_contest AS c JOIN referrals_referral AS r ON r.id = c.referral_id
JOIN screening_need AS n ON n.id = r.need_id JOIN people_person AS p ON p.id = n.subject_id
LEFT JOIN people_consent AS a ON a.id = r.consent_id
WHERE c.network_id = %(network)s AND c.wake_at <= %(at)s
ORDER BY c.wake_at, c.id LIMIT %(limit)s FOR NO KEY UPDATE OF c SKIP LOCKED
"""


def contest(need: Need, at: datetime) -> list[Fact]:
    """What was reported last on this need is contested now, once; its partner owes a word."""
    told = lock_referrals(need).filter(status=Status.COMPLETED).order_by("-ended_at").first()
    if told is None or told.contested_at:
        return []
    told.need, told.contested_at = need, at
    told.save(update_fields=["contested_at"])
    if told.mode in SHOWN_TO_RECEIVER and not told.service.is_never_chased:
        _ask(told, at)
    return [Fact("referral.contested", told, said_by=Speaker.FAMILY)]


def _ask(told: Referral, at: datetime) -> None:
    ladder = LADDERS[Situation.CONTESTED]
    due = followup.WAITS.due(
        Situation.CONTESTED, patience(told, at=at), told.receiver.open_days, since=at
    )
    asked = Contest(network_id=told.network_id, referral=told, began_at=at)
    asked.owe(OwedStep(ladder.next_step, ladder.owed_by, due.due, due.wake_at))
    asked.save(force_insert=True)


def contest_no_more(need: Need, at: datetime) -> list[Fact]:
    """Some of it came: what that same no has contested is contested no more, and both sides read it."""
    facts = []
    for told in lock_referrals(need).filter(contested_at=need.since):
        told.contested_at = None
        told.save(update_fields=["contested_at"])
        for open_one in Contest.objects.filter(referral=told, ended_at=None):
            open_one.end(ContestEnd.SETTLED, at)
            open_one.save()
        facts.append(Fact("referral.partly_confirmed", told, Speaker.FAMILY, Via.LINK, tell=False))
    return facts


@action
def answer_contest(
    *,
    actor: Actor,
    referral_id: UUID,
    answer: str,
    at: datetime,
    words: str = "",
    via: Via = Via.SYSTEM,
) -> Referral:
    """What the partner says to the family's no; or told by telephone to the sender, who writes it down."""
    if answer not in set(ContestAnswer):
        raise BadInput(_("Choose one from the list."))
    taking = take_up(actor, referral_id, at=at, via=via)
    side = _let_answer(taking)
    found = _contest_of(taking, side)
    writer = WRITERS[side]
    found.answer, found.answered_at = answer, at
    found.said_by, found.recorded_by, found.via = Speaker.RECEIVER, writer, taking.via
    found.end(ContestEnd.ANSWERED, at)
    found.save()
    details = {"answer": answer}
    said = Fact(
        "referral.contest_answered", taking.referral, Speaker.RECEIVER, taking.via, details=details
    )
    [event_id] = record_all([said], actor=actor, at=at)
    write(taking, words, kind="reason", event_id=event_id)
    return taking.referral


def _let_answer(taking: Taking) -> Side | None:
    """The receiver itself; or whoever may write down what it said."""
    side = side_of(taking.actor, taking.referral)
    if side is Side.RECEIVER:
        access.require(taking.actor, "referrals.answer_contest", taking.referral)
        return side
    access.require(taking.actor, "referrals.speak_for_receiver", taking.referral)
    if taking.via not in TOLD:
        raise BadInput(_("Say how the partner told you: by telephone, on paper or in person."))
    return side


def _contest_of(taking: Taking, side: Side | None) -> Contest:
    """The newest; its own word stands over what somebody wrote down for it, and nothing over its own."""
    rows = Contest.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(referral=taking.referral).order_by("-began_at").first()
    was_told = found is not None and found.is_answered and found.recorded_by != Speaker.RECEIVER
    if found is not None and (found.can_be_answered or (was_told and side is Side.RECEIVER)):
        return found
    raise StepNotPossible(_("There is nothing to answer here any more. Nothing was changed."))


@transaction.atomic
def chase_contests(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Remind partners half way; at the due day the sender hears that they are silent, and it ends there."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"network": network_id, "at": at, "limit": limit})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not rows:
        return 0
    _end([row["id"] for row in rows if row["is_over"]], ContestEnd.SETTLED, at)
    facts = _climb([row for row in rows if not row["is_over"]], network_id, at)
    record_all(facts, actor=Actor.system(network_id), at=at)
    return len(rows)


def _climb(rows: list[dict[str, Any]], network_id: UUID, at: datetime) -> list[Fact]:
    waits, days = Patience.of(in_force(network_id, "referral.", at)), _open_days(rows)
    rises, silent, facts = [], [], []
    for row in rows:
        step = followup.WAITS.climb(
            Situation.CONTESTED, row["rung"], waits, days[row["receiver_id"]],
            due_at=row["next_step_due"], at=at,
        )  # fmt: skip
        rises.append(Rise(row["id"], step.rung, step.wake_at))
        if step.taken.then == Then.UNANSWERED:
            silent.append(row["id"])
        subject = Subject("referrals.referral", row["referral_id"], network_id)
        facts.append(Fact(step.taken.kind, subject))
    rise(Contest, rises)
    _end(silent, ContestEnd.SILENT, at)
    return facts


def _end(ids: list[UUID], how: ContestEnd, at: datetime) -> None:
    Contest.objects.filter(pk__in=ids).update(
        ended_at=at, ended_how=how, next_step="", waiting_on="", next_step_due=None, wake_at=None
    )


def _open_days(rows: list[dict[str, Any]]) -> dict[UUID, OpenDays]:
    partners = {row["receiver_id"] for row in rows}
    known = Organization.objects.filter(pk__in=partners).select_related("network")
    return {one.pk: one.open_days for one in known}
