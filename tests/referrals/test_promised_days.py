"""A day that was promised stays: a partner that closes later moves no date which somebody already reads."""

from datetime import date, datetime

from core.ids import uuid7
from organizations.actions.closing import close
from organizations.models.directory import Service
from organizations.models.network import Organization
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep_referrals
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found, want_help
from tests.referrals.conftest import FACTS
from tests.story import Worker

FIRST, LAST = date(2026, 11, 19), date(2026, 11, 30)


def local_day(moment: datetime | None, organization: Organization) -> date:
    assert moment is not None
    return organization.open_days.local_date(moment)


def test_who_was_promised_friday_hears_on_friday_and_only_what_begins_then_waits_longer(
    intake: Worker, stranger: Worker, pantry: Organization, referral: Referral, now: datetime
):
    promised = referral.next_step_due
    assert promised is not None
    close(actor=intake.actor, first=FIRST, last=LAST, at=now)
    close(actor=stranger.actor, first=FIRST, last=date(2026, 12, 24), at=now)  # nobody’s here
    referral.refresh_from_db()
    assert referral.next_step_due == promised
    sweep_referrals(network_id=referral.network_id, at=promised)
    referral.refresh_from_db()
    pantry.refresh_from_db()
    assert referral.next_step_due == promised  # it is late from then on, and everybody sees it
    assert local_day(referral.wake_at, pantry) == date(2026, 12, 3)  # two days after they are back


def test_what_is_sent_after_it_was_said_is_counted_without_those_days(
    navigator: Worker, intake: Worker, rosa, agreed, food_boxes: Service, now: datetime
):
    close(actor=intake.actor, first=FIRST, last=LAST, at=now)
    [need] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("food_pantry")], at=now
    )
    want_help(actor=navigator.actor, need_id=need.pk, at=now)
    sending = Sending(food_boxes.pk, uuid7(), facts=FACTS)
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    assert local_day(sent.next_step_due, food_boxes.organization) == date(2026, 12, 2)
