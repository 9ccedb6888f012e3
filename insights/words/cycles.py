"""What do we call where a trial stands, and how it ended?"""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insights.models import Cycle

Text = str | Promise
Chip = tuple[str, str, Text]  # tone, icon, words

VERDICT_WORDS: dict[str, Text] = {
    Cycle.Verdict.ADOPT: _("Adopt it: propose it to the council for all"),
    Cycle.Verdict.ADAPT: _("Adapt it: change something and try again"),
    Cycle.Verdict.ABANDON: _("Abandon it"),
}
_ENDED: dict[str, Chip] = {
    Cycle.Verdict.ADOPT: ("done", "circle-check", _("Adopted")),
    Cycle.Verdict.ADAPT: ("partner", "undo-2", _("To be adapted")),
    Cycle.Verdict.ABANDON: ("quiet", "circle-slash", _("Abandoned")),
}


def standing(cycle: Cycle, today: date) -> Chip:
    """Of one trial, on a day of its network."""
    if cycle.verdict:
        return _ENDED[cycle.verdict]
    if cycle.stopped_at or today > cycle.ends_on:
        return ("you", "hourglass", _("Ended: what was learned?"))
    if cycle.waits_for_yes:
        return ("you", "circle-question-mark", _("Waits for a yes"))
    if today < cycle.begins_on:
        return ("quiet", "calendar", _("Not begun"))
    return ("partner", "clock", _("Being tried"))
