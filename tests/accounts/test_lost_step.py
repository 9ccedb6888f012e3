"""Telephone, key and codes are lost: an admin who knows them opens the way, and nobody else."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts import second_step
from core.models import Event
from organizations.grants import Role
from tests.accounts.signing import CODE, app_of, at_door, code, is_in
from tests.accounts.telling import told_by_mail
from tests.accounts.test_account_page import also_works
from tests.story import Worker, hire


@pytest.fixture
def admin(clinic) -> Worker:
    return hire(clinic, "Cleo Boss", Role.ORGADMIN)


def takes_away(admin: Worker, worker: Worker) -> int:
    return admin.client.post(f"/team/{worker.membership.pk}/second-step/").status_code


def test_an_admin_takes_it_away_and_its_owner_hears_so_and_sets_up_another(admin, navigator, priya):
    secret = app_of(priya)
    client, _answer = at_door(priya)
    client.post(CODE, {"code": code(secret)})
    told_by_mail()
    mail.outbox.clear()
    assert takes_away(admin, navigator) == 302
    assert not is_in(client)
    assert not second_step.is_set_up(priya)
    assert [told.to for told in told_by_mail()] == [[priya.email]]
    assert Event.objects.get(kind="account.step_forgotten").actor_id == admin.user.pk
    assert is_in(at_door(priya)[0])


def test_nobody_else_does(navigator, colleague, supervisor, stranger, foreigner, priya):
    app_of(priya)
    assert [takes_away(one, navigator) for one in (colleague, supervisor, stranger)] == [403] * 3
    assert takes_away(foreigner, navigator) == 404
    assert second_step.is_set_up(priya)


def test_an_admin_does_not_open_the_door_of_another_house(admin, navigator, priya, other_clinic):
    app_of(priya)
    also_works(navigator, other_clinic)
    assert takes_away(admin, navigator) == 409
    assert second_step.is_set_up(priya)


def test_whoever_runs_the_machine_can_where_no_admin_may(priya, capsys):
    app_of(priya)
    call_command("forget_second_step", priya.email)
    assert "signed out everywhere. They are told by mail." in capsys.readouterr().out
    assert [told.to for told in told_by_mail()] == [[priya.email]]
    assert not second_step.is_set_up(priya)
    with pytest.raises(CommandError):
        call_command("forget_second_step", "nobody@example.org")
