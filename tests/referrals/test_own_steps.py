"""What an owner owes beside a partner's step is not lost when the partner takes one."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import StepNotPossible
from core.ids import uuid7
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.network import Network
from people.actions.contact import save_contact
from people.actions.details import ContactDetails
from people.lifecycle import Channel, Direction, Form, TryOutcome, Way
from people.models.agreements import Consent
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions import answer, desk, reaching
from referrals.actions import progress as going
from referrals.actions.audit import audit
from referrals.actions.family import Answer, family_answers
from referrals.actions.reaching import Tried
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.models.referral import Referral
from screening.actions import handing
from screening.lifecycle import Via
from screening.models.handing import HandOver
from screening.models.need import Need
from tests.referrals.trying import could_not_reach, point
from tests.story import Worker, found, hire

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def phone(rosa: Person) -> ContactPoint:
    return point(rosa, Channel.PHONE, "(555) 010-0142")


@pytest.fixture
def desk_worker(network: Network) -> Worker:
    return hire(found(network, "Harbor Desk"), "Mara Desk", Role.DESK)


@pytest.fixture
def offered(navigator: Worker, colleague: Worker, referral: Referral, now: datetime) -> Need:
    """Being helped, and offered to a colleague."""
    return handing.offer(
        actor=navigator.actor, need_id=referral.need_id, user_id=colleague.user.pk, at=now + HOUR
    )


@pytest.fixture
def unreached(intake: Worker, referral: Referral, phone, now: datetime) -> Need:
    """Being helped, and the only number is wrong."""
    wrong = Tried(Way.PHONE, TryOutcome.WRONG)
    reaching.tried_by_partner(
        actor=intake.actor, referral_id=referral.pk, tried=wrong, at=now + HOUR
    )
    return standing(referral)


def standing(referral: Referral) -> Need:
    return Need.objects.get(pk=referral.need_id)


def test_a_partners_yes_hides_neither_an_offer_nor_its_day(
    intake: Worker, referral: Referral, offered: Need, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + 2 * HOUR)
    need = standing(referral)
    assert (need.next_step, need.waiting_on) == ("hand_over", "owner")
    assert need.next_step_due == offered.next_step_due


def test_a_ladder_that_has_begun_goes_on_where_it_was(
    intake: Worker, referral: Referral, offered: Need, now: datetime
):
    late = offered.next_step_due + HOUR
    sweep(network_id=offered.network_id, at=late)
    before = standing(referral)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=late + HOUR)
    after = standing(referral)
    assert (before.rung, before.wake_at) == (after.rung, after.wake_at)
    assert after.rung == 1


def test_after_the_colleagues_yes_the_partners_step_is_in_sight_again(
    colleague: Worker, intake: Worker, referral: Referral, offered: Need, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + 2 * HOUR)
    handing.accept(actor=colleague.actor, need_id=offered.pk, at=now + 3 * HOUR)
    need = standing(referral)
    assert (need.next_step, need.waiting_on) == ("first_contact", "partner")
    assert need.hand_over_due is None


def test_a_question_that_is_due_before_stands_first_and_the_offer_after_it(
    navigator: Worker, intake: Worker, referral: Referral, offered: Need, now: datetime
):
    answer.ask(
        actor=intake.actor, referral_id=referral.pk, question="Is a stroller needed?", at=now + HOUR
    )
    assert standing(referral).next_step == "reply"
    answer.reply(actor=navigator.actor, referral_id=referral.pk, words="Yes.", at=now + 2 * HOUR)
    need = standing(referral)
    assert (need.next_step, need.next_step_due) == ("hand_over", offered.next_step_due)


def test_a_late_partner_does_not_overwrite_it(referral: Referral, offered: Need, now: datetime):
    sweep(network_id=offered.network_id, at=referral.next_step_due + HOUR)
    referral.refresh_from_db()
    assert (referral.rung, standing(referral).next_step) == (2, "hand_over")


def test_a_wrong_number_is_mended_however_the_partner_goes_on(
    navigator: Worker, intake: Worker, referral: Referral, unreached: Need, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + 2 * HOUR)
    assert standing(referral).next_step == "mend_contact"
    going.complete(
        actor=intake.actor, referral_id=referral.pk, outcome="provided", at=now + 3 * HOUR
    )
    need = standing(referral)
    assert (need.status, need.next_step) == ("to_confirm", "mend_contact")
    details = ContactDetails(Channel.PHONE, "(555) 010-0555", is_safe=True)
    save_contact(actor=navigator.actor, person_id=need.subject_id, details=details, at=now + DAY)
    need = standing(referral)
    assert (need.next_step, need.mend_contact_due) == ("call_family", None)


def test_an_offer_and_a_wrong_number_wait_for_each_other(
    navigator: Worker, colleague: Worker, referral: Referral, unreached: Need, now: datetime
):
    handing.offer(
        actor=navigator.actor, need_id=unreached.pk, user_id=colleague.user.pk, at=now + 3 * HOUR
    )
    assert standing(referral).next_step == "mend_contact"  # it is due first
    handing.accept(actor=colleague.actor, need_id=unreached.pk, at=now + 4 * HOUR)
    need = standing(referral)
    assert (need.next_step, need.next_step_due) == ("mend_contact", unreached.next_step_due)


def test_it_comes_back_from_the_desk_too(
    navigator: Worker, desk_worker: Worker, referral: Referral, offered: Need, now: datetime
):
    desk.to_desk(actor=navigator.actor, need_id=offered.pk, at=now + 2 * HOUR)
    assert standing(referral).next_step == "desk_decides"
    desk.back_from_desk(actor=desk_worker.actor, need_id=offered.pk, at=now + 3 * HOUR)
    assert standing(referral).next_step == "hand_over"


def test_with_the_familys_word_the_offer_ends_too(
    navigator: Worker, colleague: Worker, intake: Worker, referral: Referral, offered: Need, now
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + 2 * HOUR)
    family_answers(
        actor=navigator.actor, need_id=offered.pk, answer=Answer.YES, via=Via.PHONE, at=now + DAY
    )
    assert standing(referral).hand_over_due is None
    assert HandOver.objects.get().answer == HandOver.Answer.OVERTAKEN
    with pytest.raises(StepNotPossible):
        handing.accept(actor=colleague.actor, need_id=offered.pk, at=now + 2 * DAY)


def test_a_stranger_takes_on_nothing(stranger: Worker, offered: Need, now: datetime):
    with pytest.raises(Need.DoesNotExist):
        handing.accept(actor=stranger.actor, need_id=offered.pk, at=now + 2 * HOUR)


# --- a partner could not reach them, and another one is still asked ---------------------------------


@pytest.fixture
def other(navigator: Worker, referral: Referral, pantry, rosa: Person, now) -> Referral:
    """Asked for the same need, by the same worker, at another table."""
    table = found(pantry.network, "Westside Table")
    hot = Service.objects.create(
        network=table.network, organization=table, name="Hot meals", topics=["food_pantry"]
    )
    sending = Sending(hot.pk, uuid7(), facts=("name", "phone"))
    Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.SEND, recipient=table,
        facts=["name", "phone"], form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip
    return send(actor=navigator.actor, need_id=referral.need_id, sending=sending, at=now)


@pytest.fixture
def looked_for(intake: Worker, referral: Referral, other: Referral, phone, now: datetime) -> Need:
    return could_not_reach(intake, referral, now + HOUR)


def test_its_owner_looks_for_a_family_whoever_else_is_still_asked(
    navigator: Worker, other: Referral, looked_for: Need, now: datetime
):
    assert (looked_for.status, looked_for.responsible_id) == ("being_helped", navigator.user.pk)
    assert (looked_for.next_step, looked_for.waiting_on) == ("reach_family", "owner")
    assert looked_for.next_step_due > now


def test_the_others_yes_and_its_silence_do_not_hide_that(
    other: Referral, looked_for: Need, now: datetime
):
    late = other.next_step_due + HOUR
    sweep(network_id=other.network_id, at=late)
    assert standing(other).next_step == "reach_family"
    someone = hire(other.receiver, "Wes Table", Role.INTAKE)
    answer.accept(actor=someone.actor, referral_id=other.pk, at=late)
    assert standing(other).next_step == "reach_family"
    assert not [row for row in audit(other.network_id, at=late) if row.broken]


def test_once_they_are_heard_the_others_step_is_in_sight_again(
    navigator: Worker, other: Referral, looked_for: Need, phone, now: datetime
):
    talked = Tried(Way.PHONE, TryOutcome.REACHED, point_id=phone.pk)
    reaching.tried(actor=navigator.actor, need_id=looked_for.pk, tried=talked, at=now + DAY)
    need = standing(other)
    assert (need.next_step, need.waiting_on, need.reach_family_due) == ("answer", "partner", None)


def test_when_the_other_cannot_help_they_are_still_looked_for_first(
    other: Referral, looked_for: Need, now: datetime
):
    someone = hire(other.receiver, "Wes Table", Role.INTAKE)
    answer.decline(
        actor=someone.actor, referral_id=other.pk, reason="no_capacity", at=now + 2 * HOUR
    )
    need = standing(other)
    assert (need.status, need.next_step) == ("wants_help", "reach_family")


def test_whoever_got_help_from_the_other_is_looked_for_no_more(
    other: Referral, looked_for: Need, now: datetime
):
    someone = hire(other.receiver, "Wes Table", Role.INTAKE)
    answer.accept(actor=someone.actor, referral_id=other.pk, at=now + 2 * HOUR)
    going.complete(
        actor=someone.actor, referral_id=other.pk, outcome="provided", at=now + 3 * HOUR
    )  # fmt: skip
    need = standing(other)
    assert (need.status, need.next_step, need.reach_family_due) == (
        "to_confirm", "ask_family", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "column", ["hand_over_due", "mend_contact_due", "reach_family_due", "after_death_due"]
)
def test_the_database_refuses_to_hide_an_owners_step_behind_a_partners(
    referral: Referral, column: str
):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        connection.cursor().execute(
            f"UPDATE screening_need SET {column} = now() WHERE id = %s", [referral.need_id]
        )
    assert refusal.value.__cause__.diag.constraint_name == "need_own_steps_come_first"


def test_the_auditor_agrees_all_the_way(
    intake: Worker, referral: Referral, offered: Need, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + 2 * HOUR)
    assert not [found for found in audit(referral.network_id, at=now + 3 * HOUR) if found.broken]
