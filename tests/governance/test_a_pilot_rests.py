"""A partner that is still trying it rests and comes back, too: into its pilot, as it was agreed on."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, NotAllowed
from governance.actions.deciding import decide_due
from governance.actions.disputes import raise_dispute
from governance.actions.partnerships import begin_talks
from governance.actions.proposals import draft
from governance.actions.suspending import suspend
from governance.counting import Answer
from governance.disputes import Ground
from governance.models.partnerships import Partnership
from governance.models.standing import SaidSo
from organizations.actions.standing import come_back, pause
from organizations.grants import Role
from organizations.lifecycle import Stage
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from tests.governance.table import DAY, Table, close, say, sit_down
from tests.governance.test_who_takes_part import carried, stands, wanted
from tests.joining import takes_part
from tests.story import Worker, hire

HOUR = timedelta(hours=1)
WHY = "Names of families were sent by open e-mail."
REST = "UPDATE organizations_organization SET status = 'paused', pilot_rests = true WHERE id = %s"
GO_ON = "UPDATE organizations_organization SET status = 'pilot', pilot_rests = false WHERE id = %s"
JOIN = "UPDATE organizations_organization SET status = 'active', pilot_rests = false WHERE id = %s"


def in_its_pilot(table: Table, at: datetime) -> Worker:
    """With an admin of its own."""
    shelf = Organization.objects.create(
        network=table.network, name="Food Shelf", status=Stage.LISTED, email="shelf@example.org"
    )
    Service.objects.create(network=table.network, organization=shelf, name="Boxes")
    begin_talks(actor=table.convener.actor, organization_id=shelf.pk, at=at)
    takes_part(table.convener.actor, shelf, at=at)
    return hire(shelf, "Shay Moss", Role.ORGADMIN)


@pytest.fixture
def shelf(table: Table, now: datetime) -> Worker:
    return in_its_pilot(table, now)


def agreed_on(shelf: Worker) -> tuple[object, ...]:
    row = Partnership.objects.get(organization=shelf.organization)
    return row.pilot_size, row.pilot_ends_on


def of(worker: Worker, at: datetime) -> dict[str, object]:
    return {"organization_id": worker.organization.pk, "at": at}


def run(statement: str, *said: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, said)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_pilot_in_a_dispute_rests_at_once_and_what_nobody_confirms_falls_back_into_the_pilot(
    table: Table, shelf: Worker, now: datetime
):
    before = agreed_on(shelf)
    raise_dispute(
        actor=table.pantry.actor, other_id=shelf.organization.pk, words="We wait.", at=now
    )
    acted = suspend(actor=table.convener.actor, ground=Ground.BREACH, reason=WHY, **of(shelf, now))
    assert stands(shelf.organization) == Stage.PAUSED
    for somebody in (shelf, table.convener):
        with pytest.raises(NotAllowed):  # the council has the word
            come_back(actor=somebody.actor, **of(shelf, now))
    decide_due(network_id=table.network.pk, at=acted.votes_until - HOUR)
    assert stands(shelf.organization) == Stage.PAUSED
    assert close(acted).status == "fell_back"
    assert (stands(shelf.organization), agreed_on(shelf)) == (Stage.PILOT, before)
    row = Partnership.objects.get(organization=shelf.organization)
    assert (row.next_step, row.next_step_due.date()) == ("look_at_pilot", before[1])
    assert not [one for one in audit(table.network.pk, at=acted.votes_until) if one.broken]


def test_what_the_council_confirms_of_a_pilot_stays_until_it_decides_that_the_pilot_goes_on(
    table: Table, shelf: Worker, now: datetime
):
    before = agreed_on(shelf)
    acted = suspend(actor=table.convener.actor, ground=Ground.SAFETY, reason=WHY, **of(shelf, now))
    voters = (table.pantry, table.shelter, table.mother, table.funder)
    say(table, acted, [(one, Answer.YES) for one in voters], now + HOUR)
    later = close(acted).votes_until + HOUR
    assert stands(shelf.organization) == Stage.PAUSED
    with pytest.raises(BadInput, match="not possible"):  # it has not joined
        draft(actor=table.pantry.actor, wording=wanted(shelf.organization, Stage.ACTIVE), at=later)
    carried(table, wanted(shelf.organization, Stage.PILOT), later)
    assert (stands(shelf.organization), agreed_on(shelf)) == (Stage.PILOT, before)


def test_a_pilot_rests_and_goes_on_by_its_own_word_and_by_no_strangers(
    table: Table, shelf: Worker, stranger: Worker, now: datetime
):
    before = agreed_on(shelf)
    for nobody in (stranger, table.clinic):
        with pytest.raises(NotAllowed):
            pause(actor=nobody.actor, **of(shelf, now))
    pause(actor=shelf.actor, **of(shelf, now))
    with pytest.raises(NotAllowed):
        come_back(actor=stranger.actor, **of(shelf, now + DAY))
    come_back(actor=shelf.actor, **of(shelf, now + DAY))
    assert (stands(shelf.organization), agreed_on(shelf)) == (Stage.PILOT, before)


def test_whoever_took_part_for_good_comes_back_for_good_and_into_no_pilot(
    table: Table, now: datetime
):
    pause(actor=table.clinic.actor, **of(table.clinic, now))
    with pytest.raises(BadInput, match="not possible"):
        draft(
            actor=table.pantry.actor,
            wording=wanted(table.clinic.organization, Stage.PILOT),
            at=now,
        )
    with pytest.raises(IntegrityError, match="as it began"):
        run(GO_ON, table.clinic.organization.pk)
    come_back(actor=table.clinic.actor, **of(table.clinic, now))
    assert stands(table.clinic.organization) == Stage.ACTIVE


def test_by_raw_sql_no_break_of_a_pilot_makes_a_partner_for_good(
    network: Network, pantry: Organization, now: datetime
):
    """Where no council sits nobody is asked, and a break still ends as it began."""
    for stage in (Stage.LEFT, Stage.PROSPECT, Stage.ONBOARDING, Stage.PILOT):
        run("UPDATE organizations_organization SET status = %s WHERE id = %s", stage, pantry.pk)
    with pytest.raises(IntegrityError, match="as it began"):
        run("UPDATE organizations_organization SET status = 'paused' WHERE id = %s", pantry.pk)
    run(REST, pantry.pk)
    for other in (JOIN, "UPDATE organizations_organization SET pilot_rests = false WHERE id = %s"):
        with pytest.raises(IntegrityError, match="as it began"):
            run(other, pantry.pk)
    run(GO_ON, pantry.pk)
    assert stands(pantry) == Stage.PILOT


@pytest.mark.parametrize("change", [REST, GO_ON])
def test_by_raw_sql_nobody_lets_a_pilot_rest_or_go_on_without_a_word(
    table: Table, shelf: Worker, now: datetime, change: str
):
    if change == GO_ON:
        suspend(actor=table.convener.actor, ground=Ground.SAFETY, reason=WHY, **of(shelf, now))
        connection.check_constraints()
    with pytest.raises(IntegrityError, match="Nobody said"):
        run(change, shelf.organization.pk)
    if change == GO_ON:
        with pytest.raises(IntegrityError, match="The council says"):
            SaidSo.objects.create(
                network=table.network, organization=shelf.organization, stage="pilot", at=now,
                word="partner",
            )  # fmt: skip


def test_the_pages_offer_a_pilot_its_break_and_say_that_it_goes_on(
    network: Network, stranger: Worker
):
    now = timezone.now()
    table = sit_down(network, now - 30 * DAY)
    shelf = in_its_pilot(table, now)
    way = reverse("governance:partnership", args=[shelf.organization.pk])
    stand = reverse("organizations:standing", args=[shelf.organization.pk])
    page = reverse("governance:suspend", args=[shelf.organization.pk])
    assert page in table.convener.client.get(way).content.decode()
    assert "Take a break" in shelf.client.get(stand).content.decode()
    typed = {"ground": "safety", "reason": WHY}
    assert stranger.client.post(page, typed).status_code == 403
    assert table.convener.client.post(page, typed).status_code == 302
    assert "Their pilot rests" in " ".join(table.convener.client.get(way).content.decode().split())
    back = table.convener.client.get(stand).content.decode()
    assert "partner-what=pilot" in back
