"""What do partners decide about signing in? Names, words, usual values and bounds of what may be set."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

PREFIX = "sign_in."
SECOND_STEP, GRACE_DAYS, IDLE_MINUTES = (
    f"{PREFIX}second_step",
    f"{PREFIX}grace_days",
    f"{PREFIX}idle_minutes",
)


@dataclass(frozen=True, slots=True)
class Setting:
    usual: int
    lowest: int
    highest: int
    words: Any  # lazy: a form’s label, in the language of its reader


SETTINGS = {
    # asked (1) or not (0) of everybody whose role opens people's records
    SECOND_STEP: Setting(1, 0, 1, _("A second step for everybody who reads about families")),
    GRACE_DAYS: Setting(7, 0, 30, _("Days in which it may still be set up")),
    IDLE_MINUTES: Setting(15, 5, 60, _("Minutes without anybody there, until the screen locks")),
}
