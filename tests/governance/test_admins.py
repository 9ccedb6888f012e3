"""Whoever runs an organization sees in one place what waits for them, and a stranger nothing of it."""

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from governance.actions.councils import leave_seat
from governance.actions.policies import set_sign_in
from governance.models.councils import Seat
from governance.search.owed import owed, owed_soon
from governance.sign_in import SECOND_STEP
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.network import Organization
from tests.governance.table import Table
from tests.story import Worker, found, hire

PAGES = ("/team/", "/council/", "/our-services/")


def lines(actor: Actor, at: datetime) -> set[str]:
    return {str(one.what) for one in owed(actor, at) if one.url.startswith(PAGES)}


def test_who_was_invited_and_has_not_come_in_is_counted_and_not_named(
    keeper: Worker, pantry: Organization, clinic: Organization, now: datetime
):
    User.objects.filter(pk=keeper.user.pk).update(last_login=now)
    guest = hire(pantry, "Gil Guest", Role.INTAKE)
    User.objects.filter(pk=guest.user.pk).update(last_login=None)
    said = lines(keeper.actor, now)
    assert "1 person was invited and has not come in yet" in said
    assert not any("Gil" in one for one in said)
    stranger = hire(clinic, "Sam Stranger", Role.ORGADMIN)
    User.objects.filter(pk=stranger.user.pk).update(last_login=now)
    assert not any("invited" in one for one in lines(stranger.actor, now))
    assert lines(guest.actor, now) == set()


def test_a_password_alone_is_said_only_where_the_network_asks_for_more(
    keeper: Worker, convener: Worker, now: datetime
):
    user = User.objects.filter(pk=keeper.user.pk)
    user.update(last_login=now, password="pbkdf2$x")
    assert "1 person signs in with a password alone" in lines(keeper.actor, now)
    user.update(password="!nothing")
    assert not any("password" in one for one in lines(keeper.actor, now))
    user.update(password="pbkdf2$x")
    set_sign_in(actor=convener.actor, values={SECOND_STEP: 0}, at=now)
    assert not any("password" in one for one in lines(keeper.actor, now))


def test_an_empty_seat_waits_for_the_organization_whose_it_is(
    table: Table, keeper: Worker, pantry: Organization, clinic: Organization, now: datetime
):
    words = "Say who sits for you on the council"
    seat = Seat.objects.get(holder=table.pantry.user)
    admin = hire(seat.organization, "Ana Admin", Role.ORGADMIN)
    assert words not in lines(admin.actor, now)
    leave_seat(actor=table.pantry.actor, seat_id=seat.pk, at=now)
    assert words in lines(admin.actor, now)
    others = found(table.network, "Far Pantry")
    assert words not in lines(hire(others, "Sam Stranger", Role.ORGADMIN).actor, now)


def test_a_service_that_nobody_has_confirmed_waits(
    keeper: Worker, pantry: Organization, food_boxes: Service, now: datetime
):
    Service.objects.filter(organization=pantry).update(confirmed_at=now)
    assert not any("confirm" in one for one in lines(keeper.actor, now))
    Service.objects.filter(organization=pantry).update(confirmed_at=None)
    assert "1 service to confirm" in lines(keeper.actor, now)


def test_it_stands_on_the_page_on_which_an_admin_begins_the_day(
    keeper: Worker, pantry: Organization
):
    guest = hire(pantry, "Gil Guest", Role.INTAKE)
    User.objects.filter(pk=guest.user.pk).update(last_login=None)
    title = "What waits for whoever runs your organization"
    assert title in keeper.client.get("/requests/").text
    assert title not in guest.client.get("/requests/").text


def test_it_costs_the_same_with_many_colleagues(keeper: Worker, pantry: Organization):
    at = timezone.now() + timedelta(hours=1)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            owed_soon(keeper.actor, at)
        return len(seen)

    hire(pantry, "Gil Guest", Role.INTAKE)
    owed_soon(keeper.actor, at)
    few = cost()
    for number in range(4):
        hire(pantry, f"Guest{number} New", Role.INTAKE)
    assert cost() == few
