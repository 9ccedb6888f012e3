"""What is the next step on this need, in a title, one sentence and the part of the page where it is done?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.look import day_within, day_words
from people.views.header import name_of
from referrals.links import must_be_telephoned
from referrals.models.referral import Referral
from referrals.search.today import day_begins
from referrals.views.happened import Happened
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from screening.words import NEED_WORDS

Text = str | Promise


@dataclass(frozen=True, slots=True)
class NextStep:
    """What `<c-next-card>` shows, and the template of what can be done."""

    template: str
    turn: str
    title: str
    why: str
    tone: str
    icon: str


# By what is owed: the part of the page, and the title. `%(name)s` is the family's, `%(partner)s` theirs.
STEPS: dict[str, tuple[str, Text]] = {
    "talk_over": ("talk", _("Does %(name)s want help with this?")),
    "ask_again": ("waits", _("Ask %(name)s again")),
    "choose_service": ("choose", _("Find help for %(name)s")),
    "choose_next": ("choose", _("Find %(name)s other help")),
    "review_gap": ("gap", _("Is there help for %(name)s now?")),
    "nudge_or_switch": ("late", _("Nudge %(partner)s, or switch")),
    "reply": ("reply", _("%(partner)s has a question")),
    "help_with_documents": ("partner", _("Help %(name)s with the papers")),
    "ask_family": ("family", _("Ask %(name)s: did the help work out?")),
    "call_family": ("family", _("Call %(name)s")),
    "ask_at_visit": ("family", _("Ask %(name)s at the next visit")),
    "reach_family": ("reach", _("Reach %(name)s")),
    "mend_contact": ("reach", _("Find a way to reach %(name)s")),
    "hand_over": ("choose", _("Hand this over, or go on with it")),
    "after_death": ("died", _("%(name)s has died. See what is left to do")),
    "desk_reviews": ("gap", _("The desk looks again for help for %(name)s")),
    "desk_decides": ("desk", _("The desk helps %(name)s along")),
    "talk_together": ("handoff", _("Talk together: %(name)s, %(partner)s and you")),
    "check_application": ("application", _("Ask how the application stands")),
    "call_partner": ("call", _("Call %(partner)s about %(name)s")),
    "ask_partner": ("call", _("Ask %(partner)s how it goes")),
    "answer": ("partner", _("%(partner)s answers next")),
    "first_contact": ("partner", _("%(partner)s will be in touch with %(name)s")),
    "report": ("partner", _("%(partner)s says how it goes")),
    "say_how_it_went": ("partner", _("%(partner)s says how the appointment went")),
    "confirm_place": ("partner", _("%(partner)s confirms the place on the list")),
    "answer_family": ("partner", _("%(partner)s says what it knows")),
    "hear_from_partner": ("partner", _("Waiting for word from %(partner)s")),
    "wait_for_family": ("partner", _("%(partner)s waits until %(name)s is ready")),
}
TURNS: dict[str, tuple[Text, str, str]] = {
    Turn.OWNER: (_("Your turn"), "you", "hand-helping"),
    Turn.PARTNER: (_("Partner’s turn"), "partner", "send"),
    Turn.FAMILY: (_("Family’s turn"), "family", "message-circle-heart"),
    Turn.OUTSIDE: (_("Waiting for somebody else"), "quiet", "hourglass"),
    Turn.DESK: (_("The desk’s turn"), "partner", "lamp-desk"),
}


WANTS_TO_WAIT = _("%(name)s wants to wait")
WAITING: tuple[Text, str, str] = (_("Waiting"), "quiet", "hourglass")


def next_step(need: Need, referral: Referral | None, now: Happened, *, at: datetime) -> NextStep:
    if need.is_closed:
        return _closed(need, now, at)
    template, title = STEPS[need.next_step]
    words, tone, icon = TURNS[need.waiting_on]
    if need.is_paused and need.next_step == "ask_again" and not need.is_overdue(at=at):
        title, (words, tone, icon) = WANTS_TO_WAIT, WAITING
    said = {
        "name": need.subject.first_name or name_of(need.subject),
        "partner": referral.receiver.name if referral else "",
    }
    return NextStep(
        template=f"referrals/steps/{template}.html",
        turn=f"{words} · {due_words(need, at)}",
        title=str(title) % said,
        why=" ".join(
            filter(None, [_whole(now.sentence), _suggestion(referral), call_them(referral)])
        ),
        tone=tone,
        icon=icon,
    )


def _whole(sentence: str) -> str:
    return f"{sentence}." if sentence and sentence[-1] not in ".?!”" else sentence


def _suggestion(referral: Referral | None) -> str:
    """The service that a partner named instead."""
    if referral is None or referral.is_open or referral.suggests is None:
        return ""
    other = referral.suggests
    said = {"service": other.name, "partner": other.organization.name}
    return _now("They name %(service)s at %(partner)s instead.") % said


def call_them(referral: Referral | None) -> str:
    """Nobody there signs in, and this is not sent by mail or text: they hear it by telephone, or not at all."""
    if referral is None or not referral.is_live or not must_be_telephoned(referral):
        return ""
    said = {"partner": referral.receiver.name, "phone": referral.receiver.phone}
    if said["phone"]:
        return (
            _now("Please call %(partner)s and tell them: %(phone)s. No message goes to them.")
            % said
        )
    return _now("Please tell %(partner)s yourself. No message goes to them.") % said


def _closed(need: Need, now: Happened, at: datetime) -> NextStep:
    standing = NEED_WORDS[NeedStatus(need.status)]
    day = day_words(need.closed_at, at) if need.closed_at else ""
    return NextStep(
        template="referrals/steps/closed.html",
        turn=_now("Closed · %(day)s") % {"day": day},
        title=str(standing.words),
        why=_whole(now.sentence),
        tone=standing.tone,
        icon=standing.icon,
    )


def due_words(need: Need, at: datetime) -> str:
    """3 days overdue · due today · due Tue Nov 24."""
    if need.next_step_due is None:
        return ""
    days = (day_begins(need.next_step_due).date() - day_begins(at).date()).days
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return _now("due today")
    return _now("due %(day)s") % {"day": day_within(need.next_step_due, at)}
