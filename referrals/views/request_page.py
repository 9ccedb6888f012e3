"""How is one request shown to the partner who received it? Question, facts, history in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from core.http import ActorRequest
from core.languages import language_within
from core.telephones import dialled
from core.templatetags.look import day_within, moment_words
from people import disclosures
from people.consent import SharedPerson
from people.lifecycle import Purpose
from people.words.codes import BARRIER_WORDS
from referrals.lifecycle import ContestAnswer, Status, WaitingOn
from referrals.search.one_request import Request, Said, request_of
from referrals.views.own_days import own_days_words
from referrals.views.reaching import rows_for_partner, tried_words
from referrals.views.verbs import FIRST_ANSWERS, choices_of
from referrals.words import (
    CAN_YOU_HELP,
    CAN_YOU_HELP_AT_ALL,
    CONTEST_WORDS,
    EVENT_WORDS,
    MILESTONE_WORDS,
    PARTNER_EVENT_WORDS,
    REASON_WORDS,
    Text,
)

# Tone and icon of an event in the receiver's history.
LOOKS: dict[str, tuple[str, str]] = {
    "referral.sent": ("partner", "send"),
    "referral.opened": ("quiet", "eye"),
    "referral.accepted": ("you", "thumbs-up"),
    "referral.declined": ("stop", "x"),
    "referral.asked": ("you", "message-circle-question-mark"),
    "referral.replied": ("partner", "message-circle"),
    "referral.wait_listed": ("you", "list-ordered"),
    "referral.started": ("you", "phone"),
    "referral.completed": ("done", "badge-check"),
    "referral.failed": ("stop", "octagon-x"),
    "referral.cancelled": ("quiet", "circle-slash"),
    "referral.not_so": ("you", "message-circle-x"),
    "referral.milestone_planned": ("quiet", "calendar"),
    "referral.milestone_reached": ("partner", "calendar-clock"),
    "referral.mended": ("partner", "undo-2"),
    "referral.referred_on": ("you", "signpost"),
    "referral.answered_elsewhere": ("quiet", "circle-slash"),
    "referral.contested": ("family", "message-circle-x"),
    "referral.contest_answered": ("you", "reply"),
    "referral.contest_unanswered": ("stop", "hourglass"),
}
PLAIN_LOOK = ("quiet", "clock")
# What the family says comes back to those who helped.
ENDINGS: dict[str, Text] = {
    "confirmed": _lazy("The family says that the help arrived. Thank you."),
    "contested": _lazy("The family says that it did not get this. Both words stay."),
}


def look_at(request: ActorRequest, referral_id: UUID, *, at: datetime) -> Request:
    """One request in plain values; the look itself is written down."""
    found = request_of(request.actor, referral_id, at=at)
    disclosures.record(
        actor=request.actor, person_ids=[found.person_id], what="referrals.request",
        purpose=Purpose.REFERRAL, consent_id=found.consent_id, topic=found.topic, at=at,
    )  # fmt: skip
    return found


def page_of(found: Request, at: datetime) -> dict[str, object]:
    return {
        "found": found,
        "at": at,
        "heading": heading_of(found),
        "turn": turn_of(found, at),
        "own_days": own_days_words(found.own_days, at),
        "ending": _ending(found),
        "told": told_sentence(found, at),
        "facts": list(shared_facts(found.person)),
        "choices": choices_of(found),
        "first_answers": FIRST_ANSWERS,
        "tried_rows": rows_for_partner(found),
        "entries": [_entry(said, at) for said in found.story],
    }


def heading_of(found: Request) -> str:
    """One question. The name stands in it only while the family shares it."""
    if found.is_withdrawn:
        return _("The family no longer shares this")
    if found.is_asked_about_no:
        return _("A family says that it did not work out")
    if found.is_ended:
        return _("This request has ended")
    return _question(found) % {"name": found.name or _("a family")}


def heading_at_a_glance(found: Request) -> str:
    """For whoever holds the link alone: neither a name nor what the help is about."""
    if found.is_asked:
        return _("Can you help a family?")
    return _question(found) % {"name": _("the family")}


def _question(found: Request) -> str:
    if found.is_asked and found.together:
        return _("Can you help %(name)s with these things?")
    if found.is_asked:
        return str(CAN_YOU_HELP.get(found.category, CAN_YOU_HELP_AT_ALL))
    if found.is_accepted:
        return _("Have you reached %(name)s?")
    if found.is_on_wait_list:
        return _("Is there a place for %(name)s?")
    return _("How is it going with %(name)s?")


def _ending(found: Request) -> Text:
    if found.ending == Status.COMPLETED and found.family_is_asked:
        return _("The family is asked now whether it worked out.")
    return ENDINGS.get(found.ending, "")


def turn_of(found: Request, at: datetime) -> str:
    """Whose turn it is and until when, above the card's title."""
    if found.is_ended or found.due is None:
        return _turn_after_no(found, at)
    if found.has_question:
        return _("Waiting for the sender’s answer")
    if not found.is_yours:
        return _("Waiting for the family") if found.waits_until else _("Waiting for the sender")
    if found.waiting_on != WaitingOn.RECEIVER:
        return _("Your turn")  # a service that nobody chases
    day = day_within(found.due, at)
    if found.is_asked:
        return _("Your turn · please answer by %(day)s") % {"day": day}
    return _("Your turn · we hope to hear by %(day)s") % {"day": day}


