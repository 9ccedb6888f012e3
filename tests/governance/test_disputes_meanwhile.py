"""What may happen while two disagree: who keeps it goes, a side goes, a committee sits, or no council at all."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.councils import Place, Term, found_council, leave_seat
from governance.actions.disputes import chase_disputes, raise_dispute, step_up
from governance.actions.leaving import Leaving, plan_leaving
from governance.actions.mediating import (
    ask_council,
    assent,
    list_mediator,
    name_mediator,
    write_ending,
)
from governance.actions.proposals import Wording, act_now, draft
from governance.counting import SeatKind
from governance.effects.registry import Change
from governance.models.councils import Council, Seat
from governance.models.disputes import Dispute
from governance.models.proposals import Standing
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from tests.governance.disagreeing import DAY, WORDS, Quarrel, quarrel
from tests.governance.table import NEXT_YEAR
from tests.story import Worker, found, hire

__all__ = ["quarrel"]
SECOND = timedelta(seconds=1)


def reads(worker: Worker, dispute: Dispute, at: datetime) -> bool:
    return Dispute.objects.visible_to(worker.actor, at=at).filter(pk=dispute.pk).exists()


# --- who keeps it ---------------------------------------------------------------------------------


def against_the_convener(quarrel: Quarrel, at: datetime) -> Dispute:
    table = quarrel.table
    head = hire(table.shelter.organization, "Hal Head", Role.ORGADMIN)
    other = table.convener.organization.pk
    dispute = raise_dispute(actor=head.actor, other_id=other, words=WORDS, at=at)
    assert dispute.keeper == table.pantry.user  # who chairs
    return dispute


def test_whoever_keeps_it_for_their_seat_does_not_when_they_sit_there_no_more(
    quarrel: Quarrel, now: datetime
):
    table, dispute = quarrel.table, against_the_convener(quarrel, now)
    leave_seat(actor=table.pantry.actor, seat_id=table.seat(table.pantry).pk, at=now)
    dispute.refresh_from_db()
    assert dispute.keeper == table.clinic.user
    assert not reads(table.pantry, dispute, now)
    assert reads(table.clinic, dispute, now)


def test_a_keeper_whom_nobody_could_follow_is_followed_as_soon_as_somebody_may(
    quarrel: Quarrel, now: datetime
):
    """The row of the only convener was changed behind the back of the product."""
    table, dispute = quarrel.table, quarrel.raised(now)
    Membership.objects.filter(pk=table.convener.membership.pk).update(roles=["council"])
    chase_disputes(network_id=quarrel.network.pk, at=dispute.next_step_due)
    dispute.refresh_from_db()
    assert dispute.keeper == table.convener.user  # there is nobody
    other = hire(table.convener.organization, "Connie Other", Role.CONVENER)
    chase_disputes(network_id=quarrel.network.pk, at=dispute.wake_at)
    dispute.refresh_from_db()
    assert dispute.keeper == other.user


# --- the council ----------------------------------------------------------------------------------


def test_a_committee_neither_reads_it_nor_hears_of_it_nor_whoever_has_the_role_without_a_seat(
    quarrel: Quarrel, now: datetime
):
    table = quarrel.table
    expert = hire(found(quarrel.network, "Data House"), "Dee Data", Role.INTAKE)
    guest = hire(found(quarrel.network, "Guest House"), "Gus Guest", Role.COUNCIL)
    places = [Place(SeatKind.CBO, expert.organization.pk, Term(expert.user.pk, NEXT_YEAR))]
    found_council(actor=table.convener.actor, kind=Council.Kind.DATA, places=places, at=now)
    assert expert.actor.holds("sit_on_council", quarrel.network.pk)
    dispute = quarrel.at_council(now)
    announce_everywhere(at=now + SECOND)
    told = Delivery.objects.filter(template="dispute_waits", about_id=dispute.pk)
    assert told.filter(user=table.mother.user).exists()
    assert reads(table.mother, dispute, now)
    for outside in (expert, guest):
        assert not reads(outside, dispute, now)
        assert not told.filter(user=outside.user).exists()


def test_whoever_sits_for_others_and_works_for_a_side_has_no_vote_on_it(
    quarrel: Quarrel, now: datetime
):
    """An account that somebody has for their seat only is no work there."""
    table, dispute = quarrel.table, quarrel.at_council(now)
    nurse = hire(table.clinic.organization, "Nell Nurse", Role.NAVIGATOR)
    light = hire(table.clinic.organization, "Lia Light", Role.COUNCIL)
    for worker, seat in ((nurse, table.seat(table.mother)), (light, table.seat(table.funder))):
        Seat.objects.filter(pk=seat.pk).update(holder=worker.user)
    asked = ask_council(actor=table.shelter.actor, dispute_id=dispute.pk, words="Two.", at=now)
    torn = Standing.objects.filter(proposal=asked, kind="conflict")
    names = set(torn.values_list("seat__holder__name", flat=True))
    assert names == {"Bea Baker", "Henry Cole", "Nell Nurse"}


# --- how it ends ----------------------------------------------------------------------------------


def test_no_dispute_ends_by_an_emergency_act(quarrel: Quarrel, now: datetime):
    """Whoever keeps it convenes, and could act at once; but what both have heard cannot be taken back."""
    table, dispute = quarrel.table, quarrel.at_council(now)
    here = {"dispute_id": dispute.pk, "at": now}
    ask_council(actor=table.convener.actor, words="Two days.", **here)
    change = Change("dispute", str(dispute.pk), "1")
    mine = draft(
        actor=table.convener.actor, wording=Wording("End", "Now.", changes=(change,)), at=now
    )
    with pytest.raises(BadInput, match="taken back"):
        act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)


def test_an_ending_that_its_writer_has_written_anew_cannot_be_said_yes_to_any_more(
    quarrel: Quarrel, now: datetime
):
    pantry, clinic = quarrel.table.pantry, quarrel.table.clinic
    dispute = quarrel.raised(now)
    here = {"dispute_id": dispute.pk, "at": now}
    first = write_ending(actor=pantry.actor, words="In five days.", **here)
    own = write_ending(actor=clinic.actor, words="In four days.", **here)
    second = write_ending(actor=pantry.actor, words="In two days.", **here)
    with pytest.raises(StepNotPossible):
        assent(actor=clinic.actor, ending_id=first.pk, **here)
    page = clinic.client.get(f"/disputes/{dispute.pk}/").content.decode()
    assert str(second.pk) in page
    assert str(first.pk) not in page
    assert assent(actor=pantry.actor, ending_id=own.pk, **here).status == "agreed"


def test_what_a_side_that_has_gone_had_promised_is_not_waited_for(quarrel: Quarrel, now: datetime):
    pantry, clinic = quarrel.table.pantry, quarrel.table.clinic
    dispute = quarrel.raised(now)
    promised = [quarrel.pledge((now + 30 * DAY).date())]
    here = {"dispute_id": dispute.pk, "at": now}
    ending = write_ending(actor=pantry.actor, words="Two days.", pledges=promised, **here)
    assert assent(actor=clinic.actor, ending_id=ending.pk, **here).next_step == "keep_word"
    own = clinic.organization.pk
    plan_leaving(actor=clinic.actor, organization_id=own, leaving=Leaving(now.date()), at=now)
    dispute.refresh_from_db()
    assert (dispute.status, dispute.next_step) == ("agreed", "")


def test_what_was_typed_stands_there_again_when_the_dispute_has_moved_on(
    quarrel: Quarrel, stranger: Worker
):
    at = timezone.now()
    dispute = quarrel.at_council(at)
    ask_council(actor=quarrel.table.shelter.actor, dispute_id=dispute.pk, words="Two.", at=at)
    path = f"/disputes/{dispute.pk}/council/"
    answer = quarrel.table.funder.client.post(path, {"words": "Three days are fair."})
    assert answer.status_code == 422
    assert "asked already" in answer.content.decode()
    assert "Three days are fair." in answer.content.decode()
    assert stranger.client.post(path, {"words": "x"}).status_code == 404


# --- where no council sits ------------------------------------------------------------------------


@pytest.fixture
def two(network: Network, clinic: Organization, pantry: Organization) -> tuple[Worker, Worker]:
    return hire(pantry, "Kim Keeper", Role.ORGADMIN), hire(clinic, "Ada Head", Role.ORGADMIN)


def test_past_a_mediator_another_one_is_owed_and_both_pages_say_so(
    network: Network, two: tuple[Worker, Worker], stranger: Worker, now: datetime
):
    ours, theirs = two
    body = found(network, "Harbor Table", Organization.Kind.CONVENER)
    carla = hire(body, "Carla Mendez", Role.CONVENER)
    maya = hire(found(network, "Good Neighbors"), "Maya Lindt", Role.INTAKE)
    listed = list_mediator(actor=carla.actor, user_id=maya.user.pk, about="", at=now)
    other = theirs.organization.pk
    dispute = raise_dispute(actor=ours.actor, other_id=other, words=WORDS, at=now)
    step_up(actor=theirs.actor, dispute_id=dispute.pk, at=now)
    path = f"/disputes/{dispute.pk}/"
    assert "another mediator" not in ours.client.get(path).content.decode()  # none was named yet
    name_mediator(actor=carla.actor, dispute_id=dispute.pk, mediator_id=listed.pk, at=now)
    page = ours.client.get(path).content.decode()
    assert "Ask for another mediator" in page
    assert "Take it to the council" not in page
    with pytest.raises(Dispute.DoesNotExist):
        step_up(actor=stranger.actor, dispute_id=dispute.pk, at=now)
    assert ours.client.post(f"{path}up/").status_code == 302
    dispute.refresh_from_db()
    assert (dispute.status, dispute.mediator, dispute.next_step, dispute.waiting_on) == (
        "mediation", None, "name_mediator", "keeper",
    )  # fmt: skip
    assert not reads(maya, dispute, now)


def test_against_the_convener_a_desk_elsewhere_keeps_it_and_else_a_mediator(
    network: Network, two: tuple[Worker, Worker], now: datetime
):
    body = found(network, "Harbor Table", Organization.Kind.CONVENER)
    carla = hire(body, "Carla Mendez", Role.CONVENER)
    hire(body, "Own Desk", Role.DESK)
    maya = hire(found(network, "Good Neighbors"), "Maya Lindt", Role.INTAKE)
    list_mediator(actor=carla.actor, user_id=maya.user.pk, about="", at=now)
    ours, theirs = two
    first = raise_dispute(actor=ours.actor, other_id=body.pk, words=WORDS, at=now)
    assert first.keeper == maya.user
    line = found(network, "Two One One", Organization.Kind.INFORMATION_LINE)
    desk = hire(line, "Dara Desk", Role.DESK)
    second = raise_dispute(actor=theirs.actor, other_id=body.pk, words=WORDS, at=now)
    assert second.keeper == desk.user
    step_up(actor=ours.actor, dispute_id=first.pk, at=now)
    with pytest.raises(NotAllowed):  # the convener is a side, and names nobody
        name_mediator(actor=carla.actor, dispute_id=first.pk, mediator_id=first.pk, at=now)
