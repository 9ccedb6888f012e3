"""One talk with one family: every due question is answered in one go, on the family's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from core import access
from core.actor import Actor
from core.errors import StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from referrals.actions import later as looks
from referrals.actions.family import Answer, family_answers
from referrals.actions.voices import Voiced, begin
from referrals.search.family import look_stamp, stamp_of
from screening.actions.needs import locked
from screening.lifecycle import Lasts, LaterKind, Via, Voice
from screening.models.later import Later
from screening.models.need import Need


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, and the question as it stood when it was asked."""

    need_id: UUID
    stamp: str
    answer: Answer
    why: str = ""
    again_on: date | None = None  # the day on which to ask again, where one was named


class Heard(StrEnum):
    """What came of one answer: what the family is thanked for."""

    YES = "yes"
    NOT_YET = "not_yet"
    PARTLY = "partly"
    NO = "no"
    CALL_ME = "call_me"
    LOOKING = "looking"  # the third "not yet"
    STILL_FINE = "still_fine"
    AGAIN = "again"  # it is needed once more
    NOT_NOW = "not_now"
    CARE = "care"  # told to the worker, and nothing else
    BEFORE = "before"  # it had moved on since it was asked: nothing was changed


@action
def check_in(
    *,
    actor: Actor,
    said: Sequence[Answered],
    via: Via,
    at: datetime,
    hint: Voiced | None = None,
) -> dict[UUID, Heard]:
    """Through the family's own link, or told to its worker. Needs are locked in the order of their ids.

    `hint`: what would have made it easier, where they said so at the end of the talk.
    """
    in_order = sorted(said, key=lambda one: one.need_id)
    heard = {one.need_id: _hear(actor, one, via, at) for one in in_order}
    if hint and in_order:
        begin(actor, locked(actor, in_order[0].need_id, at=at).subject, hint, via, at)
    return heard


def _hear(actor: Actor, said: Answered, via: Via, at: datetime) -> Heard:
    need = locked(actor, said.need_id, at=at)
    access.require(actor, "needs.answer_as_family", need)
    later = _look_at(need, said.stamp, actor, at)
    if later is None and said.stamp != stamp_of(need):
        return Heard.BEFORE
    if actor.is_link and need.subject.contact_with_care:
        _inform(actor, need, via, at)
        return Heard.CARE
    try:
        return _after_look(actor, later, said, via, at) if later else _worked(actor, said, via, at)
    except StepNotPossible:  # somebody was quicker
        return Heard.BEFORE


def _look_at(need: Need, stamp: str, actor: Actor, at: datetime) -> Later | None:
    """The look again that was asked about, while it is still open."""
    laters = Later.objects.visible_to(actor, at=at).open().filter(need=need)
    return next((one for one in laters if look_stamp(one) == stamp), None)


def _worked(actor: Actor, said: Answered, via: Via, at: datetime) -> Heard:
    need = family_answers(
        actor=actor, need_id=said.need_id, answer=said.answer, at=at, via=via, why=said.why,
        lasts=Lasts.RECURRING if said.again_on else Lasts.ONCE, recheck_on=said.again_on,
    )  # fmt: skip
    is_looking = said.answer is Answer.NOT_YET and need.wants_help
    return Heard.LOOKING if is_looking else Heard(said.answer)


def _after_look(actor: Actor, later: Later, said: Answered, via: Via, at: datetime) -> Heard:
    about: dict[str, Any] = {"actor": actor, "later_id": later.pk, "at": at}
    is_yes = said.answer is Answer.YES
    if said.answer is Answer.CALL_ME:
        _ask_to_call(actor, said.need_id, via, at)
        return Heard.CALL_ME
    if later.kind == LaterKind.ASK_AGAIN and not is_yes:
        looks.not_now(**about, again_on=said.again_on)
        return Heard.NOT_NOW
    if later.kind == LaterKind.RECHECK and is_yes:
        looks.still_fine(**about, via=via, next_on=said.again_on)
        return Heard.STILL_FINE
    looks.needed_again(**about, via=via)
    return Heard.AGAIN


def _inform(actor: Actor, need: Need, via: Via, at: datetime) -> None:
    """Whatever was tapped: the worker talks with them, and nothing is closed or opened."""
    if need.is_open:
        family_answers(actor=actor, need_id=need.pk, answer=Answer.CALL_ME, at=at, via=via)
    else:
        _ask_to_call(actor, need.pk, via, at)


def _ask_to_call(actor: Actor, need_id: UUID, via: Via, at: datetime) -> None:
    """About help that was met: the look again stays with its owner, who hears that they wait for a call."""
    need = locked(actor, need_id, at=at)
    asked = Fact("need.family_asks_to_call", need, said_by=Voice.FAMILY, via=via)
    record_all([asked], actor=actor, at=at)
