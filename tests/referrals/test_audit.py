"""The auditor counts dead ends: none in a living network, and it sees each one that was made by force."""

import json
import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.ids import uuid7
from notifications.models.deliveries import Delivery
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions.audit import audit
from referrals.actions.promises import PROMISES
from referrals.models.referral import Referral

# What somebody with the owner's power may do to a request or its need, and which promise that breaks.
BROKEN = {
    "open_request_is_followed_up": "UPDATE referrals_referral SET wake_at = NULL",
    "ended_request_says_why": "UPDATE referrals_referral SET status = 'cancelled'",
    "open_need_is_followed_up": "UPDATE screening_need SET responsible_id = NULL",
    "closed_need_says_how": "UPDATE screening_need SET status = 'met'",
    "met_on_the_familys_word": "UPDATE screening_need SET status = 'met', said_by = 'system'",
    "helped_need_has_help": "UPDATE referrals_referral SET status = 'completed'",
    "ended_try_is_followed_up": "UPDATE referrals_referral SET status = 'failed'; "
    "UPDATE screening_need SET status = 'handed_over', said_by = ''",
    "moves_are_guarded": "ALTER TABLE screening_need DISABLE TRIGGER screening_need_moves",
    "walls_stand": "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
    "history_never_changes": "GRANT UPDATE ON core_event TO porchlight_app",
    "closed_need_is_quiet": "UPDATE screening_need SET status = 'no_longer_needed'",
    "live_request_helps": "UPDATE screening_need SET status = 'wants_help'",
    "word_has_a_source": "UPDATE referrals_referral SET said_by = 'receiver', via = 'system'",
    "live_request_is_agreed_to": "UPDATE people_consent SET withdrawn_at = now() - interval '9 years'",
    "ending_agreement_has_step": "UPDATE people_consent SET until = '2026-11-25'; "
    "UPDATE referrals_referral SET sent_at = sent_at - interval '3 days'",
    "coming_of_age_has_step": "UPDATE people_consent SET of_age_in = '2026-11-01'; "
    "UPDATE referrals_referral SET sent_at = sent_at - interval '3 days'",
    "published_words_never_change": "INSERT INTO people_consenttext (id, network_id, language, version, body, digest,"
    " asks_anew, begins_at, written_at) SELECT id, network_id, 'en', 1, '{agreement}', 'another', false, now(), now()"
    " FROM screening_need",
    "desk_sees_what_it_may": "UPDATE screening_need SET is_at_desk = true, is_sensitive = true",
    "need_nobody_helps_has_gap": "UPDATE screening_need SET status = 'no_resource'",
    "owner_works_there": "UPDATE organizations_membership SET until = now()",
    "unreachable_was_tried": "UPDATE screening_need SET status = 'unreachable'",
    "need_shows_its_first_date": "UPDATE screening_need SET next_step_due = 'infinity'",
    "today_counts_hours": "UPDATE referrals_referral SET urgency = 'today'",
    "own_step_is_not_hidden": "UPDATE screening_need SET hand_over_due = now()",
    "familys_day_is_kept": "UPDATE referrals_referral SET next_step = 'wait_for_family'",
    "familys_no_is_answered_for": "INSERT INTO referrals_contest SELECT * FROM jsonb_populate_record("
    "NULL::referrals_contest, (SELECT jsonb_build_object('id', id, 'network_id', network_id, 'referral_id', id,"
    " 'began_at', now(), 'answer', '', 'said_by', '', 'recorded_by', '', 'via', '', 'ended_how', '',"
    " 'waiting_on', '', 'next_step', '', 'rung', 0) FROM referrals_referral))",
    "erased_stays_erased": "UPDATE people_person SET erased_at = now(), first_name = '', last_name = ''; "
    "UPDATE screening_need SET words = 'x'",
    "secret_area_is_nowhere": "UPDATE people_person SET has_substitute_address = true, substitute_address = 'x';"
    " INSERT INTO screening_gap (id, network_id, need_id, topic, why, zip3, recorded_at, ended_at, ended_how)"
    " SELECT id, network_id, id, topic, 'full', '104', now(), now(), 'tried_again' FROM screening_need",
    "nobody_is_passed_over": "UPDATE screening_need SET wake_at = '2020-01-01'",
}
CHECKS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
WHERE contype = 'c' AND conrelid = ANY (
    ARRAY['referrals_contest', 'referrals_referral', 'screening_need', 'people_consenttext']::regclass[])
