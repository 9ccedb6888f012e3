"""What do we call where a meeting stands?"""

from django.utils.translation import gettext_lazy as _

from governance.lifecycle import Gathering
from governance.words.policies import Text

# Tone, icon and words.
GATHERING_WORDS: dict[str, tuple[str, str, Text]] = {
    Gathering.PLANNED: ("partner", "calendar", _("Planned")),
    Gathering.HELD: ("done", "circle-check", _("It took place")),
    Gathering.CANCELLED: ("quiet", "calendar-x", _("Called off")),
}
