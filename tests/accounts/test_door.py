"""The door: guessing shuts out the guesser alone, and a lost password tells nobody who has an account."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.signing import PASSWORD, at_door, is_in, with_password

RESET, RESET_DONE = "/accounts/password/reset/", "/accounts/password/reset/done/"
HERE, ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}


def guess(user: User, **place: str) -> int:
    for _ in range(6):
        _client, answer = at_door(user, "not the password", **place)
    return answer.status_code


def test_five_wrong_passwords_close_the_door_to_that_name_from_that_address(priya):
    assert guess(priya, **HERE) == 429
    client, answer = at_door(priya, **HERE)
    assert answer.status_code == 429
    assert not is_in(client)


def test_guessing_shuts_out_neither_its_victim_elsewhere_nor_a_colleague_beside_them(
    priya, colleague
):
    guess(priya, **HERE)
    assert is_in(at_door(priya, **ELSEWHERE)[0])
    assert is_in(at_door(with_password(colleague.user), **HERE)[0])


def test_a_wrong_password_sounds_the_same_whether_there_is_an_account_or_not(priya):
    _client, known = at_door(priya, "not the password")
    _client, unknown = at_door(User(email="nobody@example.org"), "not the password")
    assert known.status_code == unknown.status_code
    ours, theirs = (_plain(answer) for answer in (known, unknown))
    assert ours.replace(priya.email, "X") == theirs.replace("nobody@example.org", "X")


@pytest.mark.parametrize("slow", ["tests.accounts.test_door.Counting"])
def test_and_takes_as_long(priya, settings, slow):
    settings.PASSWORD_HASHERS = [slow]
    for user in (with_password(priya), User(email="nobody@example.org")):
        Counting.times = 0
        at_door(user, "not the password")
        assert Counting.times == 1


def test_asking_for_a_new_password_answers_alike_and_does_as_much(priya):
    told, worked = [], []
    for address in (priya.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as seen:
            answer = Client().post(RESET, {"email": address})
        assert answer["Location"] == RESET_DONE
        told.append(len(mail.outbox))
        worked.append(len(seen))
    assert told == [1, 2]  # one mail each: sending it is what takes time
    assert max(worked) <= 8  # and what differs besides are a few look-ups by key
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    for message in mail.outbox:
        assert priya.name not in message.body
        assert priya.email not in message.body


def test_a_link_for_a_new_password_works_once(priya):
    Client().post(RESET, {"email": priya.email})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/reset/key/" in line)
    path = link.partition("://")[2].partition("/")[2]
    client = Client()
    page = client.get(f"/{path}")["Location"]
    new = {"password1": "eight boats beside a pier", "password2": "eight boats beside a pier"}
    assert client.post(page, new).status_code == 302
    assert is_in(at_door(priya, new["password1"])[0])
    assert not is_in(at_door(priya, PASSWORD)[0])
    assert "no longer works" in Client().get(f"/{path}", follow=True).content.decode()


def _plain(answer) -> str:
    """Without what differs in every form."""
    return "\n".join(
        line for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line
    )


from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: E402 beside its only use


class Counting(MD5PasswordHasher):
    """Says how often a password was worked out."""

    algorithm, times = "counting", 0

    def encode(self, password: str, salt: str) -> str:
        Counting.times += 1
        return super().encode(password, salt).replace("md5$", "counting$", 1)


def test_where_no_mail_can_leave_everybody_hears_so_alike(priya, settings):
    """The mail carries a secret and waits in no row: whoever asked for it asks again."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    told = []
    for address in (priya.email, "nobody@example.org"):
        answer = Client().post(RESET, {"email": address})
        assert answer.status_code == 503
        assert "No mail can leave right now" in answer.content.decode()
        told.append(_plain(answer))
    assert told[0] == told[1]
