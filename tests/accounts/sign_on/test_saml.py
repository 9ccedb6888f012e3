"""People come in through the SAML sign-in of their organization, by the same door and rules as by OpenID Connect."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.saml_metadata import read
from organizations.actions import sign_on as actions
from organizations.models.members import Membership
from organizations.models.sign_on import SignOn, SignOnHeard, SignOnPerson
from tests.accounts.identity_provider import Idp, Key
from tests.accounts.provider import Person
from tests.accounts.sign_on.going import DOOR, HOST, OURS, STEP, browser, events, switched_on
from tests.accounts.signing import is_in, pass_time
from tests.story import NOW

HERE = {"from_here": "yes"}


@pytest.fixture(scope="module")
def key() -> Key:
    return Key.new()


@pytest.fixture
def idp(key) -> Idp:
    return Idp(key=key)


@pytest.fixture
def side() -> None:
    """No OpenID provider is needed here."""


@pytest.fixture
def there(clinic, admin, convener, idp) -> SignOn:
    return switched_on(clinic, admin, convener, provider(idp))


def provider(idp: Idp, *keys: Key, **more: object) -> actions.Provider:
    said = read(idp.metadata(*keys))
    known = {
        "issuer": said.issuer,
        "address": said.address,
        "certificates": list(said.certificates),
    }
    return actions.Provider(kind=SignOn.Kind.SAML, domains=[OURS], **known | more)


def known(user) -> Person:
    return Person(f"id-{user.email}", {"email": user.email})


def asks(client: Client, organization, onward: str = "/today/") -> str:
    return client.get(f"{DOOR}{organization.pk}/go/?next={onward}")["Location"]


def brings(client: Client, organization, form: dict[str, str]):
    """As a browser does it: the provider's form comes without a session, and is sent on by our page."""
    back = f"{DOOR}{organization.pk}/back/"
    without = Client(headers={"host": HOST}).post(back, form)
    assert without.status_code == 200
    assert not without.cookies
    return client.post(back, form | HERE)


def goes(client: Client, organization, idp: Idp, who: Person, **says: object):
    idp.who = who
    return brings(client, organization, idp.answers(asks(client, organization), **says))


def is_in_after(organization, idp: Idp, who: Person, **says: object) -> bool:
    client = browser()
    goes(client, organization, idp, who, **says)
    return is_in(client)


# --- the way in


def test_who_was_invited_comes_in_through_their_own_sign_in(there, idp, priya, clinic):
    client = browser()
    page = client.post(DOOR, {"email": priya.email}).content.decode()
    assert clinic.name in page
    assert "idp.riverside.example" in page  # they see where they are led
    assert goes(client, clinic, idp, known(priya))["Location"] == "/today/"
    assert client.get("/today/").status_code == 200
    assert client.get("/accounts/password/change/").status_code == 403  # their own affair, not its
    assert SignOnPerson.objects.get().user == priya
    assert OURS not in str(events("sign_on.recognised")[0].details)


def test_the_form_that_comes_back_leaves_the_session_alone_and_carries_nothing_else(there, clinic):
    """It comes from another site, so without the session's cookie: a new one would sign them out."""
    client = browser()
    asks(client, clinic)
    without = Client(headers={"host": HOST}, enforce_csrf_checks=True)
    page = without.post(
        f"{DOOR}{clinic.pk}/back/", {"SAMLResponse": "PHg+", "RelayState": "s", "next": "//evil"}
    )
    assert not page.cookies
    said = page.content.decode()
    assert 'name="SAMLResponse" value="PHg+"' in said
    assert "//evil" not in said
    assert 'method="post" data-onward' in said


def test_a_form_of_a_stranger_that_says_it_comes_from_us_signs_nobody_out(there, clinic):
    """It brings no session along, and would leave with a new and empty one in its place."""
    strangers = Client(headers={"host": HOST}, enforce_csrf_checks=True)
    answer = strangers.post(
        f"{DOOR}{clinic.pk}/back/", {"RelayState": "x", "SAMLResponse": "PHg+"} | HERE
    )
    assert answer.status_code == 403
    assert "sessionid" not in answer.cookies


def test_who_was_not_invited_works_elsewhere_or_has_left_stays_outside(
    there, idp, clinic, priya, navigator, stranger
):
    assert not is_in_after(clinic, idp, Person("id-new", {"email": f"new@{OURS}"}))
    stranger.user.email = f"stan@{OURS}"
    stranger.user.save()
    assert not is_in_after(clinic, idp, known(stranger.user))
    assert is_in_after(clinic, idp, known(priya))
    assert not is_in_after(clinic, idp, Person("id-somebody-else", {"email": priya.email}))
    priya.is_active = False
    priya.save()
    assert not is_in_after(clinic, idp, known(priya))
    priya.is_active = True
    priya.save()
    Membership.objects.filter(pk=navigator.membership.pk).update(until=NOW)
    assert not is_in_after(clinic, idp, known(priya))


