"""A partner is silent, an owner does not move: who takes it up in the end, and who must never see it?"""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import StepNotPossible
from core.models import Event
from notifications.actions.announce import announce
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.actions.desk import back_from_desk, leave_when_over, to_desk
from referrals.actions.sweep import sweep, sweep_referrals
from referrals.models.referral import Referral
from referrals.search.top import nobody_above
from screening.actions.visits import wait_for_visit
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.story import Worker, found, hire

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(network: Network) -> Worker:
    return hire(found(network, "Harbor Desk"), "Mara Desk", Role.DESK)


@pytest.fixture
def agreed_to_desk(rosa: Person, agreed: Consent, now: datetime) -> Consent:
    return Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.DESK, facts=["name"],
        form=Form.WRITTEN, language="es", words="Sí", since=now,
    )  # fmt: skip


def live_through(network_id: object, start: datetime, days: int) -> datetime:
    """The clock ticks every six hours, as when nobody does anything."""
    at = start
    for _ in range(days * 4):
        at += 6 * HOUR
        while sweep(network_id=network_id, at=at):
            pass
    return at


def kinds(subject_id: object) -> list[str]:
    events = Event.objects.filter(subject_id=subject_id).order_by("happened_at", "id")
    return list(events.values_list("kind", flat=True))


def test_a_silent_partners_request_reaches_the_desk_on_the_day_partners_agreed(
    desk: Worker, agreed_to_desk: Consent, referral: Referral, now: datetime
):
    """Sent on Wednesday: due on Friday, the desk is told on Tuesday, and on Wednesday it is theirs."""
    live_through(referral.network_id, now, 6)
    assert kinds(referral.pk)[1:] == [
        "referral.reminded_early", "referral.reminded", "referral.desk_told",
    ]  # fmt: skip
    assert not Need.objects.get(pk=referral.need_id).is_at_desk
    live_through(referral.network_id, now + 6 * DAY, 2)
    need = Need.objects.get(pk=referral.need_id)
    assert (need.is_at_desk, need.waiting_on, need.next_step) == (True, Turn.DESK, "desk_decides")
    assert need.at_desk_why == "requested"
    assert need.at_desk_since >= now + 6 * DAY
    assert "need.at_desk" in kinds(need.pk)


def test_the_owner_stays_the_owner_while_the_desk_helps(
    navigator: Worker, desk: Worker, agreed_to_desk: Consent, referral: Referral, now: datetime
):
    live_through(referral.network_id, now, 12)
    need = Need.objects.get(pk=referral.need_id)
    assert need.is_at_desk
    assert need.responsible_id == navigator.user.pk
    assert need.organization_id == navigator.organization.pk


def test_the_desks_own_step_is_late_and_the_chair_hears_of_it_again_and_again(
    desk: Worker, agreed_to_desk: Consent, referral: Referral, stranger: Worker, now: datetime
):
    """First the convener; a day later the one above, until somebody takes the step."""
    ben = hire(desk.organization, "Ben Okoro", Role.CHAIR)
    live_through(referral.network_id, now, 40)
    said = kinds(referral.need_id)
    assert said.count("need.desk_reminded") == said.count("need.desk_late") == 1
    assert said.count("need.desk_still_late") >= 3
    announce(network_id=referral.network_id, at=now + 40 * DAY, limit=500)
    told = Delivery.objects.filter(template="desk_is_late")
    assert ben.user in {one.user for one in told}
    assert stranger.user not in {one.user for one in told}


def test_without_a_desk_it_stays_the_owners_turn_and_the_supervisors_hear(
    agreed_to_desk: Consent, referral: Referral, now: datetime
):
    live_through(referral.network_id, now, 20)
    need = Need.objects.get(pk=referral.need_id)
    assert (need.is_at_desk, need.waiting_on, need.next_step) == (
        False, Turn.OWNER, "nudge_or_switch",
    )  # fmt: skip
    assert kinds(referral.pk).count("referral.still_waiting") >= 2


def test_a_family_that_named_no_desk_is_helped_along_all_the_same(
    desk: Worker, referral: Referral, now: datetime
):
    """Without its name: `test_desk_pages` says what is shown."""
    live_through(referral.network_id, now, 12)
    need = Need.objects.get(pk=referral.need_id)
    assert (need.is_at_desk, need.waiting_on) == (True, Turn.DESK)


