"""A message leaves once, by a real SMTP server, or says why not; nothing waits for ever unseen."""

from datetime import datetime, timedelta

import pytest

from config.embedded.place import any_port
from core.history import of
from notifications.actions.deliver import deliver
from notifications.channels import text
from notifications.channels.outcomes import ChannelDown, NotNow, Refused, Unclear
from notifications.followup import LEASE, MOST_TRIES
from notifications.models.deliveries import Delivery
from people.lifecycle import Channel, ChannelState
from people.models.contact import ContactPoint
from tests.notifications.conftest import SOON, reach, told, waiting

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture
def address(rosa) -> ContactPoint:
    return reach(rosa, Channel.EMAIL, "rosa@example.org")


def send(network, at: datetime = SOON) -> int:
    return deliver(network_id=network.pk, at=at, limit=20)


def test_a_mail_leaves_and_is_known_to_have_left(need, address, network, post):
    one = waiting(need, address)
    assert send(network) == 1
    one.refresh_from_db()
    assert one.state == "sent"
    assert one.sent_at == SOON
    assert post.message_ids == [one.provider_id]
    assert send(network, SOON + LATER) == 0, "once is enough"


def test_the_name_of_a_message_is_the_same_at_every_try_and_tells_nothing(
    need, address, network, post
):
    one = waiting(need, address)
    send(network)
    Delivery.objects.filter(pk=one.pk).update(state="waiting")
    send(network, SOON + LEASE)
    assert len(post.message_ids) == 2
    assert len(set(post.message_ids)) == 1
    assert str(address.pk) not in post.message_ids[0]


def test_before_its_time_nothing_leaves(need, address, network, post):
    waiting(need, address, at=SOON + LATER)
    assert send(network) == 0
    assert post.arrived == []


def test_another_networks_worker_sends_nothing_of_ours(need, address, foreigner, post):
    waiting(need, address)
    assert send(foreigner.organization.network) == 0


def test_while_the_server_is_down_the_message_waits_and_loses_no_try(
    need, address, network, post, settings
):
    one, two = waiting(need, address), waiting(need, address)
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, any_port()
    for hour in range(MOST_TRIES * 2):
        assert send(network, SOON + timedelta(hours=hour)) == 1, "the second is not even tried"
    settings.EMAIL_PORT = there
    send(network, SOON + LATER * 2)
    assert {d.state for d in Delivery.objects.filter(pk__in=[one.pk, two.pk])} == {"sent"}
    assert len(set(post.message_ids)) == 2


def test_a_server_that_says_later_is_tried_again_and_not_for_ever(need, address, network, post):
    one = waiting(need, address)
    post.answer = lambda _data: "451 Busy"
    at = SOON
    for attempt in range(1, MOST_TRIES + 1):
        send(network, at)
        one.refresh_from_db()
        assert one.attempts == attempt
        assert one.available_at > at
        at = one.available_at
    send(network, at)
    one.refresh_from_db()
    assert one.state == "gave_up"
    assert len(post.arrived) == MOST_TRIES


def test_an_address_that_does_not_exist_becomes_not_working_and_visible(
    need, address, network, post, navigator
):
    other = waiting(need, reach(need.subject, Channel.EMAIL, "good@example.org"))
    one = waiting(need, address)
    post.rcpt = lambda who: "550 No such user" if who.startswith("rosa") else "250 OK"
    send(network)
    one.refresh_from_db()
    other.refresh_from_db()
    address.refresh_from_db()
    assert (one.state, one.error, other.state) == ("gave_up", "refused_550", "sent")
    assert address.state == ChannelState.BROKEN
    assert of(need.pk).first().kind == "delivery.gave_up"
    [report] = [d for d in told(network) if d.template == "message_did_not_arrive"]
    assert report.user_id == navigator.user.pk


@pytest.mark.parametrize(
    "typed", ["rosa@exam ple.org", "no address", "a@b\nBcc: all@example.org", "@", "ro sa@x"]
)
def test_what_is_no_address_is_given_up_at_once(need, rosa, network, post, typed):
    one = waiting(need, reach(rosa, Channel.EMAIL, typed))
    send(network)
    one.refresh_from_db()
    assert one.state == "gave_up"
    assert post.arrived == []


