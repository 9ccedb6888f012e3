"""Whoever waits for a colleague reads what that colleague wrote: a person is contacted with care from then on."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from core.errors import ConsentMissing
from core.tenancy import tenant_context
from people.actions.contact import Safety, set_safety
from people.models.person import Person
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions import screenings
from screening.actions.finishing import finish
from screening.actions.screenings import Setting
from screening.models.need import Need
from tests.referrals.meanwhile import meanwhile
from tests.screening.conftest import HUNGRY
from tests.story import Worker

CARE = Safety(contact_with_care=True)
MINUTE = timedelta(minutes=1)


def flag(worker: Worker, person: Person, at: datetime) -> None:
    set_safety(actor=worker.actor, person_id=person.pk, safety=CARE, version=person.version, at=at)


def test_who_sends_while_a_colleague_asks_for_care_needs_the_agreement_that_care_needs(
    transactional_db: None, navigator: Worker, colleague: Worker, need: Need, rosa: Person,
    agreed, sending: Sending, now: datetime,
):  # fmt: skip
    """The agreement names no topic: enough as she was, and not as she is."""

    def sends() -> Referral:
        with tenant_context(need.network_id):
            return send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now + MINUTE)

    with transaction.atomic():
        flag(colleague, rosa, now)
        sent = meanwhile(sends)
    with pytest.raises(ConsentMissing):
        sent.result(60)
    assert not Referral.objects.exists()


def test_what_a_screening_finds_while_a_colleague_asks_for_care_is_kept_with_care(
    transactional_db: None, navigator: Worker, colleague: Worker, rosa: Person, now: datetime
):
    begun = screenings.start(
        actor=navigator.actor, person_id=rosa.pk, at=now,
        setting=Setting("ahc_hrsn_core", "es", alone=True),
    )  # fmt: skip

    def ends() -> None:
        with tenant_context(rosa.network_id):
            finish(actor=navigator.actor, screening_id=begun.pk, at=now + MINUTE, given=HUNGRY)

    with transaction.atomic():
        flag(colleague, rosa, now)
        ended = meanwhile(ends)
    ended.result(60)
    found = Need.objects.get()
    assert found.is_sensitive
    begun.refresh_from_db()
    assert begun.positive == []
