"""Nobody is punished for a dispute: while it is open neither side is cut off but by the council, or for a ground."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.agreements import end
from governance.actions.deciding import decide_due
from governance.actions.disputes import raise_dispute, withdraw
from governance.actions.leaving import Leaving, leave_on_the_day, plan_leaving
from governance.actions.proposals import Wording, act_now, draft
from governance.actions.suspending import suspend
from governance.counting import Answer
from governance.disputes import Ground
from governance.effects.registry import Change
from governance.joining import BY_COUNCIL
from governance.models.agreements import Agreement
from governance.models.cuts import GivenUp, Suspension
from governance.models.policies import Policy
from governance.models.proposals import Proposal
from organizations.actions.standing import come_back, leave, pause
from organizations.grants import Role
from organizations.models.network import Network, Organization
from tests.governance.disagreeing import DAY, Quarrel, quarrel_of
from tests.governance.table import close, say
from tests.governance.test_disputes import broken
from tests.joining import agree
from tests.story import Worker, found, hire

HOUR = timedelta(hours=1)
END_IT = """
UPDATE governance_agreement SET status = 'ended', closed_at = now(), next_step = '', waiting_on = '',
    next_step_due = NULL, wake_at = NULL WHERE organization_id = %s
"""
WHY = "Names of families were sent by open e-mail."


@pytest.fixture
def lenient(network: Network, now: datetime) -> Quarrel:
    """Before they had a council, partners left it to the convener who rests and goes."""
    Policy.objects.create(
        network=network, key=BY_COUNCIL, value=0, version=1, begins_at=now - 99 * DAY
    )
    return quarrel_of(network, now)


def stands(organization: Organization) -> str:
    organization.refresh_from_db()
    return organization.status


def test_a_convener_suspends_a_side_for_a_breach_and_what_nobody_confirms_falls_back(
    lenient: Quarrel, now: datetime
):
    table, clinic = lenient.table, lenient.table.clinic.organization
    lenient.raised(now)
    acted = suspend(
        actor=table.convener.actor,
        organization_id=clinic.pk,
        ground=Ground.BREACH,
        reason=WHY,
        at=now,
    )
    assert (stands(clinic), acted.status, acted.is_emergency) == ("paused", "voting", True)
    assert Suspension.objects.get().ground == "breach"
    with pytest.raises(NotAllowed):
        come_back(actor=table.clinic.actor, organization_id=clinic.pk, at=now)  # the council has it
    decide_due(network_id=lenient.network.pk, at=acted.votes_until - HOUR)
    assert stands(clinic) == "paused"
    acted = close(acted)
    assert (stands(clinic), acted.status) == ("active", "fell_back")


def test_what_the_council_confirms_stays(lenient: Quarrel, now: datetime):
    table, clinic = lenient.table, lenient.table.clinic.organization
    lenient.raised(now)
    acted = suspend(
        actor=table.convener.actor,
        organization_id=clinic.pk,
        ground=Ground.SAFETY,
        reason=WHY,
        at=now,
    )
    voters = (table.pantry, table.shelter, table.mother, table.funder)
    say(table, acted, [(one, Answer.YES) for one in voters], now + HOUR)
    assert (close(acted).status, stands(clinic)) == ("in_force", "paused")


def test_while_it_is_open_the_convener_neither_lets_a_side_rest_nor_go(
    lenient: Quarrel, stranger: Worker, now: datetime
):
    table, clinic = lenient.table, lenient.table.clinic.organization
    dispute, here = lenient.raised(now), {"organization_id": clinic.pk, "at": now}
    for cut in (pause, leave):
        with pytest.raises(NotAllowed):
            cut(actor=table.convener.actor, **here)
        with pytest.raises(NotAllowed):
            cut(actor=stranger.actor, **here)
    with pytest.raises(NotAllowed):
        plan_leaving(actor=table.convener.actor, leaving=Leaving((now + DAY).date()), **here)
    withdraw(actor=table.pantry.actor, dispute_id=dispute.pk, at=now)
    assert pause(actor=table.convener.actor, **here).is_paused  # as before


def test_a_side_rests_and_comes_back_on_its_own_word(lenient: Quarrel, now: datetime):
    lenient.raised(now)
    clinic = lenient.table.clinic
    here = {"actor": clinic.actor, "organization_id": clinic.organization.pk}
    pause(**here, at=now)
    come_back(**here, at=now + DAY)
    assert stands(clinic.organization) == "active"


def test_an_emergency_without_a_ground_lets_no_side_rest(lenient: Quarrel, now: datetime):
    table = lenient.table
    lenient.raised(now)
    change = Change("partner", str(table.clinic.organization.pk), "paused")
    mine = draft(
        actor=table.convener.actor, wording=Wording("A break", WHY, changes=[change]), at=now
    )
    with pytest.raises(StepNotPossible, match="safety or a breach"):
        act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)
    assert stands(table.clinic.organization) == "active"


def test_only_the_convener_suspends_and_says_why(
    lenient: Quarrel, stranger: Worker, foreigner: Worker, now: datetime
):
    clinic = lenient.table.clinic.organization
    asked = {"organization_id": clinic.pk, "ground": Ground.SAFETY, "at": now}
    for nobody in (lenient.table.pantry, lenient.table.mother, stranger):
        with pytest.raises(NotAllowed):
            suspend(actor=nobody.actor, reason=WHY, **asked)
    with pytest.raises(Organization.DoesNotExist):
        suspend(actor=foreigner.actor, reason=WHY, **asked)
    with pytest.raises(BadInput):
        suspend(actor=lenient.table.convener.actor, reason=" ", **asked)
    assert not Proposal.objects.exists()


def test_the_convener_ends_no_agreement_of_a_side_and_the_side_itself_does(
    lenient: Quarrel, now: datetime
):
    table = lenient.table
    paper = agree(table.convener.actor, table.clinic.organization, at=now)
    lenient.raised(now)
    with pytest.raises(NotAllowed):
        end(actor=table.convener.actor, agreement_id=paper.pk, at=now)
    assert end(actor=table.clinic.actor, agreement_id=paper.pk, at=now).status == "ended"
    assert GivenUp.objects.get().by == table.clinic.user


def test_of_partners_who_do_not_disagree_the_convener_ends_an_agreement_as_before(
    lenient: Quarrel, now: datetime
):
    table = lenient.table
    paper = agree(table.convener.actor, table.funder.organization, at=now)
    lenient.raised(now)
    assert end(actor=table.convener.actor, agreement_id=paper.pk, at=now).status == "ended"


def test_a_day_to_leave_that_the_convener_had_named_waits_and_one_of_their_own_does_not(
    lenient: Quarrel, now: datetime
):
    table, network = lenient.table, lenient.network
    leaving = Leaving((now + 5 * DAY).date())
    for by, who in ((table.convener, table.clinic), (table.funder, table.funder)):
        plan_leaving(
            actor=by.actor, organization_id=who.organization.pk, leaving=leaving, at=now - HOUR
        )
    dispute = lenient.raised(now)
    leave_on_the_day(network_id=network.pk, at=now + 6 * DAY)
    assert stands(table.clinic.organization) == "active"
    assert stands(table.funder.organization) == "left"
    withdraw(actor=table.pantry.actor, dispute_id=dispute.pk, at=now + 7 * DAY)
    leave_on_the_day(network_id=network.pk, at=now + 8 * DAY)
    assert stands(table.clinic.organization) == "left"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE organizations_organization SET status = 'paused' WHERE id = %s",
        "UPDATE organizations_organization SET status = 'left' WHERE id = %s",
        END_IT,
    ],
)
def test_no_side_is_cut_off_by_raw_sql(lenient: Quarrel, now: datetime, change: str):
    clinic = lenient.table.clinic.organization
    agree(lenient.table.convener.actor, clinic, at=now)
    lenient.raised(now)
    with (
        pytest.raises(Exception, match=r"dispute|said"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change, [clinic.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_gives_up_for_a_partner_by_raw_sql(lenient: Quarrel, now: datetime):
    table = lenient.table
    paper = agree(table.convener.actor, table.clinic.organization, at=now)
    with pytest.raises(Exception, match="for another"), transaction.atomic():
        GivenUp.objects.create(
            network=lenient.network, agreement=paper, at=now, by=table.convener.user
        )


def test_where_no_council_sits_nobody_could_say_so_and_all_is_as_before(
    network: Network, pantry: Organization, clinic: Organization, now: datetime
):
    body = found(network, "Harbor Table", Organization.Kind.CONVENER)
    convener = hire(body, "Carla Mendez", Role.CONVENER)
    ours = hire(pantry, "Kim Keeper", Role.ORGADMIN)
    raise_dispute(actor=ours.actor, other_id=clinic.pk, words="We wait.", at=now)
    assert pause(actor=convener.actor, organization_id=clinic.pk, at=now).is_paused


def test_the_page_of_a_break_at_once(network: Network, stranger: Worker):
    now = timezone.now()
    story = quarrel_of(network, now)
    clinic, convener = story.table.clinic.organization, story.table.convener
    page = reverse("governance:suspend", args=[clinic.pk])
    assert "A break at once" in convener.client.get(page).content.decode()
    assert convener.client.post(page, {"ground": "safety", "reason": ""}).status_code == 422
    typed = {"ground": "safety", "reason": WHY}
    for nobody in (story.table.clinic, stranger):
        assert nobody.client.post(page, typed).status_code == 403
    assert convener.client.post(page, typed).status_code == 302
    assert stands(clinic) == "paused"


def test_the_auditor_sees_a_paper_that_somebody_else_has_ended(lenient: Quarrel, now: datetime):
    clinic = lenient.table.clinic.organization
    paper = agree(lenient.table.convener.actor, clinic, at=now - DAY)
    end(actor=lenient.table.convener.actor, agreement_id=paper.pk, at=now)
    dispute = lenient.raised(now)
    assert "no_side_is_cut_off" not in broken(lenient.network, now)
    Agreement.objects.filter(pk=paper.pk).update(closed_at=dispute.raised_at + HOUR)
    assert "no_side_is_cut_off" in broken(lenient.network, now)
