"""Why does a need lie at the desk, and why has a service closed?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# Why a need lies at the desk: the situation in which nobody took the step, or that somebody asked.
AT_DESK_WHY: dict[str, Text] = {
    "requested": _("The partner has not answered"),
    "accepted": _("The partner said yes and has not been in touch"),
    "in_progress": _("No word from the partner that helps"),
    "on_hold": _("No word from the partner since it was put on hold"),
    "appointment": _("Nobody has said how the appointment went"),
    "wants_help": _("Nobody has been asked yet"),
    "choose_next": _("Nobody else has been asked yet"),
    "service_closed": _("Its service has closed"),
    "family_said_no": _("It did not help, and nobody else has been asked yet"),
    "no_resource": _("Nobody has looked again for help"),
    "reach_family": _("Nobody has reached the family"),
    "hand_over": _("Nobody has taken it over"),
    "asked": _("The owner asks for help"),
    "left": _("Nobody follows it any more"),
    "paused": _("The partner takes a break"),
    "owner_away": _("Its organization takes a break"),
    "incident": _("Its service has closed"),
}
# Why a service has closed (Incident.Cause).
CAUSE_WORDS: dict[str, Text] = {
    "gone": _("It has closed for good"),
    "disaster": _("A fire, a flood, a storm or the like"),
    "building": _("The building cannot be used"),
    "staff": _("Nobody is there to do the work"),
    "funds": _("The money has run out"),
    "other": _("Another reason"),
}
