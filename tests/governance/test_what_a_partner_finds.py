"""Whoever runs a partner finds where it stands, what it has to do and where, and is told no wrong thing meanwhile."""

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.actions.leaving import Leaving, plan_leaving
from governance.actions.partnerships import begin_talks, get_ready
from organizations.actions.standing import pause
from organizations.grants import Role
from organizations.lifecycle import Stage
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from tests.governance.table import DAY
from tests.joining import answer_all, takes_part
from tests.story import Worker, hire

REQUESTS, TEAM = "/requests/", "/team/"
NEW_ONES = "New ones come in here and to your mailbox."


@pytest.fixture
def elder(network: Network) -> Worker:
    shelf = Organization.objects.create(
        network=network, name="Friends of Elders", status=Stage.LISTED, email="elder@example.org"
    )
    Service.objects.create(
        network=network, organization=shelf, name="Visits", topics=["food_pantry"],
        intake=Service.Intake.REFERRAL, asks=["name"],
    )  # fmt: skip
    return hire(shelf, "Edna Stone", Role.ORGADMIN, Role.INTAKE)


def read_by(worker: Worker, path: str) -> str:
    return " ".join(worker.client.get(path).content.decode().split())


def way_of(worker: Worker) -> str:
    return reverse("governance:partnership", args=[worker.organization.pk])


def test_whoever_does_not_take_part_yet_waits_for_no_request_and_finds_what_is_next(
    elder: Worker, convener: Worker
):
    at, shelf = timezone.now(), elder.organization
    begin_talks(actor=convener.actor, organization_id=shelf.pk, at=at)
    volunteer = hire(shelf, "Vic Volunteer", Role.INTAKE)
    stand = reverse("organizations:standing", args=[shelf.pk])
    page = read_by(elder, REQUESTS)
    assert "Requests come in once its pilot begins." in page
    assert NEW_ONES not in page
    assert stand in page
    assert "Requests come in once its pilot begins." in read_by(volunteer, REQUESTS)
    assert stand not in read_by(volunteer, REQUESTS)  # a page of whoever runs it
    assert "How you stand with the network" in read_by(elder, TEAM)
    takes_part(convener.actor, shelf, at=at)
    assert NEW_ONES in read_by(elder, REQUESTS)
    pause(actor=elder.actor, organization_id=shelf.pk, at=at)
    assert "Nothing new comes in until it is over." in read_by(elder, REQUESTS)
    assert NEW_ONES not in read_by(elder, REQUESTS)


def test_what_a_partner_does_elsewhere_is_found_from_its_checklist(elder: Worker, convener: Worker):
    at, shelf = timezone.now(), elder.organization
    begin_talks(actor=convener.actor, organization_id=shelf.pk, at=at)
    answer_all(convener.actor, shelf, Stage.PROSPECT, at=at)
    get_ready(actor=convener.actor, organization_id=shelf.pk, at=at)
    assert "Look through what is listed" in read_by(elder, way_of(elder))
    assert "Look through what is listed" not in read_by(convener, way_of(elder))


def test_a_day_to_leave_has_no_hour_and_what_has_ended_since_was_answered_then(
    elder: Worker, convener: Worker
):
    at, shelf = timezone.now(), elder.organization
    begin_talks(actor=convener.actor, organization_id=shelf.pk, at=at)
    takes_part(convener.actor, shelf, at=at)
    here = {"actor": elder.actor, "organization_id": shelf.pk, "at": at}
    plan_leaving(**here, leaving=Leaving((at + 9 * DAY).date()))
    page = read_by(elder, way_of(elder))
    assert "They leave: " in page
    assert "12 am" not in page
    plan_leaving(**here, leaving=Leaving(shelf.network.open_days.local_date(at)))
    page = read_by(elder, way_of(elder))
    assert "Has left" in page
    assert "Not answered" not in page.partition("Good-bye")[0]
