"""What do we call each code of a person's record when we speak to a worker or to a family?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.lifecycle import (
    Barrier,
    Capacity,
    Channel,
    Direction,
    Fact,
    Form,
    Kin,
    Purpose,
    WishKind,
)
from people.words.safety import SEALED_LOOK

CHANNEL_WORDS: dict[str, str | Promise] = {
    Channel.PHONE: _("Phone call"),
    Channel.TEXT: _("Text message"),
    Channel.EMAIL: _("E-mail"),
    Channel.LETTER: _("Letter"),
}
CHANNEL_ICONS: dict[str, str] = {
    Channel.PHONE: "phone",
    Channel.TEXT: "message-square-text",
    Channel.EMAIL: "mail",
    Channel.LETTER: "mailbox",
}

# What the other person is to this one.
KIN_WORDS: dict[str, str | Promise] = {
    Kin.MOTHER: _("Mother"),
    Kin.FATHER: _("Father"),
    Kin.PARENT: _("Parent"),
    Kin.GRANDPARENT: _("Grandparent"),
    Kin.FOSTER_PARENT: _("Foster parent"),
    Kin.GUARDIAN: _("Guardian"),
    Kin.PARTNER: _("Partner"),
    Kin.CHILD: _("Child"),
    Kin.SIBLING: _("Brother or sister"),
    Kin.CARER: _("Carer"),
    Kin.FRIEND: _("Friend"),
    Kin.OTHER: _("Someone else"),
}

# How the relative is named on the other's record, with the age when it is known.
KIN_OF: dict[str, str | Promise] = {
    Kin.MOTHER: _("Mother of %(name)s"),
    Kin.FATHER: _("Father of %(name)s"),
    Kin.PARENT: _("Parent of %(name)s"),
    Kin.GRANDPARENT: _("Grandparent of %(name)s"),
    Kin.FOSTER_PARENT: _("Foster parent of %(name)s"),
    Kin.GUARDIAN: _("Guardian of %(name)s"),
    Kin.PARTNER: _("Partner of %(name)s"),
    Kin.CHILD: _("Child of %(name)s"),
    Kin.SIBLING: _("Brother or sister of %(name)s"),
    Kin.CARER: _("Carer of %(name)s"),
    Kin.FRIEND: _("Friend of %(name)s"),
    Kin.OTHER: _("Knows %(name)s"),
}

BARRIER_WORDS: dict[str, str | Promise] = {
    Barrier.NO_CAR: _("Has no car"),
    Barrier.CANNOT_LIFT: _("Cannot lift heavy things"),
    Barrier.CANNOT_READ: _("Reading is hard"),
    Barrier.NO_SAFE_PHONE: _("Has no safe phone"),
    Barrier.NIGHT_WORK: _("Works at night"),
    Barrier.CHILD_CARE: _("Has nobody to watch the children"),
    Barrier.STAIRS: _("Cannot climb stairs"),
    Barrier.LANGUAGE: _("Needs help in another language"),
    Barrier.WANTS_PRIVACY: _("Wants privacy"),
    Barrier.BAD_PAST: _("Had a bad time at a place before"),
    Barrier.NO_INTERNET: _("Has no internet"),
    Barrier.NO_KITCHEN: _("Has no kitchen"),
}

DIRECTION_WORDS: dict[str, str | Promise] = {
    Direction.SEND: _("Share with the partners I choose"),
    Direction.REPORT_BACK: _("The partner may tell how it went"),
    Direction.PASS_ON: _("The partner may pass it on to another partner"),
    Direction.DESK: _("The help desk may step in"),
    Direction.CONTACT: _("You may contact me"),
    Direction.LINK: _("Both may know that the other helps me, and with what"),
}

FORM_WORDS: dict[str, str | Promise] = {
    Form.WRITTEN: _("Signed on paper"),
    Form.ELECTRONIC: _("Agreed on a screen"),
    Form.VERBAL: _("Said out loud, with a witness"),
}

# In which role somebody said yes.
CAPACITY_WORDS: dict[str, str | Promise] = {
    Capacity.SELF: _("Said yes themselves"),
    Capacity.EMANCIPATED: _("Said yes themselves, by a paper"),
    Capacity.PARENT: _("A parent said yes"),
    Capacity.GUARDIAN: _("A guardian said yes"),
    Capacity.REPRESENTATIVE: _("Somebody with a paper said yes"),
}

WISH_WORDS: dict[str, str | Promise] = {
    WishKind.STOP_MESSAGES: _("No messages"),
    WishKind.STOP_SHARING: _("No sharing"),
    WishKind.STOP_HELP: _("Does not want this help"),
}

FACT_WORDS: dict[str, str | Promise] = {
    Fact.NAME: pgettext_lazy("a fact that is shared", "Name"),
    Fact.PHONE: pgettext_lazy("a fact that is shared", "Phone"),
    Fact.EMAIL: pgettext_lazy("a fact that is shared", "E-mail"),
    Fact.ADDRESS: pgettext_lazy("a fact that is shared", "Address"),
    Fact.AREA: pgettext_lazy("a fact that is shared", "ZIP code"),
    Fact.BIRTH_DATE: pgettext_lazy("a fact that is shared", "Date of birth"),
    Fact.AGE: pgettext_lazy("a fact that is shared", "Age"),
    Fact.LANGUAGE: pgettext_lazy("a fact that is shared", "Language"),
    Fact.HOUSEHOLD: pgettext_lazy("a fact that is shared", "How many live together"),
    Fact.BARRIERS: pgettext_lazy("a fact that is shared", "What makes it hard"),
    Fact.BEST_TIME: pgettext_lazy("a fact that is shared", "Best time to call"),
    Fact.NOTE: pgettext_lazy("a fact that is shared", "A note about what you need"),
}

PURPOSE_WORDS: dict[str, str | Promise] = {
    Purpose.CARE: _("To help the family"),
    Purpose.REFERRAL: _("To answer a request for help"),
    Purpose.SEARCH: _("To find a person"),
    Purpose.PRINT: _("To print"),
    Purpose.API: _("Another program asked"),
    Purpose.AUDIT: _("To check who saw what"),
    Purpose.LAW: _("A court or an office demanded it"),
    Purpose.RIGHTS: _("Because they asked about their own record"),
    Purpose.EMERGENCY: _("In an emergency"),
}

# What was looked at (`Disclosure.what`). Other apps add theirs with `name_look`.
LOOK_WORDS: dict[str, str | Promise] = {
    "people.list": _("A list of people"),
    "people.link": _("Who else helps, and with what"),
    "people.search": _("The answers to a search"),
    "people.duplicates": _("People who may be the same"),
    "people.record": _("The record"),
    "people.edit": _("The record, to change it"),
    "people.consent": _("What was agreed"),
    "people.print": _("What was agreed, on paper"),
    "people.chart_note": _("The note for the chart"),
    "people.seen": _("Who saw what"),
    "people.alert": SEALED_LOOK,
    "people.report": SEALED_LOOK,
    "people.demand": SEALED_LOOK,
    "people.given_to_law": _("What was given to a court or an office"),
    "people.glass": _("The page to open a record in an emergency"),
    "people.rights": _("What they asked about their own record"),
    "people.copy": _("A copy of the record, on paper"),
    "people.copy_file": _("A copy of the record, as a file"),
    "people.seen_file": _("Who saw what, as a file"),
    "api.record": _("The record, by a program"),
    "api.search": _("The answers to a search, by a program"),
}


def name_look(what: str, words: str | Promise) -> None:
    """Called at start-up by an app that writes disclosures of its own."""
    LOOK_WORDS[what] = words
