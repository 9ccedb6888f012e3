"""What do we call where a need stands, what is owed on it, and how a screening was asked?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.words.policies import Group
from screening.instruments.library import Instrument
from screening.lifecycle import NeedStatus, WhyNobody, WhyWait
from screening.models.screening import Interpreter, Screening

S = NeedStatus
Text = str | Promise


def titled(instrument: Instrument) -> Text:
    """A question sheet by its own title, in the language of whoever reads it."""
    return lazy(lambda: instrument.title.in_language(translation.get_language() or "en"), str)()


def cell(number: int, *, smallest: int) -> str:
    """A count as it may be shown: a few people could be recognised, also by subtraction."""
    if number == 0 or number >= smallest:
        return str(number)
    return _now("under %(number)d") % {"number": smallest}


def cells(counts: Sequence[int], *, smallest: int) -> list[str]:
    """Counts that add up to a number that is known elsewhere: none is told by subtraction either.

    Beside the small ones so many others are kept back, the smallest first, that what is missing is
    two or more cells and `smallest` or more people together.
    """
    hidden = {index for index, n in enumerate(counts) if 0 < n < smallest}
    others = sorted((n, index) for index, n in enumerate(counts) if n >= smallest)
    while others and hidden and (len(hidden) < 2 or sum(counts[i] for i in hidden) < smallest):
        hidden.add(others.pop(0)[1])
    return [
        _now("not shown") if index in hidden and n >= smallest else cell(n, smallest=smallest)
        for index, n in enumerate(counts)
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a need looks to one audience: words, tone and icon of its chip, arcs of its ring."""

    words: Text
    tone: str
    icon: str
    arcs: int = 0
    broken: bool = False


# What was looked at, as the list of who saw what names it.
LOOKS_AT_NEEDS: dict[str, Text] = {
    "screening.start": _("The record, to start a screening"),
    "screening.ask": _("The questions and answers of a screening"),
    "screening.result": _("What came up in a screening"),
    "screening.hand_over": _("A screening, to hand the tablet over"),
    "screening.tablet": _("The tablet that the family answered on"),
    "api.need": _("One need, by a program"),
    "api.needs": _("A list of needs, by a program"),
}

# What the clinic, or any owner of a need, reads.
NEED_WORDS: dict[NeedStatus, Standing] = {
    S.FOUND: Standing(_("Came up, not talked over yet"), "you", "clipboard-list"),
    S.WANTS_HELP: Standing(_("Wants help"), "you", "hand-helping"),
    S.BEING_HELPED: Standing(_("Being helped"), "partner", "refresh-cw", 3),
    S.TO_CONFIRM: Standing(_("Did the family get it?"), "family", "message-circle-heart", 4),
    S.NO_RESOURCE: Standing(_("Nobody can help right now"), "stop", "octagon-x", 1, broken=True),
    S.PAUSED: Standing(_("Waiting, as the family asked"), "quiet", "hourglass"),
    S.MET: Standing(_("Helped"), "done", "circle-check", 5),
    S.SOLVED_OTHERWISE: Standing(_("Solved another way"), "done", "circle-check", 5),
    S.HELP_DECLINED: Standing(_("Family said no thanks"), "quiet", "circle-slash"),
    S.NO_LONGER_NEEDED: Standing(_("No longer needed"), "quiet", "circle-slash"),
    S.HANDED_OVER: Standing(_("Handed over"), "quiet", "handshake", 5),
    S.STOPPED_BY_FAMILY: Standing(_("Family asked us to stop"), "quiet", "circle-slash"),
    S.UNREACHABLE: Standing(_("Could not reach family"), "stop", "phone-off"),
    S.UNCONFIRMED: Standing(_("Said helped, not confirmed"), "quiet", "badge-check", 4),
    S.DIED: Standing(_("Person died"), "quiet", "circle-slash"),
    S.DUPLICATE: Standing(_("Recorded twice"), "quiet", "undo-2"),
    S.ENTERED_IN_ERROR: Standing(_("Recorded by mistake"), "quiet", "undo-2"),
}

