"""How somebody goes to the sign-in of their organization and comes back, in a test."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.test import Client

from accounts.models import User
from core.models import Event
from organizations.actions import sign_on as actions
from organizations.models.network import Organization
from organizations.models.sign_on import SignOn
from tests.accounts.provider import CLIENT, SECRET, Person, Provider
from tests.accounts.signing import is_in
from tests.story import NOW, Worker

DOOR, HOST = "/sign-on/", "localhost:8000"
OURS = "riverside.example"
STEP = "mfa"


def said(side: Provider, **more: object) -> actions.Provider:
    usual = {
        "issuer": side.issuer,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "domains": [OURS],
    }
    return actions.Provider(**usual | more)


def switched_on(
    organization: Organization, admin: Worker, convener: Worker, provider: actions.Provider
) -> SignOn:
    where = {"organization_id": organization.pk, "at": NOW}
    actions.set_up(actor=admin.actor, provider=provider, **where)
    actions.confirm_domains(actor=convener.actor, **where)
    actions.note_try(actor=admin.actor, **where)
    return actions.switch(actor=admin.actor, on=True, **where)


def known(user: User, **claims: object) -> Person:
    """As a well-kept provider knows them."""
    usual = {"email": user.email, "email_verified": True}
    return Person(f"id-{user.email}", usual | claims)


def browser() -> Client:
    return Client(headers={"host": HOST})


def goes(client: Client, organization: Organization, side: Provider, who: Person, **answer: str):
    """There, as this person, and back: our last answer."""
    side.who = who
    way = client.get(f"{DOOR}{organization.pk}/go/?next=/today/")["Location"]
    return comes_back(client, way, **answer)


def comes_back(client: Client, way: str, **changed: str):
    back = sends(way)
    path, _question, query = back.removeprefix(f"http://{HOST}").partition("?")
    return client.get(f"{path}?{query}" + "".join(f"&{k}={v}" for k, v in changed.items()))


def sends(way: str) -> str:
    """Where the provider sends a browser that came so."""
    parts = urlsplit(way)
    connection = HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    there = answer.headers["Location"]
    assert answer.status == 302, answer.read()
    connection.close()
    return str(there)


def events(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind))


def is_in_after(step, *args) -> bool:
    client = browser()
    step(client, *args)
    return is_in(client)
