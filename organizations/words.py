"""What do we call rooms, hours, ways in, languages and reasons when we speak to a person?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.dates import WEEKDAYS as NAMES
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.languages import language_within
from core.templatetags.look import calendar_words, clock_words
from organizations.models.directory import Capacity, Service
from organizations.models.network import Organization
from organizations.opening import Opening, Span, spoken_times

Words = str | Promise

WEEKDAYS: tuple[Words, ...] = tuple(capfirst(NAMES[day]) for day in range(7))  # as they stand alone

# As the history of an organization names them.
LAW_WORDS: dict[str, Words] = {
    "is_victim_service": _("A victim service"),
    "is_part2_program": _("A program for alcohol or drugs"),
    "is_school": _("A school"),
}

INTAKE: dict[str, tuple[str, Words]] = {
    Service.Intake.WALK_IN: ("door-open", _("Walk in")),
    Service.Intake.CALL: ("phone", _("Call first")),
    Service.Intake.APPOINTMENT: ("calendar-check", _("By appointment")),
    Service.Intake.REFERRAL: ("send", _("Takes requests")),
    Service.Intake.APPLICATION: ("file-text", _("By application")),
}

# The first step on a handout, for the family that goes by itself.
FIRST_STEP: dict[str, Words] = {
    Service.Intake.WALK_IN: _("Go there"),
    Service.Intake.CALL: _("Call first"),
    Service.Intake.APPOINTMENT: _("Call and ask for a time"),
    Service.Intake.REFERRAL: _("Call, or ask us to send a request"),
    Service.Intake.APPLICATION: _("Ask there how to apply"),
}

# What a service does about a barrier, by the code the family's record has for it.
OVERCOMES: dict[str, Words] = {
    "no_car": _("Comes to you, or brings you there"),
    "cannot_lift": _("Carries things for you"),
    "cannot_read": _("Reads and fills in forms with you"),
    "no_safe_phone": _("No phone needed"),
    "night_work": _("Open evenings or weekends"),
    "child_care": _("Children can come along"),
    "stairs": _("No stairs"),
    "language": _("Has interpreters"),
    "wants_privacy": _("Discreet"),
    "no_internet": _("No internet needed"),
    "no_kitchen": _("No kitchen needed"),
    "no_documents": _("Asks for no papers"),
}

ASKS: dict[str, Words] = {
    "name": _("Name"),
    "phone": _("Phone number"),
    "email": _("E-mail address"),
    "address": _("Address"),
    "area": _("Part of town"),
    "birth_date": _("Date of birth"),
    "age": _("Age"),
    "language": _("Language"),
    "household": _("Who lives in the household"),
    "barriers": _("What makes it hard to get help"),
    "best_time": _("Best time to reach them"),
    "note": _("A note"),
}

REPORTS_BACK: dict[str, Words] = {
    Service.ReportsBack.FULL: _("Tells you what became of it"),
    Service.ReportsBack.YES_NO: _("Tells you yes or no"),
    Service.ReportsBack.NEVER: _("Does not report back, to keep families safe"),
}

SERVICE_STATUS: dict[str, Words] = {
    Service.Status.ACTIVE: _("Offered now"),
    Service.Status.TEMPORARILY_CLOSED: _("Closed for a while"),
    Service.Status.INACTIVE: _("Not offered now"),
    Service.Status.DEFUNCT: _("Ended"),
}

ORGANIZATION_STATUS: dict[str, tuple[str, str, Words]] = {
    Organization.Status.LISTED: ("quiet", "book-open", _("Listed only")),
    Organization.Status.PROSPECT: ("partner", "message-square-text", _("In talks")),
    Organization.Status.ONBOARDING: ("partner", "clipboard-list", _("Getting ready")),
    Organization.Status.PILOT: ("done", "sprout", _("Trying it with a few families")),
    Organization.Status.ACTIVE: ("done", "circle-check", _("Takes part")),
    Organization.Status.PAUSED: ("you", "hourglass", _("Taking a break")),
    Organization.Status.LEFT: ("quiet", "circle-slash", _("Has left")),
    Organization.Status.DECLINED: ("quiet", "circle-minus", _("Said no for now")),
}

ROLES: dict[str, tuple[Words, Words]] = {
    "screener": (_("Screener"), _("Asks families what they need")),
    "navigator": (_("Navigator"), _("Sees the families, finds help and sends them on")),
    "supervisor": (_("Supervisor"), _("A navigator who also sees the team’s work")),
    "duty": (_("On duty"), _("Is called when somebody may be in danger")),
    "intake": (_("Intake"), _("Answers requests, and says how much room there is")),
    "orgadmin": (_("Admin"), _("Members and roles, services and hours")),
    "desk": (_("Desk"), _("Answers for what nobody else answers")),
    "convener": (_("Convener"), _("Runs the partner network")),
    "council": (_("Council"), _("Decides the network’s rules")),
    "chair": (_("Chair"), _("Speaks for the council, and hears when the desk itself is late")),
    "privacy": (_("Privacy officer"), _("Sees who saw what")),
    "voice": (_("Hears families"), _("Answers when a family complains or says thanks")),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A coloured word with its icon, as `<c-status-tag>` shows it; `age` says when it was said."""

    tone: str
    icon: str
    words: str
    age: str = ""


