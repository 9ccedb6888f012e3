"""She shut him out: no mail, program or number tells him that there is anything about her."""

import pytest
from django.db import transaction
from django.urls import reverse

from notifications.actions import programs
from notifications.actions.deliver import PROGRAMS, deliver
from notifications.models.deliveries import Delivery
from notifications.models.replies import MailHabit
from organizations.grants import Role
from organizations.models.network import Organization
from people.actions.contact import Safety, set_safety
from people.actions.rights import recall
from people.models.person import Exclusion, Person
from screening.models.screening import Screening
from tests.notifications.conftest import (
    SOON,
    at_once,
    forget_what_was_told,
    send,
    sweep_says,
    told,
)
from tests.notifications.playing import other_side
from tests.referrals.test_shut_out import shut_out, wrote_down
from tests.story import NOW, Worker, hire

pytestmark = pytest.mark.django_db
NEXT_MORNING = NOW.replace(day=19, hour=14)


def readers(network) -> set:
    return {one.user_id for one in told(network)}


def shuts(rosa, who: Worker | Organization) -> None:
    named = {"user": who.user} if isinstance(who, Worker) else {"organization": who}
    Exclusion.objects.create(network=rosa.network, person=rosa, **named)


@pytest.fixture
def other(clinic) -> Worker:
    return hire(clinic, "Ada Above", Role.SUPERVISOR)


# --- mails


def test_a_supervisor_whom_she_shut_out_hears_of_no_late_step_and_another_does(
    need, supervisor, other, stranger, rosa, network
):
    forget_what_was_told()
    shuts(rosa, supervisor)
    sweep_says("need.supervisor_told", need)
    assert readers(network) == {other.user.pk}


def test_at_the_partner_the_others_hear_of_the_request(referral, intake, pantry, rosa, network):
    """He works at both; the pantry has no mailbox."""
    Organization.objects.filter(pk=pantry.pk).update(email="")
    colleague = hire(pantry, "Ines Intake", Role.INTAKE)
    shuts(rosa, intake)
    heard = readers(network)
    assert colleague.user.pk in heard
    assert intake.user.pk not in heard


def test_who_is_shut_out_is_not_written_to_about_what_is_taken_from_him(
    navigator, colleague, supervisor, rosa, network
):
    wrote_down(colleague, rosa)
    forget_what_was_told()
    shut_out(navigator, rosa, colleague)
    assert readers(network) == {supervisor.user.pk}


def test_what_was_written_before_does_not_leave_and_his_admin_reads_no_reason(
    need, supervisor, other, clinic, rosa, network, post
):
    forget_what_was_told()
    sweep_says("need.supervisor_told", need)
    assert readers(network) == {supervisor.user.pk, other.user.pk}
    shuts(rosa, supervisor)
    send(network)
    assert [b"To: " + other.user.email.encode() in one for one in post.arrived] == [True]
    kept = Delivery.objects.get(user=supervisor.user)
    assert (kept.state, kept.error) == ("held_back", "nothing_left")
    assert told(network) == list(Delivery.objects.order_by("id")), "and nobody hears of that"
    admin = hire(clinic, "Ori Admin", Role.ORGADMIN)
    page = admin.client.get(reverse("notifications:deliveries")).content.decode()
    assert supervisor.user.name in page
    assert "shut" not in page.partition("<main")[2]


def begun_with(rosa, screener) -> Screening:
    return Screening.objects.create(
        network=rosa.network, organization=rosa.custodian, person=rosa, asked_by=screener.user,
        instrument="hunger_vital_sign", instrument_version="1", mode="asked", language="en",
        started_at=NOW,
    )  # fmt: skip


def test_what_leads_to_a_list_does_not_leave_either_while_it_is_only_about_her(
    rosa, screener, other, network, post
):
    for _twice in range(2):
        sweep_says("screening.unfinished_late", begun_with(rosa, screener))
    assert {one.template for one in told(network)} == {"screening_begun"}
    shuts(rosa, screener)
    send(network)
    assert [b"To: " + other.user.email.encode() in one for one in post.arrived] == [True]
    assert Delivery.objects.get(user=screener.user).state == "held_back"


