"""What do we call the steps of a dispute, who speaks in it, and what is owed?"""

from django.utils.translation import gettext_lazy as _

from governance.disputes import Ground, Stage, Voice
from governance.words.policies import Group, Text

# Tone, icon and words.
STAGE_WORDS: dict[str, tuple[str, str, Text]] = {
    Stage.TALK: ("you", "message-circle", _("The two sides talk")),
    Stage.MEDIATION: ("you", "users", _("With a mediator")),
    Stage.COUNCIL: ("partner", "gavel", _("Before the council")),
    Stage.AGREED: ("done", "handshake", _("Both sides agreed")),
    Stage.DECIDED: ("done", "gavel", _("Decided by the council")),
    Stage.WITHDRAWN: ("quiet", "undo-2", _("Taken back")),
}
# Who is not a side; sides are called by the name of their organization.
VOICE_WORDS: dict[str, Text] = {
    Voice.MEDIATOR: _("The mediator"),
    Voice.KEEPER: _("Whoever keeps it for the network"),
    Voice.COUNCIL: _("Before the council"),
}
NEXT_WORDS: dict[str, Text] = {
    "": _("Nothing is owed"),
    "talk": _("Both sides talk"),
    "name_mediator": _("A mediator is named"),
    "mediate": _("The mediator talks with both sides"),
    "decide": _("The council decides"),
    "keep_word": _("What it ended with is done"),
}
PROMISED_BY = _("%(side)s owes it, and the other side says when it is done.")
OWED_BY: dict[str, Text] = {
    "": "",
    "both": _("Both sides owe it."),
    "keeper": _("Whoever keeps it for the network owes it."),
    "mediator": _("The mediator owes it."),
    "council": _("The council owes it."),
}
GROUND_WORDS: dict[Ground, Text] = {
    Ground.SAFETY: _("Somebody is in danger if it goes on"),
    Ground.BREACH: _("Data, money or an agreement were misused"),
}
GROUND_TITLES: dict[Ground, Text] = {
    Ground.SAFETY: _("A break for %(partner)s, for safety"),
    Ground.BREACH: _("A break for %(partner)s, for a breach"),
}
PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "talk": (Group.DISPUTE, _("Time for the two sides to talk")),
    "name_mediator": (Group.DISPUTE, _("A mediator is named within")),
    "mediate": (Group.DISPUTE, _("Time for the mediator")),
    "council": (Group.DISPUTE, _("Time for the council")),
    "keep_word": (Group.DISPUTE, _("What was agreed without a day is looked at after")),
    "late": (Group.DISPUTE, _("If not: until both sides and whoever keeps it hear of it")),
    "again": (Group.DISPUTE, _("Then they are told again every")),
}