@pytest.mark.parametrize("delicate", ["sensitive", "with_care", "prohibited"])
def test_what_is_delicate_never_comes_to_the_desk(
    desk: Worker, agreed_to_desk: Consent, referral: Referral, now: datetime, delicate: str
):
    if delicate == "sensitive":
        Need.objects.filter(pk=referral.need_id).update(is_sensitive=True)
    else:
        flag = "contact_with_care" if delicate == "with_care" else "contacting_prohibited"
        Person.objects.update(**{flag: True})
    live_through(referral.network_id, now, 20)
    assert not Need.objects.filter(is_at_desk=True).exists()
    assert "need.at_desk" not in kinds(referral.need_id)


def test_an_answer_takes_it_back_from_the_desk(
    intake: Worker, desk: Worker, agreed_to_desk: Consent, referral: Referral, now: datetime
):
    at = live_through(referral.network_id, now, 12)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    need = Need.objects.get(pk=referral.need_id)
    assert (need.is_at_desk, need.at_desk_since, need.at_desk_why) == (False, None, "")
    assert need.waiting_on == Turn.PARTNER


def test_an_owner_who_does_not_choose_is_reminded_then_the_supervisor_then_the_desk(
    desk: Worker, agreed_to_desk: Consent, need: Need, now: datetime
):
    live_through(need.network_id, now, 14)
    assert kinds(need.pk)[2:6] == [
        "need.reminded", "need.supervisor_told", "need.still_waiting", "need.at_desk",
    ]  # fmt: skip
    need.refresh_from_db()
    assert need.at_desk_why == "wants_help"


def test_the_owner_asks_the_desk_and_goes_on_alone_again(
    navigator: Worker, desk: Worker, agreed_to_desk: Consent, need: Need, now: datetime
):
    asked = to_desk(actor=navigator.actor, need_id=need.pk, at=now + HOUR)
    assert (asked.is_at_desk, asked.at_desk_why, asked.waiting_on) == (True, "asked", Turn.DESK)
    back = back_from_desk(actor=navigator.actor, need_id=need.pk, at=now + 2 * HOUR)
    assert (back.is_at_desk, back.waiting_on, back.next_step) == (
        False, Turn.OWNER, "choose_service",
    )  # fmt: skip
    assert kinds(need.pk)[-2:] == ["need.at_desk", "need.back_from_desk"]


def test_the_desk_gives_back_a_request_that_still_waits_for_its_partner(
    desk: Worker, agreed_to_desk: Consent, referral: Referral, now: datetime
):
    at = live_through(referral.network_id, now, 12)
    back = back_from_desk(actor=desk.actor, need_id=referral.need_id, at=at)
    assert (back.waiting_on, back.next_step) == (Turn.OWNER, "nudge_or_switch")


def test_a_stranger_neither_brings_a_need_to_the_desk_nor_takes_it_away(
    navigator: Worker, stranger: Worker, desk: Worker, agreed_to_desk: Consent, need: Need, now
):
    with pytest.raises(Need.DoesNotExist):
        to_desk(actor=stranger.actor, need_id=need.pk, at=now)
    to_desk(actor=navigator.actor, need_id=need.pk, at=now)
    with pytest.raises(Need.DoesNotExist):
        back_from_desk(actor=stranger.actor, need_id=need.pk, at=now)


def test_a_desk_is_not_asked_about_what_is_sensitive(
    navigator: Worker, desk: Worker, need: Need, now: datetime
):
    Need.objects.filter(pk=need.pk).update(is_sensitive=True)
    with pytest.raises(StepNotPossible):
        to_desk(actor=navigator.actor, need_id=need.pk, at=now)


def test_the_buttons_on_the_page_do_the_same(
    navigator: Worker, stranger: Worker, desk: Worker, agreed_to_desk: Consent, need: Need
):
    path = f"/needs/{need.pk}/"
    assert stranger.client.post(path + "to-desk/").status_code == 404
    assert navigator.client.post(path + "to-desk/").status_code == 302
    shown = navigator.client.get(path).content.decode()
    assert "The desk’s turn" in shown
    assert "We go on with it ourselves" in shown
    assert navigator.client.get("/today/?turn=partner").content.decode().count("Rosa") >= 1
    assert stranger.client.post(path + "from-desk/").status_code == 404
    assert navigator.client.post(path + "from-desk/").status_code == 302
    assert "The desk’s turn" not in navigator.client.get(path).content.decode()


