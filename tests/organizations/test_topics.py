"""Is our list of topics whole: every one named, drawn, in a category, safe to suggest?"""

import zipfile
from pathlib import Path

import lucide
import pytest

from organizations.topic_words import CATEGORY_WORDS, TOPIC_WORDS
from organizations.topics import TOPICS, Category, Topic, is_sensitive, topics_of

EVERY_TOPIC = pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.slug)


def icons() -> set[str]:
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        return {Path(name).stem for name in archive.namelist()}


def test_every_topic_and_every_category_has_words_and_no_words_are_left_over():
    assert set(TOPIC_WORDS) == set(TOPICS)
    assert set(CATEGORY_WORDS) == set(Category)


def test_no_two_topics_are_called_the_same():
    assert len({str(words) for words in TOPIC_WORDS.values()}) == len(TOPICS)


def test_every_need_category_has_a_topic_and_a_strength_has_none():
    without = {category for category in Category if not topics_of(category)}
    assert without == {Category.PROTECTIVE_FACTOR}


def test_the_categories_are_the_24_codes_of_the_guide():
    assert len(Category) == 24
    assert {"food-insecurity", "intimate-partner-violence", "sdoh-category-unspecified"} <= set(
        Category
    )


def test_every_icon_can_be_drawn():
    assert {topic.icon for topic in TOPICS.values()} <= icons()


@EVERY_TOPIC
def test_a_search_never_leads_from_a_plain_topic_to_a_sensitive_one(topic: Topic):
    assert topic.slug not in topic.related
    assert all(slug in TOPICS for slug in topic.related)
    if not topic.sensitive:
        assert not [slug for slug in topic.related if is_sensitive(slug)]


@pytest.mark.parametrize(
    "slug", ["domestic_violence", "elder_abuse", "substance_use", "sexual_health", "legal_aid"]
)
def test_what_could_harm_a_family_when_it_gets_out_is_sensitive(slug: str):
    assert is_sensitive(slug)


def test_food_is_not_sensitive_but_a_topic_nobody_listed_is():
    assert not is_sensitive("food_pantry")
    assert is_sensitive("a_topic_of_a_later_version")


def test_no_topic_says_anything_about_immigration():
    assert not [slug for slug in TOPICS if "immigra" in slug or "refugee" in slug]
