"""May this process start with the secrets it was given, and if not: how is a good one made?"""

import base64
import binascii
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'
MAKE_KEY = (
    'python -c "import base64, secrets; '
    "print('k1:' + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())\""
)
WEAK = ("change", "secret", "insecure", "password", "example", "for-debug-only", "django-insecure")
KEY_BYTES = 32


def refused(name: str, problem: str, recipe: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} {problem}. Make one with: {recipe}")


def secret(env: environ.Env, name: str, *, debug: bool) -> str:
    """A long random text. Only DEBUG may leave it out."""
    value: str = env.str(name, default="")
    if debug:
        return value or f"for-debug-only-{name}"
    if not value:
        raise refused(name, "is missing", MAKE_ONE)
    if len(value) < 40 or len(set(value)) < 12 or value.lower().startswith(WEAK):
        raise refused(name, "is too easy to guess", MAKE_ONE)
    return value


def token(env: environ.Env, name: str) -> str:
    """A long random text, or nothing: then what it opens stays shut."""
    value: str = env.str(name, default="")
    if value and (len(value) < 24 or len(set(value)) < 10 or value.lower().startswith(WEAK)):
        raise refused(name, "is too easy to guess", MAKE_ONE)
    return value


def former(env: environ.Env, name: str) -> str:
    """A secret that is being replaced; empty at all other times."""
    value: str = env.str(name, default="")
    if value and len(value) < 40:
        raise refused(name, "is too short to have been one", MAKE_ONE)
    return value


def keyring(env: environ.Env, name: str, in_file: str = "", *, debug: bool) -> list[str]:
    """`new:BASE64,old:BASE64`: the first key encrypts, every key may decrypt. Or a file held them."""
    value: str = env.str(name, default="")
    if value and in_file:
        raise ImproperlyConfigured(f"Give {name} or a file with them, not both.")
    value = value or in_file
    if debug and not value:
        value = "debug:" + base64.urlsafe_b64encode(bytes(range(KEY_BYTES))).decode()
    if not value:
        raise refused(name, "is missing", MAKE_KEY)
    entries = [entry.strip() for entry in value.split(",")]
    names = [key_id(name, entry) for entry in entries]
    if len(set(names)) < len(names):
        raise refused(name, "names two keys alike", MAKE_KEY)
    return entries


def from_file(env: environ.Env, name: str) -> str:
    """What stands, one a line, in the file that the variable names; nothing where it names none."""
    path: str = env.str(name, default="")
    try:
        return ",".join(Path(path).read_text(encoding="utf-8").split()) if path else ""
    except OSError as problem:
        raise ImproperlyConfigured(f"{name} cannot be read: {problem.strerror}.") from problem


def key_id(name: str, entry: str) -> str:
    label, colon, encoded = entry.partition(":")
    try:
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not colon or not label.isalnum() or len(raw) != KEY_BYTES or len(set(raw)) < 12:
        raise refused(name, "must be id:key pairs, each key 32 random bytes in base64", MAKE_KEY)
    return label
