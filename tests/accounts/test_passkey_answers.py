"""Anybody may answer in the place of a passkey: whatever they send opens nothing, and is no error of ours."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests.accounts.passkey import PLACE, Passkey
from tests.accounts.signing import CODE, LOGIN, MINE, asked, at_door, is_in
from tests.accounts.test_second_step import NEW_KEY, proven, with_passkey

ALONE, SHOWN, LOCKED = f"{MINE}webauthn/login/", f"{MINE}webauthn/reauthenticate/", "/locked/"
DEEP = "[" * 5000
Door = tuple[Client, str, str]  # who is there, where it is answered, what would have been right


def encoded(text: str | bytes) -> str:
    return urlsafe_b64encode(text.encode() if isinstance(text, str) else text).decode()


ODD = (
    None, [], {}, 1, True, "", "x", "!", "\ud800", "\0", "ÿ", encoded(DEEP), encoded("null"),
    encoded(b"\x9f" * 5000), encoded(b"\xff\xff"), encoded(b"\0" * 37),
    encoded('{"type": "webauthn.get", "challenge": "\\ud800", "origin": 1}'),
    encoded(b"\0" * 32 + b"\xc0" + b"\0" * 4 + b"\x9f" * 500),
)  # fmt: skip


def answers(right: str, *, besides: str = "") -> Iterator[str]:
    """No JSON, JSON of another shape, and the right answer with one part gone or another in its place."""
    yield from (DEEP, '{"a":' * 5000, "9" * 5000, "NaN", "null", "[]", '"x"', "1", "{}")
    said = json.loads(right)
    proof = {name: said.pop(name) for name in ("rawId", "response")}  # the rest is not looked at
    inner = proof["response"]
    for whole, put in ((proof, said.__or__), (inner, within(said | proof))):
        for name in set(whole) - {besides}:
            yield json.dumps(put({key: one for key, one in whole.items() if key != name}))
            yield from (json.dumps(put(whole | {name: odd})) for odd in ODD)


def within(said: dict[str, object]) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda part: said | {"response": part}


def no_password(user: User) -> Door:
    passkey, client = with_passkey(user, alone=True), Client(headers={"host": PLACE})
    options = client.get(ALONE, headers={"accept": "application/json"}).json()
    return client, ALONE, passkey.get(options["request_options"])


def second_step(user: User) -> Door:
    passkey = with_passkey(user)
    client, _answer = at_door(user)
    return client, CODE, passkey.get(asked(client.get(CODE)))


def asked_again(user: User) -> Door:
    passkey = with_passkey(user)
    client = signed_in(user)
    return client, SHOWN, passkey.get(asked(client.get(SHOWN)))


def locked_screen(user: User) -> Door:
    passkey = with_passkey(user)
    client = signed_in(user)
    client.post("/locked/now/")
    return client, LOCKED, passkey.get(asked(client.get(LOCKED)))


def new_one(user: User) -> Door:
    client = proven(user)
    return client, NEW_KEY, Passkey().create(asked(client.get(NEW_KEY)))


def signed_in(user: User) -> Client:
    client = Client(headers={"host": PLACE})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(
    ("stand_at", "shut"),
    [
        (no_password, "/account/"),
        (second_step, "/account/"),
        (asked_again, NEW_KEY),
        (locked_screen, "/account/"),
    ],
)
def test_an_answer_nobody_can_read_opens_nothing(priya, stand_at, shut):
    client, there, right = stand_at(priya)
    # Whose passkey it is, is asked only where nobody has said who they are.
    for said in answers(right, besides="" if there == ALONE else "userHandle"):
        answer = client.post(there, {"credential": said})
        assert answer.status_code in {200, 302, 422}, said[:200]
        assert client.get(shut).status_code == 302, said[:200]


def test_an_answer_nobody_can_read_is_no_new_passkey(priya):
    client, there, right = new_one(priya)
    for said in answers(right):
        assert client.post(there, {"credential": said}).status_code == 200, said[:200]
    assert not Authenticator.objects.filter(user=priya).exists()


def test_who_sent_what_nobody_can_read_is_told_what_to_do_and_may_still_come_in(priya):
    client, there, right = no_password(priya)
    client.post(there, {"credential": DEEP})
    assert "Try once more, or take another way" in client.get(LOGIN).content.decode()
    client.post(there, {"credential": right})
    assert is_in(client)
