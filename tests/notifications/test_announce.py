"""Who hears of what: the partner, the owner of a need; never a stranger, never oneself."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from core.ids import uuid7
from core.models import Event, Outbox
from notifications.actions.announce import announce
from notifications.models.deliveries import Delivery
from notifications.told import TOLD
from organizations.grants import Role
from people.lifecycle import Channel
from referrals.actions import answer, progress
from referrals.actions.send import Sending, send, send_packet
from referrals.lifecycle import Mode
from screening.actions.handing import assign
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import Via
from tests.notifications.conftest import (
    SOON,
    forget_what_was_told,
    reach,
    sweep_says,
    templates,
    told,
)
from tests.story import NOW, hire

KIND = re.compile(r"(need|referral|consent|wish|organization|link)\.[a-z_]+")
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def test_the_pantry_hears_of_a_request_at_its_mailbox_and_no_stranger_does(
    referral, network, pantry, stranger
):
    del stranger
    [delivery] = told(network)
    assert delivery.template == "request_arrived"
    assert delivery.organization_id == pantry.pk
    assert delivery.about_id == referral.pk
    assert not Outbox.objects.exists()


def test_a_request_is_told_only_when_it_cannot_be_undone_any_more(referral, network):
    del referral
    assert told(network, at=NOW + timedelta(seconds=19)) == []
    assert templates(network, at=NOW + timedelta(seconds=20)) == ["request_arrived"]


def test_a_request_that_was_taken_back_in_time_is_never_heard_of(referral, network, navigator):
    progress.cancel(
        actor=navigator.actor, referral_id=referral.pk, reason="family_changed_mind", at=NOW
    )
    assert templates(network) == []


def test_a_request_taken_back_later_is_told_to_the_pantry(referral, network, navigator, pantry):
    told(network)
    later = SOON + timedelta(minutes=1)
    progress.cancel(
        actor=navigator.actor, referral_id=referral.pk, reason="family_changed_mind", at=later
    )
    assert [(d.template, d.organization_id) for d in told(network, at=later)][1:] == [
        ("request_taken_back", pantry.pk)
    ]


def test_without_a_mailbox_those_who_answer_requests_are_told(
    referral, network, pantry, intake, navigator
):
    pantry.email = ""
    pantry.save()
    hire(pantry, "Nora Night", Role.COUNCIL)
    [delivery] = told(network)
    assert delivery.user_id == intake.user.pk


def test_the_owner_hears_the_answer_and_the_pantry_does_not_hear_itself(
    referral, network, navigator, intake, colleague
):
    del colleague
    told(network)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=SOON)
    [_, delivery] = told(network)
    assert (delivery.template, delivery.user_id) == ("request_accepted", navigator.user.pk)
    assert delivery.about_id == referral.need_id


def test_what_the_clinic_wrote_down_for_the_pantry_is_told_to_the_pantry(
    referral, network, navigator, pantry
):
    """Its own writer is not told; the pantry may say "not so"."""
    told(network)
    answer.accept(actor=navigator.actor, referral_id=referral.pk, at=SOON, via=Via.PHONE)
    [_, delivery] = told(network)
    assert (delivery.template, delivery.organization_id) == ("recorded_for_you", pantry.pk)


def test_an_introduction_is_never_told_to_the_organization_it_names(
    navigator, need, food_boxes, network
):
    sending = Sending(service_id=food_boxes.pk, request_key=uuid7(), mode=Mode.INTRODUCTION)
    introduced = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=NOW)
    for kind in (
        "referral.reminded",
        "referral.still_waiting",
        "referral.cancelled",
        "referral.sent",
    ):
        sweep_says(kind, introduced)
    assert not [d for d in told(network) if d.organization_id]


def test_a_packet_is_one_message_that_opens_the_list(
    navigator, rosa, agreed, need, sending, network
):
    del agreed
    [other] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=NOW
    )
    want_help(actor=navigator.actor, need_id=other.pk, at=NOW)
    send_packet(actor=navigator.actor, need_ids=[need.pk, other.pk], sending=sending, at=NOW)
    assert templates(network) == ["requests_arrived"]


def test_one_act_about_one_need_is_one_message(referral, network, navigator, intake):
    """Declined, so the need wants help again: two events, one sentence."""
    told(network)
    answer.decline(actor=intake.actor, referral_id=referral.pk, reason="no_capacity", at=SOON)
    assert [(d.template, d.user_id) for d in told(network)][1:] == [
        ("request_declined", navigator.user.pk)
    ]


def test_a_late_answer_reminds_the_pantry_and_tells_the_owner(referral, network, navigator, pantry):
    forget_what_was_told()
    sweep_says("referral.reminded", referral)
    assert {(d.template, d.organization_id or d.user_id) for d in told(network)} == {
        ("request_reminder", pantry.pk),
        ("no_answer_yet", navigator.user.pk),
    }


def test_the_early_reminder_is_quiet(referral, network, pantry):
    forget_what_was_told()
    sweep_says("referral.reminded_early", referral)
    assert [d.organization_id for d in told(network)] == [pantry.pk]


def test_a_pantry_that_waits_for_our_reply_is_not_reminded(referral, network, navigator, intake):
    answer.ask(actor=intake.actor, referral_id=referral.pk, question="How many?", at=SOON)
    forget_what_was_told()
    sweep_says("referral.reminded", referral)
    assert [(d.template, d.user_id) for d in told(network)] == [
        ("step_reminder", navigator.user.pk)
    ]


def test_supervisors_hear_of_a_late_step_of_their_own_team_only(
    need, network, supervisor, stranger
):
    del stranger  # supervises elsewhere
    forget_what_was_told()
    sweep_says("need.supervisor_told", need)
    assert [d.user_id for d in told(network)] == [supervisor.user.pk]


def test_a_sensitive_step_leads_the_supervisor_to_a_list_not_to_the_need(need, network, supervisor):
    del supervisor
    need.is_sensitive = True
    need.save()
    forget_what_was_told()
    sweep_says("need.supervisor_told", need)
    assert templates(network) == ["team_steps_late"]


def test_a_need_of_somebody_who_has_left_is_told_to_the_supervisor(
    need, network, navigator, supervisor
):
    navigator.user.is_active = False
    navigator.user.save()
    forget_what_was_told()
    sweep_says("need.reminded", need)
    assert [d.user_id for d in told(network)] == [supervisor.user.pk]


def test_with_nobody_left_the_mailbox_of_the_clinic_is_told(need, network, navigator, clinic):
    navigator.user.is_active = False
    navigator.user.save()
    forget_what_was_told()
    sweep_says("need.reminded", need)
    assert [d.organization_id for d in told(network)] == [clinic.pk]


def test_both_colleagues_hear_what_a_supervisor_gave_to_the_other_and_she_does_not(
    need, network, navigator, supervisor, colleague
):
    forget_what_was_told()
    assign(actor=supervisor.actor, need_id=need.pk, user_id=colleague.user.pk, at=SOON)
    assert [(d.template, d.user_id) for d in told(network)] == [
        ("need_assigned", colleague.user.pk),
        ("need_passed_on", navigator.user.pk),
    ]


def test_many_due_steps_are_one_message(navigator, rosa, network):
    topics = [FoundTopic(slug) for slug in ("food_pantry", "diapers", "formula")]
    due = record_found(actor=navigator.actor, person=rosa, topics=topics, at=NOW)
    for need in due:
        sweep_says("need.reminded", need)
    assert templates(network) == ["steps_reminder"]


def test_telling_twice_writes_once(referral, network):
    """A relay that was killed before its commit comes back to the same events."""
    event = Event.objects.get(kind="referral.sent", subject_id=referral.pk)
    told(network)
    Outbox.objects.create(event_id=event.pk, network_id=network.pk, available_at=NOW)
    assert len(told(network)) == 1


def test_another_networks_relay_leaves_ours_alone(referral, network, foreigner):
    del referral
    assert announce(network_id=foreigner.organization.network_id, at=SOON, limit=100) == 0
    assert Outbox.objects.filter(network_id=network.pk).exists()


def test_one_event_that_cannot_be_told_does_not_silence_the_others(
    referral, need, network, navigator, caplog
):
    """Somebody's contact point cannot be opened: its key is lost."""
    forget_what_was_told()
    broken = reach(need.subject, Channel.EMAIL, "rosa@example.org")
    with connection.cursor() as cursor:
        sql = "UPDATE people_contactpoint SET value = %s WHERE id = %s"
        cursor.execute(sql, [b"\x01\x02k9" + bytes(40), broken.pk])
    sweep_says("need.family_asked", need)
    sweep_says("referral.reminded", referral)
    assert templates(network) == ["request_reminder", "no_answer_yet"]
    [left] = Outbox.objects.all()
    assert left.available_at > SOON
    assert left.attempts == 1
    assert "rosa@example.org" not in caplog.text


