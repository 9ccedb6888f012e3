"""A worker presses a button twice, because the first time nothing seemed to happen: it is written down once."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import Event
from organizations.grants import Role
from people.lifecycle import Danger, DemandKind, DemandOffice, HoldReason, Right
from people.models.agreements import Consent
from people.models.contact import ContactPoint, Wish
from people.models.demands import LegalDemand
from people.models.person import Person, Relationship
from people.models.rights import Hold, RightsRequest
from people.models.safety import MandatedReport, SafetyAlert
from screening.models.screening import ScreeningOffer
from tests.pressed import KEY, rows, twice
from tests.story import Worker, hire

LUZ = {"first_name": "Luz", "last_name": "Reyes", "birth_date": "2019-05-31", "language": "es"}


def test_a_newcomer_gets_one_record_though_somebody_said_that_she_is_new(
    navigator: Worker, rosa: Person
):
    """Asked whether they are the same, nobody looks a second time: that is where two would come from."""
    typed = {**LUZ, "despite": "1", "phone": "555 010 0199", "phone_for": ["text"]}
    twice(navigator.client, "/people/new/", "/people/new/", typed)
    assert (rows(Person), ContactPoint.objects.exclude(person=rosa).count()) == (2, 1)
    assert Event.objects.filter(kind="person.added").count() == 2  # Rosa, and Luz


def test_whoever_goes_back_and_types_the_next_child_writes_down_another_one(
    navigator: Worker, rosa: Person
):
    """The browser shows the page as it was, its key with it."""
    page = f"/people/{rosa.pk}/family/"
    key = KEY.search(navigator.client.get(page).content.decode())
    assert key
    for name in ("Luz", "Sol", "Sol"):
        child = {"kind": "child", "first_name": name, "request_key": key["key"], "despite": "1"}
        navigator.client.post(page, child)
    named = sorted(one.other.first_name for one in Relationship.objects.filter(person=rosa))
    assert named == [
        "Luz",
        "Sol",
        "Sol",
    ]  # of what has no key of its own any more nothing is guessed


def test_one_more_way_to_reach_her_is_written_down_once(navigator: Worker, rosa: Person):
    page = f"/people/{rosa.pk}/contact/"
    typed = {"channel": "phone", "value": "555 010 0177", "whose": "-", "rank": "2"}
    twice(navigator.client, page, page, typed)
    assert rosa.contact_points.count() == 2


def test_a_wish_and_what_she_asks_about_her_record_are_heard_once(navigator: Worker, rosa: Person):
    wishes, asks = f"/people/{rosa.pk}/wishes/", f"/people/{rosa.pk}/rights/"
    twice(navigator.client, wishes, wishes, {"kind": "stop_messages", "about": "-", "via": "phone"})
    assert rows(Wish) == 1
    asked = {"right": Right.ACCESS, "via": "paper", "words": "Show me all of it."}
    twice(navigator.client, asks, asks, asked)
    assert rows(RightsRequest) == 1
    twice(navigator.client, asks, asks, asked)  # she asks again
    assert rows(RightsRequest) == 2


def test_a_hold_is_placed_once(rosa: Person):
    page = f"/people/{rosa.pk}/rights/"
    lead = hire(rosa.custodian, "Sue Supervisor", Role.SUPERVISOR)
    shown = lead.client.get(page).content.decode()
    key = next(one for one in KEY.finditer(shown) if one["name"] == "hold-request_key")
    typed = {"hold-reason": HoldReason.LAWSUIT, "hold-words": "A case.", key["name"]: key["key"]}
    for _ in range(2):
        lead.client.post(f"/people/{rosa.pk}/hold/", typed)
    assert rows(Hold) == 1


def test_a_danger_is_told_once_and_a_report_written_down_once(navigator: Worker, rosa: Person):
    """Two would wake two people at night."""
    page = f"/people/{rosa.pk}/alert/"
    twice(navigator.client, page, page, {"danger": next(iter(Danger)), "words": "She was afraid."})
    assert rows(SafetyAlert) == 1
    page = f"/people/{rosa.pk}/report/"
    made = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    twice(navigator.client, page, page, {"to_whom": "The county", "made_at": made})
    assert rows(MandatedReport) == 1


def test_a_courts_paper_is_received_once(rosa: Person):
    officer = hire(rosa.custodian, "Pia Private", Role.PRIVACY)
    typed = {
        "kind": next(iter(DemandKind)), "office_kind": next(iter(DemandOffice)),
        "office": "A court", "asked": "All of it.", "received_on": timezone.localdate(),
    }  # fmt: skip
    twice(officer.client, "/people/demands/new/", "/people/demands/new/", typed)
    assert rows(LegalDemand) == 1


def test_an_agreement_is_written_down_once(navigator: Worker, rosa: Person):
    page = f"/people/{rosa.pk}/agree/"
    key = KEY.search(navigator.client.get(page).content.decode())
    assert key
    typed = {
        "directions": ["desk"], "everyday": "on", "language": "en", "form": "electronic",
        "signed_name": "Rosa Delgado", "request_key": key["key"], "given_by": "-",
    }  # fmt: skip
    shown = navigator.client.post(page, typed).content.decode()
    assert f'value="{key["key"]}"' in shown  # the words are shown under the same key
    heard = re.search(r'name="heard" value="([^"]+)"', shown)
    assert heard, shown
    for _ in range(2):
        assert navigator.client.post(page, {**typed, "heard": heard[1]}).status_code == 302
    assert rows(Consent) == 1
    said = Consent.objects.get()
    said.pk = None
    with pytest.raises(IntegrityError, match="said_once"), transaction.atomic():
        said.save(force_insert=True)


def test_that_nobody_asked_is_counted_once(navigator: Worker, rosa: Person):
    page = f"/people/{rosa.pk}/screenings/new/"
    twice(navigator.client, page, f"/people/{rosa.pk}/screenings/not-asked/", {"state": "declined"})
    assert rows(ScreeningOffer) == 1
