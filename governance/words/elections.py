"""What do we call where an election stands, and who elects?"""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.counting import SeatKind
from governance.lifecycle import Poll
from governance.words.deciding import SEAT_WORDS
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


def election_words(kind: str, seats: Sequence[int]) -> str:
    """Two of one kind are held side by side: the seats tell them apart."""
    said = {
        "kind": SEAT_WORDS[kind],
        "seats": get_text_list([str(one) for one in seats], _now("and")),
    }
    return ngettext("%(kind)s, seat %(seats)s", "%(kind)s, seats %(seats)s", len(seats)) % said
