"""Which steps of an organization's way does the council decide, and on whose word was one taken?"""

from enum import StrEnum

from organizations.lifecycle import PATH, PathStep, is_open

BY_COUNCIL = "joining.by_council"
JOINING = "joining."


class Word(StrEnum):
    """Who said so."""

    PARTNER = "partner"
    CONVENER = "convener"
    PLANNED = "planned"  # the clock, on a day that one of them had named
    COUNCIL = "council"
    TOLD = "told"  # the partner, as somebody who convenes has written it down


class How(StrEnum):
    """How a partner told somebody who convenes."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    PAPER = "paper"


# Coming in for good, and losing access: nobody says so for a partner but the council.
COMES_BACK = frozenset({PathStep.COME_BACK, PathStep.RESUME_PILOT})
DECIDED = frozenset({PathStep.JOIN, PathStep.PAUSE, *COMES_BACK, PathStep.LEAVE})
BY_ITSELF = frozenset({PathStep.PAUSE, PathStep.LEAVE})  # what it may say of itself
COMES_IN = frozenset({PathStep.TALK, PathStep.ONBOARD, PathStep.BEGIN_PILOT, PathStep.JOIN})


def may_join(kind: str) -> str:
    """The governed value that says whether organizations of that kind come in."""
    return f"{JOINING}{kind}"


def step_to(stands: str, wanted: str, *, pilot_rests: bool) -> PathStep | None:
    """The one decided step from here to there; none: there is no such way."""
    return next(
        (
            step
            for step in PathStep
            if step in DECIDED
            and PATH[step].target == wanted
            and is_open(step, stands, pilot_rests=pilot_rests)
        ),
        None,
    )
