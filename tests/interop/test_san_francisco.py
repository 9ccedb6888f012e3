"""A real directory: 841 organizations of San Francisco, with capitals, odd phones and all."""

import time
from pathlib import Path

import pytest

from core.actor import Actor
from core.tenancy import tenant_context
from interop.actions.imports import Order, import_directory
from interop.hsds.report import Report
from organizations.actions.members import Invitee, invite
from organizations.grants import Role
from organizations.models.directory import Hours, Location, Service
from organizations.models.network import Network, Organization
from organizations.search import can_answer, centre_of_zip, find_services, who_can_answer
from tests.joining import takes_part
from tests.story import NOW, Worker, found, hire

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
CITY, EXAMPLE = SHARED / "hsds-sf211", SHARED / "hsds-example-3.0"
FOOD = ["food_pantry", "hot_meals", "food_delivery"]

pytestmark = pytest.mark.skipif(not CITY.is_dir(), reason="../shared/data/hsds-sf211 is not here")


@pytest.fixture
def city(db: None) -> Network:
    return Network.objects.create(
        name="San Francisco", short_name="sf", state="CA", time_zone="America/Los_Angeles"
    )


@pytest.fixture
def convener(city: Network) -> Worker:
    return hire(
        found(city, "Bay Together", Organization.Kind.CONVENER), "Carmen Vega", Role.CONVENER
    )


def bring_in(city: Network, place: Path = CITY, **order: object) -> Report:
    with tenant_context(city.pk):
        return import_directory(
            actor=Actor.system(city.pk), network_id=city.pk, order=Order(place, **order), at=NOW
        )


def test_the_city_comes_in_quickly_and_twice_the_same(city):
    started = time.monotonic()
    first = bring_in(city)
    assert time.monotonic() - started < 60
    counts = {one.table: one.added for one in first.tables}
    assert (counts["organizations"], counts["services"], counts["locations"]) == (841, 833, 1239)
    assert first.is_clean
    assert Location.objects.exclude(postal_code="").count() == 1214
    assert Service.objects.exclude(topics=[]).count() > 500
    assert Hours.objects.filter(weekday__isnull=False).count() > 50
    assert Organization.objects.exclude(phone="").count() > 800
    second = bring_in(city)
    assert second.changes_nothing
    assert {one.table: one.unchanged for one in second.tables} == counts


def test_food_is_found_near_a_zip_code_to_be_introduced_to_but_not_sent_to(city, convener):
    bring_in(city)
    near = centre_of_zip(city.pk, "94103")
    results = find_services(
        network_id=city.pk, at=NOW, topics=FOOD, near=near, within_miles=2, limit=50
    )
    assert len(results) >= 10
    assert all(one.miles <= 2 for one in results if one.miles is not None)
    assert not any(one.can_answer for one in results)  # a handout and a call, nothing sent
    assert all(one.service.organization.phone or one.place for one in results)
    assert not who_can_answer(
        Organization.objects.filter(source="hsds").values_list("pk", flat=True)
    )


def test_one_invited_organization_can_be_sent_to(city, convener):
    bring_in(city)
    chosen = find_services(network_id=city.pk, at=NOW, topics=FOOD)[0].service.organization
    with tenant_context(city.pk):
        invite(
            actor=convener.actor,
            organization_id=chosen.pk,
            invitee=Invitee("pantry@example.org", "Joanne Reyes", [Role.INTAKE]),
            at=NOW,
        )
    with tenant_context(city.pk):
        takes_part(convener.actor, chosen, at=NOW)
    assert can_answer(chosen)
    again = bring_in(city)  # the directory goes on, and does not put them back
    chosen.refresh_from_db()
    assert chosen.status == Organization.Status.PILOT
    assert again.is_clean


def test_words_find_what_people_of_the_city_look_for(city):
    bring_in(city)
    looked_for = {
        "food bank": "FOOD BANK",
        "glide": "GLIDE",
        "salvaton army": "SALVATION ARMY",
        "san francisco libary": "LIBRARY",
    }
    for typed, named in looked_for.items():
        results = find_services(network_id=city.pk, at=NOW, words=typed, limit=5)
        assert any(named in one.service.name.upper() for one in results), typed


def test_the_example_of_the_specification_comes_in_with_its_broken_links_told(city):
    report = bring_in(city, EXAMPLE)
    assert Service.objects.get().name == "Community Counselling"
    assert report.of("organizations").added == report.of("programs").added == 1
    assert report.of("locations").notes  # its latitude is 100, its organization is in no table
    assert {one.table for one in report.tables if one.refused} <= {"attributes", "contacts"}
    assert bring_in(city, EXAMPLE).changes_nothing
