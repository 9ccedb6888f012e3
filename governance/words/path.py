"""What do we call the stages of a partnership, the lines of its checklists and the steps that are owed?"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.path import Held, Item
from governance.words.policies import Group, Text
from organizations.lifecycle import PathStep, Stage


class Line(NamedTuple):
    """A short name, and the question as it is asked."""

    name: Text
    question: Text


ITEM_WORDS: dict[Item, Line] = {
    Item.WHY_PARTNER: Line(_("Why they want it"), _("Why do they want to take part?")),
    Item.GOALS_PARTNER: Line(
        _("Their goals"), _("What is to be better for them and their families in a year?")
    ),
    Item.WHY_NETWORK: Line(_("Why the network asks them"), _("Why does the network ask them?")),
    Item.GOALS_NETWORK: Line(
        _("The network’s goals"), _("What is to be better for the network in a year?")
    ),
    Item.SERVES: Line(_("Whom they serve"), _("Whom do they serve, where, and whom not?")),
    Item.ASKS_FAMILIES: Line(
        _("Asking families"), _("Who asks families what they need, when, and with which questions?")
    ),
    Item.CHART: Line(
        _("Chart"), _("Which chart do they keep, and who will look at answers beside it?")
    ),
    Item.TAKES_IN: Line(
        _("Taking in"), _("How does a family come to them, and how many can they take in a week?")
    ),
    Item.COSTS: Line(
        _("Cost of taking part"), _("What does answering requests cost them, and who pays for it?")
    ),
    Item.FIT: Line(
        _("Does it fit"), _("What fits, what does not, and what did both sides agree on?")
    ),
    Item.CONTACTS: Line(
        _("Who speaks for them"), _("Who decides there, and who is called about everyday things?")
    ),
    Item.PEOPLE: Line(_("People"), _("Who answers requests there, and who when they are away?")),
    Item.TECHNOLOGY: Line(
        _("Technology"),
        _("What do they answer with: computers, telephones, paper? What do they lack?"),
    ),
    Item.LANGUAGES: Line(
        _("Languages"), _("Which languages are spoken there, and who interprets the others?")
    ),
    Item.TRAINING: Line(_("Training"), _("Who was trained in what, and on which day?")),
    Item.LISTING: Line(
        _("First listing"), _("One of their services is listed, and they have confirmed it.")
    ),
    Item.AGREEMENT: Line(
        pgettext_lazy("between organizations", "Agreement"),
        _("An agreement is in force, signed by all whom it binds."),
    ),
    Item.NORMS: Line(_("Norms"), _("They have read the norms that hold, and agreed to them.")),
    Item.REVIEW_PARTNER: Line(
        _("The pilot, as they saw it"), _("What went well, what was hard, and what is to change?")
    ),
    Item.REVIEW_NETWORK: Line(
        _("The pilot, as the network saw it"),
        _("How many families were helped, how long did they wait, and what is to change?"),
    ),
    Item.LOOK_BACK: Line(
        _("A look back together"), _("What has become of both sides’ goals, and what is next?")
    ),
    Item.WHY_BREAK: Line(_("The break"), _("Why do they take a break, and what would help?")),
    Item.EXIT_TALK: Line(
        _("Talk at the end"),
        _("Why do they leave, what would have kept them, and what should the network do better?"),
    ),
    Item.FAMILIES_TOLD: Line(
        _("Families told"), _("How did their own families hear of it, and where they turn now?")
    ),
    Item.COPIES: Line(
        _("Copies of data"),
        _("What was given back or destroyed, what must be kept, and until when?"),
    ),
    Item.PAPERS: Line(
        _("Agreements ended"), _("Which agreements ended, and what of them goes on?")
    ),
    Item.ACCOUNTING: Line(
        _("Who answers questions"),
        _("Whom does a family ask later about what was shared with them?"),
    ),
}
STAGE_TITLES: dict[Stage, Text] = {
    Stage.PROSPECT: _("Talks"),
    Stage.ONBOARDING: _("Getting ready"),
    Stage.PILOT: _("Pilot"),
    Stage.ACTIVE: _("Taking part"),
    Stage.PAUSED: _("Break"),
    Stage.LEFT: _("Good-bye"),
}
NEXT_WORDS: dict[str, Text] = {
    "": _("Nothing is owed"),
    "talk_with_them": _("Go on talking with them"),
    "get_them_ready": _("Help them to get ready"),
    "look_at_pilot": _("Look at the pilot together"),
    "look_back_together": _("Look back together"),
    "ask_if_back": _("Ask if they come back"),
    "talk_at_the_end": _("Hold the talk at the end"),
    "see_to_leaving": _("See to it that they can leave"),
}
# What stands against it, and what to do.
HELD_WORDS: dict[str, Text] = {
    Held.DISPUTE: _(
        "Their day to leave has passed. It was named by somebody else, and a dispute of theirs is open: nobody is "
        "put out meanwhile. Help both sides to end it; or they name a day themselves, or the council decides."
    ),
    Held.FAMILIES: _(
        "Their day to leave has passed. People there still follow families whom nobody takes over. Ask them to name "
        "somebody who does, or name another day."
    ),
    Held.RULE: _(
        "Their day to leave has passed. Something that is still open there stands against it. Look with them at what "
        "it is, or name another day. It is tried again by itself all the time."
    ),
}
STEP_WORDS: dict[PathStep, Text] = {
    PathStep.TALK: _("Begin to talk"),
    PathStep.ONBOARD: _("Both want it: get ready"),
    PathStep.BEGIN_PILOT: _("Begin the pilot"),
    PathStep.JOIN: _("They take part for good"),
    PathStep.DECLINE: _("One side says no for now"),
}
PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "talks": (Group.PARTNERSHIP, _("Talks: until silence is a step to take")),
    "ready": (Group.PARTNERSHIP, _("Getting ready: until silence is a step to take")),
    "pilot_calendar": (Group.PARTNERSHIP, _("A pilot, unless another day was agreed")),
    "break_calendar": (Group.PARTNERSHIP, _("A break: until they are asked if they come back")),
    "year_calendar": (Group.PARTNERSHIP, _("Taking part: until both look back together")),
    "exit_talk": (Group.PARTNERSHIP, _("After a good-bye: until the talk at the end")),
    "access_calendar": (
        Group.PARTNERSHIP,
        _("After a good-bye: until nobody comes in through them any more"),
    ),
    "held_day": (
        Group.PARTNERSHIP,
        _("A day to leave that could not be kept: until somebody has seen to it"),
    ),
    "offer": (Group.PARTNERSHIP, _("An agreement’s draft: until it is to be offered")),
    "sign": (Group.PARTNERSHIP, _("An agreement that is offered: until all are to have signed")),
    "renew_ahead_calendar": (
        Group.PARTNERSHIP,
        _("Before an agreement ends: from when on all are asked to renew it"),
    ),
    "remind_ahead_calendar": (
        Group.PARTNERSHIP,
        _("Before something agreed is due: from when on whoever owes it is reminded"),
    ),
    "chair": (Group.PARTNERSHIP, _("If not: until the chair hears of it")),
    "again": (Group.PARTNERSHIP, _("Then they are told again every")),
}
