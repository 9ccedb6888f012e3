"""Loads the sample county: directory, people who work there, families, and their stories."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from accounts.models import User
from core.actor import Actor
from core.keys import make_key
from core.models import Outbox
from core.tenancy import tenant_context
from governance.actions.policies import set_sign_in
from governance.sign_in import SECOND_STEP
from organizations.grants import actor_for, sync
from organizations.models.directory import (
    Capacity,
    Hours,
    Location,
    Phone,
    Service,
    ServiceAtLocation,
)
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from people.actions.contact import Safety, set_safety
from people.actions.details import ContactDetails, PersonDetails, Tie
from people.actions.household import add_relative
from people.actions.people import add_person
from people.lifecycle import Barrier, Channel, Kin
from people.models.person import Person
from referrals.actions.look_ahead import look_ahead
from referrals.actions.sweep import sweep
from referrals.management.sample import (
    agreed,
    asking,
    closed,
    council,
    helping,
    joining,
    partners,
    quarrel,
    saying,
    watching,
    weekly,
    words,
)
from referrals.management.sample.cast import CAST, WORKERS, Cast, Offer
from referrals.management.sample.families import FAMILIES, Family
from referrals.management.sample.several import MORE_PLOTS
from referrals.management.sample.stories import PLOTS, Scene

NETWORK = "harbor"
ZONE = ZoneInfo("America/New_York")
OPENS, CLOSES, LAST = time(8), time(18), time(16, 40)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SWEPT_DAYS = 16
DELICATE = ("legal", "safety", "health")  # never by link: somebody there signs in


@dataclass
class Sample:
    """What has been made so far, by the keys of the cast."""

    now: datetime
    password: str
    network: Network = field(init=False)
    organizations: dict[str, Organization] = field(default_factory=dict)
    services: dict[str, list[Service]] = field(default_factory=dict)
    workers: dict[str, Actor] = field(default_factory=dict)

    def load(self) -> None:
        """All of it in one transaction: half a sample would be worse than none."""
        self.network = Network.objects.create(
            name="Harbor County Network", short_name=NETWORK, languages=["en", "es"], time_zone=ZONE.key,
            state="NY", help_line="211",
        )  # fmt: skip
        with tenant_context(self.network.pk):
            make_key(self.network.pk, at=self.now)
            for cast in CAST:
                self.found(cast)
            for login, name, place, roles in WORKERS:
                self.hire(login, name, place, roles)
            set_sign_in(
                actor=self.workers["convener"], values={SECOND_STEP: 0}, at=self.now,
                reason="Everybody here is invented: one password opens all of them.",
            )  # fmt: skip
            partners.partners_agree(self.workers["convener"], self.organizations.values(), self.now)
            joining.partners_come(
                self.workers["convener"], self.organizations, partners.agree, self.now
            )
            partners.three_agree(self.workers["convener"], self.organizations, self.now)
            agreed.partners_meet(self.workers["convener"], self.now)
            words.families_hear(self.workers["convener"], self.now - 400 * words.DAY)
            agreed.doors_close(self.workers, self.now)
            council.sits(self.workers, self.organizations, self.now)
            quarrel.disagrees(self.workers, self.organizations, self.now)
            saying.families_say(self.workers, self.organizations, self.now)
            for number, family in enumerate(FAMILIES, start=1):
                self.tell(family, number)
            closed.night_classes_end(
                self.workers["convener"], self.services["work"], at=evening_before(self.now)
            )
            self.let_time_pass()

    def found(self, cast: Cast) -> None:
        organization = Organization.objects.create(
            network=self.network, kind=cast.kind, sectors=[cast.sector], name=cast.name, status=cast.status,
            email=f"{cast.key}@example.org" if cast.mailbox else "", phone=self.phone(),
            is_victim_service=cast.victim_service,
        )  # fmt: skip
        self.organizations[cast.key] = organization
        place = self.settle(organization, cast)
        self.services[cast.key] = [
            self.offer(organization, place, cast, offer) for offer in cast.offers
        ]

    def settle(self, organization: Organization, cast: Cast) -> Location:
        street, zip_code, latitude, longitude = cast.place
        location = Location.objects.create(
            network=self.network, organization=organization, name=cast.name, address_1=street, city="Harbor",
            state_province="NY", postal_code=zip_code, latitude=latitude, longitude=longitude,
            transportation="Bus 14" if zip_code == "13001" else "Bus 7",
        )  # fmt: skip
        Phone.objects.create(
            network=self.network,
            organization=organization,
            number=organization.phone,
            description="Main",
        )
        return location

    def offer(
        self, organization: Organization, place: Location, cast: Cast, offer: Offer
    ) -> Service:
        service = Service.objects.create(
            network=self.network, organization=organization, name=offer.name, topics=offer.topics.split(),
            intake=offer.intake, asks=offer.asks.split(), languages=cast.languages.split(),
            overcomes=offer.overcomes.split(), reports_back=offer.reports_back, legal_days=offer.legal_days,
            what_to_bring=offer.bring, description=offer.note, fees="No cost", confirmed_at=self.now - timedelta(days=20),
        )  # fmt: skip
        ServiceAtLocation.objects.create(network=self.network, service=service, location=place)
        Hours.objects.bulk_create(
            Hours(
                network=self.network, service=service, weekday=day, opens_at=opens, closes_at=closes
            )
            for day, opens, closes in opening_hours(offer.hours)
        )
        if offer.room:
            Capacity.objects.create(
                network=self.network, service=service, room=offer.room, note=offer.note, said_at=self.now - timedelta(days=2),
                good_until=self.now + timedelta(days=12),
            )  # fmt: skip
        return service

    def phone(self) -> str:
        return f"(555) 555-01{len(self.organizations):02d}"

    def hire(self, login: str, name: str, place: str, roles: tuple[str, ...]) -> None:
        user = User.objects.create(email=f"{login}@example.org", name=name, password=self.hashed)
        membership = Membership.objects.create(
            network=self.network, user=user, organization=self.organizations[place], roles=list(roles),
            since=self.now - timedelta(days=400),
        )  # fmt: skip
        sync(membership)
        self.workers[login] = actor_for(user, membership)

    @property
    def hashed(self) -> str:
        """One hash for all: Argon2 is slow by design."""
        self._hashed: str = getattr(self, "_hashed", "") or make_password(self.password)
        return self._hashed

    def tell(self, family: Family, number: int) -> None:
        worker = self.workers[
            "north"
            if family.clinic == "northgate"
            else "colleague"
            if number % 4 == 0
            else "navigator"
        ]
        person = self.meet(family, worker, number)
        self.ask(family, worker, person, number)
        for story in family.stories.split():
            plot, place = story.partition(":")[0], story.partition("@")[2]
            (PLOTS | MORE_PLOTS)[plot](self.scene(worker, person, topics_of(story), place))

    def ask(self, family: Family, worker: Actor, person: Person, number: int) -> None:
        """Most were asked, some said no thanks, two questionnaires lie half-way on a desk."""
        topics = tuple(topic for story in family.stories.split() for topic in topics_of(story))
        if number % 6 == 0:
            asking.declined(worker, person, self.now - timedelta(days=22))
        elif number % 15 == 5:
            asking.ask(worker, person, (), self.now - timedelta(hours=2), unfinished=True)
        else:
            asking.ask(worker, person, topics, self.now - timedelta(days=20))

    def meet(self, family: Family, worker: Actor, number: int) -> Person:
        at = self.now - timedelta(days=40)
        details = PersonDetails(
            first_name=family.first, last_name=family.last, birth_date=birthday(self.now, family.age, number),
            language=family.language, needs_interpreter=family.language != "en", record_number=f"MRN-{4000 + number}",
            postal_code=family.zip_code, address=f"{number} Harbor Street, Harbor NY",
            barriers=frozenset(Barrier(code) for code in family.barriers.split()), contacts=contacts(family, number),
            household_size=2 + number % 4, best_time="after 5 pm" if number % 3 else "mornings",
        )  # fmt: skip
        person = add_person(actor=worker, details=details, at=at, despite_duplicates=True)
        self.has_child(person, worker, family, number, at)
        safety = Safety(
            contact_with_care=family.with_care, agreed_word=AGREED_WORDS[number % len(AGREED_WORDS)]
        )
        person.refresh_from_db()
        return set_safety(
            actor=worker, person_id=person.pk, safety=safety, version=person.version, at=at
        )

    def has_child(
        self, parent: Person, worker: Actor, family: Family, number: int, at: datetime
    ) -> None:
        """A child and a carer are two people: "Mother of Mateo, 4"."""
        details = PersonDetails(
            first_name=family.child,
            last_name=family.last,
            birth_date=birthday(self.now, family.child_age, number + 9),
            language=family.language,
        )
        child = add_person(actor=worker, details=details, at=at, despite_duplicates=True)
        tie = Tie(
            kind=Kin(family.kin),
            may_consent=True,
            may_be_told=True,
            may_be_called=True,
            checked_how="birth certificate",
        )
        add_relative(actor=worker, person_id=child.pk, relative=parent.pk, tie=tie, at=at)

    def scene(self, worker: Actor, person: Person, topics: tuple[str, ...], place: str) -> Scene:
        offers = self.services.get(place, [])
        service = next(
            (s for s in offers if set(topics) & set(s.topics)), offers[0] if offers else None
        )
        return Scene(worker, self.helper(place), person, topics, service, self.now)

    def helper(self, place: str) -> Actor | None:
        """Whoever works requests there; an organization without an account is answered for by its mailbox link."""
        if place not in self.organizations:
            return None
        organization = self.organizations[place]
        known = (
            actor
            for actor in self.workers.values()
            if actor.holds("work_referrals", organization.pk)
        )
        return next(known, None) or self.stand_in(place)

    def stand_in(self, place: str) -> Actor:
        """Nobody signs in there: whoever reads its mailbox answers by the link."""
        organization = self.organizations[place]
        if organization.sectors[0] not in DELICATE:
            return Actor.partner_link(self.network.pk, organization.pk, organization.pk)
        login = f"{place}.desk"
        self.hire(login, f"{organization.name} front desk", place, ("intake",))
        return self.workers[login]

    def let_time_pass(self) -> None:
        """The sweep of every past day, so that late ones have had their reminders; their messages are long gone."""
        for days in range(SWEPT_DAYS, -1, -1):
            at = self.now - timedelta(days=days)
            while sweep(network_id=self.network.pk, at=at) > 0:
                continue
        look_ahead(network_id=self.network.pk, at=self.now)
        helping.ask_desk(self.workers["colleague"], self.workers["desk"], at=self.now)
        helping.ask_desk(self.workers["navigator"], self.workers["desk"], at=self.now)
        watching.opened_in_an_emergency(self.workers, self.now)
        watching.looked_at_twice(self.workers, self.now)
        watching.in_danger(self.workers, self.now)
        Outbox.objects.filter(network_id=self.network.pk).delete()
        weekly.ask(self.network, now=self.now)


def office_hours(now: datetime) -> datetime:
    """Now, or the last afternoon: whoever loads it at night does not find a county that works at night."""
    local = now.astimezone(ZONE)
    if OPENS <= local.time() < CLOSES:
        return now
    day = local.date() - timedelta(days=local.time() < OPENS)
    return datetime.combine(day, LAST, ZONE)


def evening_before(now: datetime) -> datetime:
    day = now.astimezone(ZONE).date() - timedelta(days=1)
    return datetime.combine(day, CLOSES, ZONE)


AGREED_WORDS = ("lantern", "maple", "river", "button", "orange")


def topics_of(story: str) -> tuple[str, ...]:
    """`plot:topic,topic@organization`"""
    return tuple(story.partition(":")[2].partition("@")[0].split(","))


def birthday(now: datetime, age: int, number: int) -> date:
    return (now - timedelta(days=age * 365.25 + 20 + number * 7)).date()


def contacts(family: Family, number: int) -> tuple[ContactDetails, ...]:
    if family.reach == "none":
        return ()
    phone = ContactDetails(Channel.PHONE, f"(555) 555-01{number % 100:02d}", is_safe=True, rank=2)
    values = {
        "email": f"{family.first.lower()}.family@example.net",
        "text": phone.value,
        "phone": phone.value,
    }
    first = ContactDetails(
        Channel(family.reach), values[family.reach], is_safe=True, language=family.language
    )
    return (first,) if first.channel is Channel.PHONE else (first, phone)


def opening_hours(words: str) -> list[tuple[int, time, time]]:
    """`mon-fri 9-17` or `tue,thu 9-12`; 24 is the last minute of the day."""
    days, hours = words.split()
    opens, closes = (int(n) for n in hours.split("-"))
    ends = time(23, 59) if closes == 24 else time(closes)
    return [(day, time(opens), ends) for day in _days(days)]


def _days(words: str) -> list[int]:
    span = re.fullmatch(r"(\w{3})-(\w{3})", words)
    if span:
        return list(range(DAYS.index(span[1]), DAYS.index(span[2]) + 1))
    return [DAYS.index(day) for day in words.split(",")]
