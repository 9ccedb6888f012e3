"""Whoever leaves the network is bound by nothing any more; what was agreed on about families' data holds on."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import BadInput
from governance.actions.agreements import chase_agreements, draft, offer, sign
from governance.actions.disputes import raise_dispute
from governance.actions.leaving import Leaving, leave_on_the_day, plan_leaving
from governance.actions.obligations import Line, oblige
from governance.actions.parties import bind
from governance.kinds import Kind, Paper, Part, Side
from governance.models.agreements import Agreement, Party
from governance.models.local import LocalPolicy
from governance.models.obligations import Obligation
from governance.search.agreements import paid_partners
from organizations.models.network import Organization
from tests.governance.table import Table
from tests.governance.test_agreements import (
    DAY,
    broken,
    hand,
    offered,
    signed,
    signed_by_both,
    terms,
)
from tests.governance.test_parties import (  # noqa: F401 the three of a hub
    funder,
    hub,
    in_force,
    organization,
    sent_food,
    shelter,
)
from tests.story import Worker

A_MINUTE = timedelta(minutes=1)
STILL = "data holds on"
FOOD = "food-insecurity"


def go(worker: Worker, at: datetime) -> None:
    """For today: at once."""
    days = worker.membership.organization.network.open_days
    day = Leaving(days.local_date(at))
    plan_leaving(
        actor=worker.actor, organization_id=worker.membership.organization_id, leaving=day, at=at
    )


def test_a_good_bye_ends_what_was_agreed_on_and_nothing_is_owed_of_it(
    convener, keeper, stranger, pantry, now: datetime
):
    paper = draft(
        actor=convener.actor, organization_id=pantry.pk, at=now, terms=terms(now, FOOD, answer_days=1)
    )  # fmt: skip
    line = Line(Side.PARTNER, "A report.", paper.begins_on, 12)
    oblige(actor=convener.actor, agreement_id=paper.pk, line=line, at=now)
    in_time = offered_as(convener, keeper, paper, now)
    waits = offered(convener, pantry, now, kind=Kind.GRANT)
    assert (in_time.is_in_force, sent_food(keeper, now)) == (True, True)

    go(keeper, now)
    in_time.refresh_from_db()
    waits.refresh_from_db()
    assert (in_time.status, waits.status) == (Paper.ENDED, Paper.DROPPED)
    assert Obligation.objects.get().closed_at == now
    assert LocalPolicy.objects.get().ends_at == now
    assert not sent_food(keeper, now)
    assert not broken(pantry.network, now + A_MINUTE)

    page = reverse("governance:partnership", args=[pantry.pk])
    words = convener.client.get(page).content.decode()
    assert ("In force" in words, "Who owes what" in words, "Write one" in words) == (False,) * 3
    assert words.count(STILL) == 1  # of the paper under which families' data came, not of the grant
    assert STILL in keeper.client.get(page).content.decode()
    read = convener.client.get(reverse("governance:agreement", args=[in_time.pk]))
    assert STILL in read.content.decode()
    assert stranger.client.get(page).status_code == 403
    with pytest.raises(BadInput, match="takes part"):
        draft(actor=convener.actor, organization_id=pantry.pk, at=now, terms=terms(now, FOOD))


def offered_as(convener: Worker, keeper: Worker, paper: Agreement, now: datetime) -> Agreement:
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    paper.refresh_from_db()
    return signed_by_both(convener, keeper, paper, now)


def test_of_several_one_leaves_and_the_paper_goes_on_for_the_others(
    in_force,  # noqa: F811
    convener, keeper, shelter, funder, stranger, now: datetime,  # noqa: F811
):  # fmt: skip
    go(shelter, now)
    in_force.refresh_from_db()
    assert in_force.is_in_force
    assert Party.objects.get(organization=organization(shelter)).left_at == now
    assert (sent_food(keeper, now), sent_food(shelter, now)) == (True, False)
    assert Obligation.objects.get().closed_at == now
    page = reverse("governance:partnership", args=[organization(shelter).pk])
    words = convener.client.get(page).content.decode()
    assert ("In force" in words, STILL in words) == (False, True)
    theirs = reverse("governance:partnership", args=[organization(keeper).pk])
    assert "In force" in keeper.client.get(theirs).content.decode()
    assert stranger.client.get(page).status_code == 403

    for last in (funder, keeper):  # with whom it was written goes last
        go(last, now + A_MINUTE)
    in_force.refresh_from_db()
    assert in_force.status == Paper.ENDED
    assert not paid_partners(in_force.network_id, on=now.date())
    assert not broken(in_force.network, now + 2 * A_MINUTE)


def test_what_waits_for_the_signature_of_who_leaves_is_dropped(
    hub,  # noqa: F811
    shelter,  # noqa: F811
    now: datetime,
):
    go(shelter, now)
    hub.refresh_from_db()
    assert hub.status == Paper.DROPPED
    assert not broken(hub.network, now + A_MINUTE)


def test_on_the_day_that_was_named_the_clock_ends_its_part_in_a_dispute_too(
    table: Table, now: datetime
):
    pantry = table.pantry.organization
    alone = signed(table.convener, table.pantry, pantry, now, FOOD)
    several = shared(table, now)
    day = now.date() + 3 * DAY
    plan_leaving(actor=table.pantry.actor, organization_id=pantry.pk, leaving=Leaving(day), at=now)
    with_clinic = {"other_id": table.clinic.organization.pk, "words": "They do not answer us."}
    raise_dispute(actor=table.pantry.actor, **with_clinic, at=now)
    assert leave_on_the_day(network_id=table.network.pk, at=now + 4 * DAY) == 1
    alone.refresh_from_db()
    several.refresh_from_db()
    assert (alone.status, several.status) == (Paper.ENDED, Paper.IN_FORCE)
    assert several.parties.get(left_at=None).organization == table.clinic.organization
    assert not broken(table.network, now + 4 * DAY)


def shared(table: Table, now: datetime) -> Agreement:
    """By the pantry and the clinic."""
    of = {"actor": table.convener.actor, "at": now}
    paper = draft(**of, organization_id=table.pantry.organization.pk, terms=terms(now, FOOD))
    clinic = table.clinic.organization.pk
    bind(**of, agreement_id=paper.pk, organization_id=clinic, part=Part.TAKES_PART)
    offer(**of, agreement_id=paper.pk)
    paper.refresh_from_db()
    signed_by_both(table.convener, table.pantry, paper, now)
    return sign(
        actor=table.clinic.actor, agreement_id=paper.pk, side=Side.PARTNER, hand=hand(paper), at=now,
        organization_id=clinic,
    )  # fmt: skip


def test_whoever_left_before_is_let_out_by_the_clock(
    in_force,  # noqa: F811
    shelter,  # noqa: F811
    now: datetime,
):
    Organization.objects.filter(pk=organization(shelter).pk).update(status="left")
    chase_agreements(network_id=in_force.network_id, at=now)
    gone = Party.objects.get(organization=organization(shelter))
    assert (gone.left_at, gone.left_by) == (now, None)
    in_force.refresh_from_db()
    assert in_force.is_in_force


def test_the_database_lets_nobody_out_whom_nobody_says_to_have_left(
    in_force,  # noqa: F811
    shelter,  # noqa: F811
    now: datetime,
):
    raw = "UPDATE governance_party SET left_at = %s WHERE organization_id = %s"
    with (
        pytest.raises(IntegrityError, match="nobody says"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(raw, [now, organization(shelter).pk])
