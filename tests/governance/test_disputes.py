"""Two partners disagree: they talk, a mediator helps, the council decides; and nobody else reads it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.ids import uuid7
from core.models import Event
from governance.actions.deciding import decide_due
from governance.actions.disputes import (
    NobodyToKeepIt,
    chase_disputes,
    raise_dispute,
    say,
    step_up,
    withdraw,
)
from governance.actions.leaving import Leaving, plan_leaving
from governance.actions.mediating import (
    ask_council,
    assent,
    give_keeper,
    kept,
    list_mediator,
    name_mediator,
    unlist_mediator,
    write_ending,
)
from governance.counting import Answer
from governance.disputes import CLOSED, LADDERS, MOVES, OPEN, Stage, Step, Turn, turn_of
from governance.models.disputes import Dispute, Pledge
from governance.models.proposals import Standing
from governance.search.disputes import read, side_of
from governance.search.owed import owed, owed_soon
from governance.words.disputes import NEXT_WORDS, OWED_BY, STAGE_WORDS
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from notifications.told import TOLD
from organizations.actions.members import end
from organizations.grants import Role
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from tests.governance.disagreeing import DAY, WORDS, Quarrel, quarrel
from tests.governance.table import say as vote_all
from tests.story import Worker, found, hire

__all__ = ["quarrel"]
HOUR = timedelta(hours=1)


def broken(network: Network, at: datetime) -> set[str]:
    return {one.promise.name for one in audit(network.pk, at=at) if one.broken}


# --- the tables -----------------------------------------------------------------------------------


def test_every_step_of_a_dispute_has_words_somebody_who_owes_it_and_hears_of_it():
    assert set(STAGE_WORDS) == set(Stage) == {*OPEN, *CLOSED}
    steps = {ladder.next_step for ladder in LADDERS.values()}
    assert steps | {""} == set(NEXT_WORDS)
    assert {ladder.owed_by for ladder in LADDERS.values()} | {""} == set(OWED_BY)
    assert all(rung.kind in TOLD for ladder in LADDERS.values() for rung in ladder.rungs)
    waited_for = {turn_of(stage, has_mediator=has) for stage in OPEN for has in (True, False)}
    assert waited_for | {Turn.KEEP_WORD} == set(Turn)
    assert [turn_of(stage, has_mediator=True) for stage in CLOSED] == [None] * 3


def test_nobody_goes_back_a_step_and_what_is_closed_stays_closed():
    order = list(OPEN)
    for step, moves in MOVES.items():
        for source, target in moves.items():
            assert source in OPEN
            if step is Step.STEP_UP:
                assert order.index(target) == order.index(source) + 1
            else:
                assert target in CLOSED


# --- the whole way --------------------------------------------------------------------------------


def test_two_talk_and_agree_and_what_was_promised_is_followed_until_it_is_kept(
    quarrel: Quarrel, now: datetime
):
    pantry, clinic = quarrel.table.pantry, quarrel.table.clinic
    dispute = quarrel.raised(now)
    assert (dispute.status, dispute.waiting_on, dispute.next_step) == ("talk", "both", "talk")
    say(actor=clinic.actor, dispute_id=dispute.pk, words="Two of us were ill.", at=now + HOUR)
    day = (now + 30 * DAY).date()
    ending = write_ending(
        actor=pantry.actor, dispute_id=dispute.pk, words="Two days.", pledges=[quarrel.pledge(day)],
        at=now + DAY,
    )  # fmt: skip
    mine = {"dispute_id": dispute.pk, "ending_id": ending.pk, "at": now + 2 * DAY}
    assert assent(actor=pantry.actor, **mine).status == "talk"  # one side's yes is not both
    dispute = assent(actor=clinic.actor, **mine)
    assert (dispute.status, dispute.holds, dispute.next_step) == ("agreed", 1, "keep_word")
    assert dispute.next_step_due.date() == day
    pledge = {"dispute_id": dispute.pk, "pledge_id": Pledge.objects.get().pk, "at": now + 9 * DAY}
    with pytest.raises(StepNotPossible):
        kept(actor=clinic.actor, **pledge)  # whoever promised it
    kept(actor=pantry.actor, **pledge)
    dispute.refresh_from_db()
    assert not dispute.is_open
    assert broken(quarrel.network, now) == set()


def test_the_council_decides_it_without_the_seats_of_both_sides(quarrel: Quarrel, now: datetime):
    table = quarrel.table
    dispute = quarrel.at_council(now)
    asked = ask_council(
        actor=table.shelter.actor, dispute_id=dispute.pk, words="They answer within three days.",
        pledges=[quarrel.pledge((now + 40 * DAY).date())], at=now + HOUR,
    )  # fmt: skip
    torn = Standing.objects.filter(proposal=asked, kind="conflict").values_list(
        "seat_id", flat=True
    )
    assert set(torn) == {table.seat(table.pantry).pk, table.seat(table.clinic).pk}
    dispute.refresh_from_db()
    assert dispute.next_step_due == asked.votes_until
    with pytest.raises(StepNotPossible):
        ask_council(actor=table.funder.actor, dispute_id=dispute.pk, words="No.", at=now + HOUR)
    decide_due(network_id=table.network.pk, at=asked.votes_from)
    with pytest.raises(StepNotPossible):
        vote_all(table, asked, [(table.clinic, Answer.NO)], asked.votes_from)
    yes = [(one, Answer.YES) for one in (table.shelter, table.mother, table.funder)]
    vote_all(table, asked, yes, asked.votes_from)
    decide_due(network_id=table.network.pk, at=asked.votes_until)
    dispute.refresh_from_db()
    assert (dispute.status, dispute.decision_id, dispute.next_step) == (
        "decided",
        asked.pk,
        "keep_word",
    )
    assert broken(quarrel.network, now) == set()


def test_what_both_sides_agree_on_before_the_vote_ends_goes_first(quarrel: Quarrel, now: datetime):
    table, dispute = quarrel.table, quarrel.at_council(now)
    asked = ask_council(actor=table.shelter.actor, dispute_id=dispute.pk, words="Three.", at=now)
    ending = write_ending(actor=table.clinic.actor, dispute_id=dispute.pk, words="Two.", at=now)
    assent(actor=table.pantry.actor, dispute_id=dispute.pk, ending_id=ending.pk, at=now)
    decide_due(network_id=table.network.pk, at=asked.votes_from)
    yes = [(one, Answer.YES) for one in (table.shelter, table.mother, table.funder)]
    vote_all(table, asked, yes, asked.votes_from)
    decide_due(network_id=table.network.pk, at=asked.votes_until)
    dispute.refresh_from_db()
    asked.refresh_from_db()
    assert (dispute.status, dispute.holds, asked.status) == ("agreed", ending.number, "in_force")


def test_either_side_steps_up_at_any_time_and_only_who_raised_it_takes_it_back(
    quarrel: Quarrel, stranger: Worker, now: datetime
):
    pantry, clinic = quarrel.table.pantry, quarrel.table.clinic
    dispute = quarrel.raised(now)
    with pytest.raises(Dispute.DoesNotExist):
        step_up(actor=stranger.actor, dispute_id=dispute.pk, at=now)
    assert step_up(actor=clinic.actor, dispute_id=dispute.pk, at=now).status == "mediation"
    with pytest.raises(BadInput):
        step_up(
            actor=pantry.actor, dispute_id=dispute.pk, at=now
        )  # nothing for the council to read
    with pytest.raises(NotAllowed):
        withdraw(actor=clinic.actor, dispute_id=dispute.pk, at=now)
    dispute = withdraw(actor=pantry.actor, dispute_id=dispute.pk, at=now)
    assert (dispute.status, dispute.is_open) == ("withdrawn", False)
    with pytest.raises(StepNotPossible):
        step_up(actor=clinic.actor, dispute_id=dispute.pk, at=now)


def test_where_there_is_no_council_nobody_is_sent_to_it(
    network: Network, clinic: Organization, pantry: Organization, now: datetime
):
    hire(found(network, "Harbor Table", Organization.Kind.CONVENER), "Carla Mendez", Role.CONVENER)
    ours, theirs = (
        hire(pantry, "Kim Keeper", Role.ORGADMIN),
        hire(clinic, "Ada Head", Role.ORGADMIN),
    )
    dispute = raise_dispute(actor=ours.actor, other_id=clinic.pk, words=WORDS, at=now)
    step_up(actor=theirs.actor, dispute_id=dispute.pk, at=now)
    with pytest.raises(StepNotPossible, match="no council"):
        step_up(actor=ours.actor, dispute_id=dispute.pk, words="Help.", at=now)


# --- who has a part in it -------------------------------------------------------------------------


def test_only_the_two_sides_the_mediator_and_the_keeper_read_it_and_the_council_what_is_for_it(
    quarrel: Quarrel, stranger: Worker, foreigner: Worker, now: datetime
):
    table, dispute = quarrel.table, quarrel.mediated(now)
    other_convener = hire(table.convener.organization, "Connie Other", Role.CONVENER)

    def readers(dispute: Dispute) -> set[str]:
        everybody = (
            *table.voters, table.convener, other_convener, quarrel.mediator, stranger, foreigner,
        )  # fmt: skip
        return {
            one.user.name
            for one in everybody
            if Dispute.objects.visible_to(one.actor, at=now).filter(pk=dispute.pk).exists()
        }

    private = {"Bea Baker", "Henry Cole", "Carla Mendez", "Maya Lindt"}
    assert readers(dispute) == private
    say(actor=quarrel.mediator.actor, dispute_id=dispute.pk, words="I met both.", at=now)
    words = "We ask for two days."
    dispute = step_up(actor=table.pantry.actor, dispute_id=dispute.pk, words=words, at=now)
    assert readers(dispute) == private | {"Sol Ayala", "Mona Okafor", "Fern Ito"}
    assert [one.words for one in read(table.mother.actor, dispute).statements] == [words]
    assert len(read(table.clinic.actor, dispute).statements) == 3


def test_whoever_mediates_is_on_the_list_works_for_neither_side_and_is_named_by_the_keeper(
    quarrel: Quarrel, stranger: Worker, now: datetime
):
    table = quarrel.table
    dispute = step_up(actor=table.pantry.actor, dispute_id=quarrel.raised(now).pk, at=now)
    assert (dispute.waiting_on, dispute.next_step) == ("keeper", "name_mediator")
    with pytest.raises(NotAllowed):
        list_mediator(actor=table.pantry.actor, user_id=stranger.user.pk, about="", at=now)
    nurse = hire(table.clinic.organization, "Nell Nurse", Role.NAVIGATOR)
    torn = list_mediator(actor=table.convener.actor, user_id=nurse.user.pk, about="", at=now)
    here = {"dispute_id": dispute.pk, "at": now}
    with pytest.raises(BadInput):
        name_mediator(actor=table.convener.actor, mediator_id=torn.pk, **here)
    with pytest.raises(NotAllowed):
        name_mediator(actor=table.pantry.actor, mediator_id=quarrel.listed.pk, **here)
    dispute = name_mediator(actor=table.convener.actor, mediator_id=quarrel.listed.pk, **here)
    assert (dispute.waiting_on, side_of(quarrel.mediator.actor, dispute)) == (
        "mediator",
        "mediator",
    )
    unlist_mediator(actor=table.convener.actor, mediator_id=quarrel.listed.pk, at=now)
    dispute.refresh_from_db()
    assert (dispute.mediator_id, dispute.next_step) == (None, "name_mediator")


def test_where_the_convener_is_a_side_a_seat_of_the_council_takes_its_part(
    quarrel: Quarrel, now: datetime
):
    table = quarrel.table
    convener, head = (
        table.convener.organization,
        hire(table.shelter.organization, "Hal Head", Role.ORGADMIN),
    )
    dispute = raise_dispute(actor=head.actor, other_id=convener.pk, words=WORDS, at=now)
    assert dispute.keeper_id == table.pantry.user.pk  # who chairs
    dispute = step_up(actor=table.convener.actor, dispute_id=dispute.pk, at=now)  # as a side
    here = {"dispute_id": dispute.pk, "mediator_id": quarrel.listed.pk, "at": now}
    with pytest.raises(NotAllowed):
        name_mediator(actor=table.convener.actor, **here)
    assert name_mediator(actor=table.pantry.actor, **here).waiting_on == "mediator"
    with pytest.raises(BadInput):
        give_keeper(
            actor=table.pantry.actor, dispute_id=dispute.pk, user_id=table.convener.user.pk, at=now
        )
    give_keeper(
        actor=table.pantry.actor, dispute_id=dispute.pk, user_id=table.funder.user.pk, at=now
    )


def test_against_a_convener_without_a_council_nobody_could_keep_it(
    network: Network, pantry: Organization, now: datetime
):
    body = found(network, "Harbor Table", Organization.Kind.CONVENER)
    ours = hire(pantry, "Kim Keeper", Role.ORGADMIN)
    with pytest.raises(NobodyToKeepIt):
        raise_dispute(actor=ours.actor, other_id=body.pk, words=WORDS, at=now)


def test_only_whoever_runs_an_organization_raises_one_and_once(
    quarrel: Quarrel, intake: Worker, navigator: Worker, now: datetime
):
    clinic = quarrel.table.clinic.organization
    quarrel.raised(now)
    for nobody in (intake, navigator):
        with pytest.raises(NotAllowed):
            raise_dispute(actor=nobody.actor, other_id=clinic.pk, words=WORDS, at=now)
    with pytest.raises(StepNotPossible, match="open between you"):
        quarrel.raised(now)
    own = quarrel.table.pantry
    for other, words in ((own.organization.pk, WORDS), (quarrel.table.funder.organization.pk, " ")):
        with pytest.raises(BadInput):
            raise_dispute(actor=own.actor, other_id=other, words=words, at=now)


def test_who_keeps_it_leaves_and_somebody_else_keeps_it(quarrel: Quarrel, now: datetime):
    table, dispute = quarrel.table, quarrel.raised(now)
    other = hire(table.convener.organization, "Connie Other", Role.CONVENER)
    end(actor=other.actor, membership_id=table.convener.membership.pk, at=now)
    dispute.refresh_from_db()
    assert dispute.keeper_id == other.user.pk


def test_a_side_that_leaves_ends_it(quarrel: Quarrel, now: datetime):
    dispute, clinic = quarrel.raised(now), quarrel.table.clinic
    leaving = Leaving(now.date())
    plan_leaving(
        actor=clinic.actor, organization_id=clinic.organization.pk, leaving=leaving, at=now
    )
    dispute.refresh_from_db()
    assert (dispute.status, dispute.is_open) == ("withdrawn", False)


# --- time -----------------------------------------------------------------------------------------


def test_a_silent_dispute_climbs_and_nobody_hears_what_it_is_about(
    quarrel: Quarrel, stranger: Worker, now: datetime
):
    table, dispute = quarrel.table, quarrel.raised(now)
    assert chase_disputes(network_id=quarrel.network.pk, at=dispute.next_step_due - HOUR) == 0
    at = dispute.next_step_due
    assert chase_disputes(network_id=quarrel.network.pk, at=at) == 1
    dispute.refresh_from_db()
    chase_disputes(network_id=quarrel.network.pk, at=dispute.wake_at)
    kinds = list(Event.objects.filter(kind__startswith="dispute.").values_list("kind", flat=True))
    assert sorted(kinds) == ["dispute.raised", "dispute.talk_due", "dispute.talk_late"]
    assert WORDS not in str(list(Event.objects.values_list("details", flat=True)))
    announce_everywhere(at=dispute.wake_at + DAY)
    told = set(Delivery.objects.filter(template="dispute_waits").values_list("user_id", flat=True))
    assert told == {table.pantry.user.pk, table.clinic.user.pk, table.convener.user.pk}


def test_what_is_owed_in_a_dispute_stands_among_the_work_of_those_who_owe_it(
    quarrel: Quarrel, stranger: Worker, now: datetime
):
    table, at = quarrel.table, now + DAY
    everybody = {"pantry": table.pantry, "clinic": table.clinic, "convener": table.convener}

    def owe() -> set[str]:
        lines = {name: owed(one.actor, at) for name, one in everybody.items()}
        assert not owed(stranger.actor, at)
        return {
            name
            for name, each in lines.items()
            for one in each
            if "/disputes/" in one.url and one.is_ours
        }

    dispute = quarrel.raised(now)
    assert owe() == {"pantry", "clinic"}
    step_up(actor=table.pantry.actor, dispute_id=dispute.pk, at=now)
    assert owe() == {"convener"}
    here = reverse("governance:dispute", args=[dispute.pk])
    soon = {line.url: str(line.what) for line in owed_soon(table.convener.actor, at)}
    assert soon[here] == "A mediator is named"


@pytest.mark.parametrize("turn", ["mediation", "council"])
def test_each_step_has_its_own_time_limit(quarrel: Quarrel, now: datetime, turn: str):
    dispute = quarrel.mediated(now) if turn == "mediation" else quarrel.at_council(now)
    days = {"mediation": 15, "council": 20}[turn]
    assert dispute.next_step_due == quarrel.network.open_days.after(now, days)
    assert chase_disputes(network_id=quarrel.network.pk, at=dispute.next_step_due) == 1


# --- one at a time --------------------------------------------------------------------------------


def test_two_partners_have_one_dispute_at_a_time_whoever_of_them_raised_it(
    quarrel: Quarrel, now: datetime
):
    """The other side says its words in the one that is open; a third one may be disagreed with."""
    table, words = quarrel.table, "They never tell us what became of it."
    clinic, pantry = table.clinic, table.pantry
    open_one = quarrel.raised(now)
    for side, other in ((pantry, clinic), (clinic, pantry)):
        with pytest.raises(StepNotPossible, match="open between you already"):
            raise_dispute(actor=side.actor, other_id=other.organization.pk, words=words, at=now)
    turned = {
        "id": uuid7(),
        "first_id": open_one.second_id,
        "second_id": open_one.first_id,
        "number": 99,
    }
    row = {one.attname: getattr(open_one, one.attname) for one in Dispute._meta.concrete_fields}
    with pytest.raises(IntegrityError, match="one_dispute_at_once"), transaction.atomic():
        Dispute.objects.create(**row | turned)
    withdraw(actor=pantry.actor, dispute_id=open_one.pk, at=now + HOUR)
    raise_dispute(actor=clinic.actor, other_id=pantry.organization.pk, words=words, at=now + DAY)
