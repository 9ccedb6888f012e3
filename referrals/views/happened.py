"""What happened last on a need, in one sentence, and how does its chip look?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.look import day_within, day_words
from referrals.followup import BY_TELEPHONE, Situation, asks_sender, situation
from referrals.lifecycle import Mode, Status
from referrals.models.referral import Referral
from referrals.search.lines import Line
from referrals.words import STATUS_WORDS, WHY_WORDS, Words
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from screening.words import NEED_WORDS

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Happened:
    """A chip, its ring, and the sentence beside it."""

    words: Text
    tone: str
    icon: str
    arcs: int
    broken: bool
    sentence: str = ""


# Why a partner could not help, or it did not work out. `%(partner)s` is filled in.
WHY_IT_ENDED: dict[str, Text] = {
    "no_capacity": _("%(partner)s has no room"),
    "not_eligible": _("%(partner)s says the family is not eligible"),
    "outside_area": _("%(partner)s does not serve where the family lives"),
    "not_offered": _("%(partner)s does not offer this"),
    "language": _("%(partner)s does not speak the family’s language"),
    "service_closed": _("%(partner)s has closed this service"),
    "already_served": _("%(partner)s already helps this family"),
    "could_not_reach": _("%(partner)s could not reach the family"),
    "missed_appointment": _("The family missed the appointment at %(partner)s"),
    "family_declined": _("The family said no thanks to %(partner)s"),
    "documents_missing": _("Papers are missing for %(partner)s"),
    "denied": _("%(partner)s turned the application down"),
    "service_fell_through": _("The help from %(partner)s fell through"),
    "accepted_by_mistake": _("%(partner)s had said yes by mistake"),
    "consent_withdrawn": _("The family no longer shares this with %(partner)s"),
    "family_changed_mind": _("The family changed their mind about %(partner)s"),
    "answered_elsewhere": _("Another partner said yes before %(partner)s"),
    "no_answer": _("%(partner)s did not answer"),
    "needed_by_passed": _("%(partner)s did not answer before the day it was needed"),
    "safety": _("It is not safe at %(partner)s"),
    "family_asked_to_wait": _("The family asked to wait: taken back from %(partner)s"),
    "redirected": _("Sent to another partner instead of %(partner)s"),
    "information_given": _("%(partner)s gave information only"),
    "undone": _("Sending to %(partner)s was undone"),
}
ENDED_WITHOUT_A_WORD = _("%(partner)s could not help")

WHILE_IT_LIVES: dict[str, Text] = {
    Situation.REQUESTED: _("Waiting for %(partner)s to reply"),
    "opened": _("%(partner)s has opened this"),
    Situation.QUESTION: _("%(partner)s has a question"),
    Situation.ACCEPTED: _("%(partner)s said yes and will be in touch"),
    Situation.IN_PROGRESS: _("%(partner)s is helping"),
    Situation.WAIT_LIST: _("On the list at %(partner)s"),
    Situation.DOCUMENTS: _("%(partner)s waits for papers"),
    Situation.ON_HOLD: _("%(partner)s has put this on hold"),
    Situation.FAMILY_WAITS: _("%(partner)s waits, as the family asked"),
    Situation.APPOINTMENT: _("%(partner)s has made an appointment"),
    Situation.INTRODUCTION: _("The family goes to %(partner)s with the handout"),
    Situation.HANDOFF: _("%(partner)s said yes: you talk together with the family"),
    Situation.APPLICATION: _("%(partner)s works on the application"),
    Situation.NEVER_CHASED: _("%(partner)s does not report back: ask the family"),
    Situation.CALL_PARTNER: _("%(partner)s does not know of it yet: call them"),
    Situation.ASK_PARTNER: _("%(partner)s knows of it by telephone"),
    Situation.DRAFT: _("Not sent yet"),
}


def happened(line: Line, *, at: datetime) -> Happened:
    """For a row of a list and for the head of the need's own page."""
    need, referral = line.need, line.referral
    if need.is_paused:
        return _of_need(need, _waits_until(need, at))
    if need.is_closed or need.is_found or referral is None:
        return _of_need(need)
    if referral.is_open:
        return _of_words(live_words(referral, at=at), _live_sentence(line, referral, at))
    if need.is_to_confirm:
        return _of_need(need, _said_done(referral))
    if need.received_part:
        return _partly(referral)
    return _of_words(ended_words(referral), _ended_sentence(need, referral))


def _partly(referral: Referral) -> Happened:
    sentence = _named(_("The family got a part of it from %(partner)s"), referral)
    return Happened(_("Partly helped"), "done", "circle-dashed", 4, broken=False, sentence=sentence)


def happened_to(line: Line, *, at: datetime) -> Happened:
    """For a row about one request: where that one stands, whatever became of the need."""
    need, referral = line.need, line.referral
    if referral is None:
        return _of_need(need)
    if referral.is_open:
        return _of_words(live_words(referral, at=at), _live_sentence(line, referral, at))
    if referral.status == Status.COMPLETED and need.is_met:
        return _of_words(STATUS_WORDS["confirmed"], _need_sentence(need))
    if referral.status == Status.COMPLETED and not referral.is_contested:
        return _of_words(ended_words(referral), _said_done(referral))
    return _of_words(ended_words(referral), _ended_sentence(need, referral))


