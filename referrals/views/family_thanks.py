"""What does the family read after a tap? Thanks, and what happens next, for each answer."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from referrals.actions.check_in import Heard
from referrals.actions.family import SAYS_NO_WHY
from referrals.words import WHY_WORDS, Text

ADDED = "added"
VOICE, NAMELESS, HINT = "voice", "nameless", "hint"


@dataclass(frozen=True, slots=True)
class Thanks:
    """`asks_why`: one more tap is offered."""

    lead: Text
    then: Text
    asks_why: bool = False

    @property
    def whys(self) -> list[tuple[str, Text]]:
        return [(code, WHY_WORDS[code]) for code in SAYS_NO_WHY] if self.asks_why else []


_NOTHING_TO_DO: Text = _("You do not need to do a thing right now.")
_WORKER_TALKS: Text = _("Your worker will talk with you about it soon.")

THANKS: dict[str, Thanks] = {
    Heard.YES: Thanks(
        _("We are so glad it worked out."),
        _("You do not need to do a thing. If you need help again, ask us."),
    ),
    Heard.NOT_YET: Thanks(_("We will ask you again in a few days."), _NOTHING_TO_DO),
    Heard.LOOKING: Thanks(_("It takes too long. We will look for other help, too."), _WORKER_TALKS),
    Heard.PARTLY: Thanks(_("We will look for the rest of it."), _WORKER_TALKS),
    Heard.NO: Thanks(
        _("We are sorry. We will look for other help now."), _WORKER_TALKS, asks_why=True
    ),
    Heard.CALL_ME: Thanks(_("We will call you in the next two work days."), _NOTHING_TO_DO),
    Heard.BEFORE: Thanks(_("You told us before. All is well."), _NOTHING_TO_DO),
    Heard.CARE: Thanks(_("Your worker will read this and talk with you."), _NOTHING_TO_DO),
    Heard.STILL_FINE: Thanks(_("We are so glad all is well."), _("We will ask you again later.")),
    Heard.AGAIN: Thanks(_("We will look for help again now."), _WORKER_TALKS),
    Heard.NOT_NOW: Thanks(_("That is fine. You can ask us at any time."), _NOTHING_TO_DO),
    ADDED: Thanks(_("That helps us find a better way."), _WORKER_TALKS),
}

# After a family said how it was helped.
_STAYS: Text = _("Someone who does not work there reads it. The help you get stays the same.")
VOICED: dict[str, Thanks] = {
    VOICE: Thanks(_("We have your words. You can read our answer on your page."), _STAYS),
    NAMELESS: Thanks(
        _("We have your words, without your name. So we can not write back to you."), _STAYS
    ),
    HINT: Thanks(
        _("That helps us make it easier."),
        _("We count what families say. The people who decide here see the count, not your name."),
    ),
}
# After these the family is asked what would have made it easier.
ASKS_EASIER = frozenset({Heard.YES, Heard.STILL_FINE, Heard.PARTLY, Heard.NO, Heard.LOOKING, ADDED})
