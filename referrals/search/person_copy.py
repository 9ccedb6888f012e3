"""Everything that is kept about one person, for themselves: each part as codes for a program and as words to read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.templatetags.look import written_moment
from organizations.topic_words import TOPIC_WORDS
from people import disclosures
from people.models.contact import MeetingPoint, Wish
from people.models.person import Coverage, Demographics, Person
from people.models.rights import RightsRequest
from people.words.codes import BARRIER_WORDS, CHANNEL_WORDS, KIN_WORDS
from people.words.rights import END_WORDS, RIGHT_WORDS
from referrals.models.messages import Message
from referrals.models.referral import Referral
from referrals.words import STATUS_WORDS
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from screening.models.screening import Answer, Screening
from screening.words import NEED_WORDS

VERSION = "porchlight-person-copy/1"
Text = str | Promise
Row = dict[str, Any]


class Part(NamedTuple):
    """One kind of thing: its key and title, and one row for each."""

    key: str
    title: Text
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose copy, and who makes it. A private need is in it when the maker may read it."""

    person: Person
    needs: list[Need]
    at: datetime


# What is never in it: 45 CFR 164.524(a)(1)-(3). Said the same to everybody, so that it tells of nobody.
LEFT_OUT: tuple[Text, ...] = (
    _("What is kept sealed for somebody’s safety."),
    _("Private matters that only named workers see. Ask the worker you told."),
    _("What others told about themselves, and what was told in confidence."),
    _("What you said of how you were helped: it stands on your own page."),
    _("Who looked at the record: there is a list of its own for that."),
)


def document_of(asked: RightsRequest, person: Person, actor: Actor, *, at: datetime) -> Row:
    """As a file: docs/person-copy.md says what stands in it."""
    return {
        "format": VERSION, "made_at": at, "request": asked.number, "custodian": person.custodian.name,
        **{part.key: part.rows for part in copy_of(person, actor, at=at)},
        "left_out": [str(words) for words in LEFT_OUT],
    }  # fmt: skip


def copy_of(person: Person, actor: Actor, *, at: datetime) -> list[Part]:
    """For a person read over `visible_to`, or by the officer who answers their request."""
    needs = Need.objects.visible_to(actor, at=at).filter(subject=person)
    whose = Whose(person, list(needs.order_by("found_at", "id")), at)
    return [Part(key, title, list(rows(whose))) for key, (title, rows) in PARTS.items()]


def _person(whose: Whose) -> Iterator[Row]:
    fields = (
        "first_name", "last_name", "other_names", "birth_date", "pronouns", "record_number", "address",
        "postal_code", "language", "needs_interpreter", "best_time", "next_visit_on", "note", "created_at",
    )  # fmt: skip
    yield {"id": whose.person.pk, **_fields(whose.person, fields)}


def _contacts(whose: Whose) -> Iterator[Row]:
    for one in whose.person.contact_points.order_by("rank", "id"):
        yield {
            "channel": _coded(one.channel, CHANNEL_WORDS),
            **_fields(one, ("value", "is_safe", "safe_when", "state", "stopped_at")),
        }


def _meeting_points(whose: Whose) -> Iterator[Row]:
    for one in MeetingPoint.objects.filter(person=whose.person):
        yield _fields(one, ("place", "time", "words"))


def _family(whose: Whose) -> Iterator[Row]:
    """That there is a mother or a child, not what is kept about them."""
    for one in whose.person.relationships.order_by("since"):
        yield {"kind": _coded(one.kind, KIN_WORDS), **_fields(one, ("since", "until"))}


def _barriers(whose: Whose) -> Iterator[Row]:
    return ({"code": _coded(one.code, BARRIER_WORDS)} for one in whose.person.barriers.all())


def _demographics(whose: Whose) -> Iterator[Row]:
    for one in Demographics.objects.filter(person=whose.person):
        yield _fields(one, ("question", "answer", "declined", "said_at"))


def _coverage(whose: Whose) -> Iterator[Row]:
    for one in Coverage.objects.filter(person=whose.person):
        yield _fields(one, ("payer", "member_number", "since", "until"))


def _agreements(whose: Whose) -> Iterator[Row]:
    given = whose.person.consents.select_related("recipient").order_by("since", "id")
    for one in given:
        partner = one.recipient.name if one.recipient else ""
        yield {
            "id": one.pk, "partner": partner,
            **_fields(one, ("direction", "form", "words", "since", "until", "withdrawn_at")),
        }  # fmt: skip


def _wishes(whose: Whose) -> Iterator[Row]:
    for one in Wish.objects.filter(person=whose.person).order_by("said_at"):
        yield _fields(one, ("kind", "said_at", "via", "undone_at"))


def _screenings(whose: Whose) -> Iterator[Row]:
    """A carer's answers are the carer's. What is asked about safety is sealed like an alert."""
    own = Screening.objects.filter(person=whose.person, answered_by=None).order_by("started_at")
    answers = Answer.objects.filter(screening__in=own).order_by("item")
    for one in own:
        heard = [row for row in answers if row.screening_id == one.pk and _is_open(one, row)]
        said = [{"item": row.item, "codes": row.codes, "absent": row.absent} for row in heard]
        yield {
            "id": one.pk, "answers": said,
            **_fields(one, ("instrument", "instrument_version", "started_at", "finished_at")),
        }  # fmt: skip


def _is_open(screening: Screening, answer: Answer) -> bool:
    return answer.item in {item.code for item in screening.sheet.open_part.items}