@pytest.mark.parametrize("over", ["delicate", "desk"])
def test_what_may_not_be_at_a_desk_any_more_leaves_it_within_the_hour(
    navigator: Worker, desk: Worker, need: Need, now: datetime, over: str
):
    to_desk(actor=navigator.actor, need_id=need.pk, at=now)
    assert leave_when_over(network_id=need.network_id, at=now + HOUR) == 0
    if over == "desk":
        desk.user.is_active = False
        desk.user.save()
    else:
        Person.objects.update(contact_with_care=True)
    assert leave_when_over(network_id=need.network_id, at=now + 2 * HOUR) == 1
    need.refresh_from_db()
    assert (need.is_at_desk, need.waiting_on) == (False, Turn.OWNER)


def test_the_auditor_refuses_a_network_in_which_nobody_stands_above_an_owner(
    need: Need, colleague: Worker, stranger: Worker
):
    Need.objects.update(wake_at=timezone.now() + DAY)  # the command looks at today's clock
    with pytest.raises(CommandError, match=str(need.organization_id)):
        call_command("audit_loops", stdout=StringIO())
    above = hire(need.organization, "Ruth Abebe", Role.SUPERVISOR)
    assert nobody_above(need.network_id) == []
    above.user.is_active = False
    above.user.save()
    assert nobody_above(need.network_id) == [need.organization_id]
    hire(found(need.organization.network, "Harbor Desk"), "Mara Desk", Role.DESK)
    assert nobody_above(need.network_id) == []


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE screening_need SET is_at_desk = true",
        "UPDATE screening_need SET waiting_on = 'desk'",
        "UPDATE screening_need SET at_desk_since = now()",
        "UPDATE screening_need SET is_at_desk = true, waiting_on = 'desk', at_desk_since = now()",
    ],
)
def test_the_database_refuses_a_desk_that_does_not_know_since_when_and_why(need: Need, broken: str):
    refused = pytest.raises(IntegrityError, match="need_at_desk_says_why")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)


def said_helped(intake: Worker, referral: Referral, at: datetime) -> Need:
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    progress.complete(actor=intake.actor, referral_id=referral.pk, outcome="provided", at=at)
    return Need.objects.get(pk=referral.need_id)


def test_a_silent_family_is_called_and_asked_at_its_visit_before_anybody_lets_go(
    navigator: Worker, intake: Worker, referral: Referral, now: datetime
):
    need = said_helped(intake, referral, now + HOUR)
    at = live_through(need.network_id, now + HOUR, 120)
    need.refresh_from_db()
    assert (need.status, need.next_step) == (NeedStatus.TO_CONFIRM, "call_family")
    wait_for_visit(actor=navigator.actor, need_id=need.pk, at=at)
    at = live_through(need.network_id, at, 89)
    need.refresh_from_db()
    assert (need.status, need.next_step) == (NeedStatus.TO_CONFIRM, "ask_at_visit")
    live_through(need.network_id, at, 15)
    need.refresh_from_db()
    assert (need.status, need.said_by, need.next_step) == (NeedStatus.UNCONFIRMED, "system", "")
    assert kinds(need.pk)[-1] == "need.closed"


def test_nobody_is_asked_at_a_visit_before_somebody_has_called(
    navigator: Worker, intake: Worker, stranger: Worker, referral: Referral, now: datetime
):
    need = said_helped(intake, referral, now + HOUR)
    with pytest.raises(StepNotPossible):
        wait_for_visit(actor=navigator.actor, need_id=need.pk, at=now + DAY)
    with pytest.raises(Need.DoesNotExist):
        wait_for_visit(actor=stranger.actor, need_id=need.pk, at=now + DAY)


def test_a_family_that_went_with_the_handout_is_asked_and_then_called(
    need: Need, referral: Referral, now: datetime
):
    Referral.objects.filter(pk=referral.pk).update(
        mode="introduction", waiting_on="family", next_step="ask_family"
    )
    live_through(need.network_id, now, 7)
    need.refresh_from_db()
    assert kinds(referral.pk)[-2:] == ["referral.family_asked", "referral.reminded"]
    assert (need.waiting_on, need.next_step) == (Turn.OWNER, "call_family")
    live_through(need.network_id, now + 7 * DAY, 10)
    assert "need.supervisor_told" in kinds(need.pk)


def test_a_batch_with_work_for_the_desk_costs_one_statement_more(
    navigator: Worker, desk: Worker, agreed_to_desk: Consent, referral: Referral, now: datetime
):
    def cost(rung: int) -> int:
        Referral.objects.update(rung=rung, wake_at=now)
        with CaptureQueriesContext(connection) as seen:
            sweep_referrals(network_id=referral.network_id, at=now + 10 * DAY)
        return len(seen)

    assert cost(3) == cost(1) + 1
