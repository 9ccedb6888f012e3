"""A request becomes delicate, or its partner loses its last account, while it is under way: somebody rings up."""

from datetime import datetime, timedelta

import pytest

from core.models import Event
from notifications.models.deliveries import Delivery
from organizations.actions import members
from organizations.grants import Role
from organizations.models.network import Organization
from people.actions.contact import Safety, set_safety
from people.models.person import Person
from referrals.actions import answer, desk
from referrals.actions.audit import audit
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.notifications.conftest import told
from tests.story import Worker, hire

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def keeper(pantry: Organization) -> Worker:
    """Runs the place, and does not answer requests."""
    return hire(pantry, "Kim Keeper", Role.CONVENER)


def flag(worker: Worker, person: Person, at: datetime, **safety: bool) -> None:
    person.refresh_from_db()
    said = Safety(**(safety or {"contact_with_care": True}))
    set_safety(
        actor=worker.actor, person_id=person.pk, safety=said, version=person.version, at=at
    )  # fmt: skip


def leaves(admin: Worker, leaver: Worker, at: datetime) -> None:
    members.end(actor=admin.actor, membership_id=leaver.membership.pk, at=at)


def owed(row: Referral | Need) -> tuple[str, str]:
    row.refresh_from_db()
    return row.waiting_on, row.next_step


def all_kept(row: Referral, at: datetime) -> bool:
    return not [one for one in audit(row.network_id, at=at) if one.broken]


# --- contact with care ----------------------------------------------------------------------------


def test_what_no_link_may_carry_any_more_is_the_senders_call_in_the_same_moment(
    navigator: Worker, rosa: Person, referral: Referral, need: Need, network, now: datetime
):
    flag(navigator, rosa, now + HOUR)
    assert owed(referral) == ("sender", "call_partner")
    assert owed(need) == ("owner", "call_partner")
    assert need.next_step_due > now + HOUR
    told(network, at=now + DAY)
    assert not Delivery.objects.filter(organization=referral.receiver).exists()
    assert all_kept(referral, now + HOUR)


def test_a_colleague_who_says_so_lets_the_owner_hear_of_it_and_nobody_else(
    colleague: Worker, navigator: Worker, stranger, rosa, referral, network, now: datetime
):
    flag(colleague, rosa, now + HOUR)
    mails = [one for one in told(network, at=now + DAY) if one.template == "step_reminder"]
    assert [one.user_id for one in mails] == [navigator.user.pk]


def test_a_partner_that_has_said_yes_is_asked_how_it_goes(
    navigator: Worker, intake: Worker, keeper: Worker, rosa, referral, need, now: datetime
):
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + HOUR)
    leaves(keeper, intake, now + 2 * HOUR)
    assert owed(referral) == ("receiver", "first_contact")  # a link may carry it
    flag(navigator, rosa, now + 3 * HOUR)
    assert owed(referral) == ("sender", "ask_partner")
    assert owed(need) == ("owner", "ask_partner")


@pytest.mark.parametrize("who", ["signs in", "asked us"])
def test_whose_turn_it_is_rightly_stays_so(
    who: str, request, navigator: Worker, rosa, referral: Referral, now: datetime
):
    if who == "signs in":
        request.getfixturevalue("intake")
        before = ("receiver", "answer")
    else:
        before = ("sender", "reply")
        keeper, intake = request.getfixturevalue("keeper"), request.getfixturevalue("intake")
        soon, stroller = now + HOUR, "Is a stroller needed?"
        answer.ask(actor=intake.actor, referral_id=referral.pk, question=stroller, at=soon)
        leaves(keeper, intake, soon)
    flag(navigator, rosa, now + 2 * HOUR)
    assert owed(referral) == before


def test_only_this_familys_requests_change(
    navigator: Worker, rosa: Person, referral: Referral, need: Need, now: datetime
):
    stranger = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Ana", created_at=now,
        created_by=navigator.user,
    )  # fmt: skip
    flag(navigator, stranger, now + HOUR)
    assert owed(referral) == ("receiver", "answer")
    assert owed(need) == ("partner", "answer")


