"""Nobody who has a part in a dispute words or decides its end, and nobody puts it off: rules, and what pages say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import NotAllowed, StepNotPossible
from governance.actions.deciding import decide_due
from governance.actions.mediating import ask_council, name_mediator
from governance.counting import Answer
from governance.models.councils import Seat
from governance.models.disputes import Dispute
from governance.models.proposals import Standing
from organizations.grants import Role
from organizations.models.network import Network
from tests.governance.disagreeing import DAY, Quarrel, quarrel_of
from tests.governance.table import say as vote_all
from tests.story import Worker, hire


@pytest.fixture
def quarrel(network: Network) -> Quarrel:
    """As the pages see it: the clock on the wall."""
    return quarrel_of(network, timezone.now())


def read_by(worker: Worker, path: str) -> str:
    return worker.client.get(path).content.decode()


def page(worker: Worker, dispute: Dispute) -> str:
    return read_by(worker, f"/disputes/{dispute.pk}/")


def seat_for(quarrel: Quarrel, worker: Worker) -> None:
    """In place of whoever sat there for the funder."""
    seat = quarrel.table.seat(quarrel.table.funder)
    Seat.objects.filter(pk=seat.pk).update(holder=worker.user)


def test_a_mediators_day_is_not_put_off_by_naming_them_again(quarrel: Quarrel):
    convener, at = quarrel.table.convener, timezone.now()
    dispute = quarrel.mediated(at)
    later = at + timedelta(days=3)
    with pytest.raises(StepNotPossible):
        name_mediator(
            actor=convener.actor, dispute_id=dispute.pk, mediator_id=quarrel.listed.pk, at=later
        )
    due = dispute.next_step_due
    dispute.refresh_from_db()
    assert dispute.next_step_due == due
    assert "Name this mediator" not in page(convener, dispute)
    assert "Nobody else on the list could mediate here." in page(convener, dispute)
    assert "/disputes/mediators/" in page(convener, dispute)
    assert "Nobody else on the list" not in page(quarrel.table.pantry, dispute)


def test_nobody_of_a_side_words_what_the_council_votes_on(quarrel: Quarrel):
    table, at = quarrel.table, timezone.now()
    nurse = hire(table.clinic.organization, "Nell Nurse", Role.NAVIGATOR, Role.COUNCIL)
    seat_for(quarrel, nurse)
    dispute = quarrel.at_council(at)
    with pytest.raises(NotAllowed):
        ask_council(actor=nurse.actor, dispute_id=dispute.pk, words="It is nothing.", at=at)
    assert "Ask the council" not in page(nurse, dispute)
    assert "Ask the council" in page(table.mother, dispute)


def test_whoever_mediated_does_not_vote_on_it(quarrel: Quarrel):
    table, at = quarrel.table, timezone.now()
    seat_for(quarrel, quarrel.mediator)
    dispute = quarrel.at_council(at)
    asked = ask_council(actor=table.shelter.actor, dispute_id=dispute.pk, words="Two.", at=at)
    torn = Standing.objects.filter(proposal=asked, kind="conflict")
    assert torn.filter(seat__holder=quarrel.mediator.user).exists()
    assert not torn.filter(seat__holder=table.mother.user).exists()


def test_the_vote_leads_those_who_read_the_dispute_to_it_and_tells_nobody_else(
    quarrel: Quarrel, navigator: Worker
):
    table, at = quarrel.table, timezone.now()
    dispute = quarrel.at_council(at)
    asked = ask_council(actor=table.shelter.actor, dispute_id=dispute.pk, words="Two.", at=at)
    path, here = f"/council/proposals/{asked.pk}/", f"/disputes/{dispute.pk}/"
    assert here in read_by(table.mother, path)
    assert here not in read_by(navigator, path)
    assert "so it does not vote" in read_by(table.clinic, path)
    assert "You said" not in read_by(table.clinic, path)


def test_whoever_writes_before_the_council_reads_that_it_reads_along(quarrel: Quarrel):
    at = timezone.now()
    dispute = quarrel.mediated(at)
    assert "The council reads this, too." not in page(quarrel.table.clinic, dispute)
    words = {"words": "Two weeks is too long."}
    assert quarrel.table.pantry.client.post(f"/disputes/{dispute.pk}/up/", words).status_code == 302
    assert "The council reads this, too." in page(quarrel.table.clinic, dispute)


def test_what_the_council_decided_names_the_side_that_owes_it(quarrel: Quarrel):
    table, at = quarrel.table, timezone.now()
    dispute = quarrel.at_council(at)
    asked = ask_council(
        actor=table.shelter.actor, dispute_id=dispute.pk, words="They answer.", at=at,
        pledges=[quarrel.pledge((at + 60 * DAY).date())],
    )  # fmt: skip
    decide_due(network_id=table.network.pk, at=asked.votes_from)
    yes = [(one, Answer.YES) for one in (table.shelter, table.mother, table.funder)]
    vote_all(table, asked, yes, asked.votes_from)
    decide_due(network_id=table.network.pk, at=asked.votes_until)
    assert "Bay Hospital owes it" in page(table.pantry, dispute)
    assert "Both sides owe it" not in page(table.pantry, dispute)
