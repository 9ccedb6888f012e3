"""A mail that comes back days later counts like one that was refused at once."""

import hashlib
import hmac
import json
import mailbox
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from core.history import of
from notifications.actions.deliver import deliver
from notifications.channels.bounces import bounce_in
from notifications.models.deliveries import Delivery
from people.lifecycle import Channel, ChannelState
from people.models.contact import ContactPoint
from tests.notifications.conftest import SOON, at_once, fresh, reach, sweep_says, told, waiting

pytestmark = pytest.mark.django_db


def report(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", headers: bool = False
):
    """As mail servers write it: what happened, and the mail or its headers."""
    whole = MIMEMultipart("report", report_type="delivery-status")
    whole["Subject"] = "Undelivered Mail Returned to Sender"
    whole.attach(MIMEText("I'm sorry to have to inform you"))
    about = EmailMessage()
    about.set_type("message/delivery-status")
    recipient = EmailMessage()
    recipient["Final-Recipient"] = "rfc822; rosa@example.org"
    recipient["Action"], recipient["Status"] = action, status
    server = EmailMessage()
    server["Reporting-MTA"] = "dns; mail.example.org"
    about.set_payload([server, recipient])
    whole.attach(about)
    ours = EmailMessage()
    ours["Subject"], ours["Message-ID"] = "A short question for you", message_id
    ours.set_content("Hello")
    whole.attach(MIMEText(str(ours), "rfc822-headers") if headers else MIMEMessage(ours))
    return whole


def receive(mail, monkeypatch) -> str:
    out = StringIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(bytes(mail))))
    call_command("receive_mail", stdout=out)
    return out.getvalue()


@pytest.fixture
def address(rosa) -> ContactPoint:
    return reach(rosa, Channel.EMAIL, "rosa@example.org")


@pytest.fixture
def sent(need, address, network, post) -> Delivery:
    one = waiting(need, address)
    deliver(network_id=network.pk, at=SOON, limit=5)
    one.refresh_from_db()
    assert one.state == "sent"
    return one


@pytest.mark.parametrize("headers", [True, False])
def test_a_mail_that_came_back_breaks_the_address_and_its_owner_is_told(
    sent, address, need, network, navigator, stranger, monkeypatch, headers
):
    assert "1 of our mails" in receive(report(sent.provider_id, headers=headers), monkeypatch)
    sent.refresh_from_db()
    address.refresh_from_db()
    assert (sent.state, sent.error) == ("gave_up", "bounced_5.1.1")
    assert address.state == ChannelState.BROKEN
    assert {"delivery.gave_up", "need.contact_broken"} <= {one.kind for one in of(need.pk)}
    now = timezone.now()
    readers = {d.user_id for d in told(network, at=now) if d.template == "message_did_not_arrive"}
    assert readers == {navigator.user.pk}, f"not {stranger.user.pk}"


def test_the_same_report_twice_is_told_once(sent, need, monkeypatch):
    receive(report(sent.provider_id), monkeypatch)
    assert "0 of our mails" in receive(report(sent.provider_id), monkeypatch)
    assert of(need.pk).filter(kind="delivery.gave_up").count() == 1


def test_a_delay_or_a_strangers_letter_changes_nothing(sent, address, monkeypatch):
    letter = EmailMessage()
    letter["Message-ID"] = sent.provider_id
    letter.set_content(f"5.1.1 {sent.provider_id} failed")
    for mail in (
        report(sent.provider_id, action="delayed", status="4.4.1"),
        report("<somebody@elsewhere.example>"),
        letter,
    ):
        assert "0 of our mails" in receive(mail, monkeypatch)
    sent.refresh_from_db()
    address.refresh_from_db()
    assert (sent.state, address.state) == ("sent", ChannelState.UNTRIED)


def test_a_whole_mailbox_is_read(sent, tmp_path):
    box = mailbox.mbox(tmp_path / "returned")
    box.add(report("<somebody@elsewhere.example>"))
    box.add(report(sent.provider_id))
    box.close()
    out = StringIO()
    call_command("receive_mail", mbox=str(tmp_path / "returned"), stdout=out)
    assert "1 of our mails" in out.getvalue()


def test_a_report_in_pieces_is_read_without_its_words():
    assert bounce_in(report("<a@b>", status="none")).code == "failed"
    assert bounce_in(EmailMessage()) is None


# --- who mends it when it was not a family's ----------------------------------------------------


def came_back_from(network, post, who: str) -> None:
    post.rcpt = lambda address: "550 No such user" if address.startswith(who) else "250 OK"
    deliver(network_id=network.pk, at=SOON, limit=20)


def heard(network, template: str, at=SOON) -> set:
    return {d.user_id for d in told(network, at=at) if d.template == template}


