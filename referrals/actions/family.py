"""The family's word: it closes the loop, keeps it open, or opens it again. Nothing else closes a need as met."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from referrals.actions.contests import contest
from referrals.actions.stepping import Taking, advance, lock_referrals, mirror, owe, say
from referrals.lifecycle import LIVE, Mode, Speaker, Status, Step
from referrals.models.referral import Referral
from referrals.reasons import Outcome
from screening.actions import needs
from screening.actions.needs import Word, locked, voice_of
from screening.followup import Situation
from screening.lifecycle import CLOSED, FAMILY_CLOSES, Lasts, NeedStatus, Via, Voice
from screening.models.need import TOLD, Need

MOST_NOT_YETS = 2
SAYS_NO_WHY = (
    "nobody_called",
    "full",
    "too_far",
    "no_ride",
    "bad_time",
    "language",
    "not_eligible",
    "unkind",
    "other",
)
# What becomes of the other live referrals when the need closes.
ENDS_AS = {
    NeedStatus.MET: "met_elsewhere",
    NeedStatus.SOLVED_OTHERWISE: "met_elsewhere",
    NeedStatus.DIED: "person_died",
    NeedStatus.DUPLICATE: "duplicate",
    NeedStatus.ENTERED_IN_ERROR: "duplicate",
}


class Answer(StrEnum):
    YES = "yes"
    NOT_YET = "not_yet"
    PARTLY = "partly"
    NO = "no"
    CALL_ME = "call_me"


@dataclass(frozen=True, slots=True)
class _Heard:
    """One answer about one locked need: what was said, by which way, and what goes with it."""

    need: Need
    actor: Actor
    at: datetime
    answer: Answer
    via: Via
    why: str = ""
    lasts: Lasts = Lasts.ONCE
    recheck_on: date | None = None

    @property
    def word(self) -> Word:
        return Word(Voice.FAMILY, self.via)

    def fact(self) -> Fact:
        details = {"answer": self.answer, "why": self.why}
        kind = "need.family_answered"
        return Fact(kind, self.need, Voice.FAMILY, self.via, tell=False, details=details)

    def move(self, to: NeedStatus, kind: str, **details: object) -> Fact:
        situation = "family_said_no" if to is NeedStatus.WANTS_HELP else ""
        actor, at = self.actor, self.at
        return needs.move(
            self.need, to, self.word, actor=actor, at=at, situation=situation, kind=kind, **details
        )


@action
def family_answers(
    *,
    actor: Actor,
    need_id: UUID,
    answer: Answer,
    at: datetime,
    via: Via,
    why: str = "",
    lasts: Lasts = Lasts.ONCE,
    recheck_on: date | None = None,
) -> Need:
    """The family answers "did the help work out?", through its link or told to its worker."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.answer_as_family", need)
    if not actor.is_link and via not in TOLD:
        raise BadInput(_("Say how the family told you: by telephone, on paper or in person."))
    if need.is_open:  # else it was answered before: a second tap on an old link changes nothing
        heard = _Heard(need, actor, at, answer, via, why, lasts, recheck_on)
        record_all([heard.fact(), *_consequences(heard)], actor=actor, at=at)
    return need


def _consequences(heard: _Heard) -> list[Fact]:
    need = heard.need
    only_informs = heard.actor.is_link and need.subject.contact_with_care
    if heard.answer is Answer.CALL_ME or only_informs:
        return _call(need, heard.at)
    if not (_may_have_helped(heard) or need.is_to_confirm or need.is_being_helped):
        raise StepNotPossible(_("Nobody is helping with this yet. We will talk it over with you."))
    if heard.answer is Answer.YES:
        return _met(heard)
    if heard.answer is Answer.NOT_YET:
        return _not_yet(heard)
    return _did_not_work_out(heard)


def _may_have_helped(heard: _Heard) -> bool:
    """They asked to wait, and say now that they got it: whoever was asked before may have helped."""
    asked = heard.need.paused_from in {NeedStatus.BEING_HELPED, NeedStatus.TO_CONFIRM}
    return asked and heard.answer is Answer.YES


def _met(heard: _Heard) -> list[Fact]:
    if heard.lasts is not Lasts.ONCE and heard.recheck_on is None:
        raise BadInput(_("Say when to check again, or choose “once”."))
    facts = _finish_tries(heard)
    heard.need.lasts, heard.need.recheck_on = heard.lasts, heard.recheck_on
    return [*facts, heard.move(NeedStatus.MET, "need.met")]


def _did_not_work_out(heard: _Heard) -> list[Fact]:
    """No, or only partly: the need is open again, and its owner chooses anew."""
    need, some = heard.need, heard.answer is Answer.PARTLY
    facts = _close_tries(heard, got_some=some)
    need.received_part = need.received_part or some
    if not some:
        need.why = heard.why if heard.why in SAYS_NO_WHY else "other"
        facts += contest(need, heard.at)
    details = {"answer": heard.answer, "why": need.why}
    return [*facts, heard.move(NeedStatus.WANTS_HELP, "need.wants_help_again", **details)]


