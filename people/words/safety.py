"""In which words do we speak of danger, to those who answer for it?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.words.policies import Group
from people.lifecycle import AlertEnd, Danger, Watch

Text = str | Promise

DANGER_WORDS: dict[str, Text] = {
    Danger.VIOLENCE: _("Somebody hurts, threatens or controls them"),
    Danger.SELF_HARM: _("They may hurt or kill themselves"),
    Danger.CHILD: _("A child, or a grown-up who depends on others, is harmed or left alone"),
    Danger.OTHERS: _("They may hurt somebody else"),
    Danger.OTHER: _("Something else makes me afraid for them"),
}
ALERT_END_WORDS: dict[str, Text] = {
    AlertEnd.SAFE_NOW: _("I talked with them: they are safe now"),
    AlertEnd.PLAN: _("They have a plan for their safety, and people who know it"),
    AlertEnd.CRISIS_TEAM: _("A crisis line, a shelter or a crisis team has taken over"),
    AlertEnd.EMERGENCY: _("911 or the emergency room has taken over"),
    AlertEnd.NO_DANGER: _("It was a misunderstanding: nobody was in danger"),
}
WAITS_FOR: dict[str, Text] = {
    Watch.DUTY: _("Waits for whoever is on duty"),
    Watch.SUPERVISOR: _("Waits for whoever is on duty, or a supervisor"),
    Watch.CONVENER: _("Waits, and the network’s duty knows the number"),
    Watch.TAKER: _("Somebody looks after it"),
}
ALERT_PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "take_hours": (Group.SAFETY, _("Somebody on duty takes it")),
    "close_hours": (Group.SAFETY, _("Then says how it is now")),
    "supervisor_hours": (Group.SAFETY, _("If not: until a supervisor is told")),
    "convener_hours": (Group.SAFETY, _("After that, until the convener’s duty gets the number")),
    "again_hours": (Group.SAFETY, _("Then all are told again every")),
}
SEALED_LOOK: Text = _("Something that is kept sealed")
