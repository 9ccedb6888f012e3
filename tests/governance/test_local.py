"""A number that holds with one partner only: agreed in a signed paper, and nowhere else."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.errors import BadInput
from core.ids import uuid7
from core.models import Event
from governance.actions.agreements import chase_agreements, draft, end
from governance.in_force import in_force
from governance.known import AGREED
from governance.models.agreements import Agreement
from governance.models.local import LocalPolicy
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.models.referral import Referral
from referrals.search.own_days import own_days
from screening.models.need import Need
from tests.governance.test_agreements import broken, signed, terms
from tests.story import Worker

DAY = timedelta(days=1)
FOOD = "food-insecurity"


@pytest.fixture
def paper(convener: Worker, keeper: Worker, pantry: Organization, now: datetime) -> Agreement:
    return signed(convener, keeper, pantry, now, FOOD, answer_days=1)


@pytest.fixture
def sent(navigator: Worker, need: Need, agreed, sending: Sending, now: datetime):
    def send_it(at: datetime) -> Referral:
        return send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at)

    return send_it


def answers(network: Network, organization: Organization, at: datetime) -> int:
    return in_force(network.pk, "referral.", at, owed_by=organization.pk)["referral.answer"]


def test_what_is_agreed_with_the_pantry_holds_for_the_pantry_and_for_nobody_else(
    network: Network, paper: Agreement, pantry: Organization, other_clinic: Organization, now: datetime
):  # fmt: skip
    assert answers(network, pantry, now) == 1
    assert answers(network, other_clinic, now) == 2
    assert in_force(network.pk, "referral.", now)["referral.answer"] == 2
    assert broken(network, now) == set()


def test_a_request_to_them_is_due_after_the_agreed_days(paper, sent, now: datetime):
    referral = sent(now)  # Wednesday
    assert referral.next_step_due == now + DAY
    said = own_days(referral)
    assert said is not None
    assert (said.value, said.source) == (1, AGREED)


def test_a_request_from_before_keeps_what_it_was_promised(
    sent, convener: Worker, keeper: Worker, pantry: Organization, now: datetime
):
    referral = sent(now)
    signed(convener, keeper, pantry, now + timedelta(hours=1), FOOD, answer_days=1)
    referral.refresh_from_db()
    assert referral.next_step_due == now + 2 * DAY
    assert own_days(referral) is None


def test_the_sweep_reminds_the_partner_who_agreed_to_be_quick_and_not_the_other(
    network: Network, paper: Agreement, sent, now: datetime
):
    referral = sent(now)
    sweep(network_id=network.pk, at=now + DAY + timedelta(minutes=1))
    kinds = set(Event.objects.filter(subject_id=referral.pk).values_list("kind", flat=True))
    assert "referral.reminded" in kinds


def test_without_a_paper_the_same_sweep_is_silent(network: Network, sent, now: datetime):
    referral = sent(now)
    sweep(network_id=network.pk, at=now + DAY + timedelta(minutes=1))
    kinds = set(Event.objects.filter(subject_id=referral.pk).values_list("kind", flat=True))
    assert "referral.reminded" not in kinds


def test_its_end_gives_them_the_days_of_all_and_takes_nothing_back(
    network: Network, paper: Agreement, keeper: Worker, pantry: Organization, sent, now: datetime
):
    referral = sent(now)
    end(actor=keeper.actor, agreement_id=paper.pk, at=now + timedelta(hours=1))
    assert answers(network, pantry, now) == 1
    assert answers(network, pantry, now + timedelta(hours=1)) == 2
    referral.refresh_from_db()
    assert referral.next_step_due == now + DAY
    assert own_days(referral) is not None
    assert broken(network, now + timedelta(hours=1)) == set()


def test_after_its_last_day_it_falls_back_before_anybody_comes_by(
    network: Network, convener: Worker, keeper: Worker, pantry: Organization, now: datetime
):
    last = now.date() + 10 * DAY
    signed(convener, keeper, pantry, now, FOOD, answer_days=1, ends_on=last)
    assert answers(network, pantry, now + 10 * DAY) == 1
    assert answers(network, pantry, now + 11 * DAY) == 2
    chase_agreements(network_id=network.pk, at=now + 11 * DAY)
    assert answers(network, pantry, now + 10 * DAY) == 1


def test_every_step_keeps_that_it_was_promised_under_another_number(
    paper: Agreement, sent, keeper: Worker, network: Network, now: datetime
):
    referral = sent(now)
    end(actor=keeper.actor, agreement_id=paper.pk, at=now + timedelta(hours=1))
    sweep(network_id=network.pk, at=now + 2 * DAY)
    kept = dict(Event.objects.filter(subject_id=referral.pk).values_list("kind", "policy_version"))
    assert (kept["referral.sent"], kept["referral.reminded"]) == (1, 2)


def test_a_number_out_of_bounds_is_not_written(convener: Worker, pantry, now: datetime):
    for days in (0, 61):
        with pytest.raises(BadInput, match="open days"):
            draft(
                actor=convener.actor, organization_id=pantry.pk,
                terms=terms(now, answer_days=days), at=now,
            )  # fmt: skip


def test_the_auditor_sees_a_number_that_holds_no_more_or_not_yet(
    network: Network, paper: Agreement, now: datetime
):
    later = now + DAY
    LocalPolicy.objects.update(ends_at=now)
    Agreement.objects.filter(pk=paper.pk).update(
        status="ended", next_step_due=None, wake_at=None, closed_at=now
    )
    assert "local_policy_stands_in_its_paper" not in broken(network, later)
    other = LocalPolicy.objects.get()
    assert other.ends_at == now


# --- what the database refuses --------------------------------------------------------------------


def refused(name: str, **row: object) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        LocalPolicy.objects.create(key="referral.answer", **row)
    assert caught.value.__cause__.diag.constraint_name == name


def test_nobody_writes_a_number_that_does_not_stand_in_a_signed_paper_of_theirs(
    network: Network, paper: Agreement, pantry: Organization, other_clinic: Organization, now
):
    row = {"network": network, "begins_at": now, "agreement": paper}
    refused("local_policy_stands_in_its_paper", organization=pantry, value=5, **row)
    refused("local_policy_stands_in_its_paper", organization=other_clinic, value=1, **row)


def test_nobody_tries_without_the_yes_of_two_people_and_an_end(
    network: Network, pantry: Organization, keeper: Worker, convener: Worker, now: datetime
):
    row = {"network": network, "organization": pantry, "value": 1, "begins_at": now}
    both = {"said_there_by": keeper.user, "said_for_network_by": convener.user}
    alone = {"said_there_by": keeper.user, "said_for_network_by": keeper.user}
    one = "local_policy_is_agreed_or_tried"
    refused(one, **row, **both)
    refused(one, **row, **both, ends_at=now + 93 * DAY)
    refused(one, **row, **alone, ends_at=now + 9 * DAY)
    refused(one, **row, said_for_network_by=convener.user, ends_at=now + 9 * DAY)
    LocalPolicy.objects.create(key="referral.answer", **row, **both, ends_at=now + 9 * DAY)
    later = {**row, "begins_at": now + 8 * DAY}
    refused("local_policy_is_tried_once", **later, **both, ends_at=now + 20 * DAY)


@pytest.mark.parametrize(
    "change", ["value = 9", "ends_at = ends_at + interval '1 day'", "ends_at = NULL"]
)
def test_of_a_number_only_the_end_comes_nearer(paper: Agreement, change: str):
    with (
        pytest.raises(Exception, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE governance_localpolicy SET {change}")


def test_a_paper_that_is_offered_keeps_its_days(paper: Agreement):
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Agreement.objects.filter(pk=paper.pk).update(answer_days=9)


# --- pages ----------------------------------------------------------------------------------------


def test_sender_and_partner_read_what_is_agreed_and_a_stranger_nothing(
    convener: Worker, keeper: Worker, pantry: Organization, navigator: Worker, intake: Worker,
    stranger: Worker, need: Need, agreed, food_boxes: Service,
):  # fmt: skip
    at = timezone.now() - timedelta(minutes=1)
    signed(convener, keeper, pantry, at, FOOD, answer_days=1)
    sending = Sending(service_id=food_boxes.pk, request_key=uuid7(), facts=("name",))
    referral = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at)
    words = "Agreed with this partner: an answer within 1 open day."
    for worker, path in (
        (navigator, f"/needs/{need.pk}/"),
        (navigator, f"/referrals/{referral.pk}/sent/"),
        (intake, f"/referrals/{referral.pk}/"),
    ):
        assert words in worker.client.get(path).text, path
    assert stranger.client.get(f"/needs/{need.pk}/").status_code == 404
