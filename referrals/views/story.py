"""How does the history of a need read: who, what, when, on whose word, and what was shared?"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Event
from core.templatetags.look import moment_words
from people.views.header import name_of
from people.words.codes import FACT_WORDS
from referrals.models.referral import Referral
from referrals.search.story import TO_A_COLLEAGUE, Story
from referrals.views.happened import ended_sentence
from referrals.views.reaching import tried_words
from referrals.words import CONTEST_WORDS, EVENT_WORDS, MILESTONE_WORDS, REASON_WORDS, WHY_WORDS
from screening.models.need import Need
from screening.words import NEED_WORDS, WHY_NOBODY_WORDS

Text = str | Promise
Entry = dict[str, Any]

TONES = {
    "family": "family", "representative": "family", "receiver": "partner", "partner": "partner",
    "sender": "you", "owner": "you",
}  # fmt: skip
ICONS: dict[str, str] = {
    "sent": "send", "introduced": "signpost", "undone": "undo-2", "corrected": "undo-2", "opened": "eye",
    "accepted": "thumbs-up", "declined": "x", "asked": "message-circle-question-mark", "replied": "reply",
    "wait_listed": "list-ordered", "started": "refresh-cw", "resumed": "refresh-cw", "held": "pause",
    "still_going": "refresh-cw", "completed": "badge-check", "failed": "octagon-x", "cancelled": "circle-slash",
    "answered_elsewhere": "circle-slash", "referred_on": "signpost", "mended": "undo-2",
    "milestone_planned": "calendar", "milestone_reached": "calendar-clock", "not_so": "message-circle-x",
    "contested": "message-circle-x", "contest_answered": "reply", "contest_unanswered": "hourglass",
    "given": "handshake", "withdrawn": "lock", "finished": "clipboard-check",
    "recorded": "clipboard-list", "wanted": "hand-helping", "met": "circle-check", "closed": "circle-check",
    "family_answered": "message-circle-heart", "family_asked": "message-circle-heart", "assigned": "user-round",
    "offered": "handshake", "taken_on": "user-round", "offer_declined": "user-round",

    "gap_recorded": "octagon-x", "gap_reviewed": "hourglass", "tried_again": "refresh-cw",
    "family_tried": "phone", "facts_changed": "pencil", "contact_broken": "phone-off", "contact_mended": "phone",
    "paused": "hourglass", "goes_on": "refresh-cw", "to_wait": "hourglass", "to_go_on": "refresh-cw",
    "help_opened": "door-open", "family_asks_to_call": "phone", "family_silent": "phone", "reopened": "refresh-cw",
}  # fmt: skip
MORE_EVENTS: dict[str, Text] = {
    "need.paused": gettext_lazy("The family asked to wait until its own day"),
    "need.goes_on": gettext_lazy("The family goes on"),
    "need.person_died": gettext_lazy("The person has died: nothing is sent to them any more"),
    "need.death_undone": gettext_lazy("That the person has died was not so"),
    "need.family_bereaved": gettext_lazy("Somebody in the household has died"),
    "consent.ending": gettext_lazy("An agreement will end"),
    "consent.ending_late": gettext_lazy("An agreement will end, and nobody has asked"),
    "consent.of_age": gettext_lazy("Comes of age: to be asked themselves"),
    "consent.of_age_late": gettext_lazy("Comes of age, and nobody has asked them"),
    "consent.reworded": gettext_lazy("The words have changed: to be asked anew"),
    "consent.reworded_late": gettext_lazy("The words have changed, and nobody has asked anew"),
    "consent_text.published": gettext_lazy("New words for agreements"),
    "consent.renewed": gettext_lazy("Agreed to go on sharing"),
    "consent.given": gettext_lazy("Agreed to share"),
    "consent.withdrawn": gettext_lazy("No longer shares this"),
    "screening.started": gettext_lazy("Screening started"),
    "screening.finished": gettext_lazy("Screening finished"),
    "screening.unfinished": gettext_lazy("A screening waits to be finished"),
    "screening.unfinished_late": gettext_lazy("Nobody has finished the screening"),
    "link.code_asked": gettext_lazy("A code was sent, to open the request by its link"),
    "link.code_given": gettext_lazy("The request was opened with the code"),
    "link.forged": gettext_lazy("Somebody came with a forged copy of the link: it opened nothing"),
    "link.code_wrong": gettext_lazy("A wrong code was typed"),
    "link.code_refused": gettext_lazy("Too many codes were asked for: none was sent"),
}
TOLD_HOW: dict[str, Text] = {
    "phone": gettext_lazy("told by telephone to %(who)s"),
    "paper": gettext_lazy("told on paper to %(who)s"),
    "in_person": gettext_lazy("told in person to %(who)s"),
    "file": gettext_lazy("read from a file by %(who)s"),
}
ANSWER_WORDS: dict[str, Text] = {
    "yes": gettext_lazy("Yes, the help worked out"),
    "not_yet": gettext_lazy("Not yet"),
    "partly": gettext_lazy("A part of it"),
    "no": gettext_lazy("No, it did not work out"),
    "call_me": gettext_lazy("Please call me"),
}


def entries(need: Need, tries: Iterable[Referral], story: Story, *, at: datetime) -> list[Entry]:
    by_id = {one.pk: one for one in tries}
    return [_entry(event, need, by_id.get(event.subject_id), story, at) for event in story.events]


def _entry(
    event: Event, need: Need, referral: Referral | None, story: Story, at: datetime
) -> Entry:
    message = story.words.get(event.pk)
    return {
        "tone": TONES.get(event.said_by, "quiet" if event.actor_kind == "system" else "you"),
        "icon": ICONS.get(event.kind.partition(".")[2], "clock"),
        "title": EVENT_WORDS.get(event.kind) or MORE_EVENTS.get(event.kind, event.kind),
        "who": _who(event, need, referral, story),
        "when": moment_words(event.happened_at, at),
        "body": " ".join(_body(event, referral, story)),
        "quote": f"“{message.text}”" if message else "",
    }


def _who(event: Event, need: Need, referral: Referral | None, story: Story) -> str:
    """Whose word it was; and who wrote it down, when that was somebody else."""
    writer = _writer(event, need, story)
    speaker = _speaker(event, need, referral)
    told = TOLD_HOW.get(event.via)
    if not speaker or speaker == writer or told is None:
        return writer or speaker
    return f"{speaker}, {told % {'who': writer}}"


def _writer(event: Event, need: Need, story: Story) -> str:
    if event.actor_kind == "system":
        return "Porchlight"
    if event.actor_kind == "link" and event.acting_for:
        return _("%(partner)s, by the link sent to it") % {
            "partner": story.organizations.get(event.acting_for, "")
        }
    if event.actor_kind == "link":
        return name_of(need.subject)
    name = story.users.get(event.actor_id, "") if event.actor_id else ""
    if event.acting_for in {None, need.organization_id}:
        return name
    return ", ".join(filter(None, [name, story.organizations.get(event.acting_for, "")]))


def _speaker(event: Event, need: Need, referral: Referral | None) -> str:
    if event.said_by in {"family", "representative"}:
        return name_of(need.subject)
    if event.said_by in {"receiver", "partner"} and event.via != "system" and referral:
        return referral.receiver.name
    return ""


def _body(event: Event, referral: Referral | None, story: Story) -> Iterator[str]:
    details = event.details
    if event.kind in {"referral.sent", "referral.introduced"} and referral:
        said = {"service": referral.service.name, "partner": referral.receiver.name}
        yield _("%(service)s at %(partner)s.") % said
        yield from _shared(details.get("shared", []), event.kind)
    elif event.kind in {"referral.declined", "referral.failed", "referral.cancelled"} and referral:
        yield f"{_reason(referral, details)}."
    elif event.kind == "referral.contest_answered":
        yield f"{CONTEST_WORDS[details['answer']]}."
    elif event.kind == "referral.completed":
        yield f"{REASON_WORDS.get(details.get('outcome', ''), '')}."
    elif event.kind == "referral.wait_listed" and details.get("place"):
        yield _("Place %(place)d on the list.") % details
    elif event.kind == "referral.referred_on" and referral:
        yield from _instead(referral)
    elif event.kind.endswith(".family_tried"):
        yield f"{tried_words(details['way'], details['outcome'])}."
    else:
        yield from _about_need(event.kind, details, story)


def _instead(referral: Referral) -> Iterator[str]:
    """The service that the partner has named."""
    if named := referral.suggests:
        said = {"service": named.name, "partner": named.organization.name}
        yield _("%(service)s at %(partner)s.") % said


def _about_need(kind: str, details: dict[str, Any], story: Story) -> Iterator[str]:
    if kind == "need.family_answered":
        yield from _answer(details)
    elif kind == "need.closed":
        yield f"{NEED_WORDS[details['status']].words}."
    elif kind == "need.gap_recorded":
        yield f"{WHY_NOBODY_WORDS[details['why']]}."
    elif kind.startswith("referral.milestone"):
        yield _milestone(details)
    elif kind in TO_A_COLLEAGUE:
        yield story.users.get(UUID(details["to"]), "")


def _milestone(details: dict[str, Any]) -> str:
    return _("%(what)s: %(day)s.") % {
        "what": MILESTONE_WORDS[details["milestone"]],
        "day": date_format(date.fromisoformat(details["on"]), "DATE_FORMAT"),
    }


def _reason(referral: Referral, details: dict[str, Any]) -> str:
    words = ended_sentence(referral)
    why = WHY_WORDS.get(details.get("why", ""))
    return f"{words}: {why}" if why else words


def _shared(facts: list[str], kind: str) -> Iterator[str]:
    if kind == "referral.introduced":
        yield _("Nothing was shared: the family went with the handout.")
        return
    said = [str(words) for fact, words in FACT_WORDS.items() if fact in facts]
    kept = [str(words) for fact, words in FACT_WORDS.items() if fact not in facts]
    yield _("Shared: %(facts)s.") % {"facts": ", ".join(said) or _("nothing")}
    if kept:
        yield _("Not shared: %(facts)s.") % {"facts": ", ".join(kept)}


def _answer(details: dict[str, Any]) -> Iterator[str]:
    answer, why = ANSWER_WORDS.get(details.get("answer", "")), WHY_WORDS.get(details.get("why", ""))
    if answer and why:
        yield f"{answer}: {why}."
    elif answer:
        yield f"{answer}."
