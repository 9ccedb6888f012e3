"""What is late climbs to somebody: a network in which nobody stands above those who follow families is told apart."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.backends.signals import connection_created
from django.test import Client

from config.checks import serve_only_as_app
from organizations.grants import Role
from organizations.listing import without_a_top
from tests.story import Worker, found, hire


@contextmanager
def starting() -> Iterator[None]:
    """What a process that serves hears of each connection, no other test hears."""
    yield
    connection_created.disconnect(dispatch_uid="refuse_powerful_role")


def test_whoever_follows_families_with_nobody_above_has_no_top(
    navigator: Worker, foreigner: Worker
):
    """The stranger's network has everybody, and helps ours in nothing."""
    assert without_a_top() == ["harbor"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DESK, Role.CONVENER])
def test_a_supervisor_there_or_the_desk_of_the_network_is_a_top(navigator: Worker, role: Role):
    where = navigator.organization
    if role is not Role.SUPERVISOR:
        where = found(where.network, "Harbor Table")
    above = hire(where, "Ruth Abebe", role)
    assert without_a_top() == []
    above.user.is_active = False
    above.user.save()
    assert without_a_top() == ["harbor"]


def test_a_supervisor_elsewhere_is_none(navigator: Worker, stranger: Worker):
    assert without_a_top() == ["harbor"]


def test_where_nobody_follows_families_nobody_need_stand_above(intake: Worker):
    assert without_a_top() == []


def test_the_check_before_a_start_refuses_and_says_what_to_do(navigator: Worker):
    with pytest.raises(SystemCheckError, match=r"harbor(?s:.)*role of a supervisor"):
        call_command("check", databases=["default"])
    hire(navigator.organization, "Ruth Abebe", Role.SUPERVISOR)
    call_command("check", databases=["default"])


def test_what_serves_says_so_and_goes_on(navigator: Worker):
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert "ladder" in answer.json()["degraded"]
    hire(navigator.organization, "Ruth Abebe", Role.SUPERVISOR)
    assert "ladder" not in Client().get("/readyz").json()["degraded"]


def test_a_process_that_starts_says_it_in_its_log(
    transactional_db: None, navigator: Worker, caplog: pytest.LogCaptureFixture
):
    with starting():
        serve_only_as_app()
    assert "In the network harbor somebody follows families" in caplog.text
