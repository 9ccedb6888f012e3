"""What did an organization's own sign-in say about somebody at the door, and how far does that reach in a session?"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.models import User

SKEW = timedelta(minutes=2)  # how far the other side's clock may be off
ROUND = timedelta(minutes=10)  # from leaving for the other side until coming back

# In the session: a word for somebody who is signing in, and how far a session reaches once they have.
VOUCHED, REACH, BY = "vouched", "reach", "vouched_by"
THERE = "session_there"  # the name of their session over there


class NotVouched(Exception):
    """Nothing that was said can be believed. `code` is for the log and the admin's try, never a person's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProviderDown(NotVouched):
    """The other side did not answer, or not sensibly: nobody here or there has done anything wrong."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What we said on the way there, kept in the session until they come back."""

    state: str
    nonce: str
    verifier: str  # of OpenID Connect only

    @classmethod
    def anew(cls) -> "Asked":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Vouched:
    """`email` is empty unless the other side says that it is theirs."""

    subject: str
    email: str
    steps: frozenset[str] = field(
        default_factory=frozenset
    )  # how they proved it is them, in its own codes
    session: str = ""  # how their session over there is called, for when it ends
    once: str = ""  # by which name this very answer counts once; empty: the other side sees to it


def domain_of(email: str) -> str:
    return email.strip().rpartition("@")[2].lower()


def remember(
    session: Any,
    user: User,
    *,
    by: object,
    reach: Iterable[object],
    steps: bool,
    there: str = "",
) -> None:
    """Until the sign-in is done: a second step of ours may still stand between."""
    session[VOUCHED] = {
        "user": str(user.pk),
        "by": str(by),
        "reach": [str(one) for one in reach],
        "steps": steps,
        "there": there,
    }


def word_for(session: Any, user: Any) -> Mapping[str, Any]:
    """What was said about this person a moment ago; empty for anybody else."""
    said: Mapping[str, Any] = session.get(VOUCHED, {})
    return said if said.get("user") == str(getattr(user, "pk", "")) else {}