def test_an_address_outside_the_confirmed_ones_opens_nothing(clinic, admin, idp, priya):
    where = {"organization_id": clinic.pk, "at": NOW, "actor": admin.actor}
    actions.set_up(provider=provider(idp), **where)
    actions.note_try(**where)
    actions.switch(on=True, **where)
    client = browser()
    assert clinic.name not in client.post(DOOR, {"email": priya.email}).content.decode()
    assert goes(client, clinic, idp, known(priya)).status_code == 403


def test_a_second_step_over_there_counts_where_the_admin_says_so(there, idp, priya, clinic):
    SignOn.objects.update(second_step_word=STEP)
    client = browser()
    goes(client, clinic, idp, known(priya), step=STEP)
    assert client.session["second_step_required"] is False
    client = browser()
    goes(client, clinic, idp, known(priya))
    assert client.session["second_step_required"] is True


# --- answers that are not believed


def test_an_answer_counts_once_in_the_browser_that_asked(there, idp, priya, clinic):
    mine, theirs = browser(), browser()
    idp.who = known(priya)
    form = idp.answers(asks(mine, clinic))
    asks(theirs, clinic)
    assert brings(theirs, clinic, form).status_code == 403  # handed to somebody else's browser
    assert brings(mine, clinic, form).status_code == 302
    mine.post("/accounts/logout/")
    assert brings(mine, clinic, form).status_code == 403
    assert not is_in(mine)
    assert not is_in(theirs)


def test_two_tabs_that_bring_the_same_answer_at_once_bring_it_once(there, idp, priya, clinic):
    """Both read the session before either has written it: the database says which was first."""
    client = browser()
    idp.who = known(priya)
    form = idp.answers(asks(client, clinic))
    before = dict(client.session.items())
    assert brings(client, clinic, form).status_code == 302
    again = browser()
    again.get(DOOR)
    session = again.session
    session.update(before)
    session.save()
    again.cookies["sessionid"] = session.session_key
    assert brings(again, clinic, form).status_code == 403
    assert not is_in(again)
    assert SignOnHeard.objects.count() == 1


def test_an_answer_to_another_question_of_the_same_browser_is_refused(there, idp, priya, clinic):
    client = browser()
    idp.who = known(priya)
    first, second = (idp.answers(asks(client, clinic)) for _ in range(2))
    crossed = first | {"RelayState": second["RelayState"]}
    assert brings(client, clinic, crossed).status_code == 403
    assert not is_in(client)


def test_nobody_comes_in_unasked_late_or_for_another_organization(
    there, idp, priya, clinic, other_clinic
):
    idp.who = known(priya)
    client = browser()
    form = idp.answers(asks(client, clinic))
    assert brings(browser(), clinic, form | {"RelayState": ""}).status_code == 403
    assert brings(client, other_clinic, form).status_code == 403
    late = idp.answers(asks(client, clinic))
    session = client.session
    for one in session["sign_on_rounds"].values():
        one["began"] -= 601
    session.save()
    assert brings(client, clinic, late).status_code == 403
    assert not is_in(client)


def test_another_key_no_signature_and_another_time_open_nothing(there, idp, priya, clinic):
    assert not is_in_after(clinic, idp, known(priya), key=Key.new())
    assert not is_in_after(clinic, idp, known(priya), signs="")
    long_ago = timezone.now() - timedelta(hours=1)
    assert not is_in_after(clinic, idp, known(priya), at=long_ago)
    assert is_in_after(clinic, idp, known(priya))


def test_a_locked_screen_opens_only_to_who_was_asked_anew(there, idp, priya, clinic):
    client = browser()
    goes(client, clinic, idp, known(priya))
    pass_time(client, timedelta(minutes=16), "seen")
    assert client.get("/today/")["Location"].startswith("/locked/")
    way = asks(client, clinic, "/people/")
    assert idp.asked(way).get("ForceAuthn") == "true"
    lately = timezone.now() - timedelta(minutes=20)
    assert brings(client, clinic, idp.answers(way, seen=lately)).status_code == 403
    assert client.get("/today/")["Location"].startswith("/locked/")
    answer = brings(client, clinic, idp.answers(asks(client, clinic, "/people/")))
    assert answer["Location"] == "/people/"
    assert client.get("/people/").status_code == 200


# --- setting it up