def test_a_report_that_does_not_arrive_is_not_reported_for_ever(
    need, address, network, post, navigator
):
    """The owner's own mailbox is full: the need's history says so, and that is the end of it."""
    waiting(need, address)
    post.rcpt = lambda _who: "550 Full"
    send(network)
    assert [d.user_id for d in told(network) if d.template == "message_did_not_arrive"] == [
        navigator.user.pk
    ]
    send(network)
    told(network)
    send(network)
    assert Delivery.objects.filter(template="message_did_not_arrive").count() == 1
    assert of(need.pk).filter(kind="delivery.gave_up").count() == 2


def test_nothing_about_the_reader_ends_in_the_log(need, address, network, post, caplog):
    waiting(need, address)
    post.rcpt = lambda _who: "550 rosa@example.org is unknown"
    with caplog.at_level("DEBUG", logger="notifications"):
        send(network)
    assert "rosa@example.org" not in caplog.text
    assert not Delivery.objects.filter(error__contains="rosa").exists()


# --- a worker that was killed --------------------------------------------------------------------


def killed_while_sending(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(attempts=1, claimed_until=SOON + LEASE)


def test_what_another_worker_holds_is_left_alone_until_its_lease_ends(need, address, network, post):
    killed_while_sending(waiting(need, address))
    assert send(network, SOON + LEASE - timedelta(seconds=1)) == 0
    assert send(network, SOON + LEASE) == 1
    assert len(post.arrived) == 1


def test_a_message_that_kills_every_worker_is_given_up(need, address, network, post):
    one = waiting(need, address)
    Delivery.objects.filter(pk=one.pk).update(attempts=MOST_TRIES, claimed_until=SOON)
    send(network)
    one.refresh_from_db()
    assert one.state == "gave_up"
    assert post.arrived == []


# --- texts ---------------------------------------------------------------------------------------


class Careless:
    """A provider that would send the same text twice."""

    remembers_keys = False
    says: Exception | None = None
    sent: list[str]

    def __init__(self) -> None:
        self.sent = []

    def send(self, message, *, to: str) -> str:
        if self.says:
            raise self.says
        self.sent.append(to)
        return "SM1"


@pytest.fixture
def careless(settings, monkeypatch) -> Careless:
    one = Careless()
    monkeypatch.setitem(text.PROVIDERS, "careless", lambda: one)
    settings.TEXT_PROVIDER = "careless"
    return one


@pytest.fixture
def phone(rosa) -> ContactPoint:
    return reach(rosa, Channel.TEXT, "+15550100")


def test_a_text_leaves_by_the_provider(need, phone, network, careless):
    one = waiting(need, phone)
    send(network)
    one.refresh_from_db()
    assert (one.state, one.provider_id, careless.sent) == ("sent", "SM1", ["+15550100"])


def test_a_text_whose_fate_is_unknown_is_never_sent_again_by_itself(
    need, phone, network, careless, navigator
):
    one = waiting(need, phone)
    killed_while_sending(one)
    send(network, SOON + LEASE)
    send(network, SOON + LEASE * 3)
    one.refresh_from_db()
    assert one.state == "unknown"
    assert careless.sent == []
    [report] = [d for d in told(network, at=SOON + LATER) if d.template == "message_did_not_arrive"]
    assert report.user_id == navigator.user.pk


def test_a_provider_that_remembers_keys_gets_the_same_key_again(need, phone, network, texts):
    killed_while_sending(waiting(need, phone))
    send(network, SOON + LEASE)
    assert len(list(texts.glob("*.json"))) == 1


@pytest.mark.parametrize(
    ("says", "state"),
    [
        (ChannelDown(), "waiting"),
        (NotNow(), "waiting"),
        (Unclear(), "unknown"),
        (Refused("21211"), "gave_up"),
    ],
)
def test_what_a_provider_says_is_understood(need, phone, network, careless, says, state):
    one = waiting(need, phone)
    careless.says = says
    send(network)
    one.refresh_from_db()
    assert one.state == state


def test_texts_go_on_while_the_mail_is_down(need, phone, address, network, careless, settings):
    waiting(need, address)
    one = waiting(need, phone)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", any_port()
    send(network)
    one.refresh_from_db()
    assert one.state == "sent"
