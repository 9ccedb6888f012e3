"""Rosa's family, the safe ways to reach her, and what has been written to whom."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.http import HttpResponse
from django.test import Client

from accounts.links import FAMILY, link_for
from config.embedded.place import any_port
from core.actor import Actor
from core.history import record
from core.ids import uuid7
from core.models import Event, Outbox
from notifications.actions.announce import announce
from notifications.actions.deliver import deliver
from notifications.models.deliveries import Delivery
from notifications.models.replies import MailboxChoice
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.actions.people import retoken
from people.lifecycle import Channel, ChannelState
from people.models.contact import ContactPoint
from people.models.person import Person
from screening.models.need import Need
from tests.notifications.playing import OtherSide, other_side
from tests.referrals.conftest import agreed, need, referral, rosa, sending  # noqa: F401 fixtures
from tests.story import NOW, Worker, hire

SOON = NOW + timedelta(minutes=5)  # the undo time is over; still morning in New York


@pytest.fixture
def texts(settings, tmp_path: Path) -> Path:
    """Texts become files here."""
    settings.TEXT_PROVIDER, settings.CATCHER_DIR = "catcher", str(tmp_path)
    return tmp_path


def reach(person: Person, channel: Channel, value: str, **fields: object) -> ContactPoint:
    known = {"is_safe": True, "state": ChannelState.UNTRIED} | fields
    return ContactPoint.objects.create(
        network_id=person.network_id, person=person, channel=channel, value=value, **known
    )


@pytest.fixture
def rosas_phone(rosa: Person, texts: Path) -> ContactPoint:  # noqa: F811 asks for the fixture
    del texts
    return reach(rosa, Channel.TEXT, "+15550100", language="es")


def fresh(row):
    row.refresh_from_db()
    return row


def at_once(organization: Organization) -> None:
    """Its mailbox hears of each matter by itself, as its admin chose."""
    MailboxChoice.objects.create(
        network=organization.network, organization=organization, daily=False
    )


def told(network: Network, *, at: datetime = SOON, limit: int = 100) -> list[Delivery]:
    """Announce everything that waits; the messages written, oldest first."""
    while announce(network_id=network.pk, at=at, limit=limit):
        pass
    return list(Delivery.objects.filter(network=network).order_by("id"))


def templates(network: Network, *, at: datetime = SOON) -> list[str]:
    return [delivery.template for delivery in told(network, at=at)]


def sweep_says(kind: str, subject: Need | object, at: datetime = SOON) -> None:
    """An event of the follow-up, as the sweep writes it."""
    record(kind, subject, actor=Actor.system(subject.network_id), at=at)


def forget_what_was_told() -> None:
    Outbox.objects.all().delete()
    Delivery.objects.all().delete()


def waiting(about: Need, way: ContactPoint, *, at: datetime = SOON) -> Delivery:
    """A message for the family that is due."""
    link = link_for(
        network_id=about.network_id, purpose=FAMILY, object_id=about.subject_id, at=at,
        lifetime=timedelta(days=90),
    )  # fmt: skip
    event = Event.objects.filter(subject_id=about.pk).latest("id")
    return Delivery.objects.create(
        network_id=about.network_id, key=f"{uuid7()}:{way.pk}:{way.channel}", event_id=event.pk,
        template="family_question", about_id=link.pk, channel=way.channel, contact_point=way,
        available_at=at,
    )  # fmt: skip


class Mailbox:
    """Keeps what arrives by SMTP. `answer` may refuse or hold a message."""

    def __init__(self) -> None:
        self.port = 0
        self.arrived: list[bytes] = []
        self.holding = False  # the message is here, and the server does not say so yet
        self.answer: Callable[[bytes], str] = lambda _data: "250 Kept"
        self.rcpt: Callable[[str], str] = lambda _address: "250 OK"

    async def handle_RCPT(  # noqa: N802 aiosmtpd calls it so
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        said = self.rcpt(address)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd calls it so
        self.arrived.append(envelope.content)
        while self.holding:
            await asyncio.sleep(0.02)
        return self.answer(envelope.content)

    @property
    def message_ids(self) -> list[str]:
        lines = b"\n".join(self.arrived).decode().splitlines()
        return [
            line.split(":", 1)[1].strip()
            for line in lines
            if line.lower().startswith("message-id:")
        ]


@pytest.fixture
def post(settings) -> Iterator[Mailbox]:
    """A real SMTP server, and the settings that lead to it."""
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=any_port(), enable_SMTPUTF8=True)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    mailbox.port = server.port
    yield mailbox
    server.stop()


@pytest.fixture
def hire_at() -> Callable[..., Worker]:
    """Somebody new, by the names of their roles."""
    return lambda where, name, *roles: hire(where, name, *(Role(role) for role in roles))


# --- a provider of texts, played by a real server ---------------------------------------------

NUMBER = "+15550100199"
TOKEN = "a token of the provider"


@pytest.fixture
def provider(settings) -> Iterator[OtherSide]:
    with other_side() as played:
        played.status, played.says = 201, b'{"sid": "SM1"}'
        settings.TEXT_PROVIDER, settings.TEXT_API_URL = "twilio", played.url
        settings.TEXT_ACCOUNT, settings.TEXT_TOKEN, settings.TEXT_FROM = "AC1", TOKEN, "+15550000"
        yield played


@pytest.fixture
def phone(rosa, provider) -> ContactPoint:  # noqa: F811 asks for the fixture
    point = reach(rosa, Channel.TEXT, "(555) 010-0199", language="es")
    retoken(rosa)
    return point


def send(network, at=SOON) -> None:
    deliver(network_id=network.pk, at=at, limit=20)


@pytest.fixture
def calls_us(settings) -> Callable[..., HttpResponse]:
    """The provider calls, and signs as it does."""

    def call(path: str, *, key: str = TOKEN, **fields: str) -> HttpResponse:
        url = f"{settings.SITE_URL}/hooks/texts/{path}/"
        whole = url + "".join(name + fields[name] for name in sorted(fields))
        mac = hmac.new(key.encode(), whole.encode(), hashlib.sha1).digest()
        signed = base64.b64encode(mac).decode()
        return Client().post(
            f"/hooks/texts/{path}/", fields, headers={"X-Twilio-Signature": signed}
        )

    return call


@pytest.fixture
def texts_us(calls_us) -> Callable[..., str]:
    """Somebody texts our number; what they are answered."""
    numbers = iter(range(1, 1000))

    def text(words: str, *, number: str = NUMBER, name: str = "") -> str:
        sid = name or f"SMin{next(numbers)}"
        answer = calls_us("reply", MessageSid=sid, From=number, Body=words)
        assert answer.status_code == 200
        return answer.content.decode()

    return text