_ROOM_LOOKS = {
    Capacity.Room.OPEN: ("done", "circle-check"),
    Capacity.Room.LIMITED: ("you", "circle-dashed"),
    Capacity.Room.WAITLIST: ("you", "hourglass"),
    Capacity.Room.FULL: ("stop", "calendar-x"),
    Capacity.Room.UNKNOWN: ("quiet", "circle-question-mark"),
}


def room_chip(word: Capacity | None, *, at: datetime) -> Chip:
    """The newest word on room, with its age; an old one is not believed. `at`: on their clock."""
    if word is None:
        return Chip("quiet", "circle-question-mark", _now("Room not known"))
    room = word.room_now(at=at)
    age = said_ago(word.said_at, at=at)
    return Chip(*_ROOM_LOOKS[Capacity.Room(room)], _room_words(room, word, at), age)


def _room_words(room: str, word: Capacity, at: datetime) -> str:
    if room == Capacity.Room.FULL and word.good_until:
        return _now("Full until %(day)s") % {
            "day": calendar_words(word.good_until.astimezone(at.tzinfo).date(), at.date())
        }
    if room == Capacity.Room.OPEN and word.places:
        return ngettext("Room for %(n)d", "Room for %(n)d", word.places) % {"n": word.places}
    return {
        Capacity.Room.OPEN: _now("Room this week"),
        Capacity.Room.LIMITED: _now("A few places"),
        Capacity.Room.WAITLIST: _now("Wait list only"),
        Capacity.Room.FULL: _now("Full"),
        Capacity.Room.UNKNOWN: _now("Room not known"),
    }[Capacity.Room(room)]


def said_ago(said_at: datetime, *, at: datetime) -> str:
    days = (at.date() - said_at.astimezone(at.tzinfo).date()).days
    if days <= 0:
        return _now("Said today")
    return ngettext("Said %(days)d day ago", "Said %(days)d days ago", days) % {"days": days}


def confirmed_words(said_at: datetime | None, *, at: datetime) -> str:
    """Of a listing: when somebody last said that it is right. `at`: on their clock."""
    if said_at is None:
        return _now("Nobody has said yet that this is right")
    day = calendar_words(said_at.astimezone(at.tzinfo).date(), at.date())
    return _now("Last checked: %(day)s") % {"day": day}


OLD_LISTING = _("Not confirmed lately: call first")


def opening_words(opening: Opening, local: datetime) -> str:
    """ "Open now until 5 pm", "Opens Tuesday at 9 am"; empty when nobody wrote the hours down."""
    if opening.until is not None:
        if (opening.until - local).days >= 1:
            return _now("Open day and night")
        return _now("Open now until %(time)s") % {"time": clock_words(opening.until.time())}
    if opening.opens is None:
        return ""
    clock = clock_words(opening.opens.time())
    if opening.opens_on(local):
        return _now("Opens today at %(time)s") % {"time": clock}
    day = date_format(
        opening.opens, "l"
    )  # within a sentence: "el martes", where a capital would be wrong
    return _now("Opens %(weekday)s at %(time)s") % {"weekday": day, "time": clock}


def hours_words(spans: Iterable[Span]) -> str:
    """Of one day: "9 am – 5 pm", "Day and night"; empty when it is closed."""
    spans = sorted(spans)
    return _now("Day and night") if any(span.is_all_day for span in spans) else spoken_times(spans)


def miles_words(miles: float) -> str:
    if miles < 0.1:
        return _now("Less than 0.1 mi")
    return _now("%(miles)s mi") % {"miles": f"{miles:.1f}" if miles < 10 else f"{miles:.0f}"}


def spoken_words(code: str) -> str:
    """ "Spanish spoken"."""
    return _now("%(language)s spoken") % {"language": language_within(code)}
