"""What do we call agreements, where they stand, and what needs one?"""

from django.utils.translation import gettext_lazy as _

from governance.kinds import Kept, Kind, Paper, Part, Side, Use
from governance.pdf import Wrong
from governance.words.policies import Text

KIND_WORDS: dict[Kind, Text] = {
    Kind.PARTICIPATION: _("Participation agreement"),
    Kind.BUSINESS_ASSOCIATE: _("Business associate agreement (BAA)"),
    Kind.DATA_USE: _("Data use agreement (DUA)"),
    Kind.QUALIFIED_SERVICE: _("Qualified service organization agreement (QSOA)"),
    Kind.MEMORANDUM: _("Memorandum of understanding"),
    Kind.SPONSORSHIP: _("Sponsorship"),
    Kind.GRANT: _("Grant"),
    Kind.FEE_FOR_SERVICE: _("Fee for service"),
    Kind.PERFORMANCE: _("Pay by results"),
    Kind.CARE_HUB: _("Care hub agreement"),
}
PAPER_WORDS: dict[Paper, tuple[str, str, Text]] = {
    Paper.DRAFT: ("quiet", "pencil", _("Draft")),
    Paper.OFFERED: ("you", "hourglass", _("Waits for signatures")),
    Paper.IN_FORCE: ("done", "circle-check", _("In force")),
    Paper.ENDED: ("quiet", "circle-slash", _("Ended")),
    Paper.DROPPED: ("quiet", "circle-minus", _("Dropped")),
}
SIDE_WORDS: dict[Side, Text] = {
    Side.NETWORK: _("For the network"),
    Side.PARTNER: _("For the partner"),
}
SIDE_OWES: dict[Side, Text] = {
    Side.NETWORK: _("The network"),
    Side.PARTNER: _("The partner"),
}
PART_WORDS: dict[Part, Text] = {
    Part.TAKES_PART: _("Helps families"),
    Part.HUB: _("Runs the hub"),
    Part.PAYS: _("Pays, and is sent nothing about a family"),
}
EVERY_WORDS: dict[int, Text] = {
    0: _("Once"),
    1: _("Every month"),
    3: _("Every three months"),
    6: _("Twice a year"),
    12: _("Every year"),
}
KEPT_WORDS: dict[Kept, tuple[str, str, Text]] = {
    Kept.DONE: ("done", "circle-check", _("Done")),
    Kept.MISSED: ("stop", "circle-minus", _("Did not come")),
}
WRONG_FILE: dict[Wrong, Text] = {
    Wrong.TOO_LARGE: _("The file may have 4 MB at most. Scan it in black and white, or with fewer dots."),
    Wrong.NOT_PDF: _("This is no PDF. Scan the paper or save it as a PDF, then upload that."),
    Wrong.NOT_WHOLE: _("The file is not whole. Save it again, then upload it."),
    Wrong.LOCKED: _("The file is locked with a password. Save it without one, then upload it."),
    Wrong.ACTS: _("There is a program, a form or another file in it. Print it as a plain PDF, then upload that."),
    Wrong.HIDDEN: _("We cannot look into this file. Print it as a plain PDF, then upload that."),
}  # fmt: skip
NEEDED = _("Nothing is sent to a partner without an agreement in force")
WITHOUT: dict[Use, Text] = {
    Use.RECEIVE: _(
        "%(partner)s has no agreement in force that covers this kind of help: %(help)s."
        " A participation, data sharing or care hub agreement that names it allows it."
        " An admin of %(partner)s and whoever convenes the network sign it."
    ),
    Use.BE_PAID: _(
        "%(partner)s has no agreement in force on money."
        " A sponsorship, grant, fee, results or care hub agreement allows it."
        " An admin of %(partner)s and whoever convenes the network sign it."
    ),
}  # fmt: skip
STEP_WORDS: dict[str, Text] = {
    "": _("Nothing is owed"),
    "offer_it": _("Offer it for signature"),
    "sign_it": _("All parties sign"),
    "renew_it": _("Renew it, or let it end"),
}
