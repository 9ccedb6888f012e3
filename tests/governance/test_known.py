"""Lookups cost nothing on a warm worker, and nobody goes by an old number for five seconds."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.models import Event
from core.tenancy import tenant_context
from governance import known
from governance.actions.policies import set_patience
from governance.in_force import governed, in_force
from governance.models.policies import Policy
from organizations.models.network import Network, Organization
from people.actions.consent import Agreement, give_consent
from people.models.agreements import Consent, Disclosure
from people.models.person import Person
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMIT = 5.0
ELSEWHERE = """
import django, os, sys
django.setup()
from datetime import UTC, datetime
from uuid import UUID
from governance.in_force import in_force
for _line in sys.stdin:
    stands = in_force(UUID(sys.argv[1]), "referral.answer", datetime.now(UTC))
    print(stands["referral.answer"], flush=True)
"""


def asked(network: Network, at: datetime) -> tuple[int, int]:
    """How many statements it took, and what it said."""
    with CaptureQueriesContext(connection) as seen:
        days = in_force(network.pk, "referral.", at)["referral.answer"]
    return len(seen), days


def test_the_first_look_asks_and_all_others_do_not(
    keeps_decisions, network: Network, now: datetime
):
    assert asked(network, now) == (1, 2)
    assert asked(network, now + DAY) == (0, 2)
    assert in_force(network.pk, "staffed.", now)["staffed.begins"] == 8


def test_what_this_process_decides_it_knows_at_once_and_keeps_nothing_that_may_be_undone(
    keeps_decisions, network: Network, convener: Worker, now: datetime
):
    assert asked(network, now) == (1, 2)
    with pytest.raises(RuntimeError), transaction.atomic():
        set_patience(actor=convener.actor, values={"referral.answer": 4}, at=now)
        assert asked(network, now) == (1, 4)
        raise RuntimeError
    assert asked(network, now) == (1, 2)


def test_what_holds_later_is_known_before_and_holds_from_its_moment(
    keeps_decisions, network: Network, convener: Worker, now: datetime
):
    set_patience(actor=convener.actor, values={"referral.answer": 4}, at=now + DAY)
    known._unsure.clear()  # as after the commit
    assert asked(network, now + HOUR) == (1, 2)
    assert asked(network, now + 2 * DAY) == (0, 4)


def test_every_step_keeps_under_how_many_decisions_it_was_promised(
    network: Network, convener: Worker, navigator: Worker, need: Need, agreed, sending: Sending,
    now: datetime,
):  # fmt: skip
    set_patience(actor=convener.actor, values={"referral.answer": 3, "need.talk_over": 6}, at=now)
    referral = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now + HOUR)
    set_patience(actor=convener.actor, values={"referral.answer": 2}, at=now + 2 * HOUR)
    sweep(network_id=network.pk, at=now + 3 * DAY)
    kept = dict(Event.objects.filter(subject_id=referral.pk).values_list("kind", "policy_version"))
    assert kept["referral.sent"] == 2
    assert kept["referral.reminded_early"] == 3


def test_every_look_at_a_record_keeps_the_same_version_as_the_steps_of_its_moment(
    network: Network, convener: Worker, navigator: Worker, stranger: Worker, need: Need
):
    """What holds at one partner only counts there, too."""
    at = datetime.now(UTC) - HOUR
    set_patience(actor=convener.actor, values={"referral.answer": 3, "need.talk_over": 6}, at=at)
    page = f"/people/{need.subject_id}/"
    assert navigator.client.get(page).status_code == 200
    assert stranger.client.get(page).status_code == 404
    looks = Disclosure.objects.filter(person_ids__contains=[need.subject_id])
    assert set(looks.values_list("policy_version", flat=True)) == {2}
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_decisions(%s, now())", [network.pk])
        assert cursor.fetchone() == (2,)


def test_what_a_family_agrees_to_keeps_the_version_under_which_it_agreed(
    convener: Worker, navigator: Worker, stranger: Worker, need: Need, pantry: Organization,
    now: datetime,
):  # fmt: skip
    """What partners decide later does not change what was promised."""

    def agree(worker: Worker, at: datetime) -> Consent:
        said = Agreement(
            "I agree.", recipients=(pantry.pk,), signed_name="R. Delgado", kept_where="3"
        )
        person = need.subject_id
        return give_consent(actor=worker.actor, person_id=person, agreement=said, at=at)[0]

    first = agree(navigator, now)
    set_patience(actor=convener.actor, values={"referral.answer": 3, "need.talk_over": 6}, at=now)
    second = agree(navigator, now + HOUR)
    kept = Consent.objects.in_bulk([first.pk, second.pk])
    assert (kept[first.pk].policy_version, kept[second.pk].policy_version) == (0, 2)
    told = Event.objects.get(kind="consent.given", subject_id=second.pk)
    assert told.policy_version == 2  # the same as the history says
    with pytest.raises(Person.DoesNotExist):
        agree(stranger, now + HOUR)


def test_on_a_warm_worker_today_and_send_ask_for_no_number(
    keeps_decisions, network: Network, navigator: Worker, need: Need, agreed, sending: Sending,
    now: datetime,
):  # fmt: skip
    in_force(network.pk, "", now)
    with CaptureQueriesContext(connection) as seen:
        assert navigator.client.get("/today/").status_code == 200
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    assert asks_for_numbers(seen) == 0


def asks_for_numbers(seen: CaptureQueriesContext) -> int:
    return sum(bool(re.match(r'\(*SELECT "governance_(local)?policy"', one["sql"])) for one in seen)


def test_no_number_that_is_governed_costs_a_statement_on_a_warm_worker(
    keeps_decisions, network: Network, now: datetime
):
    in_force(network.pk, "", now)
    with CaptureQueriesContext(connection) as seen:
        for value in governed():
            assert value.key in in_force(network.pk, value.key, now, owed_by=network.pk)
    assert not len(seen)


def test_a_cold_worker_asks_once_for_all_numbers_of_today_and_once_for_all_of_send(
    keeps_decisions, network: Network, navigator: Worker, need: Need, agreed, sending: Sending,
    now: datetime,
):  # fmt: skip
    known.forget_all()
    with CaptureQueriesContext(connection) as today:
        assert navigator.client.get("/today/").status_code == 200
    known.forget_all()
    with CaptureQueriesContext(connection) as sent:
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    assert asks_for_numbers(today) <= 1
    assert asks_for_numbers(sent) == 1


def test_another_process_goes_by_an_old_number_for_less_than_five_seconds(transactional_db):
    """One second here; four unless the operator says less, and never five."""
    network = Network.objects.create(name="Harbor County", short_name="harbor")
    elsewhere = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", ELSEWHERE, str(network.pk)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {
            "POLICY_SECONDS": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": re.sub(
                r"@/[^?]+", f"@/{connection.settings_dict['NAME']}", os.environ["DATABASE_URL"]
            ),
        },
    )  # fmt: skip

    def says() -> str:
        assert elsewhere.stdin
        assert elsewhere.stdout
        elsewhere.stdin.write("\n")
        elsewhere.stdin.flush()
        return elsewhere.stdout.readline().strip()

    try:
        assert says() == "2"  # it knows now
        with tenant_context(network.pk):
            Policy.objects.create(
                network=network, key="referral.answer", value=4, version=1,
                begins_at=datetime.now(UTC) - HOUR,
            )  # fmt: skip
        begun = time.monotonic()
        while says() == "2":
            assert time.monotonic() - begun < LIMIT
        assert time.monotonic() - begun < LIMIT
    finally:
        elsewhere.communicate()


def test_no_operator_makes_a_process_believe_an_old_number_for_longer():
    ask = "from django.conf import settings; print(settings.POLICY_SECONDS)"
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ask], capture_output=True, text=True, check=True,
        env=os.environ | {"POLICY_SECONDS": "60", "DJANGO_SETTINGS_MODULE": "config.settings"},
    )  # fmt: skip
    assert float(said.stdout) < LIMIT
