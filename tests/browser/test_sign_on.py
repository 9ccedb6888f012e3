"""Somebody comes in through the sign-in of their organization, in a browser, and goes out over there too."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from core.ids import uuid7
from core.tenancy import tenant_context
from organizations.models.network import Organization
from organizations.models.sign_on import SignOn, SignOnDomain
from tests.accounts.provider import CLIENT, SECRET, Person, Provider, provider
from tests.browser.conftest import InItsDatabase
from tests.browser.places import CLINIC
from tests.browser.site import Site
from tests.browser.visitor import visiting
from tests.story import Role, hire

OURS = "riverside.example"


@pytest.fixture
def work(site: Site, in_its_database: InItsDatabase) -> Iterator[Provider]:
    """The clinic's own provider, for Noor, who was invited and has never chosen a password."""
    with in_its_database():
        clinic = Organization.objects.get(name=CLINIC)
        noor = hire(clinic, f"noor-{uuid7().hex[-8:]} Newcomer", Role.NAVIGATOR).user
        noor.email = f"{noor.name.split()[0]}@{OURS}"
        noor.save(update_fields=["email"])
    with provider(f"{site.url}/sign-on/{clinic.pk}/back/") as played:
        played.who = Person("id-noor", {"email": noor.email, "email_verified": True})
        played.asks = True
        with in_its_database(), tenant_context(clinic.network_id):
            now = timezone.now()
            there = SignOn.objects.create(
                network_id=clinic.network_id, organization=clinic, issuer=played.issuer,
                client_id=CLIENT, client_secret=SECRET, tried_at=now - timedelta(days=1), is_on=True,
            )  # fmt: skip
            SignOnDomain.objects.create(
                network_id=clinic.network_id, sign_on=there, name=OURS, confirmed_at=now
            )
        yield played
        with in_its_database(), tenant_context(clinic.network_id):
            there.delete()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_there_and_back_and_out(
    browser: Browser, site: Site, work: Provider, *, scripts: bool
) -> None:
    with visiting(browser, site.url, scripts=scripts) as window:
        window.goto("/accounts/login/")
        window.follow("Continue with your organization")
        window.page.fill("[name=email]", work.who.claims["email"])
        window.press("Find my organization")
        window.sees(CLINIC)
        window.follow("Go on")
        window.arrives(f"{work.issuer}/authorize**")
        window.press("It is me")
        window.arrives("**/today/")
        window.sign_out()
        window.arrives("**/left/")
        window.follow("Sign out at 127.0.0.1")
        window.arrives(f"{site.url}/**")
        assert "/out" in work.calls
