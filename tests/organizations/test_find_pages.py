"""The pages on which help is looked for."""

import pytest
from django.urls import reverse

from organizations.models.directory import Capacity, Phone, Service
from tests.story import NOW

FIND = "/find/"


@pytest.fixture
def boxes_on_mill_street(food_boxes, place):
    place(food_boxes, 40.75, -73.99, "10001", "Mon-Sun 0:00-24:00")
    return food_boxes


def test_a_navigator_finds_food_near_a_zip_code_with_the_reasons(navigator, boxes_on_mill_street):
    page = navigator.client.get(
        FIND, {"topic": "food_pantry", "zip": "10001", "within": "5"}
    ).content.decode()
    for words in (
        "Weekly food boxes",
        "Less than 0.1 mi",
        "Open day and night",
        "Takes requests",
        "Room not known",
    ):
        assert words in page


def test_a_whole_kind_of_need_may_be_asked_for(navigator, boxes_on_mill_street):
    page = navigator.client.get(FIND, {"topic": "food-insecurity"})
    assert "Weekly food boxes" in page.content.decode()
    assert (
        "Weekly food boxes"
        not in navigator.client.get(FIND, {"topic": "transportation-insecurity"}).content.decode()
    )


def test_an_empty_list_says_so_and_shows_the_ways_out(navigator, boxes_on_mill_street):
    asked = {"topic": "hot_meals", "zip": "10001", "within": "5", "room": "on", "language": "es"}
    page = navigator.client.get(FIND, asked).content.decode()
    assert "No service within 5 miles has room: Hot meals" in page
    assert "within=10" in page
    assert "Include wait lists" in page
    assert "Food from a pantry" in page  # may help as well
    assert "211" in page


def test_an_unknown_zip_code_and_nonsense_in_the_address_are_told_kindly(
    navigator, boxes_on_mill_street
):
    page = navigator.client.get(
        FIND, {"zip": "99999", "topic": "gold", "within": "-3", "after": "x"}
    )
    assert page.status_code == 200
    assert "No partner is in ZIP code 99999" in page.content.decode()
    assert "Weekly food boxes" in page.content.decode()


def test_a_long_list_comes_in_pages(navigator, network, offer):
    for n in range(25):
        offer(network, f"Service {n:02}")
    first = navigator.client.get(FIND).content.decode()
    assert "Service 19" in first
    assert "Service 20" not in first
    assert "after=20" in first
    second = navigator.client.get(FIND, {"after": "20"}).content.decode()
    assert "Service 20" in second
    assert "Service 19" not in second


def test_the_list_costs_the_same_however_long(
    navigator, network, offer, django_assert_max_num_queries
):
    for n in range(30):
        offer(network, f"Service {n:02}", "food_pantry")
    client = navigator.client
    with django_assert_max_num_queries(18):
        client.get(FIND, {"topic": "food_pantry"})


def test_a_foreign_network_s_services_do_not_exist(foreigner, navigator, food_boxes, client):
    address = reverse("organizations:service", args=[food_boxes.pk])
    assert navigator.client.get(address).status_code == 200
    assert foreigner.client.get(address).status_code == 404
    assert "Weekly food boxes" not in foreigner.client.get(FIND).content.decode()
    assert client.get(FIND).status_code == 302  # nobody at all: to the door


def test_a_service_page_says_what_where_when_and_how(navigator, boxes_on_mill_street):
    Capacity.objects.create(
        network=boxes_on_mill_street.network,
        service=boxes_on_mill_street,
        room="limited",
        said_at=NOW,
    )
    page = navigator.client.get(
        reverse("organizations:service", args=[boxes_on_mill_street.pk])
    ).content.decode()
    for words in (
        "12 Mill Street",
        "Monday",
        "Name, Phone number, Who lives in the household",
        "Food from a pantry",
    ):
        assert words in page


def test_a_listed_organization_can_be_called_and_only_the_convener_is_offered_to_invite_it(
    navigator, convener, listed, network
):
    service = Service.objects.create(network=network, organization=listed, name="Shelf")
    Phone.objects.create(network=network, organization=listed, number="415-861-5449 ext. 302")
    Phone.objects.create(network=network, organization=listed, number="415-000-0000", kind="fax")
    address = reverse("organizations:service", args=[service.pk])
    page = navigator.client.get(address).content.decode()
    assert "Nobody there can answer a request yet" in page
    assert "415-861-5449 ext. 302" in page
    assert "415-000-0000" not in page
    assert "Invite this organization" not in page
    assert "Invite this organization" in convener.client.get(address).content.decode()


def test_the_handout_prints_without_any_family(navigator, boxes_on_mill_street):
    page = navigator.client.get(reverse("organizations:handout", args=[boxes_on_mill_street.pk]))
    assert "12 Mill Street" in page.content.decode()
    assert "call 211" in page.content.decode()