"""


@pytest.fixture
def owner(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Somebody who restores a backup: constraints are gone and triggers rest."""
    name = connection.settings_dict["NAME"]
    address = re.sub(r"/[^/?]+\?", f"/{name}?", os.environ["TEST_ADMIN_URL"])
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        for (drop,) in admin.execute(CHECKS).fetchall():
            admin.execute(drop)
        yield admin


def broken_promises(referral: Referral, now: datetime) -> dict[str, tuple[str, ...]]:
    findings = audit(referral.network_id, at=now + timedelta(minutes=1))
    return {finding.promise.name: finding.ids for finding in findings if finding.broken}


def test_a_living_network_has_no_dead_end(referral: Referral, now: datetime):
    assert not broken_promises(referral, now)


@pytest.mark.parametrize("promise", list(BROKEN))
def test_the_auditor_sees_what_somebody_broke_with_the_owners_power(
    promise: str, referral: Referral, owner: psycopg.Connection, now: datetime
):
    owner.execute(BROKEN[promise])
    ids = broken_promises(referral, now)[promise]
    assert len(ids) == 1
    if not promise.startswith(("moves", "history", "walls")):
        assert ids[0] in {str(referral.pk), str(referral.need_id)}


def test_every_promise_has_a_test_that_breaks_it():
    below = {  # broken in test_danger, test_demands, test_links, test_several, test_erasing and where a wish is tested
        "danger_is_answered_for",
        "every_paper_was_cast_by_somebody",  # tests/governance/test_vote_by_link.py
        "agreement_in_force_is_signed",  # tests/governance/test_agreements.py
        "obligation_is_owed_by_a_day",  # tests/governance/test_obligations.py
        "local_policy_stands_in_its_paper",  # tests/governance/test_local.py
        "partner_on_its_way_is_followed",  # tests/governance/test_partnerships.py
        "partner_stands_as_was_said",  # tests/governance/test_who_takes_part.py
        "danger_is_not_passed_over",
        "demand_is_answered_for",
        "linked_by_both",
        "dispute_is_answered_for",
        "no_side_is_cut_off",
        "what_the_law_took_is_accounted_for",
        "no_message_against_a_wish",
        "one_yes_among_several",
        "right_is_answered_for",
    }
    assert {promise.name for promise in PROMISES} - below <= set(BROKEN)


@pytest.mark.parametrize("hours", [1, -1])
def test_the_auditor_sees_a_message_that_went_to_somebody_who_had_died(
    referral: Referral, rosa: Person, now: datetime, *, hours: int
):
    """What was sent while she lived was right."""
    way = ContactPoint.objects.create(network=rosa.network, person=rosa, channel="text", value="1")
    sent = Delivery.objects.create(
        network=rosa.network, key="k", event_id=uuid7(), template="family_question", about_id=referral.need_id,
        channel="text", contact_point=way, state="sent", available_at=now, sent_at=now,
    )  # fmt: skip
    Person.objects.filter(pk=rosa.pk).update(died_at=now - timedelta(hours=hours))
    found = {"no_message_against_a_wish": (str(sent.pk),)} if hours > 0 else {}
    assert broken_promises(referral, now) == found


def test_every_promise_of_the_design_is_asked_about():
    assert {promise.number for promise in PROMISES} >= set(range(1, 14))


def test_a_strangers_network_is_not_asked(
    referral: Referral, foreigner, owner: psycopg.Connection, now: datetime
):
    owner.execute(BROKEN["nobody_is_passed_over"])
    there = audit(foreigner.organization.network_id, at=now)
    assert not [finding for finding in there if finding.broken]


def test_the_command_ends_badly_and_says_which_rows_break_which_promise(
    referral: Referral, owner: psycopg.Connection
):
    owner.execute(BROKEN["live_request_helps"])
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("audit_loops", stdout=said)
    assert "live requests of needs that nobody is helping with" in said.getvalue()
    assert str(referral.pk) in said.getvalue()


def test_a_program_reads_the_same_as_one_document(referral: Referral, owner: psycopg.Connection):
    owner.execute(BROKEN["live_request_helps"])
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("audit_loops", "--json", stdout=said)
    [network] = json.loads(said.getvalue())
    ids = {promise["name"]: promise["ids"] for promise in network["promises"]}
    assert ids["live_request_helps"] == [str(referral.pk)]