# What the family reads. A status that is missing here is not shown to a family at all.
FAMILY_NEED_WORDS: dict[NeedStatus, Standing] = {
    S.FOUND: Standing(_("You told us about this"), "you", "clipboard-list"),
    S.WANTS_HELP: Standing(_("We are looking for help"), "you", "hand-helping"),
    S.BEING_HELPED: Standing(_("We asked for help"), "partner", "refresh-cw", 3),
    S.TO_CONFIRM: Standing(_("Did you get it?"), "family", "message-circle-heart", 4),
    S.NO_RESOURCE: Standing(_("No help found yet. We keep looking"), "you", "hourglass", 1),
    S.PAUSED: Standing(_("Waiting, as you asked"), "quiet", "hourglass"),
    S.MET: Standing(_("You told us you got help"), "done", "circle-check", 5),
    S.SOLVED_OTHERWISE: Standing(_("You found help another way"), "done", "circle-check", 5),
    S.HELP_DECLINED: Standing(_("You said no thanks"), "quiet", "circle-slash"),
    S.NO_LONGER_NEEDED: Standing(_("You no longer need this"), "quiet", "circle-slash"),
    S.HANDED_OVER: Standing(_("Somebody else helps you with this now"), "quiet", "handshake", 5),
    S.STOPPED_BY_FAMILY: Standing(_("You asked us to stop"), "quiet", "circle-slash"),
    S.UNREACHABLE: Standing(_("Please call us"), "family", "phone"),
    S.UNCONFIRMED: Standing(_("Did you get it? Please tell us"), "family", "badge-check", 4),
}

# The verb of what is owed next on a need (screening.followup.LADDERS).
NEXT_STEP_WORDS: dict[str, Text] = {
    "talk_over": _("Talk it over"),
    "choose_service": _("Find help"),
    "choose_next": _("Choose what is next"),
    "hear_from_partner": _("Wait for the partner"),
    "ask_family": _("Check with family"),
    "call_family": _("Call the family"),
    "review_gap": _("Look again"),
    "ask_again": _("Ask again"),
    "ask_at_visit": _("Ask at the next visit"),
    "reach_family": _("Reach the family"),
    "mend_contact": _("Find a way to reach them"),
    "hand_over": _("Hand it over"),
    "after_death": _("See what is left to do"),
    "desk_decides": _("View"),
    "desk_reviews": _("View"),
    "recheck": _("Ask whether it still holds"),
    "ask_once_more": _("Ask again"),
    "renew": _("Renew the agreement"),
    "ask_themselves": _("Ask them themselves"),
    "ask_anew": _("Ask with the new words"),
    "talk_appeal": _("Ask whether they appeal"),
    "recertify": _("Renew it with them"),
    "finish_screening": _("Finish screening"),
}

# Why a family asks to wait: what is ticked, and what its own worker reads.
WHY_WAIT_WORDS: dict[str, Text] = {
    WhyWait.HOSPITAL: _("Somebody is in the hospital"),
    WhyWait.AWAY: _("They are away"),
    WhyWait.TOO_MUCH: _("It is too much at once"),
    WhyWait.THINKS: _("They want to think it over"),
    WhyWait.OTHER: _("Another reason"),
    WhyWait.NOT_SAID: _("They did not say why"),
}

# Why nobody can help: what is ticked, and what the register of gaps says.
WHY_NOBODY_WORDS: dict[str, Text] = {
    WhyNobody.NONE_EXISTS: _("There is no such help here"),
    WhyNobody.FULL: _("Everybody is full"),
    WhyNobody.NOT_ELIGIBLE: _("The family does not qualify anywhere"),
    WhyNobody.TOO_FAR: _("It is too far away"),
    WhyNobody.BARRIER: _("Something stands in the way that nobody can help with"),
    WhyNobody.FUNDS_OUT: _("The money for it has run out"),
}

MODE_WORDS: dict[str, Text] = {
    Screening.Mode.ASKED: _("I ask and tap the answers"),
    Screening.Mode.HANDED_OVER: _("I hand the tablet over"),
    Screening.Mode.PAPER: _("I copy the answers from paper"),
}
MODE_DONE_WORDS: dict[str, Text] = {
    Screening.Mode.ASKED: _("Asked in person"),
    Screening.Mode.HANDED_OVER: _("Answered on the tablet"),
    Screening.Mode.PAPER: _("Copied from paper"),
}

INTERPRETER_WORDS: dict[str, Text] = {
    Interpreter.NOBODY: pgettext_lazy("who interprets", "Nobody, we speak the same language"),
    Interpreter.PROFESSIONAL: _("A trained interpreter, here or by phone or video"),
    Interpreter.STAFF: _("A colleague who speaks the language"),
    Interpreter.RELATIVE: _("A relative or friend"),
    Interpreter.CHILD: _("A child or teenager"),
}

