"""Who comes in for good, who rests and who goes: what the council decides about partners happens by itself."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, NotAllowed
from governance.actions.deciding import decide_due
from governance.actions.leaving import Leaving, plan_leaving
from governance.actions.partnerships import begin_talks, join
from governance.actions.proposals import Wording, act_now, draft
from governance.counting import Answer
from governance.effects.registry import Change
from governance.models.proposals import Proposal
from governance.models.standing import SaidSo
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.actions.members import Invitee, invite
from organizations.actions.standing import come_back, pause
from organizations.grants import Role
from organizations.lifecycle import Stage
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from tests.governance.table import DAY, Table, close, put_to_vote, say
from tests.joining import answer_all, takes_part
from tests.story import Worker, found, hire

HOUR = timedelta(hours=1)
YES, NO = Answer.YES, Answer.NO


@pytest.fixture
def kitchen(table: Table) -> Worker:
    """A partner without a seat."""
    return hire(found(table.network, "Soup Kitchen"), "Kim Keeper", Role.ORGADMIN)


@pytest.fixture
def shelf(table: Table, now: datetime) -> Organization:
    """In its pilot, and the review is written down."""
    shelf = Organization.objects.create(
        network=table.network, name="Food Shelf", status=Stage.LISTED, email="shelf@example.org"
    )
    Service.objects.create(network=table.network, organization=shelf, name="Boxes")
    begin_talks(actor=table.convener.actor, organization_id=shelf.pk, at=now)
    takes_part(table.convener.actor, shelf, at=now)
    answer_all(table.convener.actor, shelf, Stage.PILOT, at=now)
    return shelf


def wanted(organization: Organization, stage: Stage) -> Wording:
    change = Change("partner", str(organization.pk), stage.value)
    return Wording("About a partner", "We have talked about it.", changes=(change,))


def carried(table: Table, wording: Wording, at: datetime, **more: object) -> Proposal:
    mine = put_to_vote(table, table.pantry, wording, at, **more)
    say(table, mine, [(one, YES) for one in table.voters], mine.votes_from)
    return close(mine)


def stands(organization: Organization) -> str:
    organization.refresh_from_db()
    return organization.status


def kept(network: Network, at: datetime) -> bool:
    return not [one for one in audit(network.pk, at=at) if one.broken]


def test_whoever_ends_its_pilot_comes_in_for_good_by_a_decision_and_not_by_the_conveners_hand(
    table: Table, shelf: Organization, now: datetime
):
    with pytest.raises(NotAllowed, match="the council decides"):
        join(actor=table.convener.actor, organization_id=shelf.pk, at=now)
    mine = carried(table, wanted(shelf, Stage.ACTIVE), now)
    assert (mine.area, mine.status) == ("partners", "in_force")
    assert stands(shelf) == Stage.ACTIVE
    [word] = SaidSo.objects.filter(organization=shelf)
    assert (word.word, word.decision_id) == ("council", mine.pk)
    assert kept(table.network, mine.votes_until)


def test_it_is_asked_when_it_is_written_whether_it_is_possible(
    table: Table, kitchen: Worker, shelf: Organization, stranger: Worker, now: datetime
):
    unanswered = Organization.objects.create(
        network=table.network, name="New House", status=Stage.LISTED, email="new@example.org"
    )
    begin_talks(actor=table.convener.actor, organization_id=unanswered.pk, at=now)
    impossible = [
        wanted(unanswered, Stage.ACTIVE),
        wanted(kitchen.organization, Stage.PILOT),
        Wording("T", "R", changes=(Change("partner", "nobody", "active"),)),
        wanted(table.convener.organization, Stage.LEFT),
    ]
    for wording in impossible:
        with pytest.raises(BadInput):
            draft(actor=table.pantry.actor, wording=wording, at=now)
    with pytest.raises(NotAllowed):
        draft(actor=stranger.actor, wording=wanted(kitchen.organization, Stage.LEFT), at=now)
    assert not Proposal.objects.exists()


def test_a_partner_that_shall_leave_leaves_on_the_day_that_was_decided_and_hands_over(
    table: Table, kitchen: Worker, now: datetime
):
    start = now + 40 * DAY
    mine = carried(table, wanted(kitchen.organization, Stage.LEFT), now, starts_at=start)
    assert (mine.status, stands(kitchen.organization)) == ("passed", Stage.ACTIVE)
    for _ in range(2):
        decide_due(network_id=table.network.pk, at=start)
    assert stands(kitchen.organization) == Stage.LEFT
    said = SaidSo.objects.filter(organization=kitchen.organization, stage="left")
    assert said.count() == 1
    announce_everywhere(at=start + HOUR)
    assert Delivery.objects.filter(organization=kitchen.organization).count() == 1
    assert kept(table.network, start)


def test_what_is_not_possible_any_more_on_its_day_is_said_aloud_and_changes_nothing(
    table: Table, kitchen: Worker, now: datetime
):
    start = now + 40 * DAY
    mine = carried(table, wanted(kitchen.organization, Stage.PAUSED), now, starts_at=start)
    plan_leaving(
        actor=kitchen.actor, organization_id=kitchen.organization.pk,
        leaving=Leaving(now.date()), at=now,
    )  # fmt: skip
    decide_due(network_id=table.network.pk, at=start)
    mine.refresh_from_db()
    assert mine.stuck_since == start
    assert stands(kitchen.organization) == Stage.LEFT


def test_the_convener_neither_puts_a_partner_on_a_break_nor_out_and_the_partner_itself_may(
    table: Table, kitchen: Worker, stranger: Worker, now: datetime
):
    here = {"organization_id": kitchen.organization.pk, "at": now}
    away = {**here, "leaving": Leaving(now.date() + 9 * DAY)}
    for act, said in ((pause, here), (plan_leaving, away)):
        for who in (table.convener, stranger):
            with pytest.raises(NotAllowed):
                act(actor=who.actor, **said)
    page = table.convener.client.get(f"/network/organizations/{kitchen.organization.pk}/")
    assert "the council decides it" in page.content.decode()
    assert "Propose it" in page.content.decode()
    pause(actor=kitchen.actor, **here)
    assert stands(kitchen.organization) == Stage.PAUSED
    come_back(actor=table.convener.actor, **here)  # from its own break, on its word
    assert stands(kitchen.organization) == Stage.ACTIVE
    assert kept(table.network, now)


def test_from_a_break_that_was_decided_nobody_comes_back_but_by_a_decision(
    table: Table, kitchen: Worker, now: datetime
):
    mine = carried(table, wanted(kitchen.organization, Stage.PAUSED), now)
    later = mine.votes_until + HOUR
    for who in (kitchen, table.convener):
        with pytest.raises(NotAllowed):
            come_back(actor=who.actor, organization_id=kitchen.organization.pk, at=later)
    carried(table, wanted(kitchen.organization, Stage.ACTIVE), later)
    assert stands(kitchen.organization) == Stage.ACTIVE


def test_in_an_emergency_a_break_holds_at_once_and_falls_back_unconfirmed_but_nobody_is_put_out(
    table: Table, kitchen: Worker, now: datetime
):
    breach = wanted(kitchen.organization, Stage.PAUSED)
    mine = draft(actor=table.convener.actor, wording=breach, at=now)
    mine = act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)
    assert stands(kitchen.organization) == Stage.PAUSED
    say(table, mine, [(table.pantry, NO)], now + HOUR)
    assert close(mine).status == "fell_back"
    assert stands(kitchen.organization) == Stage.ACTIVE
    assert kept(table.network, mine.votes_until)
    out = draft(
        actor=table.convener.actor, wording=wanted(kitchen.organization, Stage.LEFT), at=now
    )
    with pytest.raises(BadInput, match="taken back"):
        act_now(actor=table.convener.actor, proposal_id=out.pk, at=now)


@pytest.mark.parametrize("how", ["nobody", "convener", "council"])
def test_the_database_takes_no_break_by_another_hand(
    table: Table, kitchen: Worker, now: datetime, how: str
):
    mine = put_to_vote(table, table.pantry, wanted(kitchen.organization, Stage.PAUSED), now)
    house = kitchen.organization
    with pytest.raises(IntegrityError, match=r"said|says|decided"), transaction.atomic():
        if how != "nobody":
            SaidSo.objects.create(
                network=table.network, organization=house, stage="paused", word=how, at=now,
                decision=mine if how == "council" else None,
            )  # fmt: skip
        Organization.objects.filter(pk=house.pk).update(status="paused")
        connection.check_constraints()
    assert stands(house) == Stage.ACTIVE


def test_the_database_takes_nobody_who_begins_by_taking_part_where_a_council_sits(
    table: Table, foreigner: Worker
):
    new = {"network": table.network, "name": "New House", "email": "new@example.org"}
    with pytest.raises(IntegrityError, match="said"), transaction.atomic():
        Organization.objects.create(**new)
        connection.check_constraints()
    Organization.objects.create(**new, status=Stage.LISTED)
    connection.check_constraints()
    assert foreigner.organization.is_active  # nobody sits there


def test_nobody_writes_over_whose_word_it_was(table: Table, kitchen: Worker, now: datetime):
    pause(actor=kitchen.actor, organization_id=kitchen.organization.pk, at=now)
    for how in ("UPDATE governance_saidso SET word = 'convener'", "DELETE FROM governance_saidso"):
        with (
            pytest.raises(Exception, match=r"denied|append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(how)


def test_partners_may_decide_that_the_convener_says_so_again_and_which_kinds_join(
    table: Table, kitchen: Worker, now: datetime
):
    house = Organization.objects.create(
        network=table.network, name="Big Fund", kind="funder", status=Stage.LISTED
    )
    numbers = (Change("policy", "joining.by_council", 0), Change("policy", "joining.funder", 0))
    mine = carried(table, Wording("By hand", "We trust them.", changes=numbers), now)
    assert mine.area == "partners"
    later = mine.votes_until + HOUR
    here = {"actor": table.convener.actor, "at": later}
    pause(organization_id=kitchen.organization.pk, **here)
    assert stands(kitchen.organization) == Stage.PAUSED
    with pytest.raises(NotAllowed, match="do not join"):
        begin_talks(organization_id=house.pk, **here)
    somebody = Invitee("fern@example.org", "Fern Ito", [Role.ORGADMIN])
    with pytest.raises(NotAllowed, match="do not join"):
        invite(organization_id=house.pk, invitee=somebody, **here)
    assert stands(house) == Stage.LISTED


def test_it_is_proposed_on_the_page_and_read_before_and_after_in_plain_words(
    table: Table, kitchen: Worker, foreigner: Worker
):
    client, pk = table.pantry.client, kitchen.organization.pk
    page = client.get(f"/council/propose/?partner-who={pk}&partner-what=paused&title=x").content
    assert f'value="{pk}" selected' in page.decode()
    assert 'value="x"' not in page.decode()
    typed = {"title": "A break", "reason": "A breach.", "area": "norms"}
    sent = client.post("/council/propose/", {**typed, "partner-who": pk, "partner-what": "paused"})
    assert sent.status_code == 302
    mine = Proposal.objects.get()
    page = client.get(f"/council/proposals/{mine.pk}/").content.decode()
    assert "from Takes part to Taking a break" in " ".join(page.split())
    assert "Soup Kitchen" in page
    again = client.get(f"/council/proposals/{mine.pk}/words/").content.decode()
    assert f'value="{pk}" selected' in again
    assert "Soup Kitchen" not in foreigner.client.get("/council/propose/").content.decode()


def test_the_auditor_sees_a_partner_who_stands_otherwise_than_was_said(
    network: Network, now: datetime
):
    """Where no council sits, the database lets pass what somebody wrote into a table."""
    keeper = hire(found(network, "Soup Kitchen"), "Kim Keeper", Role.ORGADMIN)
    pause(actor=keeper.actor, organization_id=keeper.organization.pk, at=now)
    Organization.objects.filter(pk=keeper.organization.pk).update(status=Stage.ACTIVE)
    broken = {one.promise.name for one in audit(network.pk, at=now) if one.broken}
    assert "partner_stands_as_was_said" in broken
