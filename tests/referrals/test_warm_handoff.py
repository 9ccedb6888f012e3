"""A warm handoff is a meeting of three: it has a time, and somebody asks whether it took place."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput
from core.ids import uuid7
from core.models import Event
from organizations.models.directory import Service
from people.models.agreements import Consent
from referrals.actions import answer
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.lifecycle import Mode, Status
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.referrals.test_send_pages import filled
from tests.story import Worker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def together(
    service: Service, talk_at: datetime | None, talk_with: str = "Joanne and I call at noon"
):
    return Sending(
        service.pk, uuid7(), mode=Mode.WARM_HANDOFF, facts=("name",), talk_at=talk_at,
        talk_with=talk_with,
    )  # fmt: skip


@pytest.fixture
def handoff(
    navigator: Worker, need: Need, agreed: Consent, food_boxes: Service, now: datetime
) -> Referral:
    sending = together(food_boxes, now + DAY)
    return send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)


def test_the_partner_answers_before_the_meeting(handoff: Referral, now: datetime):
    assert (handoff.next_step, handoff.next_step_due) == ("answer", now + DAY)


def test_after_the_yes_the_sender_owes_the_meeting_at_its_time(
    intake: Worker, handoff: Referral, need: Need, now: datetime
):
    yes = answer.accept(actor=intake.actor, referral_id=handoff.pk, at=now + HOUR)
    assert (yes.waiting_on, yes.next_step, yes.next_step_due) == (
        "sender", "talk_together", now + DAY,
    )  # fmt: skip
    need.refresh_from_db()
    assert (need.waiting_on, need.next_step) == ("owner", "talk_together")


def test_a_meeting_that_nobody_tells_of_climbs(
    intake: Worker, network, handoff: Referral, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=handoff.pk, at=now + HOUR)
    sweep(network_id=network.pk, at=now + DAY + HOUR)
    sweep(network_id=network.pk, at=now + 9 * DAY)
    kinds = Event.objects.filter(subject_id=handoff.pk).values_list("kind", flat=True)
    assert {"referral.reminded", "referral.supervisor_told"} <= set(kinds)


@pytest.mark.parametrize(("ahead", "who"), [(None, "Joanne"), (-DAY, "Joanne"), (DAY, " ")])
def test_a_meeting_has_a_time_and_somebody_to_meet(
    navigator: Worker, need: Need, agreed: Consent, food_boxes: Service, now: datetime, ahead, who
):
    sending = together(food_boxes, now + ahead if ahead else None, who)
    with pytest.raises(BadInput, match="when you all talk"):
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)


def test_the_database_refuses_a_meeting_without_a_time(handoff: Referral):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Referral.objects.filter(pk=handoff.pk).update(talk_at=None)
    assert refusal.value.__cause__.diag.constraint_name == "referral_handoff_has_a_time"


def test_from_the_send_page_to_the_meeting(
    navigator: Worker, intake: Worker, stranger: Worker, need: Need, agreed, food_boxes: Service
):
    page = f"{reverse('referrals:send', args=[need.pk])}?service={food_boxes.pk}"
    assert navigator.client.post(page, filled(mode="warm_handoff")).status_code == 422
    soon = timezone.localtime(timezone.now() + 2 * DAY).strftime("%Y-%m-%dT%H:%M")
    said = filled(mode="warm_handoff", talk_at=soon, talk_with="Joanne and I call at noon")
    assert navigator.client.post(page, said).status_code == 302
    sent = Referral.objects.get()
    Referral.objects.update(released_at=sent.sent_at - DAY)
    detail = reverse("referrals:detail", args=[sent.pk])
    assert "Joanne and I call at noon" in intake.client.get(detail).content.decode()
    assert stranger.client.get(detail).status_code == 404
    intake.client.post(reverse("referrals:answer", args=[sent.pk, "yes"]))
    shown = navigator.client.get(reverse("referrals:need", args=[need.pk])).content.decode()
    assert "We talked together" in shown
    told = {"said": "start", "via": "in_person"}
    navigator.client.post(reverse("referrals:told", args=[sent.pk]), told)
    sent.refresh_from_db()
    assert (sent.status, sent.said_by) == (Status.IN_PROGRESS, "receiver")
