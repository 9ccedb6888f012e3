"""A passkey is added and opens the door; a screen that was left locks, and gives back what stood half typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from core.ids import uuid7
from organizations.models.network import Organization
from tests.browser.conftest import InItsDatabase
from tests.browser.places import CLINIC
from tests.browser.site import Site
from tests.browser.visitor import PATIENCE, Visitor, visiting
from tests.story import Role, hire

A_TELEPHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def nora(site: Site, in_its_database: InItsDatabase) -> str:
    """Somebody of the clinic of whom no other test knows: how she signs in."""
    name = f"nora-{uuid7().hex[-8:]}"
    with in_its_database():
        clinic = Organization.objects.get(name=CLINIC)
        user = hire(clinic, f"{name} Newkey", Role.NAVIGATOR).user
        user.email = f"{name}@example.org"
        user.set_password(site.password)
        user.save(update_fields=["email", "password"])
    return name


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[Visitor]:
    """By a name: at the number of a computer no browser makes a passkey."""
    with visiting(browser, site.url.replace("127.0.0.1", "localhost")) as visitor:
        yield visitor
        visitor.assert_quiet()


def test_a_passkey_and_then_a_left_screen(window: Visitor, site: Site, nora: str) -> None:
    telephone(window)
    window.sign_in(nora, site.password)
    adds_a_passkey(window, site)
    signs_out(window)
    window.press("Sign in with a passkey")
    window.arrives("**/today/")
    leaves_the_screen_half_way(window)
    window.press("Unlock with a passkey")
    window.arrives("**/kept/**")
    window.follow("Go on typing")
    window.arrives("**/people/new/")
    expect(window.page.locator("[name=first_name]")).to_have_value("Rosa", timeout=PATIENCE)


def test_signed_out_in_one_window_the_others_show_nothing(
    window: Visitor, site: Site, nora: str
) -> None:
    window.sign_in(nora, site.password)
    other = window.page.context.new_page()
    other.goto(f"{window.origin}/people/new/")
    other.locator("[name=first_name]").fill("Rosa")
    signs_out(window)
    other.wait_for_url("**/accounts/login/**", timeout=PATIENCE)


def telephone(window: Visitor) -> None:
    tools = window.page.context.new_cdp_session(window.page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": A_TELEPHONE})


def adds_a_passkey(window: Visitor, site: Site) -> None:
    window.goto("/accounts/2fa/webauthn/add/")
    window.page.fill("[name=password]", site.password)
    window.press("Go on")
    window.arrives("**/webauthn/add/")
    window.page.fill("[name=name]", "my telephone")
    window.page.check("[name=passwordless]")
    window.press("Add it")
    window.arrives("**/recovery-codes/")


def signs_out(window: Visitor) -> None:
    window.sign_out()
    window.goto("/accounts/login/")


def leaves_the_screen_half_way(window: Visitor) -> None:
    window.page.clock.install()
    window.goto("/people/new/")
    window.page.fill("[name=first_name]", "Rosa")
    window.page.clock.fast_forward("16:00")
    window.arrives("**/locked/**")
    window.sees("This screen is locked")
