"""What is denied may be appealed, and what was granted must be renewed: neither day passes unseen."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.calendar import OpenDays
from core.errors import NotAllowed, StepNotPossible
from core.ids import uuid7
from core.models import Event
from governance.models.policies import Policy
from organizations.models.directory import Service
from people.models.agreements import Consent
from referrals.actions import answer, later, progress
from referrals.actions.application import plan
from referrals.actions.family import Answer, close_need, family_answers
from referrals.actions.look_ahead import look_ahead
from referrals.actions.send import Sending, send
from referrals.lifecycle import MilestoneKind, Mode
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral
from screening.lifecycle import NeedStatus, Via
from screening.models.later import Later
from screening.models.need import Need
from tests.story import Worker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
APPEAL, RENEW = MilestoneKind.APPEAL, MilestoneKind.RECERTIFICATION


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - 2 * HOUR


@pytest.fixture
def application(
    navigator: Worker, intake: Worker, need: Need, agreed: Consent, food_boxes: Service, now
) -> Referral:
    food_boxes.intake, food_boxes.legal_days = Service.Intake.APPLICATION, 30
    food_boxes.save()
    sending = Sending(food_boxes.pk, uuid7(), mode=Mode.APPLICATION, facts=("name",))
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    return answer.accept(actor=intake.actor, referral_id=sent.pk, at=now + HOUR)


@pytest.fixture
def denied(intake: Worker, application: Referral, now: datetime) -> Referral:
    return progress.fail(
        actor=intake.actor, referral_id=application.pk, reason="denied", at=now + HOUR
    )


@pytest.fixture
def granted(intake: Worker, navigator: Worker, application: Referral, now: datetime) -> Referral:
    """The benefit runs, the family says so, and it must be renewed in half a year."""
    progress.start(actor=intake.actor, referral_id=application.pk, at=now + HOUR)
    progress.complete(
        actor=intake.actor, referral_id=application.pk, outcome="benefit_granted", at=now + HOUR
    )
    family_answers(
        actor=navigator.actor, need_id=application.need_id, answer=Answer.YES, via=Via.PHONE,
        at=now + HOUR,
    )  # fmt: skip
    plan(
        actor=navigator.actor, referral_id=application.pk, kind=RENEW, on=in_days(now, 180),
        at=now + HOUR,
    )  # fmt: skip
    return application


def in_days(now: datetime, days: int) -> date:
    """On their calendar: by ours it is tomorrow when their evening begins."""
    return OpenDays().local_date(now + days * DAY)


def look(referral: Referral, at: datetime) -> list[Later]:
    look_ahead(network_id=referral.network_id, at=at)
    return list(Later.objects.order_by("pk"))


def day_of(referral: Referral, kind: MilestoneKind) -> date:
    planned = Milestone.objects.get(referral=referral, kind=kind).planned_on
    assert planned is not None
    return planned


def test_with_a_denial_the_last_day_to_appeal_is_planned_and_looked_at_before(
    navigator: Worker, denied: Referral, now: datetime
):
    on = day_of(denied, APPEAL)
    assert abs((on - in_days(now, 30)).days) <= 1
    assert not look(denied, now + 20 * DAY)
    [asked] = look(denied, now + 26 * DAY)
    assert (asked.kind, asked.on_day, asked.next_step) == ("appeal", on, "talk_appeal")
    assert asked.next_step_due < now + 30 * DAY
    assert len(look(denied, now + 26 * DAY + HOUR)) == 1  # looked at once
    assert Event.objects.filter(kind="need.appeal_due", subject_id=denied.need_id).count() == 1


def test_the_letter_names_another_day_and_either_side_may_say_it(
    navigator: Worker, intake: Worker, denied: Referral, now: datetime
):
    for worker, days in ((intake, 90), (navigator, 10)):
        plan(
            actor=worker.actor, referral_id=denied.pk, kind=APPEAL, on=in_days(now, days),
            at=now + 2 * HOUR,
        )  # fmt: skip
    assert day_of(denied, APPEAL) == in_days(now, 10)
    [asked] = look(denied, now + 6 * DAY)
    assert asked.on_day == in_days(now, 10)


def test_no_other_date_is_said_of_what_has_ended(
    navigator: Worker, denied: Referral, now: datetime
):
    for kind in set(MilestoneKind) - {APPEAL}:
        with pytest.raises(StepNotPossible):
            plan(
                actor=navigator.actor, referral_id=denied.pk, kind=kind, on=in_days(now, 10), at=now
            )  # fmt: skip


def test_partners_decide_how_many_days_there_are(
    intake: Worker, application: Referral, now: datetime
):
    Policy.objects.create(
        network=application.network, key="referral.appeal_calendar", value=60, version=1,
        begins_at=now,
    )  # fmt: skip
    progress.fail(actor=intake.actor, referral_id=application.pk, reason="denied", at=now + HOUR)
    assert day_of(application, APPEAL) == in_days(now + HOUR, 0) + 60 * DAY


def test_another_end_has_nothing_to_appeal(intake: Worker, application: Referral, now: datetime):
    progress.fail(
        actor=intake.actor, referral_id=application.pk, reason="documents_missing", at=now + HOUR
    )
    assert not Milestone.objects.exists()


def test_a_silent_worker_is_not_the_end_of_it(denied: Referral, now: datetime):
    [asked] = look(denied, now + 26 * DAY)
    for hours in (0, 1, 24 * 4):
        look(denied, asked.next_step_due + hours * HOUR)
    kinds = Event.objects.filter(subject_id=denied.need_id).values_list("kind", flat=True)
    assert {"need.appeal_due", "need.appeal_late"} <= set(kinds)


def test_they_appeal_on_their_word(navigator: Worker, denied: Referral, now: datetime):
    [asked] = look(denied, now + 26 * DAY)
    later.appealed(
        actor=navigator.actor, later_id=asked.pk, at=now + 26 * DAY, via=Via.PHONE
    )  # fmt: skip
    assert Milestone.objects.get(kind=APPEAL).reached_on == in_days(now, 26)
    event = Event.objects.get(kind="need.appealed")
    assert (event.said_by, event.via) == ("family", "phone")
    asked.refresh_from_db()
    assert asked.ended_how == "appealed"


def test_or_let_the_day_pass_and_are_asked_no_more(
    navigator: Worker, denied: Referral, now: datetime
):
    [asked] = look(denied, now + 26 * DAY)
    later.let_pass(actor=navigator.actor, later_id=asked.pk, at=now + 26 * DAY, via=Via.PHONE)
    assert [one.is_done for one in look(denied, now + 40 * DAY)] == [True]


def test_who_is_helped_otherwise_is_not_asked(navigator: Worker, denied: Referral, now: datetime):
    close_need(
        actor=navigator.actor, need_id=denied.need_id, status=NeedStatus.SOLVED_OTHERWISE,
        via=Via.PHONE, at=now + 2 * HOUR,
    )  # fmt: skip
    assert not look(denied, now + 26 * DAY)


def test_what_was_granted_is_looked_at_before_it_must_be_renewed(
    navigator: Worker, granted: Referral, now: datetime
):
    assert not look(granted, now + 170 * DAY)
    [asked] = look(granted, now + 176 * DAY)
    assert (asked.kind, asked.next_step) == ("recertify", "recertify")
    later.recertified(
        actor=navigator.actor, later_id=asked.pk, next_on=in_days(now, 360), at=now + 177 * DAY,
        via=Via.PHONE,
    )  # fmt: skip
    assert day_of(granted, RENEW) == in_days(now, 360)
    assert Need.objects.get(pk=granted.need_id).is_met
    assert len(look(granted, now + 356 * DAY)) == 2


def test_without_a_next_day_it_goes_on_without_an_end(
    navigator: Worker, granted: Referral, now: datetime
):
    [asked] = look(granted, now + 176 * DAY)
    later.recertified(
        actor=navigator.actor, later_id=asked.pk, next_on=None, at=now + 177 * DAY, via=Via.PHONE
    )
    assert len(look(granted, now + 700 * DAY)) == 1


def test_who_needs_help_to_renew_it_has_a_new_need(
    navigator: Worker, granted: Referral, now: datetime
):
    [asked] = look(granted, now + 176 * DAY)
    new = later.needed_again(
        actor=navigator.actor, later_id=asked.pk, at=now + 177 * DAY, via=Via.PHONE
    )
    assert (new.status, new.continues_id) == ("wants_help", granted.need_id)


def test_the_worker_says_it_on_one_page(navigator: Worker, denied: Referral, now: datetime):
    [asked] = look(denied, now + 26 * DAY)
    today = navigator.client.get("/today/").content.decode()
    assert "Denied, may appeal" in today
    page = reverse("referrals:later", args=[asked.pk])
    shown = navigator.client.get(page).content.decode()
    assert "Does Rosa appeal?" in shown
    said = navigator.client.post(page, {"said": "appeal", "via": "phone"})
    assert said["Location"] == reverse("referrals:need", args=[denied.need_id])
    assert Event.objects.filter(kind="need.appealed").exists()


def test_the_page_of_its_dates_stays_open_for_that_one_date(
    navigator: Worker, intake: Worker, denied: Referral, now: datetime
):
    page = reverse("referrals:application", args=[denied.pk])
    for worker in (navigator, intake):
        shown = worker.client.get(page).content.decode()
        assert "Last day to appeal" in shown
        assert "Interview" not in shown
    need_page = navigator.client.get(reverse("referrals:need", args=[denied.need_id]))
    assert page in need_page.content.decode()


@pytest.mark.parametrize("who", ["stranger", "intake", "foreigner"])
def test_nobody_else_decides_it_for_the_family(request, who: str, denied: Referral, now: datetime):
    [asked] = look(denied, now + 26 * DAY)
    worker: Worker = request.getfixturevalue(who)
    for do in (later.appealed, later.let_pass):
        with pytest.raises((Later.DoesNotExist, NotAllowed)):
            do(actor=worker.actor, later_id=asked.pk, at=now + 26 * DAY, via=Via.PHONE)
    assert worker.client.get(reverse("referrals:later", args=[asked.pk])).status_code == 404
