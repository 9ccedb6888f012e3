"""What do we call where a meeting stands?"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from governance.lifecycle import Gathering
from governance.words.policies import Text

# Tone, icon and words.
GATHERING_WORDS: dict[str, tuple[str, str, Text]] = {
    Gathering.PLANNED: ("partner", "calendar", _("Planned")),
    Gathering.HELD: ("done", "circle-check", _("It took place")),
    Gathering.CANCELLED: ("quiet", "calendar-x", _("Called off")),
}
NOT_WRITTEN: tuple[str, str, Text] = ("you", "pencil", _("To be written down"))


def gathering_words(status: str, begins_at: datetime, at: datetime) -> tuple[str, str, Text]:
    """Once it has begun it is not planned any more: its minutes are owed."""
    owes_minutes = status == Gathering.PLANNED and at >= begins_at
    return NOT_WRITTEN if owes_minutes else GATHERING_WORDS[Gathering(status)]
