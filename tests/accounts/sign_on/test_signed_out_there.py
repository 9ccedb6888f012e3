"""Who is signed out over there is signed out here, in what that sign-in opened; nobody else can end anything."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import RSAKey

from accounts.oidc import LOGGED_OUT
from tests.accounts.provider import CLIENT
from tests.accounts.sign_on.going import DOOR, HOST, OURS, browser, events, goes, known
from tests.accounts.signing import at_door, is_in, with_password
from tests.story import hire

FOREIGN = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


def token(side, key=None, head: dict[str, str] | None = None, **changed: object) -> str:
    now = int(timezone.now().timestamp())
    usual = {
        "iss": side.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "one",
        "events": {LOGGED_OUT: {}},
    }  # fmt: skip
    said = {name: value for name, value in (usual | changed).items() if value is not None}
    header = {"alg": "RS256", "kid": side.key.kid, "typ": "logout+jwt"} | (head or {})
    return jwt.encode(header, said, key or side.key, ["RS256"])


def says(organization, text: str) -> int:
    """As the provider does it: from machine to machine, without a cookie."""
    machine = Client(headers={"host": HOST}, enforce_csrf_checks=True)
    answer = machine.post(f"{DOOR}{organization.pk}/ended/", {"logout_token": text})
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    return answer.status_code


def came_in(organization, side, user, session: str) -> Client:
    client = browser()
    goes(client, organization, side, known(user, sid=session))
    assert is_in(client)
    return client


def test_who_is_out_over_there_is_out_in_every_browser_that_it_opened(there, side, clinic, priya):
    own = at_door(with_password(priya))[0]
    first, second = (came_in(clinic, side, priya, name) for name in ("s-1", "s-2"))
    assert says(clinic, token(side, sub=known(priya).subject)) == 200
    assert not is_in(first)
    assert not is_in(second)
    assert is_in(own)  # by a password of ours: it did not open that one
    [one] = events("sign_on.ended")
    assert one.details == {"organization": str(clinic.pk), "browsers": 2}


@pytest.mark.parametrize("with_subject", [True, False])
def test_one_session_over_there_ends_one_browser_here(there, side, clinic, priya, *, with_subject):
    first, second = (came_in(clinic, side, priya, name) for name in ("s-1", "s-2"))
    more = {"sub": known(priya).subject} if with_subject else {}
    assert says(clinic, token(side, sid="s-1", **more)) == 200
    assert not is_in(first)
    assert is_in(second)


def test_nobody_else_is_signed_out(there, side, clinic, priya, other_clinic):
    colleague = hire(clinic, "Dana Colleague").user
    colleague.email = f"dana@{OURS}"
    colleague.save()
    mine, theirs = came_in(clinic, side, priya, "s-1"), came_in(clinic, side, colleague, "s-2")
    crossed = token(side, sub=known(priya).subject, sid="s-2")
    assert says(clinic, crossed) == 200  # her name and another's session: of both there is none
    assert says(clinic, token(side, jti="two", sub="id-nobody")) == 200
    assert says(other_clinic, token(side, jti="three", sub=known(priya).subject)) == 400
    assert is_in(mine)
    assert is_in(theirs)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://login.other.example"},
        {"aud": "another program"},
        {"aud": [CLIENT, "another"]},
        {"iat": None},
        {"exp": None},
        {"exp": 1},
        {"iat": 1},
        {"jti": None},
        {"jti": 7},
        {"events": None},
        {"events": {"another": {}}},
        {"events": {LOGGED_OUT: "yes"}},
        {"nonce": "n"},
        {"sub": None},
        {"sub": None, "sid": ["s-1"]},
        {"head": {"typ": "at+jwt"}},
        {"key": FOREIGN},
    ],
    ids=lambda changed: "a foreign key" if "key" in changed else str(changed),
)
def test_what_is_forged_old_or_something_else_ends_nothing(there, side, clinic, priya, changed):
    client = came_in(clinic, side, priya, "s-1")
    assert says(clinic, token(side, **{"sub": known(priya).subject} | changed)) == 400
    assert is_in(client)
    assert not events("sign_on.ended")


def test_what_was_said_once_ends_nothing_later(there, side, clinic, priya):
    said = token(side, sub=known(priya).subject)
    assert says(clinic, said) == 200
    client = came_in(clinic, side, priya, "s-1")
    assert says(clinic, said) == 400
    assert is_in(client)


def test_an_id_token_is_no_word_that_somebody_is_out(there, side, clinic, priya):
    """It is signed by the same key for the same reader, and many see it."""
    client = came_in(clinic, side, priya, "s-1")
    assert (
        says(
            clinic,
            token(side, sub=known(priya).subject, nonce="n", events=None, head={"typ": "JWT"}),
        )
        == 400
    )
    assert is_in(client)


def test_made_up_keys_do_not_make_us_call_their_provider_each_time(there, side, clinic, priya):
    came_in(clinic, side, priya, "s-1")
    before = side.calls.count("/keys")
    for number in range(5):
        made_up = token(side, sub="x", head={"kid": f"made-up-{number}"})
        assert says(clinic, made_up) == 400
    assert side.calls.count("/keys") <= before + 1


def test_what_was_said_long_ago_is_forgotten(there, side, clinic, priya):
    assert says(clinic, token(side, sub=known(priya).subject)) == 200
    there.heard.update(until=timezone.now() - timedelta(seconds=1))
    assert says(clinic, token(side, jti="two", sub=known(priya).subject)) == 200
    assert there.heard.count() == 1
