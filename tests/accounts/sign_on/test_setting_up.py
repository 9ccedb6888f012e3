"""An admin sets up the sign-in of their organization, tries it, and switches it on; nobody else does."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from organizations.models.sign_on import SignOn
from tests.accounts.provider import CLIENT, SECRET, Person
from tests.accounts.sign_on.going import (
    DOOR,
    HOST,
    OURS,
    STEP,
    browser,
    comes_back,
    events,
    goes,
    is_in_after,
    known,
)
from tests.accounts.telling import told_by_mail
from tests.story import NOW

# --- setting it up


def test_an_admin_sets_it_up_tries_it_and_switches_it_on(clinic, admin, convener, side, priya):
    page = f"/network/organizations/{clinic.pk}/sign-on/"
    client = Client(headers={"host": HOST})
    client.force_login(admin.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert side.back in client.get(page).content.decode()
    typed = {
        "issuer": side.issuer, "client_id": CLIENT, "client_secret": SECRET, "domains": f"@{OURS}",
        "second_step_word": STEP, "passwords_open": "on",
    }  # fmt: skip
    assert client.post(page, typed).status_code == 302
    shown = client.get(page).content.decode()
    assert SECRET not in shown
    assert "has not confirmed yet" in shown
    assert client.post(f"{page}on/").status_code == 409  # nobody has tried it
    assert client.post(f"{page}confirm/").status_code == 403
    assert convener.client.post(f"{page}confirm/").status_code == 302
    side.who = Person("id-boss", {"email": f"boss@{OURS}", "email_verified": True, "amr": [STEP]})
    way = client.get(f"{DOOR}{clinic.pk}/try/")["Location"]
    tried = comes_back(client, way).content.decode()
    assert "It says that your address is yours" in tried
    assert "It says that it asked you for a second step" in tried
    assert admin.user.name in client.get("/account/").content.decode()  # still who they are
    assert client.post(f"{page}on/").status_code == 302
    assert is_in_after(goes, clinic, side, known(priya))
    assert client.post(page, typed | {"client_secret": ""}).status_code == 302
    assert SignOn.objects.get().client_secret == SECRET  # the one that is there stays
    typed |= {"issuer": "https://another.example"}
    assert client.post(page, typed | {"client_secret": ""}).status_code == 422
    client.post(page, typed | {"client_secret": "another"})
    there = SignOn.objects.get()
    assert not there.is_on  # another provider is tried anew, and knows nobody
    assert not there.people.exists()
    client.post(f"{page}end/")
    assert not SignOn.objects.exists()
    kinds = [f"sign_on.{what}" for what in ("changed", "tried", "switched", "removed")]
    assert all(events(kind) for kind in kinds)
    assert not any(SECRET in str(one.details) for kind in kinds for one in events(kind))


@pytest.mark.parametrize(
    ("field", "value", "said_so"),
    [
        ("issuer", "http://login.example", "It begins with https://"),
        ("domains", "gmail.com", "Anybody can have an address there"),
        ("domains", "not a domain", "Only what stands behind the @"),
        ("passwords_open", "", "must ask for a second step"),
        ("client_secret", "", "together with the client ID"),
    ],
)
def test_what_would_open_too_much_is_not_saved(clinic, admin, settings, field, value, said_so):
    settings.PRIVATE_WEBHOOKS = False
    typed = {
        "issuer": "https://login.example", "client_id": "us", "client_secret": "s", "domains": OURS,
        "passwords_open": "on", "second_step_word": "",
    } | {field: value}  # fmt: skip
    answer = admin.client.post(f"/network/organizations/{clinic.pk}/sign-on/", typed)
    assert answer.status_code == 422
    assert said_so in answer.content.decode()
    assert not SignOn.objects.exists()


def test_nobody_else_sets_it_up(clinic, there, navigator, stranger, foreigner):
    page = f"/network/organizations/{clinic.pk}/sign-on/"
    for one, status in ((navigator, 403), (stranger, 403), (foreigner, 404)):
        assert one.client.get(page).status_code == status
        for step in ("on", "off", "confirm", "end"):
            assert one.client.post(f"{page}{step}/").status_code == status
        assert one.client.get(f"{DOOR}{clinic.pk}/try/").status_code == status
    assert SignOn.objects.get().is_on


def test_inside_addresses_are_never_called(there, clinic, settings):
    settings.PRIVATE_WEBHOOKS = False
    for issuer in (
        "http://127.0.0.1:1",
        "https://127.0.0.1",
        "https://[::1]",
        "https://169.254.169.254",
    ):
        SignOn.objects.update(issuer=issuer)
        assert browser().get(f"{DOOR}{clinic.pk}/go/").status_code == 403


def test_the_database_refuses_what_would_lock_out_or_open_too_much(there):
    """Not tried and on; no passwords and no second step; one address at two doors."""
    domains, people = "organizations_signondomain", "organizations_signonperson"
    for wrong in (
        "UPDATE organizations_signon SET tried_at = NULL",
        "UPDATE organizations_signon SET passwords_open = false, second_step_word = ''",
        f"""INSERT INTO {domains} (id, network_id, sign_on_id, name, confirmed_at)
            SELECT gen_random_uuid(), network_id, sign_on_id, name, now() FROM {domains}""",
        f"""INSERT INTO {people} (id, network_id, sign_on_id, subject, user_id, since)
            SELECT gen_random_uuid(), s.network_id, s.id, n::text, u.id, now()
            FROM organizations_signon s, accounts_user u, generate_series(1, 2) n""",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(wrong)


def test_the_mail_of_a_new_browser_comes_here_too(there, side, clinic, priya):
    priya.last_login = NOW
    priya.save()
    assert is_in_after(goes, clinic, side, known(priya))
    assert [told.to for told in told_by_mail()] == [[priya.email]]
