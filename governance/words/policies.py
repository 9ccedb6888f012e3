"""What do we call the parts of the settings?"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Group(StrEnum):
    """Of values that are read together, in the order of the page."""

    PARTNER = "partner"
    TODAY = "today"
    OWNER = "owner"
    FAMILY = "family"
    DATES = "dates"
    WORD = "word"
    DESK = "desk"
    SAFETY = "safety"
    PRIVACY = "privacy"
    LAW = "law"
    RECORD = "record"
    FIGURES = "figures"
    FRESH = "fresh"
    JOINING = "joining"
    VOICE = "voice"
    PARTNERSHIP = "partnership"
    DISPUTE = "dispute"
    TRIAL = "trial"
    SCREENING = "screening"
    STAFFED = "staffed"
    DECIDE = "decide"
    SEATS = "seats"


GROUP_WORDS: dict[Group, Text] = {
    Group.PARTNER: _("When a partner owes a step"),
    Group.TODAY: _("When help is needed today"),
    Group.OWNER: _("When the family’s own worker owes a step"),
    Group.FAMILY: _("When the family is asked"),
    Group.DATES: _("Before a date of an application"),
    Group.WORD: _("When one side wrote down what another said, or slipped"),
    Group.DESK: _("When nobody else moves it"),
    Group.SAFETY: _("When somebody may be in danger"),
    Group.PRIVACY: _("When the privacy officer is shown a look"),
    Group.LAW: _("When a court or an office demands something"),
    Group.RECORD: _("When somebody asks about their own record, and how long it is kept"),
    Group.FIGURES: _("What figures may show"),
    Group.FRESH: _("How long a word is believed"),
    Group.JOINING: _("Who takes part"),
    Group.VOICE: _("When a family complains or says thanks"),
    Group.PARTNERSHIP: _("When an organization comes into the network, or goes"),
    Group.DISPUTE: _("When two partners disagree"),
    Group.TRIAL: _("When something is tried in one place"),
    Group.SCREENING: _("With which questions families are asked"),
    Group.STAFFED: _("When somebody in the network is there"),
    Group.DECIDE: _("How partners decide"),
    Group.SEATS: _("Who may hold how many votes"),
}
STAFFED_WORDS: dict[str, Text] = {
    "staffed.begins": _("On working days from this hour"),
    "staffed.ends": _("Until this hour (an earlier one is on the day after)"),
    "staffed.off_begins": _("On weekends and holidays from this hour"),
    "staffed.off_ends": _("Until this hour (the same one: nobody is there)"),
}
FRESH_WORDS: dict[str, Text] = {
    "room_calendar": _("A word on room that names no day itself"),
    "listing_calendar": _("A listing that somebody confirmed"),
}
# Of `Organization.Kind`; whoever convenes is there from the beginning.
JOINING_WORDS: dict[str, Text] = {
    "community": _("Community organizations may join"),
    "healthcare": _("Health care may join"),
    "care_hub": _("Care hubs may join"),
    "information_line": _("Information lines (such as 2-1-1) may join"),
    "government": _("Offices of government may join"),
    "funder": _("Funders may join"),
}
BY_COUNCIL_WORDS = _(
    "Where a council sits, it decides who comes in for good, and who rests or goes against their word"
)