def test_an_admin_sets_it_up_tries_it_and_switches_it_on(clinic, admin, convener, idp, priya):
    page = f"/network/organizations/{clinic.pk}/sign-on/"
    client = Client(headers={"host": HOST})
    client.force_login(admin.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get(f"{page}?kind=saml").content.decode()
    assert f"http://{HOST}{DOOR}{clinic.pk}/metadata/" in shown
    typed = {"metadata": idp.metadata(), "domains": OURS, "passwords_open": "on"}
    assert client.post(f"{page}?kind=saml", typed).status_code == 302
    there = SignOn.objects.get()
    assert (there.kind, there.issuer, there.address) == ("saml", idp.issuer, idp.address)
    convener.client.post(f"{page}confirm/")
    idp.who = Person("id-boss", {"email": f"boss@{OURS}"})
    for says, why in (
        ({"signs": ""}, "It did not sign its answer"),
        ({"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "stays for life"),
    ):
        way = client.get(f"{DOOR}{clinic.pk}/try/")["Location"]
        assert why in brings(client, clinic, idp.answers(way, **says)).content.decode()
    assert client.post(f"{page}on/").status_code == 409  # nobody has come back yet
    way = client.get(f"{DOOR}{clinic.pk}/try/")["Location"]
    assert (
        "It says that your address is yours"
        in brings(client, clinic, idp.answers(way)).content.decode()
    )
    assert client.post(f"{page}on/").status_code == 302
    assert is_in_after(clinic, idp, known(priya))
    shown = client.get(page).content.decode()
    assert "Its signature is good until" in shown
    assert client.post(f"{page}?kind=saml", typed | {"metadata": ""}).status_code == 302
    assert SignOn.objects.get().is_on  # what is there stays


def test_a_new_key_beside_the_old_one_is_the_same_provider_and_another_key_is_another(
    there, idp, priya, clinic, admin
):
    assert is_in_after(clinic, idp, known(priya))
    where = {"organization_id": clinic.pk, "at": NOW, "actor": admin.actor}
    new = Key.new()
    actions.set_up(provider=provider(idp, idp.key, new), **where)
    assert is_in_after(clinic, idp, known(priya), key=new)
    assert SignOnPerson.objects.count() == 1
    actions.set_up(provider=provider(idp, Key.new()), **where)
    there.refresh_from_db()
    assert not there.is_on  # a name is only a name: it is tried anew, and knows nobody
    assert not SignOnPerson.objects.exists()


@pytest.mark.parametrize(
    ("metadata", "said_so"),
    [
        ("", "not SAML metadata"),
        ("<x/>", "no identity provider"),
        ('<!DOCTYPE r [<!ENTITY x "y">]><r/>', "not SAML metadata"),
        ("http", "It begins with https://"),
    ],
)
def test_what_cannot_be_read_or_trusted_is_not_saved(
    clinic, admin, idp, settings, metadata, said_so
):
    settings.PRIVATE_WEBHOOKS = False
    idp.address = "http://idp.riverside.example/sso"
    text = idp.metadata() if metadata == "http" else metadata
    page = f"/network/organizations/{clinic.pk}/sign-on/?kind=saml"
    typed = {"domains": OURS, "passwords_open": "on"}
    answers = [
        admin.client.post(page, typed | {"metadata": text}),
        admin.client.post(
            page, typed | {"metadata_file": SimpleUploadedFile("m.xml", text.encode() or b" ")}
        ),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert said_so in answer.content.decode()
    assert not SignOn.objects.exists()


def test_our_metadata_says_addresses_and_tells_nobody_who_is_there(there, clinic):
    known, unknown = (browser().get(f"{DOOR}{place}/metadata/") for place in (clinic.pk, there.pk))
    assert known["Content-Type"] == "application/samlmetadata+xml"
    assert f"http://{HOST}{DOOR}{clinic.pk}/back/" in known.content.decode()
    assert known.content.replace(str(clinic.pk).encode(), b"") == unknown.content.replace(
        str(there.pk).encode(), b""
    )
    assert clinic.name not in known.content.decode()


def test_the_database_refuses_a_sign_in_that_is_half_of_each_and_a_word_heard_twice(there):
    heard = "organizations_signonheard"
    for wrong in (
        "UPDATE organizations_signon SET kind = 'oidc'",
        "UPDATE organizations_signon SET client_id = 'us'",
        "UPDATE organizations_signon SET certificates = '{}'",
        "UPDATE organizations_signon SET address = ''",
        f"""INSERT INTO {heard} (id, network_id, sign_on_id, digest, until)
            SELECT gen_random_uuid(), network_id, id, 'one', now()
            FROM organizations_signon, generate_series(1, 2)""",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(wrong)
