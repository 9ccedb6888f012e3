"""Past the word a family says "ask me later": nobody presses it until then, and it may go on sooner."""

import pytest
from django.test import Client

from people.models.person import Person
from people.words.readability import is_plain, reading
from screening.models.need import Need
from tests.referrals.family.reading import past_the_word, seen


@pytest.fixture
def waits(phone: Client, url: str, helped: Need):
    def wait(**said: str) -> str:
        past_the_word(phone, url)
        typed = {"about": str(helped.pk), "when": "30", **said}
        return seen(phone.post(f"{url}later/", typed, follow=True))

    return wait


def test_she_is_asked_again_on_her_day_and_reads_so(waits, phone: Client, url: str, helped: Need):
    offered = seen(past_the_word(phone, url))
    assert "Not now, ask me later" in offered
    page = seen(phone.get(f"{url}later/"))
    assert is_plain(page, "en"), reading(page, "en")
    assert "We will not ask you before that day." in waits()
    helped.refresh_from_db()
    assert (helped.is_paused, helped.paused_why, helped.via) == (True, "not_said", "link")
    own = seen(phone.get(url))
    assert "Waiting, as you asked" in own
    assert "We will ask you again:" in own
    assert "Did it work out?" not in own
    assert is_plain(own, "en"), reading(own, "en")


def test_she_goes_on_sooner_with_one_tap_and_a_second_tap_changes_nothing(
    waits, phone: Client, url: str, helped: Need
):
    waits()
    for _tap in range(2):
        phone.post(f"{url}go-on/", {"need": str(helped.pk)})
        helped.refresh_from_db()
        assert helped.is_to_confirm


def test_without_the_word_nobody_puts_anything_off(phone: Client, url: str, helped: Need):
    phone.post(f"{url}later/", {"about": str(helped.pk), "when": "30"})
    helped.refresh_from_db()
    assert helped.is_to_confirm


def test_another_familys_need_is_not_among_those_that_can_wait(waits, helped: Need, rosa: Person):
    waits(about="0199ffff-ffff-7fff-bfff-ffffffffffff")
    helped.refresh_from_db()
    assert helped.is_to_confirm


def test_who_is_contacted_with_care_reads_and_moves_nothing_here(
    waits, phone: Client, url: str, helped: Need, rosa: Person
):
    rosa.contact_with_care = True
    rosa.save()
    waits()
    helped.refresh_from_db()
    assert not helped.is_paused
