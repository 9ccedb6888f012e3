"""What does the desk see of a need that climbed to it, what may it do, and what is it never shown?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import ConsentMissing
from core.ids import uuid7
from core.models import Event
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.network import Network
from people.lifecycle import Direction, Form
from people.models.agreements import Consent, Disclosure
from people.models.person import Person
from referrals.actions.desk import to_desk
from referrals.actions.send import Sending, send
from referrals.desk_words import AT_DESK_WHY
from referrals.followup import LADDERS
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from referrals.search.alternatives import ready_for
from screening.followup import LADDERS as NEED_LADDERS
from screening.followup import Then
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from tests.desk import name_the_desk
from tests.story import Worker, found, hire

HOUR = timedelta(hours=1)


@pytest.fixture
def second(table: Worker) -> Worker:
    return hire(table.organization, "Otis Second", Role.DESK)


@pytest.fixture
def climbed(navigator: Worker, table: Worker, referral: Referral) -> Referral:
    """The navigator has asked the desk to help along with a request that nobody answers."""
    to_desk(actor=navigator.actor, need_id=referral.need_id, at=timezone.now())
    referral.receiver.phone = "555-0199"
    referral.receiver.save()
    return referral


def page_of(referral: Referral) -> str:
    return f"/desk/{referral.need_id}/"


def agree(rosa: Person, now: datetime) -> Consent:
    return Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.DESK, facts=["name"],
        form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip


def test_the_desk_sees_number_partner_topic_and_age_and_no_name(table: Worker, climbed: Referral):
    for path in ("/desk/", page_of(climbed)):
        page = table.client.get(path).content.decode()
        assert climbed.need_id.hex[-6:].upper() in page
        assert climbed.receiver.name in page
        assert "The owner asks for help" in page
        assert "Rosa" not in page
        assert "Delgado" not in page
    assert "555-0199" in page
    assert not Disclosure.objects.filter(what="referrals.desk").exists()


def test_the_name_is_shown_where_the_family_named_the_desk_and_the_look_is_kept(
    table: Worker, climbed: Referral, rosa: Person
):
    consent = agree(rosa, timezone.now())
    assert rosa.name in table.client.get(page_of(climbed)).content.decode()
    assert Disclosure.objects.get(what="referrals.desk").person_ids == [rosa.pk]
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now(), withdrawn_via="phone")
    assert "Rosa" not in table.client.get(page_of(climbed)).content.decode()


def test_an_agreement_about_something_else_shows_no_name(
    table: Worker, climbed: Referral, rosa: Person
):
    Consent.objects.filter(pk=agree(rosa, timezone.now()).pk).update(topics=["rides"])
    assert "Rosa" not in table.client.get(page_of(climbed)).content.decode()


@pytest.mark.parametrize("who", ["navigator", "intake", "stranger"])
def test_the_desk_is_for_the_desk(request: pytest.FixtureRequest, climbed: Referral, who: str):
    client = request.getfixturevalue(who).client
    page = page_of(climbed)
    assert [client.get(path).status_code for path in ("/desk/", page)] == [403, 403]
    assert client.get(f"{page}told/{climbed.pk}/").status_code == 403
    assert client.post(f"{page}take/").status_code == 404
    assert Need.objects.get(pk=climbed.need_id).desk_helper is None


def test_another_networks_desk_sees_nothing(foreigner: Worker, climbed: Referral):
    abroad = hire(foreigner.organization, "Far Desk", Role.DESK)
    assert climbed.need_id.hex[-6:].upper() not in abroad.client.get("/desk/").content.decode()
    assert abroad.client.get(page_of(climbed)).status_code == 404
    assert abroad.client.post(f"{page_of(climbed)}take/").status_code == 404


def test_what_has_become_sensitive_is_not_shown_and_not_counted(table: Worker, climbed: Referral):
    """Though the family has named the desk, without which it could not lie there."""
    name_the_desk(Need.objects.get(pk=climbed.need_id))
    Need.objects.filter(pk=climbed.need_id).update(is_sensitive=True)
    page = table.client.get("/desk/?tab=all").content.decode()
    assert climbed.need_id.hex[-6:].upper() not in page
    assert "Nothing has climbed to the desk" in page
    assert table.client.get(page_of(climbed)).status_code == 404


def test_somebody_takes_it_gives_it_to_a_colleague_and_the_owner_stays_the_owner(
    navigator: Worker, table: Worker, second: Worker, climbed: Referral
):
    table.client.post(f"{page_of(climbed)}take/")
    assert "Mara Desk" in table.client.get("/desk/?tab=mine").content.decode()
    assert climbed.need_id.hex[-6:].upper() not in table.client.get("/desk/").content.decode()
    table.client.post(f"{page_of(climbed)}assign/", {"user": str(second.user.pk)})
    need = Need.objects.get(pk=climbed.need_id)
    assert (need.desk_helper_id, need.responsible_id) == (second.user.pk, navigator.user.pk)
    kinds = Event.objects.filter(subject_id=need.pk).values_list("kind", flat=True)
    assert list(kinds).count("need.taken_at_desk") == 2


def test_it_is_given_to_nobody_outside_the_desk(table: Worker, stranger: Worker, climbed: Referral):
    said = table.client.post(f"{page_of(climbed)}assign/", {"user": str(stranger.user.pk)})
    assert said.status_code == 422
    assert Need.objects.get(pk=climbed.need_id).desk_helper is None


def test_what_the_partner_said_on_the_telephone_is_written_down_on_their_word(
    table: Worker, climbed: Referral
):
    path = f"{page_of(climbed)}told/{climbed.pk}/"
    assert "We will call" not in table.client.get(path).content.decode()
    answered = table.client.post(path, {"said": "accept", "via": "phone", "words": "We will call."})
    assert answered.status_code == 302
    climbed.refresh_from_db()
    assert (climbed.status, climbed.said_by, climbed.recorded_by, climbed.via) == (
        Status.ACCEPTED, "receiver", "desk", "phone",
    )  # fmt: skip
    need = Need.objects.get(pk=climbed.need_id)
    assert (need.is_at_desk, need.desk_helper) == (False, None)


def test_a_request_of_another_need_is_not_answered_through_this_one(
    table: Worker, climbed: Referral
):
    path = f"{page_of(climbed)}told/{climbed.need_id}/"
    assert table.client.post(path, {"said": "accept", "via": "phone"}).status_code == 404


def test_the_desk_says_nothing_for_a_partner_once_the_need_has_left_it(
    table: Worker, climbed: Referral
):
    table.client.post(f"{page_of(climbed)}back/")
    assert not Need.objects.get(pk=climbed.need_id).is_at_desk
    path = f"{page_of(climbed)}told/{climbed.pk}/"
    assert table.client.post(path, {"said": "accept", "via": "phone"}).status_code == 404
    climbed.refresh_from_db()
    assert climbed.status == Status.REQUESTED


def test_the_desk_writes_down_that_nobody_can_help(
    navigator: Worker, table: Worker, need: Need, now: datetime
):
    to_desk(actor=navigator.actor, need_id=need.pk, at=timezone.now())
    page = f"/desk/{need.pk}/"
    assert table.client.post(f"{page}nobody/", {}).status_code == 422
    assert table.client.post(f"{page}nobody/", {"why": "none_exists"}).status_code == 302
    need.refresh_from_db()
    assert (need.status, need.next_step) == (NeedStatus.NO_RESOURCE, "desk_reviews")
    number = need.pk.hex[-6:].upper()
    assert number not in table.client.get("/desk/").content.decode()  # not before its day
    Need.objects.filter(pk=need.pk).update(next_step_due=timezone.now())
    assert number in table.client.get("/desk/").content.decode()
    assert f"/needs/{need.pk}/still-nobody/" in table.client.get(page).content.decode()


# --- the desk sends elsewhere ----------------------------------------------------------------------


@pytest.fixture
def harvest(network: Network) -> Service:
    there = hire(found(network, "Second Harvest"), "Ben Okafor", Role.INTAKE).organization
    return Service.objects.create(
        network=network, organization=there, name="Food bags", topics=["food_pantry"], asks=["name"]
    )


def agree_to(service: Service, rosa: Person) -> Consent:
    return Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.SEND, facts=["name"],
        recipient=service.organization, form=Form.VERBAL, language="es", words="Sí",
        since=timezone.now() - HOUR,
    )  # fmt: skip


def send_page(referral: Referral, service: Service) -> str:
    return f"{page_of(referral)}send/?service={service.pk}"


def sent_by(worker: Worker, referral: Referral, service: Service):
    typed = {
        "request_key": str(uuid7()), "mode": "direct", "facts": ["name"], "urgency": "routine",
        "switch": "on",
    }  # fmt: skip
    return worker.client.post(send_page(referral, service), typed)


def test_the_desk_sends_elsewhere_and_the_owner_is_told_and_stays_the_owner(
    navigator: Worker, table: Worker, climbed: Referral, rosa: Person, harvest: Service
):
    agree(rosa, timezone.now() - HOUR)
    agree_to(harvest, rosa)
    Consent.objects.filter(direction=Direction.DESK).update(facts=[])
    shown = table.client.get(page_of(climbed)).content.decode()
    assert "Second Harvest: Food bags" in shown
    page = table.client.get(send_page(climbed, harvest)).content.decode()
    assert "The family has agreed" in page
    assert "Rosa" not in page
    assert sent_by(table, climbed, harvest).status_code == 302
    new = Referral.objects.get(service=harvest)
    assert (new.said_by, new.recorded_by, new.sender_id) == ("desk", "desk", climbed.sender_id)
    climbed.refresh_from_db()
    assert (climbed.status, climbed.reason, climbed.said_by) == ("cancelled", "redirected", "desk")
    need = Need.objects.get(pk=climbed.need_id)
    assert (need.is_at_desk, need.responsible_id) == (False, navigator.user.pk)
    assert Event.objects.filter(kind="need.desk_sent", subject_id=need.pk).count() == 1


def test_the_desk_reads_no_note_that_was_written_to_another_partner(
    table: Worker, climbed: Referral, rosa: Person, harvest: Service
):
    agree(rosa, timezone.now() - HOUR)
    agree_to(harvest, rosa)
    climbed.note = "Call her mother"
    climbed.save()
    assert "Call her mother" not in table.client.get(send_page(climbed, harvest)).content.decode()


@pytest.mark.parametrize("missing", ["desk", "partner"])
def test_only_the_missing_yes_is_asked_and_by_the_owner_who_knows_them(
    navigator: Worker, table: Worker, climbed: Referral, rosa: Person, harvest: Service, missing
):
    if missing == "partner":
        agree(rosa, timezone.now() - HOUR)
    else:
        agree_to(harvest, rosa)
    page = table.client.get(send_page(climbed, harvest)).content.decode()
    assert "The family has to be asked first" in page
    assert sent_by(table, climbed, harvest).status_code == 200
    assert not Referral.objects.filter(service=harvest).exists()
    assert table.client.post(
        f"{page_of(climbed)}suggest/", {"service": str(harvest.pk)}
    ).status_code == 302  # fmt: skip
    need = Need.objects.get(pk=climbed.need_id)
    assert not need.is_at_desk
    said = Event.objects.get(kind="need.desk_suggests")
    assert said.details == {"service": str(harvest.pk)}
    ready = ready_for(need, [climbed], at=timezone.now()).alternatives
    assert ready[0].found.service == harvest


def test_without_the_familys_yes_no_door_lets_the_desk_send(
    table: Worker, climbed: Referral, agreed: Consent, sending: Sending
):
    again = replace(sending, request_key=uuid7())
    with pytest.raises(ConsentMissing, match="the desk may help"):
        send(actor=table.actor, need_id=climbed.need_id, sending=again, at=timezone.now())


def test_what_has_left_the_desk_is_sent_by_its_owner(
    table: Worker, climbed: Referral, rosa: Person, harvest: Service
):
    agree(rosa, timezone.now() - HOUR)
    agree_to(harvest, rosa)
    table.client.post(f"{page_of(climbed)}back/")
    assert sent_by(table, climbed, harvest).status_code == 404
    assert not Referral.objects.filter(service=harvest).exists()


@pytest.mark.parametrize("who", ["stranger", "intake", "foreigner"])
def test_nobody_else_sends_from_the_desk(
    request: pytest.FixtureRequest, climbed: Referral, harvest: Service, rosa: Person, who: str
):
    agree(rosa, timezone.now() - HOUR)
    agree_to(harvest, rosa)
    worker = request.getfixturevalue(who)
    assert sent_by(worker, climbed, harvest).status_code in {403, 404}
    said = worker.client.post(f"{page_of(climbed)}suggest/", {"service": str(harvest.pk)})
    assert said.status_code in {403, 404, 302}
    assert Need.objects.get(pk=climbed.need_id).is_at_desk
    assert not Referral.objects.filter(service=harvest).exists()


def test_a_long_desk_costs_no_more_statements_than_a_short_one(
    navigator: Worker, table: Worker, need: Need, rosa: Person
):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert table.client.get("/desk/").status_code == 200
        return len(seen)

    to_desk(actor=navigator.actor, need_id=need.pk, at=timezone.now())
    statements()  # a browser's first page is written down
    short = statements()
    for _ in range(12):
        need.pk, need._state.adding = None, True
        need.id = Need._meta.get_field("id").get_default()
        need.save()
        to_desk(actor=navigator.actor, need_id=need.pk, at=timezone.now())
        need.refresh_from_db()
        need.leave_desk()
        need.waiting_on = "owner"
    assert statements() == short


def test_every_way_to_the_desk_has_words():
    ways = {
        str(case) for table in (LADDERS, NEED_LADDERS) for case, ladder in table.items()
        for rung in ladder.rungs if rung.then == Then.DESK
    }  # fmt: skip
    assert ways | {"asked"} <= set(AT_DESK_WHY)
