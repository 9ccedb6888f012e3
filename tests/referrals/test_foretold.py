"""Before sharing is stopped the page says what ends and who is told; afterwards just that has happened."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models.agreements import Consent
from people.models.person import Exclusion, Person
from referrals.models.referral import Referral
from tests.story import Worker


@pytest.fixture
def arrived(referral: Referral) -> Referral:
    Referral.objects.update(released_at=timezone.now() - timedelta(minutes=1))
    return referral


def stop(consent: Consent) -> str:
    return f"/people/{consent.person_id}/agreed/{consent.pk}/stop/"


def asks(client: Client, consent: Consent) -> list[object]:
    return client.get(stop(consent)).context["ends"]


def test_what_the_page_says_is_what_happens(navigator, agreed: Consent, arrived: Referral):
    [ends] = asks(navigator.client, agreed)
    assert (ends.what, ends.partner, ends.owner) == (
        "Food from a pantry", "Eastside Pantry", "Priya Nair",
    )  # fmt: skip
    page = navigator.client.get(stop(agreed)).content.decode()
    assert "Told: Eastside Pantry and Priya Nair" in page

    navigator.client.post(stop(agreed))
    arrived.refresh_from_db()
    assert (arrived.status, arrived.reason) == ("cancelled", "consent_withdrawn")
    assert asks(navigator.client, agreed) == []


def test_what_does_not_live_on_it_is_not_said_to_end(navigator, agreed, arrived, rosa):
    other = Consent.objects.create(
        network=rosa.network, person=rosa, direction="desk", form="verbal", words="Sí",
        since=agreed.since,
    )  # fmt: skip
    assert asks(navigator.client, other) == []
    navigator.client.post(stop(other))
    arrived.refresh_from_db()
    assert arrived.status == "requested"


def test_a_private_request_is_not_told_to_a_colleague_by_its_end(
    colleague: Worker, agreed: Consent, arrived: Referral
):
    assert len(asks(colleague.client, agreed)) == 1
    arrived.need.is_sensitive = True
    arrived.need.save()
    assert asks(colleague.client, agreed) == []
    page = colleague.client.get(stop(agreed)).content.decode()
    assert "If there is a private request that only named people see, it ends too." in page


def test_the_page_of_wishes_says_it_by_partner(navigator, agreed, arrived, rosa):
    page = navigator.client.get(f"/people/{rosa.pk}/wishes/").content.decode()
    assert "What ends, by partner" in page


def test_a_stranger_hears_nothing_of_it(stranger, colleague, agreed, arrived, rosa: Person):
    assert stranger.client.get(stop(agreed)).status_code == 404
    Exclusion.objects.create(network=rosa.network, person=rosa, user=colleague.user)
    assert colleague.client.get(stop(agreed)).status_code == 404
