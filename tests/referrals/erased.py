"""A person of whom everything there is to know is known; and a look into every corner of the database for it."""

from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import connection

from accounts.models import KeptForm
from core.ids import uuid7
from core.sealed import SealedTextField
from organizations.models.network import Organization
from people.actions.details import ContactDetails, PersonDetails
from people.actions.people import add_person
from people.actions.rights import Asked, answer_right, ask_right, disagree
from people.lifecycle import Barrier, Channel, Danger, Direction, Form, Right, RightEnd
from people.models.agreements import Consent
from people.models.contact import ContactPoint, MeetingPoint
from people.models.glass import BrokenGlass
from people.models.looking import PersonSearch
from people.models.person import Coverage, Demographics, HouseholdMembership, Person, Relationship
from people.models.rights import Hold
from people.models.safety import MandatedReport, SafetyAlert
from referrals.actions import answer, progress, send
from referrals.actions.family import Answer, family_answers
from referrals.actions.send import Sending
from referrals.links import request_link
from referrals.models.messages import Message
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import Via
from screening.models.need import Need
from screening.models.screening import Answer as ScreeningAnswer
from screening.models.screening import Screening
from tests.story import Worker

DAY = timedelta(days=1)
WORD = "quixote"  # stands in everything that is said of her
PHONE, BORN, ZIP = "(555) 010-7731", date(1971, 6, 23), "10467"
TELLS = (WORD, "5550107731", "010-7731", "1971-06-23", ZIP)


def words(field: str) -> str:
    return f"{WORD} {field}"


def planted(navigator: Worker, at: datetime) -> Person:
    """Found by every sign, reached by every way, with a son and a home."""
    details = PersonDetails(
        first_name=words("first"), last_name=words("last"), other_names=words("other"),
        birth_date=BORN, record_number=f"{WORD}-77", language="es", best_time=words("time"),
        address=words("street"), postal_code=ZIP, note=words("note"), pronouns=words("they"),
        barriers=frozenset({Barrier.NO_CAR}), household_size=2,
        contacts=(ContactDetails(Channel.TEXT, PHONE, is_safe=True, safe_when=words("when")),),
    )  # fmt: skip
    person = add_person(actor=navigator.actor, details=details, at=at)
    person.agreed_word = WORD
    person.zip3, person.next_visit_on = ZIP[:3], at.date()
    person.save()
    _known(person, at)
    _at_home(person, navigator, at)
    return person


def _known(person: Person, at: datetime) -> None:
    own = {"network": person.network, "person": person}
    MeetingPoint.objects.create(**own, place=words("a"), time=words("b"), words=words("c"))
    Demographics.objects.create(**own, question="q", answer=words("d"), said_at=at)
    Coverage.objects.create(**own, payer=words("payer"), member_number=words("e"))
    Consent.objects.create(
        **own, direction=Direction.CONTACT, form=Form.VERBAL, words="Yes", since=at,
        interpreter=words("f"), witness=words("g"), signed_name=words("3"), kept_where=words("4"),
        paper_seen=words("5"), capacity="self",
    )  # fmt: skip
    screening = Screening.objects.create(
        **own, organization=person.custodian, instrument="hunger_vital_sign", instrument_version="1",
        interpreter=words("h"), started_at=at, finished_at=at,
    )  # fmt: skip
    ScreeningAnswer.objects.create(
        network=person.network, screening=screening, item="1-8", codes=words("i"), answered_at=at
    )


def _at_home(person: Person, navigator: Worker, at: datetime) -> None:
    son = Person.objects.create(
        network=person.network, custodian=person.custodian, first_name="Mateo", created_at=at
    )
    Relationship.objects.create(
        network=person.network, person=son, other=person, kind="mother", since=at,
        checked_how=words("papers"),
    )  # fmt: skip
    ContactPoint.objects.create(
        network=person.network, person=son, whose=person, channel="phone", value=PHONE
    )
    home = HouseholdMembership.objects.get(person=person).household
    home.label = words("home")
    home.save()
    PersonSearch.objects.create(
        network=person.network, user=navigator.user, session="s", words=words("j"),
        expires_at=at + DAY,
    )  # fmt: skip


