"""Families of the last three months, long helped: what a clinic's run chart is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from core.actor import Actor
from organizations.models.directory import Service
from people.actions.details import ContactDetails, PersonDetails
from people.actions.people import add_person
from people.lifecycle import Channel, Direction
from people.models.person import Person
from referrals.actions import answer, family, progress
from referrals.actions.family import Answer
from referrals.actions.send import Sending, send
from referrals.lifecycle import Mode
from referrals.management.sample.stories import SHARED
from referrals.management.sample.words import says_yes
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import Via

TOPIC = "food_pantry"
A_WEEK = 11  # as many as figures must have before they show a week
TURNS = 3  # each family comes in every third week
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
FIRST = (
    "Abel",
    "Bianca",
    "Celia",
    "Dario",
    "Esther",
    "Farid",
    "Gloria",
    "Hugo",
    "Irene",
    "Jonas",
    "Karla",
)
LAST = ("Brook", "Fields", "Marsh")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks whom: a worker of the clinic, the partner's mailbox, and what it offers."""

    worker: Actor
    service: Service
    zone: ZoneInfo

    @property
    def partner(self) -> Actor:
        home = self.service.organization
        return Actor.partner_link(home.network_id, home.pk, home.pk)


def families_were_helped(desk: Desk, monday: date, hours: Sequence[float]) -> None:
    """From this Monday on a number for each week: how long, in the middle, help was not asked for."""
    people = [_meet(desk, number, monday) for number in range(A_WEEK * TURNS)]
    for week, usual in enumerate(hours):
        day = monday + week * WEEK + DAY
        for number, person in enumerate(people[week % TURNS :: TURNS]):
            spread = (number * 7 % A_WEEK - A_WEEK // 2) * usual / 20
            _helped(desk, person, datetime.combine(day, time(10), desk.zone), usual + spread)


def _meet(desk: Desk, number: int, monday: date) -> Person:
    at = datetime.combine(monday, time(9), desk.zone)
    phone = ContactDetails(Channel.TEXT, f"(555) 555-02{number:02d}", is_safe=True)
    details = PersonDetails(
        first_name=FIRST[number // TURNS], last_name=LAST[number % TURNS], postal_code="13001",
        birth_date=date(monday.year - 30 - number, 1 + number % 12, 9), contacts=(phone,),
        record_number=f"MRN-{5000 + number}",
    )  # fmt: skip
    person = add_person(actor=desk.worker, details=details, at=at, despite_duplicates=True)
    directions = frozenset({Direction.SEND, Direction.REPORT_BACK, Direction.CONTACT})
    says_yes(
        desk.worker, person, directions, SHARED, partner=desk.service.organization,
        until=at + 365 * DAY, at=at,
    )  # fmt: skip
    return person


def _helped(desk: Desk, person: Person, at: datetime, hours: float) -> None:
    """All of it within that week, so that nobody waits for anything any more."""
    [need] = record_found(
        actor=desk.worker, person=person, topics=[FoundTopic(TOPIC)], at=at - HOUR
    )
    want_help(actor=desk.worker, need_id=need.pk, at=at)
    asked = frozenset(desk.service.asks) & {fact.value for fact in SHARED}
    key = uuid5(NAMESPACE_OID, f"{person.pk}{at:%G-W%V}")
    sending = Sending(desk.service.pk, key, mode=Mode.DIRECT, facts=tuple(sorted(asked)))
    sent_at = at + hours * HOUR
    made = send(actor=desk.worker, need_id=need.pk, sending=sending, at=sent_at)
    answer.accept(actor=desk.partner, referral_id=made.pk, at=sent_at + 2 * HOUR)
    progress.complete(
        actor=desk.partner, referral_id=made.pk, outcome="provided", at=sent_at + 5 * HOUR
    )
    family.family_answers(
        actor=Actor.link(need.network_id, person.pk), need_id=need.pk, answer=Answer.YES,
        at=sent_at + DAY, via=Via.LINK, why="",
    )  # fmt: skip
