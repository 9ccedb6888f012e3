"""What do we call ways of deciding, seats, and the reasons of a count?"""

from django.utils.translation import gettext_lazy as _

from governance.counting import Answer, Method, SeatKind, Why
from governance.lifecycle import Area, Status
from governance.seats import Unfair
from governance.words.policies import Group, Text

METHOD_WORDS: dict[str, Text] = {
    Method.CONSENT: _("Consent: nobody has a reasoned objection"),
    Method.MAJORITY: _("Majority: more for it than against it"),
    Method.TWO_THIRDS: _("Two thirds of those who say yes or no"),
}
AREA_WORDS: dict[str, Text] = {
    Area.WAITING: _("How long we wait for each other"),
    Area.DATA: _("Privacy and data"),
    Area.MONEY: _("Money"),
    Area.COUNCIL: _("The council and how it decides"),
    Area.PARTNERS: _("Who takes part"),
    Area.NORMS: _("How we treat each other"),
}
SEAT_WORDS: dict[str, Text] = {
    SeatKind.CBO: _("Community organization"),
    SeatKind.LIVED_EXPERIENCE: _("Lived experience"),
    SeatKind.HEALTH_CARE: _("Health care"),
    SeatKind.FUNDER: _("Funder"),
    SeatKind.GOVERNMENT: _("Government"),
    SeatKind.CONVENER: _("Convener, without a vote"),
}
COUNCIL_WORDS: dict[str, Text] = {
    "council": _("Council"),
    "data": _("Committee for data"),
    "money": _("Committee for money"),
    "family_voice": _("Committee of family voice"),
}
# Tone, icon and words.
STATUS_WORDS: dict[str, tuple[str, str, Text]] = {
    Status.DRAFT: ("quiet", "pencil", _("Draft")),
    Status.COMMENTING: ("partner", "message-circle", _("Open for comments")),
    Status.VOTING: ("you", "hand", _("Open for votes")),
    Status.PASSED: ("done", "circle-check", _("Carried, not yet in force")),
    Status.IN_FORCE: ("done", "circle-check", _("In force")),
    Status.FAILED: ("stop", "octagon-x", _("Not carried")),
    Status.NO_QUORUM: ("quiet", "users", _("Too few took part")),
    Status.WITHDRAWN: ("quiet", "undo-2", _("Taken back")),
    Status.FELL_BACK: ("stop", "undo-2", _("Not confirmed: it is as it was before")),
}
ANSWER_WORDS: dict[str, Text] = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.ABSTAIN: _("I stand aside"),
}
WHY_WORDS: dict[str, Text] = {
    Why.NOBODY_MAY_VOTE: _("Nobody was left who may vote on it."),
    Why.TOO_FEW: _("Fewer took part than must."),
    Why.OBJECTION: _("Somebody had a reasoned objection."),
    Why.NOBODY_FOR_IT: _("Nobody said yes."),
    Why.TIE: _("As many were against it as for it, so it stays as it is."),
    Why.TOO_FEW_FOR_IT: _("Too few were for it."),
    Why.CHAMBER: _(
        "The seats of community organizations and lived experience did not carry it. In this matter they must."
    ),
    Why.NO_OBJECTION: _("Somebody was for it, and nobody had an objection."),
    Why.ENOUGH_FOR_IT: _("Enough were for it."),
    Why.OVERTAKEN: _(
        "Another decision came first and changed the same words. This one would have undone it unseen."
    ),
    Why.NOT_WANTED: _("Too few seats wanted a vote on it."),
    Why.CHAIR_DECIDED: _("As many were against it as for it: the chair’s word decided."),
}
UNFAIR_WORDS: dict[Unfair, Text] = {
    Unfair.COMMUNITY: _(
        "Community organizations and lived experience need more of the votes than this."
    ),
    Unfair.HEALTH: _("Health systems would hold too many of the votes."),
    Unfair.ORGANIZATION: _("One organization would hold two votes."),
}
DECIDING_WORDS: dict[str, tuple[Group, Text]] = {
    "waiting_method": (Group.DECIDE, _("How long we wait: decided by")),
    "data_method": (Group.DECIDE, _("Privacy and data: decided by")),
    "money_method": (Group.DECIDE, _("Money: decided by")),
    "council_method": (Group.DECIDE, _("The council itself: decided by")),
    "partners_method": (Group.DECIDE, _("Who takes part: decided by")),
    "norms_method": (Group.DECIDE, _("How we treat each other: decided by")),
    "waiting_chamber": (Group.DECIDE, _("How long we wait: the community’s seats must carry it, too")),
    "data_chamber": (Group.DECIDE, _("Privacy and data: the community’s seats must carry it, too")),
    "money_chamber": (Group.DECIDE, _("Money: the community’s seats must carry it, too")),
    "council_chamber": (Group.DECIDE, _("The council itself: the community’s seats must carry it, too")),
    "partners_chamber": (Group.DECIDE, _("Who takes part: the community’s seats must carry it, too")),
    "norms_chamber": (
        Group.DECIDE, _("How we treat each other: the community’s seats must carry it, too")
    ),
    "quorum_percent": (Group.DECIDE, _("So many of the seats that may vote must take part")),
    "waiting_quorum_percent": (Group.DECIDE, _("How long we wait: at least so many (0: as for all)")),
    "data_quorum_percent": (Group.DECIDE, _("Privacy and data: at least so many (0: as for all)")),
    "money_quorum_percent": (Group.DECIDE, _("Money: at least so many (0: as for all)")),
    "council_quorum_percent": (Group.DECIDE, _("The council itself: at least so many (0: as for all)")),
    "partners_quorum_percent": (Group.DECIDE, _("Who takes part: at least so many (0: as for all)")),
    "norms_quorum_percent": (
        Group.DECIDE, _("How we treat each other: at least so many (0: as for all)")
    ),
    "chair_breaks_tie": (Group.DECIDE, _("The chair’s word decides when as many are for as against")),
    "comment": (Group.DECIDE, _("Time for comments")),
    "after_amendment": (Group.DECIDE, _("Time for comments that is left at least after new words")),
    "vote": (Group.DECIDE, _("Time to vote")),
    "confirm": (Group.DECIDE, _("Time to confirm what the convener did in an emergency")),
    "supporters": (Group.DECIDE, _("Seats beside its writer that must want a vote on a proposal")),
    "again_calendar": (Group.DECIDE, _("Not asked again after a no for")),
    "again_supporters": (Group.DECIDE, _("Sooner only if so many seats want it")),
    "fill_seat": (Group.SEATS, _("An empty seat is filled within")),
    "fill_seat_again": (Group.SEATS, _("After that, a reminder every")),
    "stand": (Group.SEATS, _("An election: time to say who stands")),
    "elect": (Group.SEATS, _("An election: time to vote")),
    "run_off": (Group.SEATS, _("A run-off: time to vote")),
    "elect_ahead_calendar": (Group.SEATS, _("Before a term ends: from when on the next one is elected")),
    "elect_again_calendar": (Group.SEATS, _("If nobody was elected: until it is tried again")),
    "minutes": (Group.DECIDE, _("After a meeting: until what was said is written down")),
    "open_log": (Group.DECIDE, _("Everybody may read what was decided, without an account")),
    "data_committee": (Group.DECIDE, _("Privacy and data: the committee for it decides")),
    "money_committee": (Group.DECIDE, _("Money: the committee for it decides")),
    "norms_committee": (Group.DECIDE, _("How we treat each other: the committee of family voice decides")),
    "term_years": (Group.SEATS, _("Whoever is elected sits there for")),
}  # fmt: skip
SEAT_RULE_WORDS: dict[str, Text] = {
    "community_percent": _("Community organizations and lived experience hold more than"),
    "health_one_in": _("Health systems hold at most one vote in"),
}