@pytest.mark.parametrize("why", ["contact_with_care", "contacting_prohibited"])
def test_no_desk_keeps_what_it_may_not_see_any_more(
    why: str, navigator: Worker, table: Worker, rosa, referral: Referral, need, now: datetime
):
    desk.to_desk(actor=navigator.actor, need_id=need.pk, at=now + HOUR)
    flag(navigator, rosa, now + 2 * HOUR, **{why: True})
    need.refresh_from_db()
    assert not need.is_at_desk
    assert owed(need)[0] == ("owner" if why == "contact_with_care" else "partner")
    assert Event.objects.filter(kind="need.back_from_desk", subject_id=need.pk).exists()
    assert all_kept(referral, now + 2 * HOUR)


# --- the last account -----------------------------------------------------------------------------


@pytest.fixture
def careful(navigator: Worker, intake: Worker, rosa: Person, referral: Referral, now) -> Referral:
    """Delicate, and Joanne signs in to answer it."""
    flag(navigator, rosa, now)
    return referral


def test_with_the_last_account_the_turn_goes_to_the_sender(
    keeper: Worker, intake: Worker, careful: Referral, need: Need, now: datetime
):
    assert owed(careful) == ("receiver", "answer")
    leaves(keeper, intake, now + HOUR)
    assert owed(careful) == ("sender", "call_partner")
    assert owed(need) == ("owner", "call_partner")
    assert all_kept(careful, now + HOUR)


def test_also_where_other_roles_take_it_away(
    keeper: Worker, intake: Worker, careful: Referral, now: datetime
):
    other, there = [Role.SCREENER], intake.membership.pk
    members.change_roles(actor=keeper.actor, membership_id=there, roles=other, at=now + HOUR)
    assert owed(careful) == ("sender", "call_partner")


def test_while_a_colleague_still_signs_in_it_stays_their_turn(
    keeper: Worker, intake: Worker, pantry: Organization, careful: Referral, now: datetime
):
    hire(pantry, "Otto Other", Role.INTAKE)
    leaves(keeper, intake, now + HOUR)
    assert owed(careful) == ("receiver", "answer")


def test_a_partner_without_a_mailbox_is_rung_up_about_everything(
    keeper: Worker, intake: Worker, pantry: Organization, referral: Referral, need, now: datetime
):
    Organization.objects.filter(pk=pantry.pk).update(email="", phone="")
    leaves(keeper, intake, now + HOUR)
    assert owed(referral) == ("sender", "call_partner")
    assert owed(need) == ("owner", "call_partner")


def test_what_lies_at_the_desk_is_the_desks_to_call(
    navigator: Worker, keeper, intake, table: Worker, pantry, referral, need, now: datetime
):
    Organization.objects.filter(pk=pantry.pk).update(email="", phone="")
    desk.to_desk(actor=navigator.actor, need_id=need.pk, at=now)
    leaves(keeper, intake, now + HOUR)
    assert owed(referral) == ("sender", "call_partner")
    assert owed(need) == ("desk", "desk_decides")
    assert all_kept(referral, now + HOUR)


def test_what_waits_for_its_first_answer_is_mailed_as_a_link_in_the_same_moment(
    keeper: Worker, intake: Worker, referral: Referral, network, now: datetime
):
    told(network, at=now + MINUTE)  # to Joanne's account, or the mailbox: behind a password
    before = set(Delivery.objects.values_list("pk", flat=True))
    leaves(keeper, intake, now + HOUR)
    assert owed(referral) == ("receiver", "answer")
    told(network, at=now + HOUR)
    [mail] = Delivery.objects.exclude(pk__in=before).filter(template="request_arrived")
    assert (mail.organization_id, mail.about_id) == (referral.receiver_id, referral.pk)
    again = Event.objects.get(kind="referral.sent_by_link")
    assert again.actor_kind == "system"  # else the pantry, whose admin let her go, would not hear


@pytest.mark.parametrize("since", ["answered", "still undone", "delicate"])
def test_only_what_waits_for_them_and_may_go_by_link_is_mailed_again(
    since: str, keeper: Worker, intake: Worker, navigator: Worker, rosa, referral, now: datetime
):
    at = now + HOUR
    if since == "answered":
        answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    if since == "delicate":
        flag(navigator, rosa, at)
    leaves(keeper, intake, now if since == "still undone" else at)
    assert not Event.objects.filter(kind="referral.sent_by_link").exists()
