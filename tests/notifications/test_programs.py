"""Programs hear ids and codes, signed; of their own organization, never of what is sensitive."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core import outside as http
from core.errors import BadInput, NotAllowed, StepNotPossible
from notifications.actions import programs
from notifications.actions.deliver import PEOPLE, PROGRAMS, deliver
from notifications.channels.webhook import signature
from notifications.followup import MOST_TRIES
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from organizations.models.network import Organization
from people.models.person import Person
from screening.models.need import Need
from tests.notifications.conftest import SOON, forget_what_was_told, sweep_says, told
from tests.notifications.playing import OtherSide, other_side
from tests.story import NOW, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def side(settings) -> Iterator[OtherSide]:
    settings.PRIVATE_WEBHOOKS = True
    with other_side() as played:
        yield played


@pytest.fixture
def admin(pantry, hire_at) -> Worker:
    return hire_at(pantry, "Ada Admin", "orgadmin")


@pytest.fixture
def convener(pantry, hire_at) -> Worker:
    return hire_at(pantry, "Cora Convener", "convener")


def add(worker: Worker, side: OtherSide, *, all_: bool = False) -> Webhook:
    return programs.add(actor=worker.actor, url=f"{side.url}/heard", whole_network=all_, at=NOW)


def call(network, at=SOON) -> int:
    return deliver(network_id=network.pk, at=at, limit=50, channels=PROGRAMS)


def calls(network) -> list[Delivery]:
    return [delivery for delivery in told(network) if delivery.channel == "webhook"]


def test_a_program_hears_who_it_was_signed_by_us_and_nothing_personal(
    admin, side, referral, rosa, need, network
):
    webhook = add(admin, side)
    told(network)
    assert call(network) > 0
    heard = side.calls[0]
    body = json.loads(heard.body)
    assert body["kind"] == "referral.sent"
    assert body["subject_id"] == str(referral.pk)
    moment, name = heard.headers["Porchlight-Time"], heard.headers["Porchlight-Event"]
    assert name == body["id"]
    assert abs(int(moment) - SOON.timestamp()) < 1
    ours = signature(webhook.secret, moment, name, heard.body)
    assert heard.headers["Porchlight-Signature"] == f"v1={ours}"
    for secret in ("Rosa", "Delgado", need.topic, "food", "Pantry", webhook.secret):
        assert secret not in heard.body
    assert {delivery.state for delivery in calls(network)} == {"sent"}


def test_an_organizations_program_hears_of_its_own_and_a_strangers_of_nothing(
    admin, stranger, hire_at, side, referral, navigator, network
):
    hire_at(stranger.organization, "Otto Other", "orgadmin")
    theirs = hire_at(stranger.organization, "Olga Other", "orgadmin")
    own, other = add(admin, side), add(theirs, side)
    told(network)
    heard = {delivery.webhook_id for delivery in calls(network)}
    assert heard == {own.pk}
    assert other.pk not in heard


def test_the_receiver_does_not_hear_of_the_needs_of_a_family_nor_before_it_may(
    admin, side, referral, need, network
):
    """A request that can still be undone is not told; and a need is its owner's alone."""
    add(admin, side)
    forget_what_was_told()
    sweep_says("need.reminded", need)
    referral.released_at = SOON + timedelta(hours=1)
    referral.save()
    sweep_says("referral.reminded", referral)
    assert calls(network) == []


@pytest.mark.parametrize("delicate", ["need", "person"])
def test_what_is_sensitive_is_told_to_no_program_not_even_the_conveners(
    convener, admin, side, referral, need, rosa, network, delicate
):
    add(convener, side, all_=True)
    add(admin, side)
    if delicate == "need":
        Need.objects.filter(pk=need.pk).update(is_sensitive=True)
    else:
        Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    assert calls(network) == []


def test_the_conveners_program_hears_of_the_whole_network_and_of_no_other(
    convener, side, need, network, foreigner
):
    webhook = add(convener, side, all_=True)
    told(network)
    assert {delivery.webhook_id for delivery in calls(network)} == {webhook.pk}
    assert not Delivery.objects.filter(network=foreigner.organization.network_id).exists()


@pytest.mark.parametrize("who", ["clinic", "pantry"])
def test_whom_a_victim_service_helps_no_program_of_the_network_hears_of(
    convener, admin, side, referral, network, clinic, pantry, who
):
    """Of her there, or asked of it: ids and moments of a shelter's people are a list of them."""
    of_all, own = add(convener, side, all_=True), add(admin, side)
    told(network)
    assert {delivery.webhook_id for delivery in calls(network)} == {of_all.pk, own.pk}
    Delivery.objects.all().delete()
    keeper = {"clinic": clinic, "pantry": pantry}[who]
    Organization.objects.filter(pk=keeper.pk).update(is_victim_service=True)
    sweep_says("referral.reminded", referral)
    assert {delivery.webhook_id for delivery in calls(network)} == {own.pk}


def test_only_admins_add_programs_and_only_the_convener_one_for_all(
    admin, intake, navigator, stranger, side
):
    for worker in (intake, navigator, stranger):
        with pytest.raises(NotAllowed):
            add(worker, side)
    with pytest.raises(NotAllowed):
        add(admin, side, all_=True)
    webhook = add(admin, side)
    with pytest.raises(Webhook.DoesNotExist):
        programs.end(actor=stranger.actor, webhook_id=webhook.pk, at=NOW)


