"""What do we call where a trial stands, and how it ended?"""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.followup import Turn
from governance.kinds import Side
from governance.words.policies import Group
from insights.models import Cycle

Text = str | Promise
Chip = tuple[str, str, Text]  # tone, icon, words

VERDICT_WORDS: dict[str, Text] = {
    Cycle.Verdict.ADOPT: _("Adopt it for all"),
    Cycle.Verdict.ADAPT: _("Adapt it: change something and try again"),
    Cycle.Verdict.ABANDON: _("Abandon it: nothing of it stays"),
}
_ENDED: dict[str, Chip] = {
    Cycle.Verdict.ADOPT: ("done", "circle-check", _("Adopted")),
    Cycle.Verdict.ADAPT: ("partner", "undo-2", _("To be adapted")),
    Cycle.Verdict.ABANDON: ("quiet", "circle-slash", _("Abandoned")),
}


def standing(cycle: Cycle, today: date) -> Chip:
    """Of one trial, on a day of its network."""
    if cycle.dropped_at:
        return ("quiet", "circle-slash", _("Ended: nothing was learned"))
    if cycle.verdict:
        return _ENDED[cycle.verdict]
    if cycle.stopped_at or today > cycle.ends_on:
        return ("you", "hourglass", _("Ended: what was learned?"))
    if cycle.waits_for_yes:
        return ("you", "circle-question-mark", _("Waits for a yes"))
    if today < cycle.begins_on:
        return ("quiet", "calendar", _("Not begun"))
    return ("partner", "clock", _("Being tried"))


STEP_WORDS: dict[str, Text] = {
    "": _("Nothing is owed"),
    Turn.YES: _("Say yes or no to a trial"),
    Turn.REVIEW: _("Look at a trial: does it go well?"),
    Turn.LEARN: _("Say what a trial has taught"),
}
PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "answer": (Group.TRIAL, _("The side that is asked says yes or no within")),
    "review_calendar": (Group.TRIAL, _("While something is tried it is looked at every")),
    "learn": (Group.TRIAL, _("What was learned is said within")),
    "chair": (Group.TRIAL, _("If not: until both sides and the chair hear of it")),
    "again": (Group.TRIAL, _("Then they are told again every")),
}


def owed_by(cycle: Cycle) -> Text:
    """The organization by its name."""
    if cycle.waiting_on == Side.PARTNER:
        return cycle.organization.name
    return _("The network") if cycle.waiting_on else ""