def test_a_mailbox_that_takes_no_mail_is_told_to_its_admin_and_the_desk(
    referral, network, pantry, hire_at, post, navigator, stranger
):
    admin, desk = hire_at(pantry, "Ada Admin", "orgadmin"), hire_at(pantry, "Dee Desk", "desk")
    at_once(pantry)
    told(network)
    came_back_from(network, post, "eastside")
    assert heard(network, "mailbox_takes_no_mail") == {admin.user.pk}
    assert heard(network, "partner_takes_no_mail") == {desk.user.pk}
    assert heard(network, "message_did_not_arrive") == {navigator.user.pk}
    assert stranger.user.pk not in {d.user_id for d in Delivery.objects.all()}


def test_while_a_mailbox_rests_those_who_answer_there_are_told(
    referral, network, pantry, intake, post
):
    at_once(pantry)
    told(network)
    came_back_from(network, post, "eastside")
    then = SOON + timedelta(minutes=1)
    sweep_says("referral.reminded", referral, at=then)
    assert intake.user.pk in heard(network, "request_reminder", at=then)
    later = SOON + timedelta(days=4)
    sweep_says("referral.reminded", referral, at=later)
    reminded = [d for d in told(network, at=later) if d.template == "request_reminder"]
    assert [d.organization_id for d in reminded] == [None, pantry.pk], (
        "some days later it is tried again"
    )


def test_a_colleague_who_gets_no_mail_is_known_to_the_admin(
    need, network, clinic, navigator, hire_at, post, stranger
):
    admin = hire_at(clinic, "Ada Admin", "orgadmin")
    sweep_says("need.reminded", need)
    told(network)
    came_back_from(network, post, "priya")
    assert heard(network, "colleague_gets_no_mail") == {admin.user.pk}
    assert stranger.user.pk not in {d.user_id for d in Delivery.objects.all()}


# --- told by the provider's call, signed ------------------------------------------------------

SECRET = "a-secret-of-the-mail-provider"


@pytest.fixture
def mail_provider(settings) -> Callable[..., HttpResponse]:
    settings.MAIL_HOOK_SECRET = SECRET

    def call(*news: dict, key: str = SECRET, ago: timedelta = timedelta(0)) -> HttpResponse:
        body = json.dumps(list(news))
        moment = str(int((timezone.now() - ago).timestamp()))
        mac = hmac.new(key.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"Porchlight-Time": moment, "Porchlight-Signature": f"v1={mac}"}
        return Client().post("/hooks/mail/", body, "application/json", headers=headers)

    return call


def bounced(one: Delivery, **changes: object) -> dict:
    known = {"event": "bounced", "message_id": one.provider_id, "permanent": True, "code": "5.1.1"}
    return known | changes


def test_a_bounce_that_the_provider_tells_breaks_the_address_and_is_told_once(
    sent,
    address,
    need,
    navigator,
    mail_provider,
):
    for _twice in range(2):
        assert mail_provider(bounced(sent)).status_code == 204
    assert (fresh(sent).state, sent.error) == ("gave_up", "bounced_5.1.1")
    assert fresh(address).state == ChannelState.BROKEN
    assert [one.kind for one in of(need.pk)].count("delivery.gave_up") == 1


def test_spam_is_a_bounce_and_brackets_may_be_missing(sent, mail_provider):
    plain = sent.provider_id.strip("<>")
    mail_provider(bounced(sent, event="complained", message_id=plain))
    assert (fresh(sent).state, sent.error) == ("gave_up", "bounced_complained")


def test_what_arrived_is_known_to_work(sent, address, mail_provider):
    mail_provider(bounced(sent, event="delivered"))
    assert fresh(sent).arrived_at is not None
    assert fresh(address).state == ChannelState.WORKS


@pytest.mark.parametrize(
    "news",
    [{"permanent": False}, {"permanent": "no"}, {"event": "opened"}, {"message_id": "<x@y>"}],
)
def test_a_delay_a_look_and_somebody_elses_mail_change_nothing(
    sent,
    mail_provider,
    news,
):
    assert mail_provider(bounced(sent, **news)).status_code == 204
    assert fresh(sent).state == "sent"


@pytest.mark.parametrize(
    "how", [{"key": "guessed"}, {"ago": timedelta(minutes=6)}, {"ago": -timedelta(minutes=6)}]
)
def test_what_is_not_signed_just_now_is_refused(sent, mail_provider, how):
    assert mail_provider(bounced(sent), **how).status_code == 403
    assert fresh(sent).state == "sent"


def test_without_a_secret_nobody_is_believed(sent, mail_provider, settings):
    settings.MAIL_HOOK_SECRET = ""
    assert mail_provider(bounced(sent), key="").status_code == 403


def test_what_is_no_such_json_is_said_to_be_none(mail_provider, settings):
    assert mail_provider(*[{"event": "opened"}] * 101).status_code == 400
    assert Client().post("/hooks/mail/", "x" * 30_000, "application/json").status_code == 403


@pytest.mark.parametrize("name", ["", "nothing.mbox"])
def test_what_is_no_mailbox_file_is_told_in_a_sentence(tmp_path: Path, name: str):
    with pytest.raises(CommandError, match="no mailbox file"):
        call_command("receive_mail", "--mbox", str(tmp_path / name))
