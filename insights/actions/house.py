"""Keeping house: the months ahead have their tables, and what was kept for minutes is forgotten."""

import logging
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef

from accounts.models import KeptForm

logger = logging.getLogger(__name__)
BY_MONTH = ("core_event", "people_disclosure")
MONTHS_AHEAD = 3


def make_months(*, at: datetime) -> int:
    """Make what is missing of this month and the next three; how many tables were made.

    The database's own function makes them: our role may not. A row in a DEFAULT table means that
    a month was missing when it was needed: somebody must look, before that month can be made.
    """
    made = sum(_make(table, month) for table in BY_MONTH for month in _months(at))
    for table in BY_MONTH:
        if _has_strays(table):
            logger.error("Rows lie outside every month", extra={"table": f"{table}_default"})
    return made


def forget_kept_forms(*, at: datetime) -> int:
    """What somebody had typed when their session ended is kept for half an hour."""
    forgotten, _ = KeptForm.objects.filter(expires_at__lte=at).delete()
    return forgotten


def forget_sessions(*, at: datetime) -> int:
    """Who was signed in, where: gone with the session itself, not when they next come."""
    ended, _ = Session.objects.filter(expire_date__lte=at).delete()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living)).delete()
    return ended


def forget_what_ran_out(*, at: datetime) -> int:
    """Knocks and used codes of a while ago: Django itself makes room only once a million of them are kept."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_cache WHERE expires <= %s", [at])
        forgotten: int = cursor.rowcount
    return forgotten


def _months(at: datetime) -> list[date]:
    counted = [at.year * 12 + at.month - 1 + ahead for ahead in range(MONTHS_AHEAD + 1)]
    return [date(number // 12, number % 12 + 1, 1) for number in counted]


def _make(table: str, month: date) -> bool:
    """Whoever reads the table right now is not made to wait: the next hour tries again."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute("SELECT core_make_month(%s, %s)", [table, month])
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        logger.exception("A month could not be made", extra={"table": table, "month": str(month)})
        return False


def _has_strays(table: str) -> bool:
    """Its size tells, without a right to read it and without a scan of every month."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(to_regclass(%s)) > 0", [f"{table}_default"])
        return bool(cursor.fetchone()[0])
