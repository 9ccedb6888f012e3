"""Is the role we serve with too powerful? A superuser or an owner walks past every wall."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
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
    except OperationalError:
        return
    finally:
        connection.close()
