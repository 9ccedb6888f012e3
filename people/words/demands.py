"""What do we call what courts and offices demand, and what does each instrument compel?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.words.policies import Group
from people.lifecycle import DemandAnswer, DemandKind, DemandOffice, Silence

Text = str | Promise

DEMAND_WORDS: dict[str, Text] = {
    DemandKind.SUBPOENA: _("Subpoena"),
    DemandKind.COURT_ORDER: _("Court order, signed by a judge"),
    DemandKind.AGENCY_REQUEST: _("Request of an agency"),
    DemandKind.ADMINISTRATIVE_WARRANT: _("Immigration detainer or administrative warrant"),
    DemandKind.OTHER: _("Something else"),
}
# What the paper is, before counsel has said it better.
DEMAND_MEANS: dict[str, Text] = {
    DemandKind.SUBPOENA: _(
        "Many subpoenas are signed by a clerk or a lawyer. Health information may need more than that:"
        " notice to the person, a protective order, or a judge (45 CFR 164.512(e))."
    ),
    DemandKind.COURT_ORDER: _(
        "Give only what the order names, and nothing beside it (45 CFR 164.512(e)(1)(i))."
    ),
    DemandKind.AGENCY_REQUEST: _(
        "A letter or a visit is a request. Ask for the law that demands it, in writing."
    ),
    DemandKind.ADMINISTRATIVE_WARRANT: _(
        "An office signed it, no judge. Ask counsel before anybody opens a record or a door."
    ),
    DemandKind.OTHER: _("Ask counsel what it is before you answer."),
}
OFFICE_WORDS: dict[str, Text] = {
    DemandOffice.COURT: _("A court"),
    DemandOffice.LAW_ENFORCEMENT: _("Police, a prosecutor or another office of law enforcement"),
    DemandOffice.IMMIGRATION: _("An immigration office"),
    DemandOffice.OVERSIGHT: _("An office that oversees health care"),
    DemandOffice.PARTY: _("A lawyer, for one side of a case"),
    DemandOffice.OTHER: _("Somebody else"),
}
ANSWER_WORDS: dict[str, Text] = {
    DemandAnswer.REFUSED: _("Refused: nothing left"),
    DemandAnswer.NARROWED: _("Narrowed: less left than was demanded"),
    DemandAnswer.COMPLIED: _("Complied: what was demanded left"),
    DemandAnswer.NOTHING_HELD: _("We hold nothing of this"),
    DemandAnswer.TAKEN_BACK: _("Whoever demanded it took it back"),
}
SILENCE_WORDS: dict[str, Text] = {
    "": _("No: the family reads it in its accounting"),
    Silence.WRITTEN: _("In writing, with the reason and how long"),
    Silence.ORAL: _("Said aloud: it holds for 30 days at most"),
}
DEMAND_STEP_WORDS: dict[str, Text] = {
    "ask_counsel": _("Ask counsel"),
    "answer_demand": _("Answer it"),
}
DEMAND_PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "counsel": (Group.LAW, _("The privacy officer asks counsel")),
    "answer": (Group.LAW, _("Then answers, where the paper names no day")),
    "convener": (Group.LAW, _("If not: until the conveners hear that it is late")),
    "again": (Group.LAW, _("Then both are told again every")),
}
