"""A partner's word on many requests at once: from the week's page, a link or a file, each line by itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core import history
from core.actor import Actor
from core.errors import BadInput, DomainError
from core.tenancy import action
from referrals.actions import answer, progress
from referrals.lifecycle import Status, Step, possible_steps
from referrals.models.referral import Referral
from referrals.reasons import OUTCOMES
from screening.lifecycle import Via

CLOCKS_DIFFER = timedelta(minutes=5)
STILL_GOING = "still_going"
GOING = frozenset({Status.IN_PROGRESS, Status.ON_HOLD})


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """`step`: what the table must allow from here. `given`: what the action takes besides."""

    tell: Callable[..., Referral]
    step: Step
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def rests(self) -> bool:
        return self.tell is progress.hold

    @property
    def makes_appointment(self) -> bool:
        return self.rests and self.given["reason"] == progress.APPOINTMENT


def _each(
    prefix: str, tell: Callable[..., Referral], step: Step, key: str, codes: Iterable[str]
) -> dict[str, LineAnswer]:
    return {f"{prefix}:{code}": LineAnswer(tell, step, {key: code}) for code in codes}


# The codes stand in files too. What needs words of its own is said on the request's page.
ANSWERS: dict[str, LineAnswer] = {
    STILL_GOING: LineAnswer(progress.still_going, Step.COMPLETE),
    "yes": LineAnswer(answer.accept, Step.ACCEPT),
    "contact": LineAnswer(progress.start, Step.START),
    "goes_on": LineAnswer(progress.start, Step.RESUME),
    "wait_list": LineAnswer(answer.wait_list, Step.HOLD),
    **_each("done", progress.complete, Step.COMPLETE, "outcome", [code.value for code in OUTCOMES]),
    **_each("cannot", answer.decline, Step.DECLINE, "reason", progress.choosable(Status.REJECTED)),
    **_each("waiting", progress.hold, Step.HOLD, "reason", progress.choosable(Status.ON_HOLD)),
    **_each("failed", progress.fail, Step.FAIL, "reason", progress.choosable(Status.FAILED)),
}
del ANSWERS["cannot:other"]  # asks for words


def offered(status: Status, *, has_question: bool = False) -> list[str]:
    """The codes that fit a request now, in the order of the table."""
    steps = set(possible_steps(status))
    if status is Status.REQUESTED:
        steps.add(Step.HOLD)  # a wait list may be the first answer; a rest may not
    fits = {STILL_GOING: status in GOING and not has_question}
    return [
        code
        for code, known in ANSWERS.items()
        if known.step in steps and fits.get(code, not (known.rests and status is Status.REQUESTED))
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """One line as it was handed in. `number`: where it stands there; `as_of`: when its sheet was made.

    `appointment`: the day that stands beside it, read only where the answer is that one was made.
    """

    number: int
    referral_id: UUID
    answer: str
    as_of: datetime
    appointment: date | None = None


@dataclass(slots=True)
class Report:
    """What became of the lines. A refused one says why, and the others went in."""

    done: int = 0
    already: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, number: int, reason: str) -> None:
        self.refused.append((number, reason))


@action
def tell_week(
    *,
    actor: Actor,
    said: Iterable[Said],
    at: datetime,
    via: Via = Via.SYSTEM,
    report: Report | None = None,
) -> Report:
    """Each line by itself, in one order of locks. What has been said since its sheet was made stays."""
    report = report or Report()
    lines = list(said)
    known = dict(
        Referral.objects.received_by(actor, at=at)
        .filter(pk__in=[line.referral_id for line in lines])
        .values_list("pk", "need_id")
    )
    ours = []
    for line in lines:
        if line.referral_id in known:
            ours.append(line)
        else:
            report.refuse(line.number, _("There is no request with this number in your list."))
    told = _told_since(ours)
    for line in sorted(ours, key=lambda line: (known[line.referral_id], line.number)):
        if _one(report, line, told, actor=actor, at=at, via=via):
            told[line.referral_id] = at
    report.refused.sort()
    return report


def _one(
    report: Report,
    line: Said,
    told: Mapping[UUID, datetime],
    *,
    actor: Actor,
    at: datetime,
    via: Via,
) -> bool:
    """Whether it went in; if not, the report knows why."""
    if line.referral_id in told and told[line.referral_id] > line.as_of:
        report.already += 1
        return False
    try:
        known = _known(line, at)
        given: dict[str, Any] = dict(known.given)
        if known.makes_appointment:
            given["expected_on"] = line.appointment
        known.tell(actor=actor, referral_id=line.referral_id, at=at, via=via, **given)
    except DomainError as error:
        report.refuse(line.number, str(error))
        return False
    report.done += 1
    return True


def _known(line: Said, at: datetime) -> LineAnswer:
    if line.as_of > at + CLOCKS_DIFFER:
        raise BadInput(_("This list says that it was made in the future."))
    if line.answer not in ANSWERS:
        raise BadInput(_("This answer is not one of those in the list."))
    return ANSWERS[line.answer]


def _told_since(lines: Iterable[Said]) -> dict[UUID, datetime]:
    """When the receiver's side last said something about each, in one statement."""
    ids = [line.referral_id for line in lines]
    if not ids:
        return {}
    events = history.of(*ids).filter(said_by="receiver").exclude(kind="referral.opened")
    newest: dict[UUID, datetime] = {}
    for subject_id, happened_at in events.values_list("subject_id", "happened_at"):
        newest.setdefault(subject_id, happened_at)
    return newest
