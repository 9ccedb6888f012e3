"""A party says what shall be another in a paper that binds it: all read what would be different, and all sign it."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from core.errors import StepNotPossible
from governance.actions.agreements import amend, end
from governance.kinds import Kind, Paper, Side
from governance.models.agreements import Agreement
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from tests.governance.test_agreements import terms
from tests.governance.test_parties import (
    FOOD,
    funder,
    hub,
    in_force,
    organization,
    shelter,
    sign_for,
)
from tests.story import Worker

__all__ = ["funder", "hub", "in_force", "shelter"]
A_MINUTE = timedelta(minutes=1)


def proposed(worker: Worker, paper: Agreement, now: datetime, **but: object) -> Agreement:
    other = terms(now, FOOD, kind=Kind.CARE_HUB, **{"answer_days": 3, **but})
    return amend(actor=worker.actor, agreement_id=paper.pk, terms=other, at=now)


def test_a_party_proposes_a_change_and_it_holds_once_the_network_and_every_party_have_signed(
    in_force, convener, keeper, shelter, funder, stranger, now: datetime
):
    with pytest.raises(Agreement.DoesNotExist):
        proposed(stranger, in_force, now)
    second = proposed(shelter, in_force, now)
    assert (second.status, second.version) == (Paper.OFFERED, 2)
    assert {one.organization_id for one in second.parties.all()} == {
        organization(one).pk for one in (keeper, shelter, funder)
    }
    with pytest.raises(StepNotPossible):
        proposed(keeper, in_force, now)
    for one in (shelter, keeper, funder):
        sign_for(one, second, now)
        in_force.refresh_from_db()
        assert in_force.status == Paper.IN_FORCE
    sign_for(convener, second, now, Side.NETWORK)
    in_force.refresh_from_db()
    second.refresh_from_db()
    assert (in_force.status, second.status) == (Paper.ENDED, Paper.IN_FORCE)


def test_whoever_is_asked_to_change_a_paper_hears_of_it_and_whoever_asked_hears_a_no(
    in_force, convener, keeper, shelter, funder, stranger, now: datetime
):
    announce_everywhere(at=now)
    before = set(Delivery.objects.values_list("pk", flat=True))
    second = proposed(shelter, in_force, now + A_MINUTE)
    announce_everywhere(at=now + 2 * A_MINUTE)
    asked = Delivery.objects.filter(template="agreement_waits").exclude(pk__in=before)
    assert set(asked.values_list("user_id", flat=True)) == {
        one.user.pk for one in (convener, keeper, funder)
    }
    end(actor=funder.actor, agreement_id=second.pk, at=now + 3 * A_MINUTE)
    announce_everywhere(at=now + 4 * A_MINUTE)
    told = Delivery.objects.filter(template="agreement_changed").exclude(pk__in=before)
    assert set(told.values_list("user_id", flat=True)) == {
        one.user.pk for one in (convener, keeper, shelter)
    }
    in_force.refresh_from_db()
    assert in_force.status == Paper.IN_FORCE


def test_what_would_be_different_stands_beside_the_words_until_all_have_signed(
    in_force, convener, keeper, shelter, stranger
):
    page = reverse("governance:next_version", args=[in_force.pk])
    here = reverse("governance:agreement", args=[in_force.pk])
    assert page in shelter.client.get(here).text
    assert stranger.client.get(page).status_code == 404
    typed = {
        "kind": Kind.CARE_HUB, "words": "We bring soup, too.", "begins_on": in_force.begins_on,
        "categories": [FOOD], "answer_days": 4,
    }  # fmt: skip
    wrong = shelter.client.post(page, {**typed, "answer_days": 400})
    assert (wrong.status_code, "We bring soup, too." in wrong.text) == (422, True)
    assert shelter.client.post(page, {**typed, "kind": Kind.GRANT}).status_code == 422
    there = shelter.client.post(page, typed)["Location"]
    for reader in (convener, keeper, shelter):
        shown = reader.client.get(there).text
        assert "What would be different" in shown
        assert "from 1 to 4" in shown
    assert stranger.client.get(there).status_code == 404
    assert there in keeper.client.get(here).text
