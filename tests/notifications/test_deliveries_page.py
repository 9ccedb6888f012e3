"""Admins see what became of messages: to which role, by which way, and why not; never a family's number."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.ids import uuid7
from notifications.actions import programs
from notifications.actions.deliver import deliver
from notifications.models.deliveries import OF_ALERTS, OF_DISPUTES, Delivery
from notifications.told import TOLD
from people.actions.safety import Said, raise_alert, take_alert
from people.lifecycle import Channel, Danger
from tests.governance.disagreeing import quarrel_of
from tests.notifications.conftest import SOON, reach, told, waiting
from tests.story import NOW

pytestmark = pytest.mark.django_db
FAMILY = "<bdi>A family</bdi>"


@pytest.fixture
def clinic_admin(clinic, hire_at):
    return hire_at(clinic, "Clara Admin", "orgadmin")


@pytest.fixture
def pantry_admin(pantry, hire_at):
    return hire_at(pantry, "Ada Admin", "orgadmin")


def shown(worker, path: str = "/messages/") -> str:
    answer = worker.client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def written(need, rosa, network, clinic, post):
    """A question for Rosa that did not arrive."""
    one = waiting(need, reach(rosa, Channel.EMAIL, "rosa@example.org"))
    Delivery.objects.filter(pk=one.pk).update(kept_by=clinic)
    post.rcpt = lambda _who: "550 No such user"
    deliver(network_id=network.pk, at=SOON, limit=5)
    return one


def test_the_admin_reads_that_a_family_was_not_reached_and_why_and_not_who(
    written, clinic_admin, rosa
):
    page = shown(clinic_admin)
    assert FAMILY in page
    assert "Did not arrive" in page
    assert "the address does not work" in page
    for secret in ("rosa@example.org", "Rosa", "Delgado", str(rosa.pk), "/f/"):
        assert secret not in page


def test_an_admin_elsewhere_sees_nothing_of_it_and_a_navigator_no_page(
    written, pantry_admin, navigator, stranger, foreigner
):
    assert FAMILY not in shown(pantry_admin)
    assert FAMILY not in shown(foreigner)
    for worker in (navigator, stranger):
        assert worker.client.get("/messages/").status_code == 403


def test_the_mailbox_is_shown_to_its_own_admin_and_to_the_desk(
    referral, network, pantry, pantry_admin, clinic_admin, hire_at
):
    told(network)
    mailbox = "The mailbox of Eastside Pantry"
    desk = hire_at(pantry, "Dee Desk", "desk")
    assert mailbox in shown(pantry_admin)
    assert mailbox in shown(desk)
    assert mailbox not in shown(clinic_admin)
    assert "eastside@example.org" not in shown(desk)


def test_a_colleague_is_named_to_their_own_admin_and_is_a_role_elsewhere(
    need, network, clinic, navigator, clinic_admin, pantry, hire_at
):
    Delivery.objects.create(
        network=network, key="k", event_id=uuid7(), template="step_reminder", about_id=need.pk,
        channel="email", user=navigator.user, kept_by=clinic, available_at=SOON,
    )  # fmt: skip
    assert "Priya Nair" in shown(clinic_admin)
    page = shown(hire_at(pantry, "Dee Desk", "desk"))
    assert "Priya" not in page
    assert "Somebody who works at Riverside" in page


def test_that_somebody_may_be_in_danger_is_read_from_no_list_of_messages(
    rosa, navigator, clinic, pantry, network, hire_at, clinic_admin
):
    """The desk would read when that was; on duty there one sees the alert itself."""
    duty = hire_at(clinic, "Dee Duty", "duty")
    at_both = hire_at(clinic, "Bo Both", "duty", "desk")
    desk, convener = hire_at(pantry, "Dot Desk", "desk"), hire_at(pantry, "Cy Convener", "convener")
    said = Said(Danger.VIOLENCE, "")
    alert = raise_alert(actor=navigator.actor, person_id=rosa.pk, said=said, at=NOW)
    assert "look_right_away" in {one.template for one in told(network)}
    take_alert(actor=duty.actor, alert_id=alert.pk, at=NOW)
    assert "somebody_looks" in {one.template for one in told(network)}
    words = ("Please look at this right away", "Somebody looks after it now")
    for worker in (desk, convener, clinic_admin):
        page = shown(worker)
        assert not [one for one in words if one in page]
    assert words[0] in shown(at_both)


def test_nor_that_two_partners_disagree(network, hire_at, pantry):
    dispute = quarrel_of(network, NOW).raised(NOW)
    word = "Something between partners waits for you"
    Delivery.objects.create(
        network=network, key="k", event_id=uuid7(), template="dispute_waits", about_id=dispute.pk,
        channel="email", organization=dispute.second, kept_by=dispute.second, available_at=SOON,
    )  # fmt: skip
    assert word not in shown(hire_at(pantry, "Dot Desk", "desk"))
    assert word in shown(hire_at(dispute.second, "Ola Own", "orgadmin"))


def test_every_message_about_an_alert_or_a_dispute_is_kept_from_that_list():
    def sent(area: str) -> set[str]:
        kinds = [kind for kind in TOLD if kind.startswith(f"{area}.")]
        return {told.template for kind in kinds for told in TOLD[kind]}

    assert sent("safety") == set(OF_ALERTS)
    assert sent("dispute") == set(OF_DISPUTES)


def test_the_list_can_be_narrowed_and_turned(written, clinic_admin, need, clinic, network):
    Delivery.objects.bulk_create(
        Delivery(
            network=network, key=f"k{number}", event_id=uuid7(), template="step_reminder",
            about_id=need.pk, channel="email", organization=clinic, kept_by=clinic,
            available_at=SOON + timedelta(minutes=number), state="sent",
        )
        for number in range(60)
    )  # fmt: skip
    assert shown(clinic_admin).count("The mailbox of") == 50
    assert FAMILY not in shown(clinic_admin)
    assert FAMILY in shown(clinic_admin, "/messages/?only=not_arrived")
    assert FAMILY not in shown(clinic_admin, "/messages/?only=sent")
    page = shown(clinic_admin)
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert FAMILY in shown(clinic_admin, following.replace("&amp;", "&"))
    assert shown(clinic_admin, "/messages/?before=nonsense")


def test_many_messages_cost_as_many_statements_as_one(
    written, clinic_admin, need, clinic, network, navigator
):
    def statements() -> int:
        client = clinic_admin.client
        client.get("/messages/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/messages/")
        return len(seen)

    few = statements()
    Delivery.objects.bulk_create(
        Delivery(
            network=network, key=f"k{number}", event_id=uuid7(), template="step_reminder",
            about_id=need.pk, channel="email", user=navigator.user, kept_by=clinic, available_at=SOON,
        )
        for number in range(30)
    )  # fmt: skip
    assert statements() == few


# --- programs -----------------------------------------------------------------------------------


@pytest.fixture
def added(pantry_admin, settings):
    settings.PRIVATE_WEBHOOKS = True
    return programs.add(
        actor=pantry_admin.actor, url="http://127.0.0.1:9/heard", whole_network=False, at=NOW
    )


def test_an_admin_adds_a_program_and_sees_its_secret_once(pantry_admin, settings):
    settings.PRIVATE_WEBHOOKS = True
    client = pantry_admin.client
    assert client.get("/programs/").status_code == 200
    answer = client.post("/programs/", {"url": "http://127.0.0.1:9/x"}).content.decode()
    assert "the only time it is shown" in answer
    assert "127.0.0.1:9" in client.get("/programs/").content.decode()
    settings.PRIVATE_WEBHOOKS = False
    refused = client.post("/programs/", {"url": "http://10.0.0.1/x"})
    assert refused.status_code == 422
    assert "https://" in refused.content.decode()


def test_what_it_was_told_is_listed_and_can_be_sent_again(added, pantry_admin, referral, network):
    told(network)
    [call] = Delivery.objects.filter(webhook=added)
    Delivery.objects.filter(pk=call.pk).update(state="gave_up", error="tried_too_often")
    page = shown(pantry_admin, f"/programs/{added.pk}/")
    assert "referral.sent" in page
    assert "tried ten times" in page
    assert added.secret not in page
    client = pantry_admin.client
    assert client.post(f"/programs/{added.pk}/{call.pk}/again/").status_code == 302
    call.refresh_from_db()
    assert (call.state, call.attempts) == ("waiting", 0)
    assert client.post(f"/programs/{added.pk}/{call.pk}/again/").status_code == 409


def test_a_strangers_admin_finds_no_such_program(added, clinic_admin, intake, foreigner):
    for worker in (clinic_admin, foreigner, intake):
        assert worker.client.get(f"/programs/{added.pk}/").status_code == 404
        assert worker.client.post(f"/programs/{added.pk}/end/").status_code == 404
        assert worker.client.post(f"/programs/{added.pk}/secret/").status_code == 404
    assert intake.client.get("/programs/").status_code == 403
    added.refresh_from_db()
    assert added.ended_at is None


def test_an_ended_program_stays_readable_and_hears_nothing(added, pantry_admin):
    client = pantry_admin.client
    assert client.post(f"/programs/{added.pk}/end/").status_code == 302
    page = shown(pantry_admin, f"/programs/{added.pk}/")
    assert "told nothing more" in page
    assert "Make a new secret" not in page
    assert "127.0.0.1:9" not in shown(pantry_admin, "/programs/")
