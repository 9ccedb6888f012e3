"""What do we call the kinds of organizations that wait and that are waited for?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.counting import SeatKind
from governance.words.deciding import SEAT_WORDS
from organizations.models.network import Organization

Text = str | Promise
OF = Organization.Kind
SIDE_WORDS: dict[str, Text] = {
    OF.HEALTHCARE: _("Health care"),
    OF.COMMUNITY: _("Community organizations"),
    OF.CONVENER: _("The convener"),
    OF.FUNDER: _("Funders"),
    OF.INFORMATION_LINE: _("Information lines (such as 2-1-1)"),
    OF.CARE_HUB: _("Care hubs"),
    OF.GOVERNMENT: _("Government offices"),
}
MAKER_WORDS: dict[str, Text] = {kind.value: SEAT_WORDS[kind] for kind in SeatKind} | {
    "": _("Without a seat")
}
