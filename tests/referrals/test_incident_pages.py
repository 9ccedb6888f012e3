"""The pages of a closing: said on one, worked off on another, and each reader sees what is theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.models.incident import Incident, IncidentCase
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.referrals.many import families, wanting
from tests.story import Worker

CLOSED = {"cause": "disaster", "choose_within": "3"}


def form_of(referral: Referral) -> str:
    return f"/closings/new/{referral.receiver_id}/"


def said(referral: Referral) -> dict[str, str]:
    today = timezone.now().date() - timedelta(days=1)
    until = str(today + timedelta(days=9))
    return {
        **CLOSED,
        "service": str(referral.service_id),
        "since": str(today),
        "patience_until": until,
    }


@pytest.fixture
def incident(keeper: Worker, referral: Referral) -> Incident:
    answer = keeper.client.post(form_of(referral), said(referral))
    shut = Incident.objects.get()
    assert answer.url == f"/closings/{shut.pk}/"
    return shut


def page_of(incident: Incident, more: str = "") -> str:
    return f"/closings/{incident.pk}/{more}"


def text(worker: Worker, path: str) -> str:
    return worker.client.get(path).content.decode()


def test_it_is_said_on_one_page_and_the_families_stand_on_the_list(
    incident: Incident, navigator: Worker, rosa: Person, referral: Referral
):
    page = text(navigator, page_of(incident))
    assert rosa.name in page
    assert "A fire, a flood" in page
    assert f"/needs/{referral.need_id}/" in page
    assert "1 of 1 still looks" in text(navigator, "/closings/")
    assert Disclosure.objects.get(what="referrals.incident").person_ids == [rosa.pk]


def test_the_desk_reads_a_number_takes_it_and_goes_on_at_the_desk(
    incident: Incident, table: Worker, rosa: Person, referral: Referral
):
    page = text(table, page_of(incident))
    assert referral.need_id.hex[-6:].upper() in page
    assert rosa.last_name not in page
    case = IncidentCase.objects.get()
    gone = table.client.post(f"/closings/take/{case.pk}/")
    assert gone.url == f"/desk/{referral.need_id}/"
    assert "Its service has closed" in text(table, "/desk/?tab=mine")
    assert referral.need_id.hex[-6:].upper() in text(table, page_of(incident, "?tab=mine"))


def test_who_closed_it_reads_of_no_family_and_opens_it_again(
    incident: Incident, keeper: Worker, rosa: Person, referral: Referral
):
    page = text(keeper, page_of(incident))
    assert rosa.last_name not in page
    assert referral.need_id.hex[-6:].upper() not in page
    keeper.client.post(page_of(incident, "open/"))
    incident.refresh_from_db()
    assert incident.is_over
    assert "It is open again" in text(keeper, page_of(incident))


def test_a_stranger_finds_nothing_and_says_nothing(
    incident: Incident, referral: Referral, stranger: Worker, foreigner: Worker, screener: Worker
):
    assert stranger.client.get(page_of(incident)).status_code == 404
    assert foreigner.client.get(page_of(incident)).status_code == 404
    assert screener.client.get("/closings/").status_code == 403
    assert stranger.client.get(form_of(referral)).status_code == 403
    assert foreigner.client.get(form_of(referral)).status_code == 404
    case = IncidentCase.objects.get()
    assert stranger.client.post(f"/closings/take/{case.pk}/").status_code == 404


def test_what_was_typed_stays_when_a_day_is_wrong(keeper: Worker, referral: Referral):
    later = str(timezone.now().date() + timedelta(days=5))
    page = keeper.client.post(form_of(referral), {**said(referral), "since": later})
    assert page.status_code == 422
    assert "What closes later is written down then" in page.content.decode()
    assert later in page.content.decode()
    assert Need.objects.get(pk=referral.need_id).is_being_helped


def test_the_list_costs_the_same_for_forty_as_for_one(
    incident: Incident, navigator: Worker, referral: Referral
):
    def cost() -> int:
        with CaptureQueriesContext(connection) as sent:
            assert client.get(page_of(incident)).status_code == 200
        return len(sent)

    client = navigator.client
    one = [cost(), cost()][-1]
    now = timezone.now()
    needs = wanting(navigator, families(navigator, 40, at=now), at=now)
    IncidentCase.objects.bulk_create(
        IncidentCase(network=need.network, incident=incident, need=need, referral=referral, place=n)
        for n, need in enumerate(needs, 10)
    )
    assert cost() == one