def helped(person: Person, navigator: Worker, intake: Worker, service, at: datetime) -> Need:
    """A need that went all the way and is met, with all that was said on the way."""
    [found] = record_found(
        actor=navigator.actor, person=person, topics=[FoundTopic("food_pantry")], at=at
    )
    need = want_help(actor=navigator.actor, need_id=found.pk, at=at)
    pantry: Organization = service.organization
    Consent.objects.create(
        network=person.network, person=person, direction=Direction.SEND, recipient=pantry,
        facts=["name", "phone", "household"], form=Form.VERBAL, words="Yes", since=at,
    )  # fmt: skip
    sending = Sending(service_id=service.pk, request_key=uuid7(), facts=("name",))
    referral = send.send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at + DAY)
    progress.complete(
        actor=intake.actor, referral_id=referral.pk, outcome="provided", at=at + 2 * DAY
    )
    _said_on_the_way(person, need, referral, navigator, at)
    family_answers(
        actor=navigator.actor, need_id=need.pk, answer=Answer.YES, at=at + 3 * DAY, via=Via.PHONE
    )
    return need


def _said_on_the_way(
    person: Person, need: Need, referral: Referral, navigator: Worker, at: datetime
) -> None:
    need = Need.objects.get(pk=need.pk)
    need.words = words("k")
    need.save()
    referral = Referral.objects.get(pk=referral.pk)
    referral.note, referral.talk_with = words("l"), words("m")
    referral.sender_reference = referral.receiver_reference = words("n")
    referral.save()
    Message.objects.create(
        network=need.network, referral=referral, event_id=uuid7(), kind="x", said_by="sender",
        text=words("o"), at=at,
    )  # fmt: skip
    ContactAttempt.objects.create(
        network=need.network, person=person, need=need, organization=need.organization,
        way="phone", outcome="no_answer", note=words("p"), at=at,
    )  # fmt: skip
    request_link(referral, at=at)
    KeptForm.objects.create(
        user=navigator.user, path=f"/needs/{need.pk}/", fields=words("q"), expires_at=at + DAY
    )


def feared_for(person: Person, worker: Worker, at: datetime) -> None:
    own = {"network": person.network, "person": person, "organization": person.custodian}
    SafetyAlert.objects.create(
        **own, raised_by=worker.user, raised_at=at, danger=Danger.OTHER, words=words("hidden r"),
        taken_by=worker.user, taken_at=at, closed_at=at, closed_how="safe_now",
        closing_words=words("hidden s"),
    )  # fmt: skip
    MandatedReport.objects.create(
        **own, made_by=worker.user, made_at=at, recorded_at=at, to_whom=words("hidden t"),
        reference=words("hidden u"), words=words("hidden v"),
    )  # fmt: skip
    BrokenGlass.objects.create(
        **own,
        user=worker.user,
        reason="life",
        words=words("hidden w"),
        since=at,
        until=at + DAY / 48,
    )
    Hold.objects.create(
        **own, reason="lawsuit", words=words("hidden x"), placed_at=at, placed_by=worker.user,
        lifted_at=at, lifted_by=worker.user,
    )  # fmt: skip


def corrected(person: Person, worker: Worker, at: datetime) -> None:
    """They said that something is wrong, were refused, and disagreed."""
    asked = Asked(Right.CORRECTION, "phone", words("y"), words("z"))
    request = ask_right(actor=worker.actor, person_id=person.pk, asked=asked, at=at)
    own = {"actor": worker.actor, "right_id": request.pk, "at": at}
    answer_right(**own, end=RightEnd.REFUSED, words=words("1"))
    disagree(**own, words=words("2"))


# --- looking for it -------------------------------------------------------------------------------


def in_the_database() -> list[str]:
    """Every column of every table that still has one of the planted words, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
               AND has_table_privilege(c.oid, 'SELECT')"""
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            for word in TELLS:
                hexed = word.encode().hex()
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS r WHERE r::text ILIKE %s OR r::text ILIKE %s',
                    [f"%{word}%", f"%{hexed}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}: {word}")
    return found


def in_what_opens() -> list[str]:
    """The same, for what can be read only with the keys."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField)
        for row in model._default_manager.all()
        if any(word in getattr(row, field.name) for word in TELLS)
    ]


def signs_left(person: Person) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_persontoken WHERE person_id = %s", [person.pk])
        return cursor.fetchone()[0]
