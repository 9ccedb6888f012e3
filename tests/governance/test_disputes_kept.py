"""What the database itself refuses about disputes, and what lies in it."""

from datetime import datetime

import pytest
from django.db import connection, transaction

from core.errors import BadInput
from governance.actions.disputes import step_up
from governance.actions.mediating import (
    Promised,
    ask_council,
    give_keeper,
    list_mediator,
    name_mediator,
    replace_the_torn,
    write_ending,
)
from governance.disputes import Voice
from governance.models.disputes import Assent, Dispute, Ending, Statement
from governance.models.proposals import Proposal
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.models.network import Organization
from tests.governance.disagreeing import DAY, WORDS, Quarrel, quarrel
from tests.governance.test_disputes import broken
from tests.story import LONG_AGO, Worker, hire

__all__ = ["quarrel"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE governance_dispute SET status = 'agreed', closed_at = now(), holds = 1",
        "UPDATE governance_dispute SET status = 'decided', closed_at = now(), holds = 1",
        "UPDATE governance_dispute SET status = 'talk'",
        "UPDATE governance_dispute SET next_step_due = NULL",
        "UPDATE governance_dispute SET second_id = first_id",
        "UPDATE governance_dispute SET first_id = second_id, second_id = first_id",
        "UPDATE governance_dispute SET waiting_on = 'mediator', mediator_id = NULL",
        "DELETE FROM governance_dispute",
        "UPDATE governance_statement SET voice = 'second'",
        "UPDATE governance_statement SET is_for_council = true",
        "DELETE FROM governance_statement",
        "UPDATE governance_ending SET voice = 'second'",
        "UPDATE governance_pledge SET due_on = due_on + 1",
        "UPDATE governance_pledge SET kept_at = now()",
        "DELETE FROM governance_assent",
    ],
)
def test_a_dispute_is_kept_as_it_was_even_from_raw_sql(
    quarrel: Quarrel, now: datetime, change: str
):
    dispute = quarrel.mediated(now)
    write_ending(
        actor=quarrel.table.pantry.actor, dispute_id=dispute.pk, words="Two days.", at=now,
        pledges=[quarrel.pledge((now + 9 * DAY).date())],
    )  # fmt: skip
    with pytest.raises(Exception, match=r"."), transaction.atomic():
        connection.cursor().execute(change)


def test_nobody_says_yes_for_the_other_side_even_from_raw_sql(quarrel: Quarrel, now: datetime):
    dispute = quarrel.raised(now)
    mine = quarrel.table.pantry
    write_ending(actor=mine.actor, dispute_id=dispute.pk, words="Two days.", at=now)
    row = Assent.objects.get()
    forged = {"network": row.network, "ending": row.ending, "at": now, "by": mine.user}
    with pytest.raises(Exception, match="another side"), transaction.atomic():
        Assent.objects.create(side=Voice.SECOND, **forged)


def test_nobody_who_works_for_a_side_mediates_even_from_raw_sql(quarrel: Quarrel, now: datetime):
    nurse = hire(quarrel.table.clinic.organization, "Nell Nurse", Role.NAVIGATOR)
    convener = quarrel.table.convener.actor
    torn = list_mediator(actor=convener, user_id=nurse.user.pk, about="", at=now)
    dispute = quarrel.mediated(now)
    with pytest.raises(Exception, match="works for a side"), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(mediator=torn)


def test_the_auditor_sees_a_dispute_that_the_clock_has_passed_over(quarrel: Quarrel, now: datetime):
    quarrel.raised(now)
    assert "dispute_is_answered_for" not in broken(quarrel.network, now)
    Dispute.objects.update(wake_at=now - 2 * DAY)
    assert "dispute_is_answered_for" in broken(quarrel.network, now)


