"""A partner is afraid for a family: the duty where the family is known hears of it, and no page tells."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.errors import NotAllowed
from core.models import Event
from organizations.grants import Role
from people.actions.safety import Said, take_alert
from people.lifecycle import Danger
from people.models.agreements import Consent
from people.models.person import Exclusion
from people.models.safety import SafetyAlert
from referrals.actions.danger import tell_danger
from referrals.models.referral import Referral
from tests.notifications.conftest import told
from tests.story import Worker, hire

AFRAID = {"danger": "violence", "words": "He waited for her in the car."}


@pytest.fixture
def duty(clinic) -> Worker:
    return hire(clinic, "Dee Dorsey", Role.DUTY)


@pytest.fixture
def page(referral: Referral) -> str:
    Referral.objects.update(released_at=timezone.now())
    return reverse("referrals:danger", args=[referral.pk])


def test_from_the_requests_page_it_reaches_the_duty_of_the_familys_own_organization(
    intake: Worker, duty: Worker, page: str, referral: Referral, rosa, network
):
    assert (
        page in intake.client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    )
    assert "Rosa" not in intake.client.get(page).content.decode()
    shown = intake.client.post(page, AFRAID, follow=True).content.decode()
    assert "Whoever is on duty there is told now." in shown
    assert AFRAID["words"] not in shown  # on no page of theirs, nor in what has happened
    alert = SafetyAlert.objects.get()
    assert (alert.person_id, alert.organization_id) == (rosa.pk, rosa.custodian_id)
    assert (alert.danger, alert.words) == (Danger.VIOLENCE, AFRAID["words"])
    assert alert.raised_by == intake.user
    assert not Event.objects.filter(subject_id=referral.pk, kind__startswith="safety").exists()


def test_who_said_it_hears_that_somebody_looks_and_opens_no_alert(
    intake: Worker, duty: Worker, referral: Referral, network, page: str
):
    at = timezone.now()
    tell_danger(
        actor=intake.actor, referral_id=referral.pk, said=Said(Danger.OTHER), at=at
    )  # fmt: skip
    alert = SafetyAlert.objects.get()
    take_alert(actor=duty.actor, alert_id=alert.pk, at=at)
    heard = {(one.user_id, one.template) for one in told(network, at=at)}
    assert {(duty.user.pk, "look_right_away"), (intake.user.pk, "somebody_looks")} <= heard
    assert not SafetyAlert.objects.visible_to(intake.actor, at=at).exists()


def test_also_when_the_family_shares_nothing_any_more(
    intake: Worker, duty: Worker, page: str, referral: Referral
):
    Consent.objects.filter(pk=referral.consent_id).update(withdrawn_at=timezone.now())
    assert intake.client.post(page, AFRAID).status_code == 302
    assert SafetyAlert.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "navigator", "shut out"])
def test_nobody_says_it_of_a_request_that_is_not_theirs(
    who: str, request: pytest.FixtureRequest, intake: Worker, page: str, referral: Referral, rosa
):
    if who == "shut out":
        Exclusion.objects.create(network=rosa.network, person=rosa, user=intake.user)
    somebody = intake if who == "shut out" else request.getfixturevalue(who)
    assert somebody.client.post(page, AFRAID).status_code == 404
    assert not SafetyAlert.objects.exists()


def test_what_is_sealed_goes_by_no_link(page: str, referral: Referral):
    by_link = Actor.link(referral.network_id, referral.receiver_id)
    with pytest.raises((NotAllowed, Referral.DoesNotExist)):
        tell_danger(
            actor=by_link, referral_id=referral.pk, said=Said(Danger.OTHER), at=timezone.now()
        )
    assert not SafetyAlert.objects.exists()


def test_a_kind_has_to_be_chosen(intake: Worker, page: str):
    assert intake.client.post(page, {"words": "?"}).status_code == 422
