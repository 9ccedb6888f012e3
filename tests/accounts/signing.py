"""Somebody at the door: with a password, a code of their app, a passkey; and a clock that can be put forward."""

import json
import re
import time
from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.accounts.passkey import PLACE

PASSWORD = "seven lanterns on the pier"
LOGIN, CODE, MINE = "/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/2fa/"
DATA = re.compile(r'<script id="passkey-options" type="application/json">(.*?)</script>', re.DOTALL)
Door = Callable[..., HttpResponse]


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def at_door(user: User, password: str = PASSWORD, **place: str) -> tuple[Client, HttpResponse]:
    """A browser on which nobody was yet."""
    client = Client(headers={"host": PLACE}, **place)
    answer = client.post(LOGIN, {"login": user.email, "password": password})
    return client, answer


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def app_of(user: User) -> str:
    """The secret of an app that was set up."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, *, off: int = 0) -> str:
    """What the app shows now; `off`: on a telephone whose clock is that many half minutes off."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + off))


def asked(answer: HttpResponse) -> dict[str, object]:
    """What a page asks a passkey."""
    found = DATA.search(answer.content.decode())
    assert found, "this page asks no passkey"
    options: dict[str, object] = json.loads(found[1])
    return options


def pass_time(client: Client, span: timedelta, *names: str) -> None:
    """As if what is noted in the session had been noted that much earlier."""
    session = client.session
    for name in names:
        session[name] -= span.total_seconds()
    session.save()
