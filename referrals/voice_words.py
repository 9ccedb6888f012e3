"""In which words do we speak of what families say of how they were helped?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.words.policies import Group
from referrals.voices import Keeper, Theme, VoiceCase, VoiceKind

Text = str | Promise

KIND_WORDS: dict[str, Text] = {
    VoiceKind.COMPLIMENT: _("Thanks"),
    VoiceKind.GRIEVANCE: _("A complaint"),
    VoiceKind.HINT: _("What would have made it easier"),
}
KIND_ICONS: dict[str, str] = {
    VoiceKind.COMPLIMENT: "message-circle-heart",
    VoiceKind.GRIEVANCE: "circle-alert",
    VoiceKind.HINT: "sprout",
}
# What the family taps.
SAYS_KIND: dict[str, Text] = {
    VoiceKind.GRIEVANCE: _("Something was not right"),
    VoiceKind.COMPLIMENT: _("Something was good"),
}
THEME_WORDS: dict[str, Text] = {
    Theme.WAITING: _("How long it took"),
    Theme.CALLS: _("Getting a call back"),
    Theme.TREATED: _("How people treated us"),
    Theme.LANGUAGE: _("Help in our language"),
    Theme.WAY: _("Getting there"),
    Theme.HOURS: _("The open hours"),
    Theme.PAPERS: _("Forms and papers"),
    Theme.NEWS: _("Knowing what comes next"),
    Theme.PRIVACY: _("Keeping things private"),
    Theme.ROOM: _("Enough room for us"),
    Theme.FIT: _("The right kind of help"),
    Theme.OTHER: _("Something else"),
}
# What the family taps when it is asked what would have made it easier.
HINT_WORDS: dict[str, Text] = {
    Theme.WAITING: _("Less waiting"),
    Theme.CALLS: _("A call back"),
    Theme.TREATED: _("Kind people"),
    Theme.LANGUAGE: _("Help in my language"),
    Theme.WAY: _("A ride, or a place near me"),
    Theme.HOURS: _("Other open hours"),
    Theme.PAPERS: _("Fewer forms"),
    Theme.NEWS: _("To know what comes next"),
    Theme.PRIVACY: _("More privacy"),
    Theme.ROOM: _("More room"),
    Theme.FIT: _("Other help than this"),
    Theme.OTHER: _("Something else"),
}
WAITS_WORDS: dict[str, Text] = {
    VoiceCase.DANGER: _("Somebody may be in danger: look at this first"),
    VoiceCase.NEW: _("Say that it is heard"),
    VoiceCase.HEARD: _("Answer the family"),
    VoiceCase.KIND: _("Thank the family, and pass it on if they said yes"),
}
KEEPER_WORDS: dict[str, Text] = {
    Keeper.NAMED: _("Whoever hears families"),
    Keeper.DESK: _("The desk"),
    Keeper.PRIVACY: _("The privacy officer"),
    Keeper.CHAIR: _("The chair of the council"),
}
VIA_WORDS: dict[str, Text] = {
    "link": _("They wrote it on their own page"),
    "phone": _("They said it on the phone"),
    "paper": _("They wrote it"),
    "in_person": _("They said it here"),
}
PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "hear": (Group.VOICE, _("A family hears that its complaint is heard")),
    "answer": (Group.VOICE, _("A family has an answer")),
    "climb": (Group.VOICE, _("When late: the conveners and the chair are told after")),
    "again": (Group.VOICE, _("Then all are told again every")),
    "danger_hours": (Group.VOICE, _("Somebody looks where a family may be in danger")),
    "danger_again_hours": (Group.VOICE, _("Until somebody looks: all are told again every")),
}
