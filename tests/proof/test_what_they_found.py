"""What the random histories have found, each told once and small."""

from datetime import datetime, timedelta

import pytest

from core.errors import BadInput, StepNotPossible
from core.ids import uuid7
from organizations.grants import Role
from organizations.models.directory import Service
from people.models.person import Person
from referrals.actions.audit import audit
from referrals.actions.family import close_need
from referrals.actions.nudge import nudge
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.forms.clinic import CloseForm
from referrals.models.referral import Referral
from screening.actions.needs import want_help
from screening.actions.wishes import Wish, settle
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need
from screening.models.screening import Screening
from tests.story import Worker, found, hire


def test_wanting_help_again_does_not_take_it_from_who_is_helping(
    navigator: Worker,
    referral: Referral,
    now: datetime,
):
    with pytest.raises(StepNotPossible):
        want_help(actor=navigator.actor, need_id=referral.need_id, at=now)


@pytest.mark.parametrize("via", [Via.SYSTEM, Via.LINK])
def test_a_familys_word_heard_by_a_worker_says_how_it_was_heard(
    navigator: Worker,
    need: Need,
    via: Via,
    now: datetime,
):
    with pytest.raises(BadInput, match="how the family told you"):
        close_need(
            actor=navigator.actor, need_id=need.pk, status=NeedStatus.HELP_DECLINED, at=now, via=via
        )


@pytest.mark.parametrize("status", CloseForm.STATUSES)
def test_every_end_that_the_page_offers_is_one(
    navigator: Worker, stranger: Worker, need: Need, now: datetime, status: NeedStatus
):
    """Another desk took it: the family says so, as it says the others."""
    said = {"need_id": need.pk, "status": status, "at": now, "via": Via.PHONE}
    if status is NeedStatus.DIED:  # their record says it first
        Person.objects.filter(pk=need.subject_id).update(died_at=now)
    with pytest.raises(Need.DoesNotExist):
        close_need(actor=stranger.actor, **said)
    assert close_need(actor=navigator.actor, **said).status == status


@pytest.mark.parametrize(("wish", "refused"), [(Wish.YES, False), (Wish.NO, True)])
def test_a_second_screening_does_not_move_what_somebody_is_helping_with(
    navigator: Worker,
    stranger: Worker,
    referral: Referral,
    now: datetime,
    *,
    wish: Wish,
    refused: bool,
):
    again = Screening.objects.create(
        network=referral.network, person=referral.need.subject, started_at=now, finished_at=now,
        organization=navigator.organization, asked_by=navigator.user, instrument="hunger_vital_sign",
        instrument_version="1", positive=["food_pantry"],
    )  # fmt: skip
    said = {"screening_id": again.pk, "wishes": {referral.need_id: wish}, "at": now}
    with pytest.raises(Screening.DoesNotExist):
        settle(actor=stranger.actor, **said)
    if refused:
        with pytest.raises(StepNotPossible):
            settle(actor=navigator.actor, **said)
    else:
        settle(actor=navigator.actor, **said)
    assert Need.objects.get(pk=referral.need_id).is_being_helped


def test_a_nudge_to_one_partner_does_not_hide_that_another_ones_word_is_due_before(
    navigator: Worker, stranger: Worker, referral: Referral, agreed, now: datetime
):
    """The first is silent; the second, asked since, answers by tomorrow."""
    need, at = Need.objects.get(pk=referral.need_id), now + timedelta(days=2)
    sweep(network_id=need.network_id, at=at)
    other = hire(found(need.network, "Second Harvest"), "Ben Okafor", Role.INTAKE).organization
    bags = Service.objects.create(
        network=need.network, organization=other, name="Food bags", topics=["food_pantry"]
    )
    agreed.pk, agreed.recipient = uuid7(), other
    agreed.save(force_insert=True)
    second = Sending(bags.pk, uuid7(), needed_by=at + timedelta(hours=3))
    second = send(actor=navigator.actor, need_id=need.pk, sending=second, at=at)
    Need.objects.filter(pk=need.pk).update(waiting_on="owner", next_step="nudge_or_switch")
    nudge(actor=navigator.actor, referral_id=referral.pk, at=at + timedelta(days=1))
    need.refresh_from_db()
    assert need.next_step_due == second.next_step_due
    assert not [one.promise.name for one in audit(need.network_id, at=at) if one.broken]
    assert not Need.objects.visible_to(stranger.actor, at=at).exists()
