"""The pages of disputes: each reads what they have a part in, and does what their part allows."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.actions.deciding import decide_due
from governance.actions.disputes import OneIsOpen, raise_dispute
from governance.models.disputes import Dispute, Ending, Mediator, Pledge
from organizations.models.network import Network
from tests.governance.disagreeing import DAY, WORDS, Quarrel, quarrel_of
from tests.story import Worker, found

LIST, NEW, PEOPLE = "/disputes/", "/disputes/new/", "/disputes/mediators/"


@pytest.fixture
def quarrel(network: Network) -> Quarrel:
    """As the pages see it: the clock on the wall."""
    return quarrel_of(network, timezone.now())


def one(dispute: Dispute, step: str = "") -> str:
    return f"/disputes/{dispute.pk}/{step and f'{step}/'}"


def test_from_the_first_word_to_what_was_kept_on_pages(quarrel: Quarrel, stranger: Worker):
    pantry, clinic = quarrel.table.pantry, quarrel.table.clinic
    assert pantry.client.post(NEW, {"other": "", "words": WORDS}).status_code == 422
    said = {"other": clinic.organization.pk, "words": WORDS}
    assert pantry.client.post(NEW, said).status_code == 302
    dispute = Dispute.objects.get()
    page = clinic.client.get(one(dispute)).content.decode()
    assert WORDS in page
    assert "Ask for a mediator" in page
    assert clinic.client.post(one(dispute, "say"), {"words": " "}).status_code == 422
    day = (timezone.now() + 9 * DAY).date().isoformat()
    typed = {"words": "Two days.", "side_1": "second", "does_1": "Answer soon.", "by_1": day}
    half = {**typed, "by_1": ""}
    assert pantry.client.post(one(dispute, "ending"), half).status_code == 422
    assert pantry.client.post(one(dispute, "ending"), typed).status_code == 302
    yes = {"row": Ending.objects.get().pk}
    assert stranger.client.post(one(dispute, "yes"), yes).status_code == 404
    assert "Yes, so it ends" in clinic.client.get(one(dispute)).content.decode()
    assert clinic.client.post(one(dispute, "yes"), yes).status_code == 302
    page = pantry.client.get(one(dispute)).content.decode()
    assert "This holds" in page
    assert "It was kept" in page
    kept = {"row": Pledge.objects.get().pk}
    assert pantry.client.post(one(dispute, "kept"), kept).status_code == 302
    assert "Both sides agreed" in pantry.client.get(LIST).content.decode()


def test_by_way_of_a_mediator_to_the_vote_of_the_council(quarrel: Quarrel):
    table, at = quarrel.table, timezone.now()
    dispute = quarrel.raised(at)
    assert table.clinic.client.post(one(dispute, "up")).status_code == 302
    named = {"user": quarrel.listed.pk}
    assert "Name this mediator" in table.convener.client.get(one(dispute)).content.decode()
    assert table.convener.client.post(one(dispute, "mediator"), named).status_code == 302
    assert quarrel.mediator.client.get(one(dispute)).status_code == 200
    assert table.mother.client.get(one(dispute)).status_code == 404
    assert table.pantry.client.post(one(dispute, "up"), {"words": ""}).status_code == 422
    told = {"words": "They answer after two weeks."}
    assert table.pantry.client.post(one(dispute, "up"), told).status_code == 302
    page = table.mother.client.get(one(dispute)).content.decode()
    assert told["words"] in page
    assert WORDS not in page
    asked = table.mother.client.post(one(dispute, "council"), {"words": "Three days."})
    assert asked.status_code == 302
    page = table.mother.client.get(one(dispute)).content.decode()
    assert "To the vote of the council" in page
    dispute.refresh_from_db()
    decide_due(network_id=table.network.pk, at=at)
    assert dispute.next_step == "decide"


def test_who_raises_a_second_one_is_led_to_the_first_and_loses_no_word(
    quarrel: Quarrel, stranger: Worker
):
    pantry, clinic = quarrel.table.pantry, quarrel.table.clinic
    dispute = quarrel.raised(timezone.now())
    for worker, other, words in (
        (pantry, clinic, "And nobody calls us back."),
        (clinic, pantry, "They send us whoever they like."),
    ):
        typed = {"other": other.organization.pk, "words": words, "request_key": uuid4()}
        refused = worker.client.post(NEW, typed)
        page = refused.content.decode()
        assert refused.status_code == 422
        assert words in page
        assert f'href="{one(dispute)}"' in page
        assert f'formaction="{one(dispute, "say")}"' in page
        said = worker.client.post(one(dispute, "say"), typed)
        assert said["Location"] == one(dispute)
        assert dispute.statements.order_by("at").last().words == words
    assert Dispute.objects.count() == 1
    assert stranger.client.post(one(dispute, "say"), {"words": "Me, too."}).status_code == 404
    page = pantry.client.post(NEW, {"other": "", "words": "Once more."}).content.decode()
    assert one(dispute) not in page  # of nobody who was chosen


def test_a_program_reads_which_one_is_open(quarrel: Quarrel):
    dispute = quarrel.raised(timezone.now())
    with pytest.raises(OneIsOpen) as refused:
        quarrel.raised(timezone.now())
    assert refused.value.more == {"dispute": str(dispute.pk), "number": dispute.number}


def test_only_the_convener_keeps_the_list_and_all_read_it(quarrel: Quarrel, navigator: Worker):
    table = quarrel.table
    assert "Maya Lindt" in navigator.client.get(LIST).content.decode()
    assert navigator.client.get(PEOPLE).status_code == 403
    assert table.pantry.client.post(PEOPLE, {"user": table.mother.user.pk}).status_code == 403
    typed = {"user": table.mother.user.pk, "about": "Spanish"}
    assert table.convener.client.post(PEOPLE, {"user": ""}).status_code == 422
    assert table.convener.client.post(PEOPLE, typed).status_code == 302
    assert table.convener.client.post(PEOPLE, typed).status_code == 422  # on it already
    gone = f"{PEOPLE}{quarrel.listed.pk}/end/"
    assert table.pantry.client.post(gone).status_code == 403
    assert table.convener.client.post(gone).status_code == 302
    assert Mediator.objects.filter(until=None).count() == 1


def test_a_stranger_and_a_foreigner_find_none(
    quarrel: Quarrel, stranger: Worker, foreigner: Worker
):
    dispute = quarrel.raised(timezone.now())
    for nobody in (stranger, foreigner, quarrel.table.mother):
        assert "There is none" in nobody.client.get(LIST).content.decode()
        assert nobody.client.get(one(dispute)).status_code == 404
    assert stranger.client.get(NEW).status_code == 403


def test_the_list_asks_as_often_for_many_as_for_one(quarrel: Quarrel):
    at, pantry = timezone.now(), quarrel.table.pantry

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pantry.client.get(LIST).status_code == 200
        return len(queries)

    quarrel.raised(at)
    asked()
    first = asked()
    for name in ("Warm Soup", "Clean Sheets", "New Shoes"):
        other = found(quarrel.network, name)
        raise_dispute(actor=pantry.actor, other_id=other.pk, words=WORDS, at=at)
    assert asked() == first