def _not_yet(heard: _Heard) -> list[Fact]:
    """Twice the question waits a little longer; the third time somebody looks for other help."""
    need = heard.need
    need.not_yet_count += 1
    if need.is_being_helped:
        need.save(update_fields=["not_yet_count"])
        return _wait_longer(need, heard.at)
    if need.not_yet_count <= MOST_NOT_YETS:
        needs.owe(need, NeedStatus.TO_CONFIRM, at=heard.at)
        need.since = heard.at
        need.save()
        return []
    return [heard.move(NeedStatus.WANTS_HELP, "need.wants_help_again", answer=Answer.NOT_YET)]


def _wait_longer(need: Need, at: datetime) -> list[Fact]:
    for referral in lock_referrals(need).filter(status__in=sorted(LIVE), mode=Mode.INTRODUCTION):
        referral.need = need
        owe(referral, at=at)
        referral.save()
        mirror(need, referral)
    return []


def _call(need: Need, at: datetime) -> list[Fact]:
    """The owner rings the family; where the need stands does not change."""
    needs.owe(need, Situation.CALL_FAMILY, at=at)
    need.save(update_fields=[*Need.OWED_FIELDS])
    return [Fact("need.family_asks_to_call", need, said_by=Voice.FAMILY)]


def _live(need: Need) -> list[Referral]:
    live = list(lock_referrals(need).filter(status__in=sorted(LIVE)))
    for referral in live:
        referral.need = need
    return live


def _finish_tries(heard: _Heard) -> list[Fact]:
    """The family got it: one live try is completed by the legal path, the others are taken back."""
    facts: list[Fact] = []
    told = not heard.need.is_to_confirm
    live = _live(heard.need)
    for referral in sorted(live, key=lambda r: (r.status == Status.REQUESTED, r.sent_at)):
        taking = spoken(heard.actor, referral, heard.word, heard.at)
        if told:
            _walk(taking, Step.COMPLETE, Outcome.PROVIDED)
            told = False
        else:
            _walk(taking, Step.CANCEL, "met_elsewhere")
        facts += taking.facts
    return facts


def _close_tries(heard: _Heard, *, got_some: bool) -> list[Fact]:
    """It did not work out: what is still open ends too, so that the owner chooses anew."""
    facts: list[Fact] = []
    for referral in _live(heard.need):
        taking = spoken(heard.actor, referral, heard.word, heard.at)
        if got_some:
            _walk(taking, Step.COMPLETE, Outcome.PARTLY_PROVIDED)
        else:
            _walk(taking, Step.FAIL, "service_fell_through")
        facts += taking.facts
    return facts


def spoken(actor: Actor, referral: Referral, word: Word, at: datetime) -> Taking:
    """A referral that moves on the family's word, or on its own side's."""
    writer = Speaker.FAMILY if actor.is_link else Speaker.SENDER
    speaker = Speaker.FAMILY if word.said_by is Voice.FAMILY else writer
    say(referral, speaker, writer, word.via)
    return Taking(actor, at, referral, referral.need, word.via)


def _walk(taking: Taking, step: Step, reason: str) -> None:
    """To the end along the table: what was never answered is accepted on the way (`family_reports_help`)."""
    if taking.referral.is_asked and step is not Step.CANCEL:
        advance(taking, Step.ACCEPT)
        taking.referral.save()
        taking.record("referral.accepted", tell=False, family_reports=True)
    advance(taking, step, reason=reason)
    taking.referral.save()
    kind = {Step.COMPLETE: "referral.completed", Step.FAIL: "referral.failed"}.get(
        step, "referral.cancelled"
    )
    taking.record(kind, reason=reason, family_reports=True)


@action
def close_need(
    *,
    actor: Actor,
    need_id: UUID,
    status: NeedStatus,
    at: datetime,
    via: Via = Via.IN_PERSON,
    ask_again_on: date | None = None,
) -> Need:
    """Close a need for another reason than help received; its live referrals end in the same step."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.answer_as_family", need)
    if status not in CLOSED - {NeedStatus.MET, NeedStatus.UNREACHABLE, NeedStatus.UNCONFIRMED}:
        raise BadInput(_("Choose how this need ended."))
    if status is NeedStatus.DIED and not need.subject.is_dead:
        raise BadInput(_("Write it down on their record first: then nothing is sent to them."))
    word = _word_that_closes(actor, need, status, via)
    facts: list[Fact] = []
    for referral in _live(need):
        taking = spoken(actor, referral, word, at)
        _walk(taking, Step.CANCEL, ENDS_AS.get(status, "family_changed_mind"))
        facts += taking.facts
    need.ask_again_on = ask_again_on
    facts.append(needs.move(need, status, word, actor=actor, at=at, kind="need.closed"))
    record_all(facts, actor=actor, at=at)
    return need


def _word_that_closes(actor: Actor, need: Need, status: NeedStatus, via: Via) -> Word:
    if actor.is_link:
        return Word(Voice.FAMILY, Via.LINK)
    if status not in FAMILY_CLOSES:
        return Word(voice_of(actor, need))
    if via not in TOLD:
        raise BadInput(_("Say how the family told you: by telephone, on paper or in person."))
    return Word(Voice.FAMILY, via)