def _of_need(need: Need, sentence: str = "") -> Happened:
    standing = NEED_WORDS[NeedStatus(need.status)]
    arcs = 5 if need.is_met else standing.arcs
    words = sentence or _need_sentence(need)
    return Happened(standing.words, standing.tone, standing.icon, arcs, standing.broken, words)


def _waits_until(need: Need, at: datetime) -> str:
    if need.paused_until is None:  # its constraint says never
        return ""
    said = {"day": day_within(need.paused_until, at)}
    if need.is_overdue(at=at):
        return _now("The family wanted to be asked again on %(day)s") % said
    return _now("Nobody asks the family before %(day)s") % said


def _of_words(words: Words, sentence: str) -> Happened:
    return Happened(words.clinic, words.tone, words.icon, words.arcs, words.broken, sentence)


def _need_sentence(need: Need) -> str:
    if need.is_met:
        direct = need.via == "link"
        return _now("The family said so itself") if direct else _now("The family told us so")
    if need.is_closed:
        return ""
    if need.is_found:
        return _now("Ask whether the family wants help with this")
    return _now("Nothing has been sent yet") if need.wants_help else ""


def situation_key(referral: Referral) -> Situation:
    """After the first answer, a partner who is rung up stands where one with an account does."""
    if referral.rests_for_family:
        return Situation.FAMILY_WAITS
    if referral.is_asked and referral.next_step in BY_TELEPHONE:
        return BY_TELEPHONE[referral.next_step]
    return situation(
        Status(referral.status),
        mode=Mode(referral.mode),
        reason=referral.reason,
        question=referral.has_question and asks_sender(Status(referral.status), referral.reason),
        never_chased=referral.service.is_never_chased,
    )


def is_late(referral: Referral, *, at: datetime) -> bool:
    """The partner owes a word and the day has passed."""
    return referral.is_overdue(at=at) and referral.waiting_on == "receiver"


def live_words(referral: Referral, *, at: datetime) -> Words:
    key: str = situation_key(referral)
    if key == Situation.REQUESTED:
        key = "late" if is_late(referral, at=at) else "opened" if referral.opened_at else key
    return STATUS_WORDS[key]


def ended_words(referral: Referral) -> Words:
    if referral.is_contested:
        return STATUS_WORDS["contested"]
    if referral.reason == "could_not_reach":
        return STATUS_WORDS["could_not_reach"]
    return STATUS_WORDS[Status(referral.status)]


def _named(words: Text, referral: Referral) -> str:
    return str(words) % {"partner": referral.receiver.name}


def _live_sentence(line: Line, referral: Referral, at: datetime) -> str:
    if line.question:
        said = {"partner": referral.receiver.name, "question": line.question}
        return _now("%(partner)s asks: “%(question)s”") % said
    if is_late(referral, at=at):
        return _late_sentence(referral, at)
    if referral.is_on_wait_list and referral.place_in_line:
        there = {"partner": referral.receiver.name, "place": str(referral.place_in_line)}
        return _now("Place %(place)s on the list at %(partner)s") % there
    if referral.appointment_on:
        said = {"partner": referral.receiver.name, "day": day_words(referral.appointment_on, at)}
        return _now("Appointment at %(partner)s: %(day)s") % said
    key: str = situation_key(referral)
    if key == Situation.REQUESTED and referral.opened_at:
        key = "opened"
    return _named(WHILE_IT_LIVES[key], referral)


def _late_sentence(referral: Referral, at: datetime) -> str:
    days = max((at - referral.sent_at).days, 1)
    said = {
        "partner": referral.receiver.name,
        "days": days,
        "day": day_within(referral.sent_at, at),
    }
    if not referral.is_asked:
        return _now("No word from %(partner)s; asked on %(day)s") % said
    if referral.opened_at:
        return (
            ngettext(
                "%(partner)s has seen this and not answered in %(days)d day",
                "%(partner)s has seen this and not answered in %(days)d days",
                days,
            )
            % said
        )
    return (
        ngettext(
            "%(partner)s has not opened this in %(days)d day",
            "%(partner)s has not opened this in %(days)d days",
            days,
        )
        % said
    )


def _said_done(referral: Referral) -> str:
    if referral.is_introduction:
        return _named(_("Did the visit to %(partner)s work out?"), referral)
    return _named(_("%(partner)s marked this as helped"), referral)


def _ended_sentence(need: Need, referral: Referral) -> str:
    if referral.is_contested and need.why in WHY_WORDS:
        return _now("The family says: %(why)s") % {"why": WHY_WORDS[need.why]}
    return ended_sentence(referral)


def ended_sentence(referral: Referral, reasons: Mapping[str, Text] = WHY_IT_ENDED) -> str:
    """Why it ended, with the partner's name."""
    return _named(reasons.get(referral.reason, ENDED_WITHOUT_A_WORD), referral)
