"""A STOP that was said to the provider is a family's wish, and no broken number."""

from datetime import timedelta

import pytest

from notifications.models.deliveries import Delivery
from people.lifecycle import ChannelState
from people.models.contact import Wish
from tests.notifications.conftest import SOON, fresh, send, waiting

pytestmark = pytest.mark.django_db


def test_who_told_the_provider_stop_is_not_texted_again_and_the_number_is_not_broken(
    need,
    phone,
    network,
    provider,
):
    one = waiting(need, phone)
    provider.status, provider.says = 400, b'{"code": 21610, "message": "unsubscribed"}'
    send(network)
    assert (fresh(one).state, one.error) == ("held_back", "messages_stopped")
    assert fresh(phone).stopped_at is not None
    assert phone.state != ChannelState.BROKEN
    wish = Wish.objects.get()
    assert (wish.kind, wish.said_by, wish.via) == ("stop_messages", "family", "text")
    second = waiting(need, phone)
    send(network, at=SOON + timedelta(minutes=1))
    assert fresh(second).error == "messages_stopped"
    assert len(provider.calls) == 1


def test_the_same_said_in_a_receipt_counts_once(
    need,
    phone,
    network,
    calls_us,
):
    one = waiting(need, phone)
    send(network)
    for _twice in range(2):
        calls_us("receipt", MessageSid="SM1", MessageStatus="undelivered", ErrorCode="21610")
    assert (fresh(one).state, one.error) == ("held_back", "messages_stopped")
    assert Wish.objects.count() == 1


def test_an_organizations_telephone_that_takes_no_texts_is_told_as_such(
    need, pantry, network, provider
):
    pantry.phone, pantry.email = "(555) 010-0123", ""
    pantry.save()
    one = Delivery.objects.create(
        network=network, key="k", event_id=need.pk, template="this_week", about_id=need.pk,
        channel="text", organization=pantry, available_at=SOON,
    )  # fmt: skip
    provider.status, provider.says = 400, b'{"code": 21610}'
    send(network)
    assert (fresh(one).state, one.error) == ("gave_up", "refused_21610")
    assert not Wish.objects.exists()


@pytest.mark.parametrize(("word", "words"), [("AYUDA", "211"), ("ALTO", "START"), ("help", "211")])
def test_a_spanish_word_is_answered_in_spanish_also_from_a_telephone_we_do_not_know(
    provider, texts_us, word, words
):
    del provider
    answer = texts_us(word, number="+15559990000")
    assert words in answer
    assert ("This is" in answer or "You will get" in answer) == (word == "help")
