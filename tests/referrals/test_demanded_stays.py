"""A court asks about her: nothing of hers is erased before that is answered, whoever asks for it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.actions.demands import (
    Answer,
    Paper,
    answer_demand,
    name_people,
    receive_demand,
)
from people.actions.rights import Asked, ask_right, place_hold
from people.lifecycle import DemandAnswer, DemandKind, DemandOffice, HoldReason, Right
from people.models.agreements import Disclosure
from people.models.demands import LegalDemand, NamedInDemand
from people.models.person import Exclusion, Person
from people.models.rights import RightsRequest
from referrals.actions.erasing import MustBeKept, erase
from referrals.actions.retention import keep_no_longer
from tests.referrals.erased import planted
from tests.story import NOW, Worker, found, hire

LATER = NOW + timedelta(days=366 * 8)  # longer than a clinic in New York must keep a record
ASKED = Asked(Right.ERASURE, "paper", "All of it", "I want to be forgotten.")


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


@pytest.fixture
def quiet(navigator: Worker) -> Person:
    return planted(navigator, NOW)


@pytest.fixture
def asked(quiet: Person, navigator: Worker) -> RightsRequest:
    return ask_right(actor=navigator.actor, person_id=quiet.pk, asked=ASKED, at=LATER)


def demand(officer: Worker, *people: Person) -> LegalDemand:
    paper = Paper(
        DemandKind.SUBPOENA, DemandOffice.COURT, "A court", "All", LATER.date(),
        person_ids=frozenset(one.pk for one in people),
    )  # fmt: skip
    return receive_demand(actor=officer.actor, paper=paper, at=LATER)


def erased(officer: Worker, request: RightsRequest) -> None:
    erase(actor=officer.actor, right_id=request.pk, at=LATER)


def other(quiet: Person) -> Person:
    return Person.objects.exclude(pk=quiet.pk).get()


def test_nothing_of_her_is_erased_while_a_demand_names_her(
    quiet: Person, asked: RightsRequest, officer: Worker
):
    paper = demand(officer, quiet)
    with pytest.raises(MustBeKept, match="court or an office demands"):
        erased(officer, asked)
    said = Answer(DemandAnswer.REFUSED, "No judge signed it.")
    answer_demand(actor=officer.actor, demand_id=paper.pk, answer=said, at=LATER)
    erased(officer, asked)
    assert Person.objects.get(pk=quiet.pk).is_erased


def test_a_demand_that_names_nobody_may_be_about_anybody_and_one_that_names_her_son_is_not(
    quiet: Person, asked: RightsRequest, officer: Worker
):
    paper = demand(officer)
    with pytest.raises(MustBeKept, match="court or an office demands"):
        erased(officer, asked)
    name_people(actor=officer.actor, demand_id=paper.pk, person_ids={other(quiet).pk}, at=LATER)
    erased(officer, asked)


def test_a_paper_for_other_partners_says_nothing_at_a_victim_service(
    quiet: Person, asked: RightsRequest, officer: Worker, supervisor: Worker, clinic: Organization
):
    clinic.is_victim_service = True
    clinic.save()
    with pytest.raises(BadInput, match="no record that you can answer for"):
        demand(officer, quiet)
    demand(officer)
    erase(actor=supervisor.actor, right_id=asked.pk, at=LATER)
    assert Person.objects.get(pk=quiet.pk).is_erased


def test_only_an_officer_names_whom_it_is_about_and_the_look_is_written_down(
    quiet: Person, officer: Worker, navigator: Worker, foreigner: Worker
):
    paper = demand(officer)
    page = reverse("people:name_demanded", args=[paper.pk])
    typed = {"named-records": reverse("people:record", args=[quiet.pk])}
    for worker, answer in ((navigator, 403), (foreigner, 404)):
        assert worker.client.post(page, typed).status_code == answer
    with pytest.raises(NotAllowed):
        name_people(actor=navigator.actor, demand_id=paper.pk, person_ids={quiet.pk}, at=LATER)
    assert officer.client.post(page, {"named-records": "Rosa"}).status_code == 422
    assert officer.client.post(page, typed).status_code == 302
    assert NamedInDemand.objects.get().person_id == quiet.pk
    shown = officer.client.get(reverse("people:demand", args=[paper.pk])).content.decode()
    assert "1 record is kept as it is" in shown
    assert str(quiet.pk) not in shown
    assert Disclosure.objects.filter(what="people.demand", person_ids=[quiet.pk]).exists()


def test_an_officer_whom_she_shut_out_reads_no_demand_that_names_her_and_another_does(
    quiet: Person, officer: Worker, network: Network
):
    """When nobody is left who reads it, its step is late, and whoever convenes hears so."""
    paper, other = demand(officer, quiet), demand(officer)
    page = reverse("people:demand", args=[paper.pk])
    assert officer.client.get(page).status_code == 200
    Exclusion.objects.create(network=network, person=quiet, user=officer.user)
    assert officer.client.get(page).status_code == 404
    assert officer.client.get(reverse("people:demand", args=[other.pk])).status_code == 200
    second = hire(found(network, "Harbor House"), "Second Officer", Role.PRIVACY)
    assert second.client.get(page).status_code == 200


def test_the_rules_of_keeping_ask_nobody_to_erase_what_is_demanded(
    quiet: Person, network: Network, officer: Worker
):
    demand(officer, quiet)
    keep_no_longer(network_id=network.pk, at=LATER)
    assert quiet.pk not in RightsRequest.objects.values_list("person_id", flat=True)


def refused_as_erased(quiet: Person, asked: RightsRequest, officer: Worker) -> str:
    """By raw SQL, past every sentence of ours."""
    answered = """UPDATE people_rightsrequest SET answer = 'erased', answered_at = now(), answered_by_id = %s,
                  next_step = '', waiting_on = '', next_step_due = NULL, wake_at = NULL WHERE id = %s"""
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(answered, [officer.user.pk, asked.pk])
        cursor.execute("UPDATE people_person SET erased_at = now() WHERE id = %s", [quiet.pk])
    return refused.value.__cause__.diag.constraint_name


def test_the_database_erases_nobody_whom_an_open_demand_may_be_about(
    quiet: Person, asked: RightsRequest, officer: Worker
):
    paper = demand(officer)
    assert refused_as_erased(quiet, asked, officer) == "demanded_is_not_erased"
    name_people(actor=officer.actor, demand_id=paper.pk, person_ids={quiet.pk}, at=LATER)
    assert refused_as_erased(quiet, asked, officer) == "demanded_is_not_erased"


def test_the_database_erases_nobody_who_is_held(
    quiet: Person, asked: RightsRequest, officer: Worker
):
    place_hold(
        actor=officer.actor, person_id=quiet.pk, reason=HoldReason.LAWSUIT, words="Case", at=LATER
    )
    assert refused_as_erased(quiet, asked, officer) == "held_is_not_erased"


def test_whom_a_demand_names_is_never_taken_out_of_it(quiet: Person, officer: Worker):
    demand(officer, quiet)
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        NamedInDemand.objects.all().delete()