def test_but_what_tells_of_another_family_too_leaves(rosa, screener, network, post):
    luz = Person.objects.create(
        network=network, custodian=rosa.custodian, first_name="Luz", created_at=NOW
    )
    for person in (rosa, luz):
        sweep_says("screening.unfinished", begun_with(person, screener))
    assert [one.user_id for one in told(network)] == [screener.user.pk]
    shuts(rosa, screener)
    send(network)
    assert len(post.arrived) == 1


def test_the_mailbox_of_a_partner_that_she_shuts_out_hears_nothing_any_more(
    referral, intake, pantry, navigator, rosa, network, post
):
    at_once(pantry)
    told(network)
    assert Delivery.objects.filter(organization=pantry).exists()
    rosa.refresh_from_db()
    safety = Safety(shut_out=frozenset({pantry.pk}))
    set_safety(
        actor=navigator.actor, person_id=rosa.pk, safety=safety, version=rosa.version, at=SOON
    )
    before = Delivery.objects.filter(organization=pantry).count()
    told(network)
    send(network)
    assert post.arrived == []
    assert Delivery.objects.filter(organization=pantry).count() == before


def test_his_mail_of_the_day_counts_nothing_of_hers(referral, intake, pantry, rosa, network, post):
    Organization.objects.filter(pk=pantry.pk).update(email="")
    MailHabit.objects.create(user=intake.user, daily=True)
    told(network)
    assert Delivery.objects.get(user=intake.user).template == "digest_of_user"
    shuts(rosa, intake)
    send(network, at=NEXT_MORNING)
    assert post.arrived == []


def test_what_he_began_to_ask_her_is_the_supervisors(rosa, screener, supervisor, network):
    begun = begun_with(rosa, screener)
    shuts(rosa, screener)
    sweep_says("screening.unfinished", begun)
    assert readers(network) == {supervisor.user.pk}


def test_where_copies_of_hers_are_deleted_the_others_hear_of_it(
    rosa, intake, pantry, navigator, network
):
    Organization.objects.filter(pk=pantry.pk).update(email="")
    colleague = hire(pantry, "Ines Intake", Role.INTAKE)
    shuts(rosa, intake)
    with transaction.atomic():
        recall(navigator.actor, rosa, {pantry.pk}, NOW)
    assert readers(network) == {colleague.user.pk}


# --- programs


@pytest.fixture
def side(settings):
    settings.PRIVATE_WEBHOOKS = True
    with other_side() as played:
        yield played


@pytest.mark.parametrize("where", ["there", "convenes"])
def test_a_program_hears_nothing_of_a_family_that_shut_out_who_works_there(
    where, side, clinic, navigator, convener, need, rosa, network
):
    admin = hire(clinic, "Ori Admin", Role.ORGADMIN) if where == "there" else convener
    is_for_all = where == "convenes"
    programs.add(actor=admin.actor, url=f"{side.url}/heard", whole_network=is_for_all, at=NOW)
    told(network)
    assert Delivery.objects.filter(channel="webhook").exists()
    forget_what_was_told()
    shuts(rosa, admin)
    sweep_says("need.reminded", need)
    told(network)
    assert not Delivery.objects.filter(channel="webhook").exists()
    Exclusion.objects.all().delete()
    sweep_says("need.reminded", need)
    told(network)
    assert Delivery.objects.filter(channel="webhook").exists()


def test_what_waits_for_the_program_does_not_leave_and_it_does_not_count_as_failing(
    side, clinic, need, rosa, network
):
    admin = hire(clinic, "Ori Admin", Role.ORGADMIN)
    webhook = programs.add(actor=admin.actor, url=f"{side.url}/heard", whole_network=False, at=NOW)
    told(network)
    shuts(rosa, admin)
    deliver(network_id=network.pk, at=SOON, limit=50, channels=PROGRAMS)
    assert side.calls == []
    webhook.refresh_from_db()
    assert webhook.failing_since is None
