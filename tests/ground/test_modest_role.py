"""Who may serve pages? A role that reads and writes rows, and nobody mightier."""

import os

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import checks
from tests.conftest import OWNER, connect_as, role

ADMIN = environ.Env().db_url_config(os.environ["TEST_ADMIN_URL"])


@pytest.fixture
def as_role(transactional_db):
    before = role(connection.settings_dict)
    yield lambda url: connect_as(**role(url))
    connect_as(**before)


def test_the_app_may_serve(transactional_db) -> None:
    assert checks.excess_powers(connection) == []


@pytest.mark.parametrize(
    ("who", "why"), [(ADMIN, "is a superuser"), (OWNER, "owns tables")], ids=["superuser", "owner"]
)
def test_a_mighty_role_is_refused_with_advice(as_role, who, why) -> None:
    as_role(who)
    with pytest.raises(ImproperlyConfigured, match=why) as refused:
        checks.refuse_powerful_role(connection)
    assert "CREATE ROLE" in str(refused.value)


def test_the_check_says_so_too(as_role) -> None:
    assert checks.role_is_modest(databases=["default"]) == []
    as_role(OWNER)
    assert [found.id for found in checks.role_is_modest(databases=["default"])] == [
        "porchlight.E001"
    ]