# Why a screening was due and yet was not offered: without these a rate of screenings says little.
NOT_OFFERED_WORDS: dict[str, Text] = {
    "no_time": _("There was no time"),
    "emergency": _("It was an emergency"),
    "no_interpreter": _("No interpreter was there"),
    "no_private_place": _("There was no private place"),
    "asked_recently": _("Asked not long ago, here or elsewhere"),
    "too_unwell": _("The person was too unwell"),
    "other": _("Another reason"),
}

# The numbers that partners may set (followup.Patience), as the page of settings names them.
PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "talk_over": (Group.OWNER, _("Talk over what came up")),
    "choose_service": (Group.OWNER, _("Find help when a family wants it")),
    "choose_next": (Group.OWNER, _("Find another way when one try failed")),
    "after_closing": (Group.OWNER, _("Find another way when many services closed at once")),
    "more_time_calendar": (Group.OWNER, _("How long that gives more time")),
    "family_says_no": (Group.OWNER, _("Find another way when the family says no")),
    "reach_family": (Group.OWNER, _("Try again when nobody could reach the family")),
    "mend_contact": (Group.OWNER, _("Mend a number or address that does not work")),
    "hand_over": (Group.OWNER, _("Hand-over: until it is accepted")),
    "after_death": (Group.OWNER, _("Look at what is open when somebody has died")),
    "review_gap_calendar": (Group.OWNER, _("Look again when nobody can help")),
    "paused_calendar": (Group.OWNER, _("Ask again when the family named no day")),
    "paused_at_most_calendar": (
        Group.OWNER,
        _("A family that asks to wait is asked again after at most"),
    ),
    "ask_family_1_calendar": (Group.FAMILY, _("The family is asked: first on day")),
    "ask_family_2_calendar": (Group.FAMILY, _("Again on day")),
    "ask_family_3_calendar": (Group.FAMILY, _("And again on day")),
    "call_family": (Group.FAMILY, _("Then until somebody calls, and to do it")),
    "visit_calendar": (Group.FAMILY, _("Called in vain: wait for the next visit at most")),
    "after_visit": (Group.FAMILY, _("After that day, until it ends as “not confirmed”")),
    "supervisor": (Group.DESK, _("A late step: until the supervisor is told")),
    "desk_takes": (Group.DESK, _("After that, until the desk takes over")),
    "at_desk": (Group.DESK, _("The desk’s own step")),
    "desk_late": (Group.DESK, _("After that, until the convener is told")),
    "chair": (Group.DESK, _("After that, until the chair of the council is told")),
    "recheck": (Group.OWNER, _("Ask whether help still holds, from its day on")),
    "ask_again": (Group.OWNER, _("Ask again, from the day the family named")),
    "renewal_ahead_calendar": (Group.OWNER, _("Look at an agreement before it ends")),
    "renewal": (Group.OWNER, _("Then to renew it")),
    "of_age_ahead_calendar": (Group.OWNER, _("Ask a minor themselves before they come of age")),
    "of_age": (Group.OWNER, _("Then to ask them")),
    "reworded": (Group.OWNER, _("Ask anew when the words of agreements have changed")),
    "appeal": (Group.DATES, _("Ask whether they appeal, from that day on")),
    "recertify": (Group.DATES, _("Renew it with them, from that day on")),
    "unfinished_calendar": (Group.OWNER, _("A screening lies begun, after its last answer")),
    "unfinished": (Group.OWNER, _("Then to finish it")),
    "still_waiting": (Group.DESK, _("At the top, for a need: told again every")),
    "today_choose_hours": (Group.TODAY, _("Find help, or another way when one try failed")),
    "today_call_hours": (Group.TODAY, _("Call the family, or mend how it is reached")),
    "today_hand_over_hours": (Group.TODAY, _("Hand-over: until it is accepted")),
    "today_at_desk_hours": (Group.TODAY, _("The desk’s own step")),
    "today_grace_hours": (Group.TODAY, _("A late step of a need: until each above is told")),
    "today_again_hours": (Group.TODAY, _("At the top, for a need: told again every")),
}
FIGURES_WORDS = _("No smaller number of people is shown in a figure than")
# What happens when a family that wants help waits for its own worker, by the event.
IF_WAITING: dict[str, Text] = {
    "need.reminded": _("%(day)s a reminder"),
    "need.supervisor_told": _("%(day)s the supervisor is told"),
    "need.still_waiting": _("%(day)s the desk takes over"),
}