def test_nothing_personal_stands_in_what_is_kept_about_a_message(referral, network):
    del referral
    for delivery in told(network):
        kept = " ".join(str(value) for value in vars(delivery).values())
        assert "Rosa" not in kept
        assert "Delgado" not in kept


def kinds_written_in_the_code() -> set[str]:
    """Every dotted word in the actions and ladders of the apps below."""
    found: set[str] = set()
    for app in ("organizations", "people", "screening", "referrals"):
        for path in [*(ROOT / app / "actions").rglob("*.py"), *(ROOT / app).glob("followup.py")]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            words = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            found |= {word for word in words if KIND.fullmatch(word)}
    return found


def test_every_kind_of_event_is_in_the_table():
    """Whoever adds a kind decides who hears of it, be it nobody."""
    named = kinds_written_in_the_code()
    assert len(named) > 20
    assert named - set(TOLD) == set()


@pytest.mark.parametrize("many", [1, 30])
def test_what_many_events_ask_alike_is_asked_once(
    many, referral, network, navigator, stranger, django_assert_max_num_queries
):
    del stranger
    forget_what_was_told()
    for second in range(many):
        at = SOON + timedelta(seconds=second)
        sweep_says("referral.reminded", referral, at=at)
    with django_assert_max_num_queries(21):
        assert announce(network_id=network.pk, at=SOON + timedelta(minutes=1), limit=100) == many
    assert Delivery.objects.filter(user=navigator.user).count() == many
