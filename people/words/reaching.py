"""What do we call the ways to reach somebody, and what became of a try?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.words.policies import Group
from people.followup import DayPart
from people.lifecycle import TryOutcome, Way

Text = str | Promise

WAY_WORDS: dict[Way, Text] = {
    Way.PHONE: _("Phone call"),
    Way.TEXT: _("Text message"),
    Way.EMAIL: _("E-mail"),
    Way.LETTER: _("Letter"),
    Way.RELATIVE: _("Through somebody close to them"),
    Way.MEETING: _("Where to find them"),
    Way.VISIT: _("Next visit"),
}
WAY_ICONS: dict[Way, str] = {
    Way.PHONE: "phone",
    Way.TEXT: "message-square-text",
    Way.EMAIL: "mail",
    Way.LETTER: "mailbox",
    Way.RELATIVE: "users",
    Way.MEETING: "map-pin",
    Way.VISIT: "calendar",
}

# The one tap of each way: what happens most when somebody cannot be reached by it.
ONE_TAP: dict[Way, tuple[TryOutcome, Text]] = {
    Way.PHONE: (TryOutcome.NO_ANSWER, _("I called: no answer")),
    Way.TEXT: (TryOutcome.LEFT_MESSAGE, _("I wrote: no answer yet")),
    Way.EMAIL: (TryOutcome.LEFT_MESSAGE, _("I wrote: no answer yet")),
    Way.LETTER: (TryOutcome.LEFT_MESSAGE, _("I sent a letter")),
    Way.RELATIVE: (TryOutcome.NO_ANSWER, _("I called: no answer")),
    Way.MEETING: (TryOutcome.NO_ANSWER, _("I went: they were not there")),
    Way.VISIT: (TryOutcome.NO_ANSWER, _("They did not come")),
}
# What else may have happened, by way; the first of them is the good one.
OTHERWISE: dict[Way, tuple[TryOutcome, ...]] = {
    Way.PHONE: (
        TryOutcome.REACHED, TryOutcome.LEFT_MESSAGE, TryOutcome.REFUSED, TryOutcome.WRONG,
    ),
    Way.TEXT: (TryOutcome.REACHED, TryOutcome.REFUSED, TryOutcome.NOT_DELIVERED),
    Way.EMAIL: (TryOutcome.REACHED, TryOutcome.REFUSED, TryOutcome.NOT_DELIVERED),
    Way.LETTER: (TryOutcome.REACHED, TryOutcome.NOT_DELIVERED),
    Way.RELATIVE: (TryOutcome.REACHED, TryOutcome.LEFT_MESSAGE, TryOutcome.WRONG),
    Way.MEETING: (TryOutcome.REACHED,),
    Way.VISIT: (TryOutcome.REACHED,),
}  # fmt: skip
OUTCOME_WORDS: dict[TryOutcome, Text] = {
    TryOutcome.NO_ANSWER: pgettext_lazy("became of a try", "No answer"),
    TryOutcome.LEFT_MESSAGE: pgettext_lazy("became of a try", "Left a message"),
    TryOutcome.REACHED: pgettext_lazy("became of a try", "We talked"),
    TryOutcome.REFUSED: pgettext_lazy("became of a try", "They did not want to talk"),
    TryOutcome.WRONG: pgettext_lazy("became of a try", "Wrong number"),
    TryOutcome.NOT_DELIVERED: pgettext_lazy("became of a try", "It did not arrive"),
}
PART_WORDS: dict[DayPart, Text] = {
    DayPart.MORNING: _("in the morning"),
    DayPart.AFTERNOON: _("in the afternoon"),
    DayPart.EVENING: _("in the evening"),
}
# As the page of settings names them.
PROTOCOL_WORDS: dict[str, tuple[Group, Text]] = {
    "tries": (Group.FAMILY, _("Tries before we may say that nobody could reach the family")),
    "days": (Group.FAMILY, _("Days over which these tries must lie")),
}
NOT_SAFE: Text = _("Not marked safe")
NOT_WORKING: Text = _("Not working")
STOPPED: Text = _("No messages, please")
