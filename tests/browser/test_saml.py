"""Somebody comes in through the SAML sign-in of their organization, in a browser that guards its cookies."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from core.ids import uuid7
from core.tenancy import tenant_context
from organizations.models.network import Organization
from organizations.models.sign_on import SignOn, SignOnDomain
from tests.accounts.identity_provider import Idp, identity_provider
from tests.accounts.provider import Person
from tests.browser.conftest import InItsDatabase
from tests.browser.places import CLINIC
from tests.browser.site import Site
from tests.browser.visitor import visiting
from tests.story import Role, hire

OURS = "riverside.example"


@pytest.fixture
def work(site: Site, in_its_database: InItsDatabase) -> Iterator[Idp]:
    """The clinic's own provider, for Nina, who was invited and has never chosen a password."""
    with in_its_database():
        clinic = Organization.objects.get(name=CLINIC)
        nina = hire(clinic, f"nina-{uuid7().hex[-8:]} Newcomer", Role.NAVIGATOR).user
        nina.email = f"{nina.name.split()[0]}@{OURS}"
        nina.save(update_fields=["email"])
    with identity_provider() as played:
        played.who = Person("id-nina", {"email": nina.email})
        with in_its_database(), tenant_context(clinic.network_id):
            now = timezone.now()
            there = SignOn.objects.create(
                network_id=clinic.network_id, organization=clinic, kind=SignOn.Kind.SAML,
                issuer=played.issuer, address=played.address, certificates=[played.key.text],
                tried_at=now - timedelta(days=1), is_on=True,
            )  # fmt: skip
            SignOnDomain.objects.create(
                network_id=clinic.network_id, sign_on=there, name=OURS, confirmed_at=now
            )
        yield played
        with in_its_database(), tenant_context(clinic.network_id):
            there.delete()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_there_and_back(browser: Browser, site: Site, work: Idp, *, scripts: bool) -> None:
    """Two machines: `localhost` is another site than 127.0.0.1, so its form brings no cookie of ours along."""
    work.address = work.address.replace("127.0.0.1", "localhost")
    with visiting(browser, site.url, scripts=scripts) as window:
        window.goto("/accounts/login/")
        window.follow("Continue with your organization")
        window.page.fill("[name=email]", work.who.claims["email"])
        window.press("Find my organization")
        window.follow("Go on")
        window.press("It is me")
        window.press("Take me back")
        if not scripts:
            window.sees("One more step, and you are in.")
            window.assert_nothing_runs_over()
            window.press("Go on")
        window.arrives("**/today/")
        window.sign_out()
        window.sees("Your organization may still know you in this browser")
