"""A partner without an account rests or goes by telephone: the convener writes it down, and it may say "not so"."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from governance.actions.disputes import raise_dispute
from governance.actions.leaving import Leaving, leave_on_the_day, plan_leaving, stay
from governance.actions.telling import Telling, write_down_break, write_down_leaving
from governance.joining import How
from governance.models.partnerships import Partnership
from governance.models.standing import PartnerTold, SaidSo
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.actions.standing import come_back, pause
from organizations.grants import Role
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from tests.governance.disagreeing import quarrel_of
from tests.governance.table import DAY, Table
from tests.story import Worker, found, hire

BY_PHONE = Telling("Fern, who opens the door", How.PHONE)
NEVER = {
    "changed": "UPDATE governance_partnertold SET stage = 'left'",
    "signed by another": "UPDATE governance_partnertold SET at = now()",
    "taken away": "DELETE FROM governance_partnertold",
}


@pytest.fixture
def shelf(table: Table) -> Organization:
    """A partner of three helpers, none of whom has an account."""
    shelf = found(table.network, "Food Shelf")
    Organization.objects.filter(pk=shelf.pk).update(email="shelf@example.org")
    return shelf


def of(table: Table, shelf: Organization, at: datetime, **more: object) -> dict[str, object]:
    who = {"actor": table.convener.actor, "organization_id": shelf.pk, "at": at}
    return {**who, "telling": BY_PHONE, **more}


def stands(organization: Organization) -> str:
    organization.refresh_from_db()
    return organization.status


def kept(network: Network, at: datetime) -> bool:
    return not [one for one in audit(network.pk, at=at) if one.broken]


def test_a_partner_without_an_account_rests_on_its_word_and_is_told_so_at_its_mailbox(
    table: Table, shelf: Organization, stranger: Worker, now: datetime
):
    with pytest.raises(NotAllowed):
        pause(actor=table.convener.actor, organization_id=shelf.pk, at=now)
    for nobody in (stranger, table.pantry):
        with pytest.raises((NotAllowed, Organization.DoesNotExist)):
            write_down_break(**of(table, shelf, now) | {"actor": nobody.actor})
    write_down_break(**of(table, shelf, now))
    assert stands(shelf) == "paused"
    [row] = PartnerTold.objects.all()
    assert (row.who, row.how, row.by_id) == (BY_PHONE.who, "phone", table.convener.user.pk)
    assert SaidSo.objects.filter(organization=shelf).latest("id").word == "told"
    announce_everywhere(at=now + timedelta(hours=1))
    [mail] = Delivery.objects.filter(organization=shelf)
    assert mail.template == "partner_word_taken"
    assert "Fern" not in str(Event.objects.get(kind="partnership.word_taken").details)
    assert kept(table.network, now)


def test_when_it_was_not_so_the_convener_takes_the_break_back(
    table: Table, shelf: Organization, now: datetime
):
    write_down_break(**of(table, shelf, now))
    come_back(actor=table.convener.actor, organization_id=shelf.pk, at=now + DAY)
    assert stands(shelf) == "active"
    assert PartnerTold.objects.filter(organization=shelf).exists()  # what was written stays
    assert kept(table.network, now + DAY)


def test_a_good_bye_leaves_time_to_say_not_so_and_is_taken_back_before_its_day(
    table: Table, shelf: Organization, stranger: Worker, now: datetime
):
    with pytest.raises(BadInput, match="not so"):
        write_down_leaving(**of(table, shelf, now, leaving=Leaving(now.date() + DAY)))
    assert not PartnerTold.objects.exists()
    write_down_leaving(**of(table, shelf, now, leaving=Leaving(now.date() + 20 * DAY)))
    announce_everywhere(at=now + timedelta(hours=1))
    assert Delivery.objects.get(organization=shelf).template == "partner_leaves"
    with pytest.raises(StepNotPossible, match="named already"):
        write_down_leaving(**of(table, shelf, now + DAY, leaving=Leaving(now.date() + 30 * DAY)))
    with pytest.raises((NotAllowed, Organization.DoesNotExist)):
        stay(actor=stranger.actor, organization_id=shelf.pk, at=now + DAY)
    stay(actor=table.convener.actor, organization_id=shelf.pk, at=now + DAY)
    assert leave_on_the_day(network_id=table.network.pk, at=now + 21 * DAY) == 0
    assert stands(shelf) == "active"


def test_on_the_day_that_it_named_by_telephone_it_leaves(
    table: Table, shelf: Organization, now: datetime
):
    write_down_leaving(**of(table, shelf, now, leaving=Leaving(now.date() + 20 * DAY)))
    assert leave_on_the_day(network_id=table.network.pk, at=now + 21 * DAY) == 1
    assert stands(shelf) == "left"
    assert kept(table.network, now + 21 * DAY)


def test_a_day_that_the_partner_named_itself_is_not_the_conveners_to_take_back(
    table: Table, now: datetime
):
    kitchen = hire(found(table.network, "Soup Kitchen"), "Kim Keeper", Role.ORGADMIN)
    plan_leaving(
        actor=kitchen.actor, organization_id=kitchen.organization.pk,
        leaving=Leaving(now.date() + 20 * DAY), at=now,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        stay(actor=table.convener.actor, organization_id=kitchen.organization.pk, at=now)
    assert Partnership.objects.get(organization=kitchen.organization).leaves_at


def test_while_a_dispute_of_theirs_is_open_nobody_writes_it_down_for_them(
    network: Network, now: datetime
):
    quarrel = quarrel_of(network, now)
    quarrel.raised(now)
    clinic = quarrel.table.clinic.organization
    with pytest.raises(NotAllowed, match="council"):
        write_down_break(**of(quarrel.table, clinic, now))
    with pytest.raises(IntegrityError, match="open dispute"), transaction.atomic():
        told_by_hand(clinic, quarrel.table.convener, now)
    assert stands(clinic) == "active"


def told_by_hand(organization: Organization, by: Worker, at: datetime, **more: str) -> PartnerTold:
    said = {"stage": "paused", "how": "phone", "who": "Fern", **more}
    return PartnerTold.objects.create(
        network_id=organization.network_id, organization=organization, by=by.user, at=at, **said
    )


def test_the_database_takes_the_word_only_of_whoever_convenes_and_from_somebody(
    table: Table, shelf: Organization, now: datetime
):
    for by, more in (
        (table.pantry, {}),
        (table.convener, {"who": ""}),
        (table.convener, {"how": "rumour"}),
        (table.convener, {"stage": "active"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            told_by_hand(shelf, by, now, **more)


def test_the_database_takes_no_word_that_nobody_wrote_down_and_no_good_bye_at_once(
    table: Table, shelf: Organization, now: datetime
):
    told_by_hand(shelf, table.convener, now, stage="left")
    for stage in ("paused", "left"):
        with pytest.raises(IntegrityError, match="wrote down"), transaction.atomic():
            SaidSo.objects.create(
                network=table.network, organization=shelf, stage=stage, word="told", at=now
            )


@pytest.mark.parametrize("how", sorted(NEVER))
def test_what_a_partner_said_is_never(table: Table, shelf: Organization, now: datetime, how: str):
    write_down_break(**of(table, shelf, now))
    with (
        pytest.raises(Exception, match=r"denied|append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(NEVER[how])


def test_it_is_written_down_on_a_page_that_only_the_convener_finds(
    table: Table, shelf: Organization, stranger: Worker
):
    way = reverse("governance:partnership", args=[shelf.pk])
    page = reverse("governance:told", args=[shelf.pk])
    assert page in table.convener.client.get(way).content.decode()
    assert stranger.client.get(page).status_code in {403, 404}
    assert table.pantry.client.get(page).status_code == 403
    client, said = table.convener.client, {"what": "left", "how": "paper", "who": "Fern"}
    refused = client.post(page, said)
    assert (refused.status_code, "on which day" in refused.content.decode()) == (422, True)
    assert client.post(page, said | {"what": "paused"}).status_code == 302
    assert stands(shelf) == "paused"
    assert PartnerTold.objects.get().how == "paper"


def test_the_page_of_a_good_bye_leads_whoever_may_not_say_it_to_the_one_on_which_it_is_told(
    table: Table, shelf: Organization, stranger: Worker, now: datetime
):
    page = reverse("governance:leaving", args=[shelf.pk])
    answer = table.convener.client.get(page)
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("governance:told", args=[shelf.pk]),
    )
    assert table.convener.client.post(page, {"on": now.date().isoformat()}).status_code == 403
    assert stranger.client.get(page).status_code in {403, 404}
    own = reverse("governance:leaving", args=[table.pantry.organization.pk])
    assert table.pantry.client.get(own).status_code == 200
    with_clinic = {"other_id": table.clinic.organization.pk, "words": "They do not answer us."}
    raise_dispute(actor=table.pantry.actor, **with_clinic, at=now)
    refused = table.convener.client.get(own)
    assert refused.status_code == 403
    assert "the council decides it" in refused.content.decode()
