"""What do we call agreements, where they stand, and what needs one?"""

from django.utils.translation import gettext_lazy as _

from governance.kinds import Kind, Paper, Side, Use
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
NEEDED = _("Nothing is sent to a partner without an agreement in force")
WITHOUT: dict[Use, Text] = {
    Use.RECEIVE: _(
        "%(partner)s has no agreement in force for this kind of help."
        " A participation, data sharing or care hub agreement allows it, signed by its admin and the convener."
    ),
    Use.BE_PAID: _(
        "%(partner)s has no agreement in force on money."
        " A sponsorship, grant, fee, results or care hub agreement allows it, signed by its admin and the convener."
    ),
}  # fmt: skip
STEP_WORDS: dict[str, Text] = {
    "": _("Nothing is owed"),
    "offer_it": _("Offer it for signature"),
    "sign_it": _("Both sides sign"),
    "renew_it": _("Renew it, or let it end"),
}
