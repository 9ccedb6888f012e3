"""How is a look at a request called in the list of who saw what?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# What was looked at (`Disclosure.what`), as the list "who saw what" says it.
LOOKS_AT_REQUESTS: dict[str, Text] = {
    "referrals.today": _("The worklist of the day"),
    "referrals.sent": _("The list of what was sent"),
    "referrals.later": _("The page of a look again"),
    "referrals.incident": _("The list of what a closing left open"),
    "referrals.need": _("The page of one need"),
    "referrals.new_need": _("The record, to write down a need"),
    "referrals.find_for": _("The search for help with a need"),
    "referrals.send": _("What a partner would see"),
    "referrals.handout": _("The handout, on paper"),
    "referrals.plan": _("All that goes on, on one sheet of paper"),
    "referrals.requests": _("The partner’s list of requests"),
    "referrals.request": _("The request at the partner"),
    "referrals.week": _("The partner’s list of the week"),
    "referrals.call_sheet": _("The desk’s call sheet for a partner"),
    "referrals.wait": _("The record, to write down that they want to wait"),
    "referrals.check_in": _("One talk about all that is open"),
    "referrals.check_in_card": _("A card for the family was printed"),
    "referrals.family_page": _("The family’s own page, by its link"),
    "referrals.voice": _("What the family said of how it was helped"),
    "referrals.desk": _("The desk’s page of one need"),
    "api.referral": _("One request, by a program"),
    "api.referrals": _("A list of requests, by a program"),
}