def _needs(whose: Whose) -> Iterator[Row]:
    for one in whose.needs:
        yield {
            "id": one.pk,
            "topic": _coded(one.topic, TOPIC_WORDS),
            "status": {"code": one.status, "words": str(NEED_WORDS[NeedStatus(one.status)].words)},
            **_fields(one, ("words", "found_at", "wanted_at", "closed_at", "said_by", "via")),
        }


def _requests(whose: Whose) -> Iterator[Row]:
    """What was sent, and what came of it."""
    sent = Referral.objects.filter(need__in=whose.needs).select_related("receiver", "service")
    for one in sent.order_by("sent_at", "id"):
        yield {
            "id": one.pk, "need": one.need_id, "partner": one.receiver.name,
            "service": one.service.name if one.service else "",
            "status": _standing(one.status),
            **_fields(one, ("mode", "reason", "note", "sent_at", "ended_at")),
        }  # fmt: skip


def _messages(whose: Whose) -> Iterator[Row]:
    said = Message.objects.filter(referral__need__in=whose.needs).order_by("at", "id")
    for one in said:
        yield {"request": one.referral_id, **_fields(one, ("kind", "said_by", "text", "at"))}


def _asked(whose: Whose) -> Iterator[Row]:
    for one in RightsRequest.objects.filter(person=whose.person).order_by("asked_at"):
        yield {
            "number": one.number, "right": _coded(one.right, RIGHT_WORDS),
            "answer": _coded(one.answer, END_WORDS),
            **_fields(one, ("asked_at", "about", "words", "answered_at", "answer_words", "disagreement")),
        }  # fmt: skip


def _looks(whose: Whose) -> Iterator[Row]:
    """How often, by organization: 45 CFR 164.528 has a file of its own."""
    for one in disclosures.by_organization(whose.person, at=whose.at):
        yield {
            "organization": one.organization.name,
            "pages": one.pages,
            "lists": one.lists,
            "last": one.last,
        }


PARTS: dict[str, tuple[Text, Callable[[Whose], Iterable[Row]]]] = {
    "person": (_("Who you are"), _person),
    "contacts": (_("How to reach you"), _contacts),
    "meeting_points": (_("Where to find you"), _meeting_points),
    "family": (_("Your family"), _family),
    "barriers": (_("What makes it hard"), _barriers),
    "demographics": (_("What you said of yourself"), _demographics),
    "coverage": (_("Insurance and programs"), _coverage),
    "agreements": (_("What you agreed to"), _agreements),
    "wishes": (_("What you do not want"), _wishes),
    "screenings": (_("What you were asked"), _screenings),
    "needs": (_("What you need"), _needs),
    "requests": (_("Who was asked to help"), _requests),
    "messages": (_("What was said about it"), _messages),
    "asked": (_("What you asked about your record"), _asked),
    "looks": (_("Which organizations looked"), _looks),
}


def _standing(status: str) -> Row:
    words = STATUS_WORDS.get(status)
    return {"code": status, "words": str(words.clinic if words else status)}


def _fields(row: Any, names: Iterable[str]) -> Row:
    return {name: getattr(row, name) for name in names}


def _coded(code: str, words: Any) -> Row:
    return {"code": code, "words": str(words.get(code, code))}


# --- to read ------------------------------------------------------------------------------------------

# What a person reads before a value. Ids and codes without words are for programs.
COPY_WORDS: dict[str, Text] = {
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "other_names": _("Other names"),
    "birth_date": _("Date of birth"),
    "pronouns": _("Pronouns"),
    "record_number": _("Record number"),
    "address": _("Address"),
    "postal_code": _("ZIP code"),
    "needs_interpreter": _("Needs an interpreter"),
    "best_time": _("Best time to call"),
    "next_visit_on": _("Next visit"),
    "note": _("Note"),
    "created_at": _("Since"),
    "channel": _("By"),
    "value": _("Number or address"),
    "is_safe": _("Safe"),
    "safe_when": _("Safe when"),
    "place": _("Place"),
    "time": _("Time"),
    "words": _("In words"),
    "kind": _("What they are to you"),
    "since": _("Since"),
    "until": _("Until"),
    "code": _("What it is"),
    "question": _("Question"),
    "answer": _("Answer"),
    "payer": _("Who pays"),
    "member_number": _("Member number"),
    "partner": _("Partner"),
    "withdrawn_at": _("Stopped"),
    "said_at": _("Said"),
    "instrument": _("Questions"),
    "started_at": _("Begun"),
    "finished_at": _("Finished"),
    "answers": _("Answers"),
    "topic": _("What it is about"),
    "status": _("How it stands"),
    "found_at": _("Known since"),
    "closed_at": _("Closed"),
    "service": _("Service"),
    "sent_at": _("Sent"),
    "ended_at": _("Ended"),
    "text": _("Words"),
    "at": _("When"),
    "number": _("Number"),
    "right": _("What you asked for"),
    "asked_at": _("Asked"),
    "about": _("About"),
    "answered_at": _("Answered"),
    "answer_words": _("What you were told"),
    "disagreement": _("What you said to that"),
    "organization": _("Organization"),
    "pages": _("Pages looked at"),
    "lists": _("Lists looked at"),
    "last": _("Last time"),
}


def read_aloud(value: Any) -> str:
    """One value as a person reads it; empty when there is none."""
    match value:
        case {"words": words}:
            return str(words)
        case bool():
            return str(_("Yes") if value else _("No"))
        case datetime():
            return written_moment(localtime(value))
        case date():
            return date_format(value, "DATE_FORMAT")
        case [*several]:
            return "; ".join(" ".join(filter(None, map(str, one.values()))) for one in several)
        case _:
            return "" if value is None else str(value)
