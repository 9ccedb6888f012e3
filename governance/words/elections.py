"""What do we call where an election stands, and who elects?"""

from django.utils.translation import gettext_lazy as _

from governance.counting import SeatKind
from governance.lifecycle import Poll
from governance.words.policies import Text

# Tone, icon and words.
POLL_WORDS: dict[str, tuple[str, str, Text]] = {
    Poll.NOMINATING: ("partner", "users", _("Who stands?")),
    Poll.VOTING: ("you", "hand", _("Open for votes")),
    Poll.ELECTED: ("done", "circle-check", _("Elected")),
    Poll.SEATED: ("done", "circle-check", _("They sit here")),
    Poll.NOBODY: ("quiet", "users", _("Nobody was elected")),
}
ELECTORS_WORDS: dict[str, Text] = {
    SeatKind.CBO: _("Each community organization that takes part has one vote."),
    SeatKind.HEALTH_CARE: _("Each health care organization that takes part has one vote."),
    SeatKind.FUNDER: _("Each funder that takes part has one vote."),
    SeatKind.GOVERNMENT: _("Each government office that takes part has one vote."),
    SeatKind.LIVED_EXPERIENCE: _(
        "Whoever sits for community organizations or for lived experience has one vote each."
    ),
}
STANDS_WORDS: dict[str, Text] = {
    SeatKind.LIVED_EXPERIENCE: _(
        "Anybody with an account here may stand, but nobody who works for a health system, a funder or the government."
    ),
}
STANDS_FOR_ORGANIZATION = _(
    "Somebody who works in such an organization, named by whoever runs it. "
    "An organization that has a vote in this council already does not get a second one."
)
