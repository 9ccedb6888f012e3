"""Does a service from somebody else's directory end up under the needs it really answers?"""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from organizations.term_map import DATA, is_audience, normalised, topics_for
from organizations.topics import TOPICS

SAN_FRANCISCO = Path(__file__).resolve().parents[3] / "shared" / "data" / "hsds-sf211"
with_san_francisco = pytest.mark.skipif(
    not SAN_FRANCISCO.exists(), reason="the San Francisco directory is not beside this checkout"
)


def rows(name: str) -> list[dict[str, str]]:
    with (SAN_FRANCISCO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_map_speaks_of_every_topic_and_of_no_other():
    assert set(json.loads(DATA.read_text(encoding="utf-8"))["topics"]) == set(TOPICS)


@pytest.mark.parametrize(
    ("term", "topic"),
    [
        ("Food Pantries", "food_pantry"),
        ("FOOD PANTRY", "food_pantry"),
        ("Soup Kitchens", "hot_meals"),
        ("Women, Infants & Children (WIC)", "wic"),
        ("Baby Clothes", "baby_supplies"),
        ("Help Pay for Housing", "rent_help"),
        ("Help Pay for Utilities", "energy_help"),
        ("Landlord/Tenant Assistance", "eviction"),
        ("Discount Transit Passes", "bus_passes"),
        ("Computer and Related Technology Classes", "digital_literacy"),
        ("Cooking Classes", "health_literacy"),
        ("Welfare Rights Assistance", "benefits_appeal"),
        ("AIDS/HIV", "sexual_health"),
        ("Children's Respite Care", "caregiver_support"),
        ("Veterans", "veterans"),
    ],
)
def test_a_term_leads_to_its_topic_however_it_is_written(term: str, topic: str):
    assert topic in topics_for([term])


@pytest.mark.parametrize(
    "term", ["Older Adults", "Youth", "Chinese Community", "Low Income", "Women's Issues"]
)
def test_whom_a_service_is_for_is_not_a_need(term: str):
    assert topics_for([term]) == frozenset()
    assert is_audience(term)


@pytest.mark.parametrize(
    "term",
    [
        "Food Donation Programs",
        "Tutoring Volunteer Opportunities",
        "Legal Associations",
        "Homeless Shelter Volunteer Opportunities",
    ],
)
def test_who_looks_for_donors_or_volunteers_is_not_offered_to_a_family(term: str):
    assert topics_for([term]) == frozenset()
    assert not is_audience(term)


def test_words_that_only_sound_alike_lead_nowhere():
    assert "sexual_health" not in topics_for(["Student Financial Aid"])
    assert "domestic_violence" not in topics_for(["Drug Abusers"])
    assert "health_insurance" not in topics_for(["State Unemployment Insurance"])
    assert "health_care" not in topics_for([], "Offers mental health services")


def test_the_description_helps_where_the_term_says_nothing():
    found = topics_for(["Older Adults"], "<p>Serves a hot meal.</p><p>Rides to medical visits.</p>")
    assert found == {"hot_meals", "rides_to_care"}


def test_accents_and_apostrophes_do_not_hide_a_word():
    assert normalised("Children\u2019s Clothés & Boxes") == " children clothe box "


def test_a_service_without_any_words_has_no_topic():
    assert topics_for([], "") == frozenset()


@with_san_francisco
def test_most_services_of_a_real_directory_are_found_by_a_need():
    names = {row["id"]: row["name"] for row in rows("taxonomy_terms.csv")}
    terms: dict[str, list[str]] = defaultdict(list)
    for row in rows("attributes.csv"):
        terms[row["link_id"]].append(names[row["taxonomy_term_id"]])
    services = rows("services.csv")
    found = [
        topics_for(terms[row["id"]], f"{row['name']}. {row['description']}") for row in services
    ]
    share = sum(map(bool, found)) / len(services)
    assert share >= 0.80, f"only {share:.1%} of {len(services)} services have a topic"
    # A service that stands under everything stands under nothing.
    assert sum(map(len, found)) / len(services) < 2.5


@with_san_francisco
def test_every_term_of_a_real_directory_is_understood_or_set_aside_on_purpose():
    data = json.loads(DATA.read_text(encoding="utf-8"))
    set_aside = [normalised(word) for word in (*data["audience"], *data["no_need"])]
    lost = [
        row["name"]
        for row in rows("taxonomy_terms.csv")
        if not topics_for([row["name"]])
        and not any(word in normalised(row["name"]) for word in set_aside)
    ]
    assert lost == ["Health Issues"]
