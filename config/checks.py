"""May we serve: with a role that no wall stops, with keys that do not fit, with nobody to escalate to?"""

import logging
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

HOW = (
    "Serve with a role of its own: CREATE ROLE app LOGIN PASSWORD '...' IN ROLE porchlight_app; "
    "put it in DATABASE_URL, and the owner in DATABASE_OWNER_URL (migrations only)."
)
QUESTION = """
SELECT rolsuper, rolbypassrls, EXISTS (
    SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p')
) FROM pg_roles WHERE rolname = current_user
"""
NO_TOP = "In the network %s somebody follows families, and nobody stands above them."
APPOINT = (
    "Give somebody there the role of a supervisor, or somebody in the network the role of the desk."
)
logger = logging.getLogger(__name__)
TOO_MUCH = ("is a superuser", "may bypass row-level security", "owns tables")


def excess_powers(connected: BaseDatabaseWrapper) -> list[str]:
    with connected.cursor() as cursor:
        cursor.execute(QUESTION)
        return [words for words, found in zip(TOO_MUCH, cursor.fetchone(), strict=True) if found]


@register(Tags.database)
def role_is_modest(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Part of `manage.py check --database default`; commands run as the owner are let by."""
    from django.conf import settings  # noqa: PLC0415 this module is imported before settings are ready

    if not databases or settings.AS_OWNER:
        return []
    return [
        Error(f"The database role {words}.", hint=HOW, id="porchlight.E001")
        for words in excess_powers(connection)
    ]


@register(Tags.database)
def ladders_have_a_top(
    databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """As above: refuses before the start. What serves already says it on `/readyz` and in its log."""
    from django.conf import settings  # noqa: PLC0415 as above

    if not databases or settings.AS_OWNER:
        return []
    return [Error(NO_TOP % name, hint=APPOINT, id="porchlight.E002") for name in _without_a_top()]


def _without_a_top() -> list[str]:
    from organizations.listing import without_a_top  # noqa: PLC0415 models are not ready when this is imported

    return without_a_top()


def refuse_powerful_role(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    found = excess_powers(connection)
    if found:
        connection.close()
        raise ImproperlyConfigured(f"The role in DATABASE_URL {' and '.join(found)}. {HOW}")


def serve_only_as_app() -> None:
    """Called by web and worker. A database that is down now is asked at its first connection."""
    connection_created.connect(refuse_powerful_role, dispatch_uid="refuse_powerful_role")
    try:
        connection.ensure_connection()
        keys_fit()
        for name in _without_a_top():
            logger.error(NO_TOP, name)
    except (OperationalError, ProgrammingError):  # down, or not migrated: /readyz says so
        return
    finally:
        connection.close()


def keys_fit() -> None:
    """Whether the secret keys are those this database was written with; a new one that seals is remembered.

    A lost key then stops the start, and not the first person who opens a record. A key that only
    opens what is old is forgotten by `rotate_keys`, when nothing is left for it to open.
    """
    from django.conf import settings  # noqa: PLC0415 this module is imported before settings are ready

    from core.keys import master  # noqa: PLC0415 models are not ready when this is imported
    from core.models import KeyProof  # noqa: PLC0415 as above
    from core.sealed import key_proof, proof_of  # noqa: PLC0415 as above

    known, ours = dict(KeyProof.objects.values_list("name", "proof")), key_proof()
    before = {("index", proof_of(settings.INDEX_KEY_BEFORE))}  # tokens are being made anew
    for name, proof in known.items():
        if ours.get(name) != proof and (name, proof) not in before:
            raise ImproperlyConfigured(
                f"The key {name} is missing or another one than this database was written with. "
                "Put back the one from your backup of the keys: without it, words stay sealed."
            )
    remembered = {f"phi:{master().newest}", "index"} - known.keys()
    new = [KeyProof(name=name, proof=ours[name]) for name in sorted(remembered)]
    KeyProof.objects.bulk_create(new, ignore_conflicts=True)
