"""A navigator looks for help: what comes first, what is left out, and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models.directory import Capacity, Service
from organizations.models.network import Organization
from organizations.ranking import Point
from organizations.search import can_answer, centre_of_zip, find_services, who_can_answer
from tests.story import NOW, found

HOME = Point(40.75, -73.99)


def names(results):
    return [one.service.name for one in results]


def say(service, room, *, days_ago=0, **fields):
    return Capacity.objects.create(
        network=service.network,
        service=service,
        room=room,
        said_at=NOW - timedelta(days=days_ago),
        **fields,
    )


def look(network, **wishes):
    return find_services(network_id=network.pk, at=NOW, **wishes)


def test_the_nearest_pantry_comes_first_and_says_how_far(network, offer, place):
    place(offer(network, "Far shelf", "food_pantry"), 40.80, -73.99)
    place(offer(network, "Near shelf", "food_pantry"), 40.76, -73.99)
    results = look(network, topics=["food_pantry"], near=HOME)
    assert names(results) == ["Near shelf", "Far shelf"]
    assert results[0].reasons[0] == "0.7 mi"


def test_of_two_next_door_the_open_one_comes_first(network, offer, place):
    place(offer(network, "Asleep", "food_pantry"), 40.75, -73.99, hours="Mon-Fri 1 pm - 5 pm")
    place(offer(network, "Awake", "food_pantry"), 40.75, -73.99, hours="Mon-Fri 9 - 5")
    results = look(network, topics=["food_pantry"], near=HOME)  # ten in the morning in New York
    assert names(results) == ["Awake", "Asleep"]
    assert "Open now until 5 pm" in results[0].reasons
    assert "Opens today at 1 pm" in results[1].reasons


def test_a_full_pantry_comes_after_one_two_miles_off_that_has_room(network, offer, place):
    full, roomy = offer(network, "Full", "food_pantry"), offer(network, "Roomy", "food_pantry")
    place(full, 40.75, -73.99)
    place(roomy, 40.78, -73.99)
    say(full, "full")
    say(roomy, "open")
    results = look(network, topics=["food_pantry"], near=HOME)
    assert names(results) == ["Roomy", "Full"]
    assert [one.room_chip.words for one in results] == ["Room this week", "Full"]
    assert names(look(network, topics=["food_pantry"], only_with_room=True)) == ["Roomy"]


def test_the_newest_word_on_room_holds_and_an_old_one_is_not_believed(network, food_boxes):
    say(food_boxes, "full", days_ago=3)
    say(food_boxes, "open", days_ago=1)
    assert look(network)[0].facts.room == "open"
    assert look(network)[0].room_chip.age == "Said 1 day ago"
    later = find_services(network_id=network.pk, at=NOW + timedelta(days=20))[0]
    assert (later.facts.room, later.room_chip.words) == ("unknown", "Room not known")


def test_full_until_a_date_holds_until_that_date_only(network, food_boxes):
    say(food_boxes, "full", good_until=NOW + timedelta(days=30))
    assert look(network)[0].room_chip.words == "Full until Fri Dec 18"
    after = find_services(network_id=network.pk, at=NOW + timedelta(days=31))[0]
    assert after.facts.room == "unknown"


def test_a_service_that_speaks_the_family_s_language_moves_up_and_can_be_asked_for(network, offer):
    offer(network, "A English", "food_pantry", languages=["en"])
    offer(network, "B Spanish", "food_pantry", languages=["es"])
    assert names(look(network, languages=["es"])) == ["B Spanish", "A English"]
    assert "Spanish spoken" in look(network, languages=["es"])[0].reasons
    assert names(look(network, languages=["es"], only_matching=True)) == ["B Spanish"]


def test_a_service_that_takes_a_barrier_away_moves_up(network, offer):
    offer(network, "A counter", "food_pantry")
    offer(network, "B van", "food_pantry", overcomes=["no_car"])
    results = look(network, overcomes=["no_car"])
    assert names(results) == ["B van", "A counter"]
    assert "Comes to you, or brings you there" in results[0].reasons
    assert names(look(network, overcomes=["no_car"], only_matching=True)) == ["B van"]


def test_help_by_telephone_is_found_wherever_the_family_lives(network, offer, place):
    offer(network, "Line", "counseling")
    place(offer(network, "Office", "counseling"), 41.9, -73.99)
    assert names(look(network, near=HOME, within_miles=5)) == ["Line"]


@pytest.mark.parametrize(
    "typed",
    ["food boxes", "BOXES", "eastside", "pánтry".replace("т", "t"), "pantery", "boxs weekly"],
)
def test_words_find_a_service_by_its_name_its_organization_or_nearly(
    network, food_boxes, offer, typed
):
    offer(network, "Tax clinic", "tax_help")
    assert names(look(network, words=typed)) == ["Weekly food boxes"]


def test_words_that_name_a_need_find_services_for_it(network, offer):
    offer(network, "Our daily bread", "hot_meals")
    offer(network, "Tax clinic", "tax_help")
    assert names(look(network, words="soup kitchen")) == ["Our daily bread"]


def test_a_renamed_organization_is_found_by_its_new_name(network, pantry, food_boxes):
    pantry.name = "Harbor Larder"
    pantry.save()
    assert names(look(network, words="larder")) == ["Weekly food boxes"]
    assert names(look(network, words="eastside")) == []


def test_what_is_not_offered_not_wanted_or_not_ours_is_left_out(
    network, offer, foreigner, pantry, food_boxes
):
    offer(network, "Closed", status=Service.Status.TEMPORARILY_CLOSED)
    gone = offer(network, "Gone")
    Organization.objects.filter(pk=gone.organization_id).update(status=Organization.Status.LEFT)
    Service.objects.create(
        network=foreigner.organization.network,
        organization=foreigner.organization,
        name="Elsewhere",
    )
    assert names(look(network)) == ["Weekly food boxes"]
    assert look(network, exclude_organizations=[pantry.pk]) == []


def test_the_list_goes_on_where_the_page_before_it_stopped(network, offer):
    for name in "ABCDE":
        offer(network, name)
    assert names(look(network, limit=2)) + names(look(network, limit=3, after=2)) == list("ABCDE")


def test_a_long_list_asks_the_database_no_more_than_a_short_one(network, offer, place):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            look(network, topics=["food_pantry"], near=HOME, words="shelf", limit=50)
        return len(asked)

    place(offer(network, "Shelf 0", "food_pantry"), 40.75, -73.99, hours="Mon 9-5")
    few = statements()
    for n in range(1, 30):
        place(offer(network, f"Shelf {n}", "food_pantry"), 40.75, -73.99, hours="Mon 9-5")
    assert statements() == few <= 8


def test_the_middle_of_a_zip_code_is_not_moved_by_one_wrong_place(
    network, food_boxes, place, foreigner
):
    for latitude in (40.74, 40.75, 40.76, 47.0, 40.75):
        place(food_boxes, latitude, -73.99, "10001-1234")
    assert centre_of_zip(network.pk, "10001") == HOME
    assert centre_of_zip(network.pk, "99999") is None
    assert centre_of_zip(network.pk, "") is None
    assert centre_of_zip(foreigner.organization.network_id, "10001") is None


def test_only_an_organization_with_a_mailbox_or_somebody_at_work_can_answer(
    network, pantry, listed, intake, clinic, navigator
):
    Organization.objects.update(email="")
    pantry.refresh_from_db()
    with_mailbox = found(network, "Mail House")
    paused = found(network, "Paused House")
    Organization.objects.filter(pk=paused.pk).update(status=Organization.Status.PAUSED)
    everybody = [pantry.pk, listed.pk, clinic.pk, with_mailbox.pk, paused.pk]
    assert who_can_answer(everybody) == {pantry.pk, with_mailbox.pk}  # navigators answer nothing
    assert can_answer(pantry)
    assert not can_answer(listed)
    intake.user.is_active = False
    intake.user.save()
    assert not can_answer(pantry)


def test_a_listed_organization_cannot_answer_even_with_an_address_from_a_directory(listed):
    listed.email = "info@example.org"
    listed.save()
    assert not can_answer(listed)
