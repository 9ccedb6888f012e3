"""Which needs do these answers show, and which scores come out of them?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screening.instruments.library import AbsentReason, Answer, Derived, Instrument, Item

Given = Mapping[str, Sequence[str] | AbsentReason]


class AnswerNotAllowed(ValueError):
    """The answer is none of those that the question offers, or not in that company."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A possible need. Whether the person wants help with it is another question."""

    category: str
    topic: str
    because: tuple[str, ...]  # codes of the questions and scores that show it
    private: bool


@dataclass(frozen=True, slots=True)
class Score:
    code: str
    value: int | None = None
    answer: str = ""  # the code that stands for the outcome, where the instrument has one
    positive: bool = False
    absent_reason: AbsentReason | None = None


@dataclass(frozen=True, slots=True)
class Result:
    findings: tuple[Finding, ...]
    scores: Mapping[str, Score]
    unanswered: Mapping[str, AbsentReason]

    @property
    def is_positive(self) -> bool:
        return bool(self.findings)

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.category for finding in self.findings))

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(finding.topic for finding in self.findings)


def result(instrument: Instrument, answers: Given) -> Result:
    """What the answers show; a question that is missing from `answers` was not asked."""
    if strangers := set(answers) - {item.code for item in instrument.items}:
        raise AnswerNotAllowed(f"{instrument.code} does not ask {', '.join(sorted(strangers))}.")
    chosen = {item.code: check(item, answers.get(item.code, ())) for item in instrument.items}
    unanswered = _unanswered(instrument.items, answers, chosen)
    scores = {each.code: _score(each, chosen, unanswered) for each in instrument.derived}
    return Result(_findings(instrument, chosen, scores), scores, unanswered)


def check(item: Item, given: Sequence[str] | AbsentReason) -> tuple[Answer, ...]:
    """The chosen answers in the question's own order, or AnswerNotAllowed."""
    codes = () if isinstance(given, AbsentReason) else tuple(given)
    chosen = tuple(answer for answer in item.answers if answer.code in codes)
    if len(chosen) != len(codes):
        raise AnswerNotAllowed(f"{item.code} has no such answer, or it was given twice.")
    if len(chosen) > 1 and (not item.several or any(answer.alone for answer in chosen)):
        raise AnswerNotAllowed(f"{item.code} cannot be answered with these together.")
    return chosen


def _unanswered(
    items: Iterable[Item], answers: Given, chosen: Mapping[str, tuple[Answer, ...]]
) -> dict[str, AbsentReason]:
    reasons = {}
    for item in items:
        given = answers.get(item.code, ())
        said_nothing = [a.absent_reason for a in chosen[item.code] if a.absent_reason]
        if isinstance(given, AbsentReason):
            reasons[item.code] = given
        elif said_nothing:
            reasons[item.code] = said_nothing[0]
        elif not given:
            reasons[item.code] = AbsentReason.NOT_ASKED
    return reasons


def _score(
    derived: Derived,
    chosen: Mapping[str, tuple[Answer, ...]],
    unanswered: Mapping[str, AbsentReason],
) -> Score:
    answers = [answer for code in derived.items for answer in chosen[code]]
    missing = {unanswered[code] for code in derived.items if code in unanswered}
    if derived.rule == "any_positive" and any(answer.positive for answer in answers):
        return Score(derived.code, answer=derived.when_positive, positive=True)
    if missing:  # silence is no "no": neither a low sum nor "no risk" can be told from it
        reason = missing.pop() if len(missing) == 1 else AbsentReason.UNKNOWN
        return Score(derived.code, absent_reason=reason)
    if derived.rule == "any_positive":
        return Score(derived.code, answer=derived.when_negative)
    total = sum(answer.score or 0 for answer in answers)
    return Score(derived.code, value=total, positive=total >= (derived.positive_at or 0))


def _findings(
    instrument: Instrument,
    chosen: Mapping[str, tuple[Answer, ...]],
    scores: Mapping[str, Score],
) -> tuple[Finding, ...]:
    """One finding per category and topic, whatever the number of answers that show it."""
    shown: dict[tuple[str, str], list[Item | Derived]] = {}
    for item in instrument.items:
        for answer in chosen[item.code]:
            if answer.positive:
                shown.setdefault((answer.category, answer.topic), []).append(item)
    for derived in instrument.derived:
        if scores[derived.code].positive:
            shown.setdefault((derived.category, derived.topic), []).append(derived)
    return tuple(
        Finding(
            category=category,
            topic=topic,
            because=tuple(dict.fromkeys(source.code for source in sources)),
            private=any(source.private for source in sources),
        )
        for (category, topic), sources in shown.items()
    )
