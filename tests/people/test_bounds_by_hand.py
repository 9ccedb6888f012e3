"""Until a council sits the convener says what partners share for a kind of help; then nobody does by hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import BadInput, NotAllowed
from core.models import Event
from people.actions.scopes import bound_sharing
from people.scopes import NotShared, scopes
from referrals.actions.send import Sending, send
from tests.governance.table import DAY, sit_down
from tests.referrals.conftest import agreed, need, rosa, sending
from tests.story import Worker

__all__ = ["agreed", "need", "rosa", "sending"]
FOOD = "food-insecurity"
PAGE, ITS_PAGE = "/people/sharing/", f"/people/sharing/{FOOD}/"


def test_what_the_convener_keeps_back_is_not_sent_and_stands_in_the_history(
    convener: Worker, navigator: Worker, need, agreed, sending: Sending, now
):
    said = {"actor": convener.actor, "category": FOOD, "at": now}
    assert bound_sharing(**said, facts=["phone"], reason="They need no more.")
    assert not bound_sharing(**said, facts=["phone"], reason="Twice.")
    assert scopes(convener.organization.network_id, at=now)[FOOD] == {"name", "language", "phone"}
    told = Event.objects.get(kind="policy.changed")
    assert (told.actor_id, told.details["to"]) == (convener.user.pk, ["name", "phone", "language"])
    with pytest.raises(NotShared):
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)


@pytest.mark.parametrize(("category", "facts"), [("gold", []), (FOOD, ["diary"])])
def test_what_is_no_kind_of_help_or_no_fact_is_refused(
    convener: Worker, now, category: str, facts: list[str]
):
    with pytest.raises(BadInput):
        bound_sharing(actor=convener.actor, category=category, facts=facts, reason="", at=now)


def test_neither_a_worker_nor_a_stranger_nor_a_convener_beside_a_council_sets_it_by_hand(
    network, convener: Worker, navigator: Worker, stranger: Worker, now
):
    for worker in (navigator, stranger):
        with pytest.raises(NotAllowed):
            bound_sharing(actor=worker.actor, category=FOOD, facts=[], reason="", at=now)
        assert worker.client.get(ITS_PAGE).status_code == 403
    sit_down(network, now - 30 * DAY)
    with pytest.raises(NotAllowed):
        bound_sharing(actor=convener.actor, category=FOOD, facts=[], reason="", at=now)


def test_the_page_is_read_by_all_who_work_here_and_set_by_the_convener(
    convener: Worker, navigator: Worker, now
):
    assert "All that the family agreed to" in navigator.client.get(PAGE).content.decode()
    assert ITS_PAGE not in navigator.client.get(PAGE).content.decode()
    assert ITS_PAGE in convener.client.get(PAGE).content.decode()
    said = {"facts": ["phone"], "reason": "They need no more."}
    assert convener.client.post(ITS_PAGE, said).headers["location"] == PAGE
    page = navigator.client.get(PAGE).content.decode()
    assert "Carmen Vega" in page
    assert "They need no more." in page
    again = convener.client.post(ITS_PAGE, {"facts": ["diary"], "reason": "Kept."})
    assert again.status_code == 422
    assert "Kept." in again.content.decode()


def test_the_page_costs_the_same_however_much_was_said(convener: Worker, now):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert convener.client.get(PAGE).status_code == 200
        return len(seen)

    cost()
    alone = cost()
    for facts in (["phone"], ["email"], [], ["phone", "email"]):
        bound_sharing(actor=convener.actor, category=FOOD, facts=facts, reason="", at=now)
    assert cost() == alone