def test_words_of_a_dispute_lie_sealed(quarrel: Quarrel, now: datetime):
    quarrel.raised(now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM governance_statement")
        [(kept_words,)] = cursor.fetchall()
    assert WORDS.encode() not in bytes(kept_words)
    assert Statement.objects.get().words == WORDS


def test_what_is_asked_of_the_council_names_nobody(quarrel: Quarrel, now: datetime):
    dispute = quarrel.at_council(now)
    asked = ask_council(
        actor=quarrel.table.shelter.actor,
        dispute_id=dispute.pk,
        words="Bread House is right.",
        at=now,
    )
    said = asked.versions.get()
    for name in ("Bread House", "Bay Hospital"):
        assert name not in said.title + said.reason + said.text
    assert Proposal.objects.get().area == "partners"
    assert Ending.objects.get().voice == "council"


def test_a_promise_has_a_day_to_come(quarrel: Quarrel, now: datetime):
    dispute = quarrel.raised(now)
    late = Promised(Voice.FIRST, "Call.", (now - DAY).date())
    with pytest.raises(BadInput):
        write_ending(
            actor=quarrel.table.pantry.actor,
            dispute_id=dispute.pk,
            words="So.",
            pledges=[late],
            at=now,
        )


def also_works_at(worker: Worker, organization: Organization) -> None:
    Membership.objects.create(
        network=organization.network, user=worker.user, organization=organization,
        roles=[Role.INTAKE], since=LONG_AGO,
    )  # fmt: skip


def test_whoever_comes_to_work_for_a_side_mediates_no_more_and_another_is_found(
    quarrel: Quarrel, now: datetime
):
    dispute = quarrel.mediated(now)
    also_works_at(quarrel.mediator, quarrel.table.clinic.organization)
    assert not Dispute.objects.visible_to(quarrel.mediator.actor, at=now).exists()
    assert replace_the_torn(network_id=quarrel.network.pk, at=now) == 1
    dispute.refresh_from_db()
    assert (dispute.mediator_id, dispute.next_step) == (None, "name_mediator")
    assert replace_the_torn(network_id=quarrel.network.pk, at=now) == 0


def test_whoever_comes_to_work_for_a_side_keeps_it_no_more(quarrel: Quarrel, now: datetime):
    dispute, keeper = quarrel.raised(now), quarrel.table.convener
    other = hire(keeper.organization, "Connie Other", Role.CONVENER)
    also_works_at(keeper, quarrel.table.pantry.organization)
    assert not Dispute.objects.visible_to(keeper.actor, at=now).exists()
    replace_the_torn(network_id=quarrel.network.pk, at=now)
    dispute.refresh_from_db()
    assert dispute.keeper_id == other.user.pk
    assert Dispute.objects.visible_to(other.actor, at=now).get() == dispute


def test_a_seat_of_somebody_who_works_for_a_side_stands_aside_whomever_it_is_for(
    quarrel: Quarrel, now: datetime
):
    dispute, mother = quarrel.at_council(now), quarrel.table.mother
    also_works_at(mother, quarrel.table.clinic.organization)
    proposal = ask_council(
        actor=quarrel.table.shelter.actor, dispute_id=dispute.pk, words="Two days.", at=now
    )
    aside = set(proposal.standings.values_list("seat__holder__name", flat=True))
    assert mother.user.name in aside
    assert quarrel.table.funder.user.name not in aside


def test_nobody_keeps_what_they_mediate(quarrel: Quarrel, now: datetime):
    table = quarrel.table
    dispute = step_up(actor=table.clinic.actor, dispute_id=quarrel.raised(now).pk, at=now)
    other, third = (
        hire(table.convener.organization, name, Role.CONVENER)
        for name in ("Connie Other", "Thea Third")
    )
    here = {"actor": table.convener.actor, "at": now}
    listed = list_mediator(user_id=other.user.pk, about="", **here)
    name_mediator(dispute_id=dispute.pk, mediator_id=listed.pk, **here)
    with pytest.raises(BadInput):
        give_keeper(dispute_id=dispute.pk, user_id=other.user.pk, **here)
    kept = give_keeper(dispute_id=dispute.pk, user_id=third.user.pk, **here)
    assert kept.keeper_id == third.user.pk