def _turn_after_no(found: Request, at: datetime) -> str:
    if found.contest is None or found.contest.due is None:
        return ""
    day = day_within(found.contest.due, at)
    return _("Your turn · please say what you know by %(day)s") % {"day": day}


def told_sentence(found: Request, at: datetime) -> str:
    """What somebody else has written down for the reader, who may deny it."""
    if found.told is None:
        return ""
    step = PARTNER_EVENT_WORDS.get(found.told.kind, EVENT_WORDS[found.told.kind])
    return _("The sender wrote down for you: “%(step)s”. If this is not so, say it by %(day)s.") % {
        "step": step, "day": day_within(found.told.until, at),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact in words with its icon; `href` when it can be dialled or written to."""

    icon: str
    words: str | Promise
    href: str = ""
    note: str = ""


def shared_facts(person: SharedPerson) -> Iterator[Shown]:
    """Only what the projection holds; what is not shared is not even named."""
    if person.name:
        yield Shown("user-round", person.name)
    yield from _born(person)
    if person.household:
        lives = ngettext("%(n)d person at home", "%(n)d people at home", person.household)
        yield Shown("users-round", lives % {"n": person.household})
    if person.address:
        yield Shown("map-pin", person.address)
    if person.area:
        yield Shown("map-pin", _("ZIP code %(zip)s") % {"zip": person.area})
    yield from _reached(person)
    yield from _spoken(person)
    for code in person.barriers:
        yield Shown("triangle-alert", BARRIER_WORDS[code])


def _born(person: SharedPerson) -> Iterator[Shown]:
    if person.birth_date:
        yield Shown(
            "cake", _("Born %(day)s") % {"day": date_format(person.birth_date, "DATE_FORMAT")}
        )
    elif person.age is not None:
        yield Shown("cake", _("Age: %(age)d") % {"age": person.age})


def _reached(person: SharedPerson) -> Iterator[Shown]:
    if person.phone:
        number = dialled(person.phone)
        href = f"tel:{number}" if number else ""
        yield Shown("phone", person.phone, href, person.phone_when or "")
    if person.email:
        yield Shown("mail", person.email, f"mailto:{person.email}")
    if person.best_time:
        yield Shown("clock", _("Best time: %(time)s") % {"time": person.best_time})


def _spoken(person: SharedPerson) -> Iterator[Shown]:
    if not person.language:
        return
    name = {"language": language_within(person.language)}
    if person.needs_interpreter:
        yield Shown("languages", _("Speaks %(language)s, needs an interpreter") % name)
    else:
        yield Shown("languages", _("Speaks %(language)s") % name)


def _coded(reason: str) -> Text:
    return (
        REASON_WORDS.get(reason)
        or MILESTONE_WORDS.get(reason)
        or CONTEST_WORDS.get(cast(ContestAnswer, reason), "")
    )


def _entry(said: Said, at: datetime) -> dict[str, object]:
    """As `<c-timeline>` shows it. A question's words stand in the conversation, not here."""
    tone, icon = LOOKS.get(said.kind, PLAIN_LOOK)
    is_talk = said.kind in {"referral.asked", "referral.replied"}
    return {
        "tone": tone,
        "icon": icon,
        "title": PARTNER_EVENT_WORDS.get(said.kind, EVENT_WORDS[said.kind]),
        "who": said.who or (_("The family") if said.by_family else "Porchlight"),
        "when": moment_words(said.at, at),
        "body": tried_words(said.way, said.reason) if said.way else _coded(said.reason),
        "quote": "" if is_talk else said.words,
    }
