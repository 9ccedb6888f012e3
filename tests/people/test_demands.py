"""A court or an office demands something: officers alone see it, cannot forget it, and what left is accounted for."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from insights.search.figures import figures
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people import disclosures
from people.actions.demands import (
    Answer,
    Paper,
    answer_demand,
    ask_counsel,
    chase_demands,
    receive_demand,
)
from people.lifecycle import DemandAnswer, DemandKind, DemandOffice, Silence
from people.models.agreements import Disclosure
from people.models.demands import DemandedRecord, LegalDemand
from people.models.person import Person
from referrals.actions.audit import ask
from referrals.actions.promises import PROMISES
from tests.story import NOW, Worker, found, hire

TODAY, DAY = NOW.date(), timedelta(days=1)
PAPER = Paper(
    DemandKind.SUBPOENA, DemandOffice.LAW_ENFORCEMENT, "District Attorney, 1 Court Square",
    "All records of Rosa", TODAY, due_on=TODAY + 12 * DAY,
)  # fmt: skip


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


@pytest.fixture
def demand(officer: Worker) -> LegalDemand:
    return receive_demand(actor=officer.actor, paper=PAPER, at=NOW)


def counsel(officer: Worker, demand: LegalDemand, at=NOW) -> LegalDemand:
    return ask_counsel(actor=officer.actor, demand_id=demand.pk, on=TODAY, words="OK", at=at)


def gives(officer: Worker, demand: LegalDemand, *people: Person, at=NOW, **more) -> LegalDemand:
    said = Answer(
        DemandAnswer.NARROWED, left_words="Dates of two visits",
        person_ids=frozenset(p.pk for p in people), **more,
    )  # fmt: skip
    return answer_demand(actor=officer.actor, demand_id=demand.pk, answer=said, at=at)


def refuses(officer: Worker, demand: LegalDemand) -> LegalDemand:
    said = Answer(DemandAnswer.REFUSED, "No judge signed it.")
    return answer_demand(actor=officer.actor, demand_id=demand.pk, answer=said, at=NOW)


def accounting(person: Person, at) -> list[str]:
    looks = disclosures.about(network_id=person.network_id, person_id=person.pk, at=at)
    return list(looks.values_list("what", flat=True))


def kinds() -> list[str]:
    made = Event.objects.filter(kind__startswith="demand.").order_by("happened_at", "id")
    return list(made.values_list("kind", flat=True))


def test_nobody_but_a_privacy_officer_sees_a_demand_whoever_cares_for_her(
    demand: LegalDemand, officer: Worker, navigator: Worker, stranger: Worker, foreigner: Worker
):
    page = reverse("people:demand", args=[demand.pk])
    assert "District Attorney" in officer.client.get(page).content.decode()
    for worker in (navigator, stranger):
        assert worker.client.get(page).status_code == 403
        with pytest.raises(NotAllowed):
            receive_demand(actor=worker.actor, paper=PAPER, at=NOW)
    assert foreigner.client.get(page).status_code == 404
    with pytest.raises(LegalDemand.DoesNotExist):
        counsel(foreigner, demand)


def test_what_is_demanded_lies_sealed_and_no_event_tells_it(demand: LegalDemand):
    with connection.cursor() as cursor:
        cursor.execute("SELECT office, asked FROM people_legaldemand")
        assert b"Rosa" not in b"".join(bytes(cell) for cell in cursor.fetchone())
    [event] = Event.objects.filter(kind="demand.received")
    assert event.subject_id == demand.network_id
    assert set(event.details) == {"demand", "kind"}


# --- a date that cannot be forgotten ------------------------------------------------------------


def test_first_counsel_is_asked_and_then_it_is_answered_before_the_day_in_the_paper(
    demand: LegalDemand, officer: Worker
):
    assert demand.next_step == "ask_counsel"
    assert demand.next_step_due == NOW + DAY  # an open day
    demand = counsel(officer, demand)
    assert demand.next_step == "answer_demand"
    assert demand.next_step_due.date() == PAPER.due_on
    assert NOW < demand.wake_at < demand.next_step_due


def test_what_nobody_does_comes_back_and_then_the_conveners_hear_that_it_is_late(
    demand: LegalDemand, officer: Worker
):
    network_id = demand.network_id
    assert chase_demands(network_id=network_id, at=NOW) == 0
    chase_demands(network_id=network_id, at=NOW + DAY)
    chase_demands(network_id=network_id, at=NOW + 2 * DAY)
    assert kinds() == ["demand.received", "demand.counsel_late", "demand.climbed"]
    chase_demands(network_id=network_id, at=NOW + 9 * DAY)
    assert kinds()[-1] == "demand.climbed"  # again, until somebody takes the step
    refuses(officer, demand)
    assert chase_demands(network_id=network_id, at=NOW + 99 * DAY) == 0


def test_the_mail_says_that_a_day_is_near_and_the_conveners_learn_nothing_else(
    demand: LegalDemand, officer: Worker, navigator: Worker
):
    convener = hire(officer.organization, "Cora Convener", Role.CONVENER)
    for days in (1, 2):
        chase_demands(network_id=demand.network_id, at=NOW + days * DAY)
    announce_everywhere(at=NOW + 2 * DAY)
    told = set(Delivery.objects.values_list("template", "user_id"))
    assert told == {("law_waits", officer.user.pk), ("law_is_late", convener.user.pk)}


def test_an_open_demand_without_a_date_is_refused_by_the_database(demand: LegalDemand):
    with (
        pytest.raises(IntegrityError, match="demand_open_has_owner_and_date"),
        transaction.atomic(),
    ):
        LegalDemand.objects.filter(pk=demand.pk).update(next_step_due=None)


# --- what leaves --------------------------------------------------------------------------------


def test_nothing_leaves_before_counsel_was_asked(
    demand: LegalDemand, officer: Worker, rosa: Person
):
    with pytest.raises(BadInput, match="counsel"):
        gives(officer, demand, rosa)
    with (
        pytest.raises(IntegrityError, match="demand_gives_nothing_without_counsel"),
        transaction.atomic(),
    ):
        LegalDemand.objects.filter(pk=demand.pk).update(
            answer="complied", answered_at=NOW, answered_by=officer.user, next_step="",
            waiting_on="", next_step_due=None, wake_at=None,
        )  # fmt: skip
    assert not DemandedRecord.objects.exists()


def test_the_family_reads_who_was_given_what_and_a_stranger_reads_nothing(
    demand: LegalDemand, officer: Worker, navigator: Worker, stranger: Worker, rosa: Person
):
    gives(officer, counsel(officer, demand), rosa)
    assert accounting(rosa, NOW) == ["people.given_to_law"]
    page, file = (reverse(f"people:{name}", args=[rosa.pk]) for name in ("seen", "seen_file"))
    for shown in (page, file):
        text = navigator.client.get(shown).content.decode()
        assert "District Attorney, 1 Court Square" in text
        assert "Dates of two visits" in text
        assert stranger.client.get(shown).status_code == 404


def test_where_the_law_forbids_it_the_family_is_told_from_the_day_after(
    demand: LegalDemand, officer: Worker, navigator: Worker, rosa: Person
):
    until = TODAY + 60 * DAY
    written = {"silence": Silence.WRITTEN, "silence_since": TODAY, "silence_until": until}
    gives(officer, counsel(officer, demand), rosa, **written)
    assert accounting(rosa, NOW + 60 * DAY) == []
    assert not disclosures.by_organization(rosa, at=NOW + 60 * DAY)
    evening = NOW.replace(hour=1) + 61 * DAY  # where the family lives it is still the day before
    assert accounting(rosa, evening) == []
    assert accounting(rosa, NOW + 61 * DAY) == ["people.given_to_law"]
    assert figures(rosa.network_id, at=NOW)["demands"]["kinds"] == {}
    assert figures(rosa.network_id, at=evening)["demands"]["kinds"] == {}
    assert figures(rosa.network_id, at=NOW + 61 * DAY)["demands"]["kinds"] == {"subpoena": 1}


def test_silence_that_was_asked_for_aloud_holds_for_30_days_and_not_for_one_side_of_a_case(
    demand: LegalDemand, officer: Worker, rosa: Person
):
    counsel(officer, demand)
    said = {"silence": Silence.ORAL, "silence_since": TODAY}
    with pytest.raises(BadInput, match="30 days"):
        gives(officer, demand, rosa, silence_until=TODAY + 31 * DAY, **said)
    for change in ({"silence_until": TODAY + 31 * DAY}, {"office_kind": DemandOffice.PARTY}):
        fields = {"silence_until": TODAY + 30 * DAY, **said, **change}
        with pytest.raises(IntegrityError, match="demand_silence_is_lawful"), transaction.atomic():
            LegalDemand.objects.filter(pk=demand.pk).update(**fields)
    gives(officer, demand, rosa, silence_until=TODAY + 30 * DAY, **said)


def test_records_of_a_part_2_program_leave_by_a_court_order_only(
    demand: LegalDemand, officer: Worker, rosa: Person, clinic: Organization
):
    Organization.objects.filter(pk=clinic.pk).update(is_part2_program=True)
    counsel(officer, demand)
    with pytest.raises(BadInput, match="subpart E"):
        gives(officer, demand, rosa)
    raw = DemandedRecord(network=rosa.network, demand=demand, person=rosa, disclosure_id=rosa.pk)
    with pytest.raises(IntegrityError, match="court order"), transaction.atomic():
        raw.save(force_insert=True)
    order = {"part2_court": "Superior Court", "part2_order_on": date(2026, 11, 2)}
    assert gives(officer, demand, rosa, **order).has_part2


def test_nothing_of_a_victim_services_people_leaves_here_and_no_answer_says_that_they_exist(
    demand: LegalDemand, officer: Worker, rosa: Person, shelter: Organization
):
    Person.objects.filter(pk=rosa.pk).update(custodian=shelter)
    counsel(officer, demand)
    with pytest.raises(BadInput, match="no record that you can answer for"):
        gives(officer, demand, rosa)
    raw = DemandedRecord(network=rosa.network, demand=demand, person=rosa, disclosure_id=rosa.pk)
    with pytest.raises(IntegrityError, match="victim service"), transaction.atomic():
        raw.save(force_insert=True)


def test_an_answer_is_given_once_and_never_changed(
    demand: LegalDemand, officer: Worker, rosa: Person
):
    refuses(officer, demand)
    with pytest.raises(StepNotPossible):
        refuses(officer, demand)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        LegalDemand.objects.filter(pk=demand.pk).update(answer="complied")


def test_the_auditor_finds_neither_a_forgotten_demand_nor_something_that_left_unaccounted(
    demand: LegalDemand, officer: Worker, rosa: Person
):
    asked = {p.name: p for p in PROMISES}
    ours = [asked["demand_is_answered_for"], asked["what_the_law_took_is_accounted_for"]]
    assert [ask(one, demand.network_id, NOW).broken for one in ours] == [0, 0]
    assert ask(ours[0], demand.network_id, NOW + 3 * DAY).broken == 1
    gives(officer, counsel(officer, demand), rosa)
    assert [ask(one, demand.network_id, NOW + 3 * DAY).broken for one in ours] == [0, 0]


# --- the pages ----------------------------------------------------------------------------------


def test_an_officer_writes_one_down_asks_counsel_and_answers_it_on_pages(
    officer: Worker, rosa: Person
):
    client, today = officer.client, timezone.localdate().isoformat()
    paper = {"kind": "administrative_warrant", "office_kind": "immigration", "office": "Field office",
             "asked": "Where is she?", "received_on": today}  # fmt: skip
    page = client.post(reverse("people:receive_demand"), paper, follow=True)
    assert "no judge" in page.content.decode()
    [demand] = LegalDemand.objects.all()
    said = {"on": today, "words": "Do not answer."}
    client.post(reverse("people:ask_counsel", args=[demand.pk]), said)
    answer = reverse("people:answer_demand", args=[demand.pk])
    wrong = client.post(answer, {"answer": "complied", "left_words": "All", "records": "Rosa"})
    assert wrong.status_code == 422
    record = "https://porchlight.example" + reverse("people:record", args=[rosa.pk])
    given = {"answer": "complied", "left_words": "An address", "records": record}
    assert client.post(answer, given).status_code == 302
    shown = client.get(reverse("people:demand", args=[demand.pk])).content.decode()
    assert reverse("people:seen", args=[rosa.pk]) in shown
    [look] = Disclosure.objects.filter(what="people.demand")
    assert look.person_ids == [rosa.pk]
    assert "people.demand" not in accounting(rosa, timezone.now())
    assert "Field office" not in client.get(reverse("people:demands")).content.decode()
