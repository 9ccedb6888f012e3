"""How do we say what may be asked about a look, and how the limits are called?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.words.policies import Group

Text = str | Promise
# By `people.search.unusual.Kind`: a title, and what it may mean.
UNUSUAL_WORDS: dict[str, tuple[Text, Text]] = {
    "many": (
        _("Many people in one hour"),
        _("A busy clinic day, or somebody who reads records one after the other."),
    ),
    "same_name": (
        _("The same family name"),
        _("A common name, or somebody who looked at a relative."),
    ),
    "neighbour": (
        _("Somebody of the same street"),
        _("Where many live near a clinic this happens; or somebody looked at a neighbor."),
    ),
    "watched": (
        _("Somebody whose record is watched"),
        _("Every look at such a record stands here, those of the people who help, too."),
    ),
    "emergencies": (
        _("Opened often in an emergency"),
        _("A hard month, or a habit. Each one is on the page of emergencies."),
    ),
}
LIMIT_WORDS: dict[str, tuple[Group, Text]] = {
    "people_an_hour": (Group.PRIVACY, _("More people opened by one worker in an hour than")),
    "emergencies_a_month": (Group.PRIVACY, _("Emergencies of one worker in 30 days, from")),
}
