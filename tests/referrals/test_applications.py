"""An application has dates. The nearest one is the next step, and one that passes is not forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, StepNotPossible
from core.ids import uuid7
from core.models import Event
from governance.models.policies import Policy
from organizations.models.directory import Service
from people.models.agreements import Consent
from referrals.actions import answer, progress
from referrals.actions.application import plan, reach
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.followup import LOOKS_AHEAD, Patience, look_at
from referrals.lifecycle import MilestoneKind, Mode, Status
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.story import Worker

DAY = timedelta(days=1)
K = MilestoneKind


@pytest.fixture
def snap(food_boxes: Service) -> Service:
    food_boxes.intake, food_boxes.legal_days = Service.Intake.APPLICATION, 30
    food_boxes.save()
    return food_boxes


@pytest.fixture
def application(
    navigator: Worker, intake: Worker, need: Need, agreed: Consent, snap: Service, now: datetime
) -> Referral:
    """Accepted; nothing has been filed."""
    Consent.objects.filter(pk=agreed.pk).update(since=now - 9 * DAY)
    sending = Sending(snap.pk, uuid7(), mode=Mode.APPLICATION, facts=("name",))
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now - 2 * DAY)
    return answer.accept(actor=intake.actor, referral_id=sent.pk, at=now - DAY)


def again(one: Referral | Need):
    one.refresh_from_db()
    return one


def test_what_is_filed_is_decided_within_the_legal_days(
    intake: Worker, application: Referral, need: Need, now: datetime
):
    reach(actor=intake.actor, referral_id=application.pk, kind=K.FILED, on=now.date(), at=now)
    decision = Milestone.objects.get(kind=K.DECISION)
    assert decision.planned_on == now.date() + 30 * DAY
    assert again(application).status == Status.IN_PROGRESS
    look = application.next_step_due
    assert (application.waiting_on, application.next_step) == ("sender", "check_application")
    assert date(2026, 12, 13) <= look.date() <= date(2026, 12, 14)  # five days before, a Monday
    assert again(need).next_step_due == look


def test_expedited_help_is_looked_at_within_its_seven_days(
    intake: Worker, application: Referral, snap: Service, now: datetime
):
    Service.objects.filter(pk=snap.pk).update(legal_days=7)
    reach(actor=intake.actor, referral_id=application.pk, kind=K.FILED, on=now.date(), at=now)
    assert again(application).next_step_due.date() <= now.date() + 7 * DAY


def test_legal_days_that_end_on_a_holiday_are_looked_at_when_somebody_works(
    intake: Worker, application: Referral, snap: Service, now: datetime
):
    Service.objects.filter(pk=snap.pk).update(legal_days=8)  # of this Wednesday: Thanksgiving
    progress.start(actor=intake.actor, referral_id=application.pk, at=now)
    days = application.need.organization.open_days
    assert days.local_date(again(application).next_step_due) == date(2026, 11, 27)


def test_the_nearest_date_is_the_next_step(
    intake: Worker, navigator: Worker, application: Referral, now: datetime
):
    today = now.date()
    reach(actor=intake.actor, referral_id=application.pk, kind=K.FILED, on=today, at=now)
    plan(
        actor=navigator.actor, referral_id=application.pk, kind=K.INTERVIEW, on=today + 7 * DAY,
        at=now,
    )  # fmt: skip
    assert again(application).next_step_due.date() == today + 6 * DAY
    reach(
        actor=navigator.actor, referral_id=application.pk, kind=K.INTERVIEW, on=today + 7 * DAY,
        at=now + 7 * DAY,
    )  # fmt: skip
    assert again(application).next_step_due.date() > today + 20 * DAY


def test_a_date_that_passes_climbs(
    intake: Worker, network, application: Referral, need: Need, now: datetime
):
    reach(actor=intake.actor, referral_id=application.pk, kind=K.FILED, on=now.date(), at=now)
    late = again(application).next_step_due + timedelta(hours=1)
    sweep(network_id=network.pk, at=late)
    sweep(network_id=network.pk, at=late + 5 * DAY)
    kinds = Event.objects.filter(subject_id=application.pk).values_list("kind", flat=True)
    assert {"referral.reminded", "referral.supervisor_told"} <= set(kinds)


def test_a_date_can_be_moved(navigator: Worker, application: Referral, now: datetime):
    for days in (10, 20):
        plan(
            actor=navigator.actor, referral_id=application.pk, kind=K.FILED,
            on=now.date() + days * DAY, at=now,
        )  # fmt: skip
    assert Milestone.objects.get().planned_on == now.date() + 20 * DAY


@pytest.mark.parametrize("kind", list(MilestoneKind))
def test_every_date_is_looked_at_before_it_comes(kind: MilestoneKind, clinic, now: datetime):
    on = now.date() + 40 * DAY
    look = look_at(kind, on, Patience(), clinic.open_days, at=now)
    assert now < look
    assert look.date() <= on
    assert kind in LOOKS_AHEAD


def test_a_date_that_is_too_near_is_looked_at_on_the_next_open_day(clinic, now: datetime):
    look = look_at(K.DECISION, now.date() + DAY, Patience(), clinic.open_days, at=now)
    assert look.date() == now.date() + DAY


def test_how_long_before_is_what_the_partners_decided(
    intake: Worker, application: Referral, now: datetime
):
    key = "referral.decision_ahead_calendar"
    Policy.objects.create(
        network=application.network, key=key, value=12, version=1, begins_at=now - DAY
    )
    reach(actor=intake.actor, referral_id=application.pk, kind=K.FILED, on=now.date(), at=now)
    assert again(application).next_step_due.date() == date(2026, 12, 7)  # the 6th is a Sunday


def test_a_plan_is_ahead_and_a_fact_is_behind(
    navigator: Worker, application: Referral, now: datetime
):
    said = {"actor": navigator.actor, "referral_id": application.pk, "kind": K.FILED, "at": now}
    with pytest.raises(BadInput):
        plan(**said, on=now.date() - 9 * DAY)
    with pytest.raises(BadInput):
        reach(**said, on=now.date() + 9 * DAY)


def test_only_an_application_at_work_has_dates(
    intake: Worker, navigator: Worker, application: Referral, now: datetime
):
    progress.fail(actor=intake.actor, referral_id=application.pk, reason="denied", at=now)
    with pytest.raises(StepNotPossible):
        plan(
            actor=navigator.actor, referral_id=application.pk, kind=K.INTERVIEW,
            on=now.date() + DAY, at=now,
        )  # fmt: skip


def test_a_stranger_sees_and_says_nothing(stranger: Worker, application: Referral, now: datetime):
    with pytest.raises(Referral.DoesNotExist):
        plan(actor=stranger.actor, referral_id=application.pk, kind=K.FILED, on=now.date(), at=now)
    assert (
        stranger.client.get(reverse("referrals:application", args=[application.pk])).status_code
        == 404
    )


def test_a_date_has_a_day(application: Referral, now: datetime):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Milestone.objects.create(
            network_id=application.network_id, referral=application, kind=K.FILED, recorded_at=now
        )
    assert refusal.value.__cause__.diag.constraint_name == "milestone_has_a_day"


@pytest.mark.parametrize("side", ["navigator", "intake"])
def test_both_sides_say_it_on_one_page_that_names_nobody(
    side: str, request, navigator: Worker, intake: Worker, need: Need, agreed, snap: Service
):
    at = timezone.now()
    sending = Sending(snap.pk, uuid7(), mode=Mode.APPLICATION, facts=("name",))
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at - 2 * DAY)
    answer.accept(actor=intake.actor, referral_id=sent.pk, at=at - DAY)
    client, page = (
        request.getfixturevalue(side).client,
        reverse("referrals:application", args=[sent.pk]),
    )
    assert "Rosa" not in client.get(page).content.decode()
    said = {"kind": "filed", "when": "has_come", "on": timezone.localdate(at).isoformat()}
    shown = client.post(page, said, follow=True).content.decode()
    assert "Done on" in shown
    assert "Planned for" in shown  # the decision
    assert client.post(page, said | {"on": "1999-01-01"}).status_code == 422
    history = client.get(reverse("referrals:detail", args=[sent.pk]), follow=True)
    assert "Application filed" in history.content.decode()


def test_where_one_applies_the_request_is_an_application(
    navigator: Worker, need: Need, agreed: Consent, snap: Service
):
    page = f"{reverse('referrals:send', args=[need.pk])}?service={snap.pk}"
    shown = navigator.client.get(page).content.decode()
    assert 'value="application"' in shown
    assert 'value="direct"' not in shown


def test_a_date_is_late_once_its_evening_is_over_where_it_is_read():
    decision = Milestone(kind=K.DECISION, planned_on=date(2026, 11, 18))
    with timezone.override("America/New_York"):
        assert not decision.is_late(at=datetime(2026, 11, 19, 4, 59, tzinfo=UTC))  # one to midnight
        assert decision.is_late(at=datetime(2026, 11, 19, 5, 0, tzinfo=UTC))
