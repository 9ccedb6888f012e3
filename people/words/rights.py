"""In which words do we speak of what somebody may ask about their own record?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.words.policies import Group
from people.lifecycle import HoldReason, Right, RightEnd, RightWatch

Text = str | Promise

RIGHT_WORDS: dict[str, Text] = {
    Right.ACCESS: _("A copy of the record"),
    Right.CORRECTION: _("A correction"),
    Right.ERASURE: _("To be erased"),
}
RIGHT_MEANING: dict[str, Text] = {
    Right.ACCESS: _(
        "Everything that is kept about them, on paper or as a file. The law gives 30 days."
    ),
    Right.CORRECTION: _(
        "Something in the record is wrong. The law gives 60 days to mend it or say why not."
    ),
    Right.ERASURE: _(
        "Who they are is taken out of everything. The privacy officer looks at it and confirms it."
    ),
}
RIGHT_ICONS: dict[str, str] = {
    Right.ACCESS: "file-text",
    Right.CORRECTION: "pencil",
    Right.ERASURE: "circle-slash",
}
END_WORDS: dict[str, Text] = {
    RightEnd.GIVEN: _("They have their copy"),
    RightEnd.ACCEPTED: _("It was wrong, and is mended"),
    RightEnd.REFUSED: _("No, and they were told why"),
    RightEnd.ERASED: _("Erased"),
    RightEnd.TAKEN_BACK: _("They do not want it any more"),
}
WAITS_WORDS: dict[str, Text] = {
    RightWatch.CUSTODIAN: _("Waits for whoever cares for them"),
    RightWatch.PRIVACY: _("Waits for a second person to confirm it"),
}
HOLD_WORDS: dict[str, Text] = {
    HoldReason.DEMAND: _("A court or an agency has asked for it"),
    HoldReason.LAWSUIT: _("It may be needed in a lawsuit"),
    HoldReason.INVESTIGATION: _("Something is being looked into"),
    HoldReason.PERSON: _("The person wants it kept"),
    HoldReason.OTHER: _("Something else"),
}
VIA_WORDS: dict[str, Text] = {
    "in_person": _("They said it here"),
    "phone": _("They said it on the phone"),
    "paper": _("They wrote it"),
    "link": _("They wrote it on their own page"),
    "system": _("It has been kept as long as the rules say"),
}
# Which line of the record a family says is wrong: never what stands in it.
LINE_WORDS: dict[str, Text] = {
    "name": _("My name"),
    "born": _("My date of birth"),
    "reach": _("How to reach me"),
    "home": _("Where I live"),
    "language": _("My language"),
    "household": _("Who lives with me"),
    "needs": _("The help I asked for"),
    "agreed": _("What I said yes to"),
    "other": _("Something else"),
}
PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "access_calendar": (Group.RECORD, _("They get a copy of their record")),
    "correction_calendar": (Group.RECORD, _("A correction is made or refused")),
    "erasure_calendar": (Group.RECORD, _("An erasure is confirmed or refused")),
    "recall_calendar": (Group.RECORD, _("Partners say that their own copies are gone")),
    "again": (Group.RECORD, _("When late: all are told again every")),
}
KEEPING_WORDS: dict[str, tuple[Group, Text]] = {
    "care": (Group.RECORD, _("A clinic keeps a record after the last thing that happened")),
    "care_grown": (Group.RECORD, _("Of a child, after its 18th birthday")),
    "help": (Group.RECORD, _("Any other organization keeps a record")),
    "accounting": (Group.RECORD, _("Who saw what is kept")),
    "links": (Group.RECORD, _("An ended link is kept")),
}
