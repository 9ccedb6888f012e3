"""Of which changes to how they sign in does somebody hear, and who tells them?

An event stands in the history of a network, of which nothing is known here: `organizations` tells.
"""

from collections.abc import Callable
from datetime import datetime

_CODES = {
    "account": (
        "new_browser", "password_changed", "password_reset", "password_set", "second_step_forgotten",
    ),
    "mfa": (
        "recovery_codes_generated", "totp_activated", "totp_deactivated", "webauthn_added",
        "webauthn_removed",
    ),
}  # fmt: skip
# By the mail of allauth that it would be. What goes to an address that is theirs no more is not here.
KINDS = {
    f"{app}/email/{code}": f"account.{code}" for app, codes in _CODES.items() for code in codes
}
_tellers: list[Callable[..., bool]] = []


def on_notice(call: Callable[..., bool]) -> None:
    """At start-up: `call(user=, kind=, at=)` is True when it will see to it that they hear."""
    if call not in _tellers:
        _tellers.append(call)


def is_told(user: object, mail: str, *, at: datetime) -> bool:
    """False: nobody else tells them, so it leaves at once, and once only."""
    kind = KINDS.get(mail)
    return kind is not None and any(call(user=user, kind=kind, at=at) for call in _tellers)