# --- a program that does not answer -------------------------------------------------------------


def test_it_is_tried_again_and_given_up_and_its_admin_is_told_once(
    admin, side, referral, network, navigator
):
    webhook = add(admin, side)
    side.status = 500
    told(network)
    at = SOON
    for _ in range(MOST_TRIES + 1):
        call(network, at)
        at += timedelta(hours=4)
    assert {delivery.state for delivery in calls(network)} == {"gave_up"}
    webhook.refresh_from_db()
    assert webhook.failing_since
    reports = [d for d in told(network, at=at) if d.template == "program_does_not_answer"]
    assert [d.user_id for d in reports] == [admin.user.pk]
    assert not [d for d in told(network, at=at) if d.template == "message_did_not_arrive"]


def test_one_that_is_slow_or_down_is_asked_once_in_a_round_and_keeps_no_mail_waiting(
    admin, side, referral, network, need, post
):
    add(admin, side)
    side.status = 0
    told(network)
    sweep_says("referral.reminded", referral)
    told(network)
    assert len(calls(network)) == 2
    assert call(network) == 1
    assert len(side.calls) == 1
    deliver(network_id=network.pk, at=SOON, limit=50, channels=PEOPLE)
    assert post.arrived


def test_one_that_says_it_is_gone_is_not_asked_again(admin, side, referral, network):
    add(admin, side)
    side.status = 410
    told(network)
    call(network)
    [delivery] = calls(network)
    assert (delivery.state, delivery.error) == ("gave_up", "refused_410")


def test_a_redirect_is_not_followed(admin, side, referral, network):
    add(admin, side)
    side.status, side.headers = 302, {"Location": "http://127.0.0.1:1/inside"}
    told(network)
    call(network)
    [delivery] = calls(network)
    assert delivery.state == "waiting"


def test_what_failed_is_sent_again_by_hand_under_the_same_name(
    admin, side, referral, network, stranger
):
    webhook = add(admin, side)
    told(network)
    call(network)
    [delivery] = calls(network)
    again = {"webhook_id": webhook.pk, "delivery_id": delivery.pk, "at": SOON}
    with pytest.raises(Webhook.DoesNotExist):
        programs.send_again(actor=stranger.actor, **again)
    programs.send_again(actor=admin.actor, **again)
    with pytest.raises(StepNotPossible):
        programs.send_again(actor=admin.actor, **again)
    call(network)
    names = [heard.headers["Porchlight-Event"] for heard in side.calls]
    assert len(names) == 2
    assert len(set(names)) == 1


def test_one_that_was_ended_hears_nothing_not_even_what_waits(admin, side, referral, network):
    webhook = add(admin, side)
    told(network)
    programs.end(actor=admin.actor, webhook_id=webhook.pk, at=SOON)
    call(network)
    assert side.calls == []
    [delivery] = calls(network)
    assert delivery.error == "program_ended"


def test_whoever_has_left_the_network_hears_nothing_not_even_what_waits(
    admin, convener, side, referral, network, pantry
):
    add(admin, side)
    of_all = add(convener, side, all_=True)
    told(network)
    Organization.objects.filter(pk=pantry.pk).update(status="left")
    call(network)
    assert {one.webhook_id: one.state for one in calls(network)}[of_all.pk] == "sent"
    assert [one.error for one in calls(network) if one.webhook_id != of_all.pk] == ["program_ended"]
    Delivery.objects.all().delete()
    sweep_says("referral.reminded", referral)
    assert {delivery.webhook_id for delivery in calls(network)} == {of_all.pk}


def test_a_new_secret_signs_from_now_on(admin, side, referral, network):
    webhook = add(admin, side)
    old = webhook.secret
    programs.renew_secret(actor=admin.actor, webhook_id=webhook.pk, at=SOON)
    told(network)
    call(network)
    heard = side.calls[0].headers
    said = (heard["Porchlight-Time"], heard["Porchlight-Event"], side.calls[0].body)
    assert heard["Porchlight-Signature"] != "v1=" + signature(old, *said)


# --- where it may call --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "https://127.0.0.1/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[64:ff9b::a9fe:a9fe]/latest/meta-data/",
        "https://[::7f00:1]/x",
        "https://localhost/x",
        "https://me:pass@93.184.215.14/x",
        "ftp://example.org/",
    ],
)
def test_a_program_inside_a_private_network_is_refused(admin, settings, url):
    settings.PRIVATE_WEBHOOKS = False
    with pytest.raises(BadInput):
        programs.add(actor=admin.actor, url=url, whole_network=False, at=NOW)


def test_a_name_that_leads_inside_later_is_not_called(admin, side, referral, network, settings):
    """The address is looked at again at every call, and then that very address is called."""
    add(admin, side)
    told(network)
    settings.PRIVATE_WEBHOOKS = False
    call(network)
    assert side.calls == []
    [delivery] = calls(network)
    assert delivery.error == "refused_not_public"


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    both = [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(http.NotPublic):
        http.place_of("https://example.org/", must_be_public=True)


def test_the_database_refuses_a_program_over_plain_http(admin, side):
    webhook = add(admin, side)
    with (
        pytest.raises(IntegrityError, match="webhook_is_called_over_https"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE notifications_webhook SET url = 'http://example.org/' WHERE id = %s",
            [webhook.pk],
        )
