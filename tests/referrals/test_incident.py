"""The pantry burns down overnight: a hundred families have another way to be found for them by the morning."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.ids import uuid7
from core.models import Event, Outbox
from notifications.actions.announce import announce
from notifications.letters import letter
from notifications.models.deliveries import Delivery
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions import answer, several
from referrals.actions.audit import audit
from referrals.actions.incident import reopen
from referrals.actions.progress import cancel
from referrals.actions.send import Sending, send
from referrals.lifecycle import Enough, Mode, Status, Urgency
from referrals.models.incident import Incident, IncidentCase
from referrals.models.referral import Referral
from referrals.search.need import alternatives, tries_of
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.referrals.closing import close
from tests.referrals.conftest import FACTS
from tests.referrals.many import families, wanting
from tests.story import Worker, found

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Ask = Callable[[int], list[Need]]


@pytest.fixture
def asked(navigator: Worker, food_boxes: Service, agreed, now: datetime) -> Ask:
    """So many families have asked for a food box; each an hour after the one before."""

    def ask(number: int) -> list[Need]:
        needs = wanting(navigator, families(navigator, number, at=now), at=now)
        for n, need in enumerate(needs):
            need.status, need.waiting_on, need.next_step = (
                NeedStatus.BEING_HELPED,
                "partner",
                "answer",
            )
            Referral.objects.create(
                id=uuid7(), network=need.network, need=need, sender=need.organization, receiver=food_boxes.organization,
                service=food_boxes, consent=agreed, status=Status.REQUESTED, request_key=uuid7(),
                sent_at=now + n * MINUTE, released_at=now, waiting_on="receiver", next_step="answer",
                next_step_due=now + DAY, wake_at=now + DAY, said_by="sender", recorded_by="sender", via="system",
            )  # fmt: skip
        Need.objects.bulk_update(needs, ["status", "waiting_on", "next_step"])
        connection.check_constraints()
        return needs

    return ask


def of(referral: Referral) -> Need:
    return Need.objects.get(pk=referral.need_id)


def broken(network: Network, at: datetime) -> list[str]:
    return [one.promise.name for one in audit(network.pk, at=at) if one.broken]


# --- what becomes of the families ------------------------------------------------------------------


def test_the_request_ends_with_its_own_reason_and_the_owner_has_a_next_step_at_once(
    convener: Worker, navigator: Worker, referral: Referral, food_boxes: Service, now: datetime
):
    at = now + MINUTE
    close(convener, food_boxes, at)
    referral.refresh_from_db()
    assert (referral.status, referral.reason) == (Status.CANCELLED, "service_closed")
    assert (referral.said_by, referral.recorded_by) == ("desk", "desk")
    need = of(referral)
    assert (need.status, need.waiting_on, need.next_step) == (
        NeedStatus.WANTS_HELP, Turn.OWNER, "choose_next",
    )  # fmt: skip
    assert need.responsible_id == navigator.user.pk
    assert need.next_step_due == need.organization.open_days.after(at, 3)
    assert not broken(need.network, at)


def test_the_history_of_each_says_so(
    keeper: Worker, referral: Referral, food_boxes: Service, now: datetime
):
    close(keeper, food_boxes, now + MINUTE)
    said = Event.objects.get(kind="referral.cancelled", subject_id=referral.pk)
    assert (said.details, said.said_by) == ({"reason": "service_closed"}, "receiver")
    again = Event.objects.get(kind="need.wants_help_again", subject_id=referral.need_id)
    assert again.details["reason"] == "service_closed"


def test_others_whom_the_family_can_be_sent_to_stand_ready(
    convener: Worker, network: Network, referral: Referral, food_boxes: Service, now: datetime
):
    other = Service.objects.create(
        network=network, organization=found(network, "Westside Pantry"), name="Bags",
        topics=["food_pantry"],
    )  # fmt: skip
    close(convener, food_boxes, now + MINUTE)
    need = Need.objects.select_related("subject").get(pk=referral.need_id)
    ready = alternatives(need, tries_of(need), None, at=now + MINUTE, most=3)
    assert [one.service.pk for one in ready] == [other.pk]


def test_what_is_needed_today_has_no_more_time_than_ever(
    convener: Worker, navigator: Worker, need: Need, agreed, food_boxes: Service, now: datetime
):
    urgent = Sending(food_boxes.pk, uuid7(), facts=FACTS, urgency=Urgency.TODAY)
    send(actor=navigator.actor, need_id=need.pk, sending=urgent, at=now)
    close(convener, food_boxes, now + MINUTE)
    need.refresh_from_db()
    assert need.next_step_due == now + MINUTE + timedelta(hours=1)


def test_there_is_more_time_until_the_last_evening_is_over_where_they_are(
    convener: Worker, referral: Referral, food_boxes: Service, now: datetime
):
    close(convener, food_boxes, now + MINUTE)
    last = Incident.objects.get().patience_until
    evening = datetime.combine(last, time(21), tzinfo=ZoneInfo("America/New_York"))
    need = of(referral)
    assert need.organization.network.time_zone == "America/New_York"
    assert IncidentCase.objects.more_time(need, at=evening) == 3
    assert IncidentCase.objects.more_time(need, at=evening + DAY) is None


def test_who_is_asked_elsewhere_too_goes_on_there(
    convener: Worker,
    navigator: Worker,
    need: Need,
    agreed,
    food_boxes: Service,
    network,
    now: datetime,
):
    second = Service.objects.create(
        network=network, organization=found(network, "Westside Pantry"), name="Bags",
        topics=["food_pantry"], intake="walk_in",
    )  # fmt: skip
    sendings = [
        Sending(food_boxes.pk, uuid7(), facts=FACTS),
        Sending(second.pk, uuid7(), mode=Mode.INTRODUCTION),
    ]
    several.send_to_several(
        actor=navigator.actor, need_id=need.pk, sendings=sendings, enough=Enough.KEEP_ALL, at=now
    )
    shut = close(convener, food_boxes, now + MINUTE)
    need.refresh_from_db()
    assert (need.status, need.next_step) == (NeedStatus.BEING_HELPED, "ask_family")
    assert [shut.cases.left().count(), shut.cases.done().count()] == [0, 1]


def test_a_place_on_the_wait_list_stays_to_be_read(
    convener: Worker, intake: Worker, referral: Referral, food_boxes: Service, now: datetime
):
    answer.wait_list(
        actor=intake.actor,
        referral_id=referral.pk,
        place=4,
        expected_on=date(2027, 1, 4),
        at=now + MINUTE,
    )
    close(convener, food_boxes, now + DAY)
    referral.refresh_from_db()
    assert (referral.status, referral.place_in_line) == (Status.CANCELLED, 4)


def test_a_no_that_comes_later_has_as_much_time_until_the_day_that_was_said(
    convener: Worker,
    navigator: Worker,
    referral: Referral,
    food_boxes: Service,
    network,
    now: datetime,
):
    second = Service.objects.create(
        network=network, organization=found(network, "Westside Pantry"), name="Bags",
        topics=["food_pantry"], intake="walk_in",
    )  # fmt: skip
    close(convener, food_boxes, now + MINUTE)
    for after, days in ((DAY, 3), (20 * DAY, 1)):
        at = now + after
        walk_in = Sending(second.pk, uuid7(), mode=Mode.INTRODUCTION)
        tried = send(actor=navigator.actor, need_id=referral.need_id, sending=walk_in, at=at)
        cancel(actor=navigator.actor, referral_id=tried.pk, reason="no_answer", at=at + MINUTE)
        need = of(referral)
        assert need.next_step_due == need.organization.open_days.after(at + MINUTE, days)


# --- a hundred at once -----------------------------------------------------------------------------


def test_a_hundred_cost_as_many_statements_as_three_and_every_one_has_its_place(
    convener: Worker, asked: Ask, food_boxes: Service, network: Network, now: datetime
):
    asked(3)
    with CaptureQueriesContext(connection) as three:
        close(convener, food_boxes, now + DAY)
    food_boxes.status = Service.Status.ACTIVE
    food_boxes.save()
    asked(100)
    with CaptureQueriesContext(connection) as hundred:
        shut = close(convener, food_boxes, now + DAY)
    assert len(hundred) == len(three)
    assert shut.cases.left().count() == 100
    places = shut.cases.order_by("place").values_list("place", "referral__sent_at")
    assert [place for place, _ in places] == list(range(1, 101))
    assert [sent for _, sent in places] == sorted(sent for _, sent in places)
    assert not broken(network, now + DAY)


def test_each_owner_hears_of_it_once_with_a_number(
    convener: Worker, asked: Ask, food_boxes: Service, network: Network, now: datetime
):
    needs = asked(12)
    Outbox.objects.all().delete()
    close(convener, food_boxes, now + DAY)
    announce(network_id=network.pk, at=now + DAY, limit=200)
    [told] = Delivery.objects.filter(user=needs[0].responsible)
    said = letter(told, at=now + DAY)
    assert "12 needs" in said.message.body
    assert "/closings/" in said.message.body


def test_a_family_that_wants_messages_hears_a_neutral_word_and_others_hear_nothing(
    convener: Worker,
    asked: Ask,
    rosa: Person,
    referral: Referral,
    food_boxes,
    network,
    now: datetime,
):
    asked(2)
    ContactPoint.objects.create(
        network=network, person=rosa, channel="email", value="rosa@example.org", is_safe=True
    )
    Outbox.objects.all().delete()
    close(convener, food_boxes, now + DAY)
    announce(network_id=network.pk, at=now + DAY, limit=200)
    [told] = Delivery.objects.exclude(contact_point=None)
    body = letter(told, at=now + DAY).message.body
    assert told.template == "help_changes"
    assert not [word for word in ("Pantry", "food", "Rosa") if word in body]


def test_the_partner_is_told_what_was_written_down_about_it(
    convener: Worker, intake: Worker, referral: Referral, food_boxes, network, now: datetime
):
    close(convener, food_boxes, now + DAY)
    announce(network_id=network.pk, at=now + DAY, limit=200)
    theirs = Delivery.objects.filter(organization=food_boxes.organization)
    assert "closed_for_you" in set(theirs.values_list("template", flat=True))


# --- who may, and what is refused ------------------------------------------------------------------


def test_only_its_own_admin_and_the_network_say_that_it_has_closed(
    navigator: Worker,
    stranger: Worker,
    foreigner: Worker,
    referral,
    food_boxes,
    now,
):
    for nobody in (navigator, stranger):
        with pytest.raises(NotAllowed):
            close(nobody, food_boxes, now)
    with pytest.raises(Organization.DoesNotExist):
        close(foreigner, food_boxes, now)
    assert of(referral).is_being_helped


def test_it_closes_once_and_not_in_the_time_to_come(
    keeper: Worker, referral: Referral, food_boxes: Service, now: datetime
):
    with pytest.raises(BadInput):
        close(keeper, food_boxes, now, since=now.date() + 2 * DAY)
    close(keeper, food_boxes, now)
    with pytest.raises(BadInput):
        close(keeper, food_boxes, now)


def test_nobody_is_sent_to_what_has_closed(
    keeper: Worker,
    navigator: Worker,
    referral: Referral,
    sending: Sending,
    food_boxes,
    now: datetime,
):
    close(keeper, food_boxes, now, service_id=None)
    again = Sending(food_boxes.pk, uuid7(), facts=FACTS)
    with pytest.raises(BadInput, match="not offered right now"):
        send(actor=navigator.actor, need_id=referral.need_id, sending=again, at=now)


def test_it_opens_again_and_may_be_asked_once_more(
    keeper: Worker,
    navigator: Worker,
    stranger: Worker,
    referral: Referral,
    food_boxes,
    now: datetime,
):
    shut = close(keeper, food_boxes, now)
    with pytest.raises(Incident.DoesNotExist):
        reopen(actor=stranger.actor, incident_id=shut.pk, at=now + DAY)
    reopen(actor=keeper.actor, incident_id=shut.pk, at=now + DAY)
    food_boxes.refresh_from_db()
    assert (food_boxes.is_offered, food_boxes.opened_at) == (True, now + DAY)
    need = Need.objects.select_related("subject").get(pk=referral.need_id)
    ready = alternatives(need, tries_of(need), None, at=now + DAY, most=3)
    assert [one.service.pk for one in ready] == [food_boxes.pk]
    with pytest.raises(StepNotPossible):
        reopen(actor=keeper.actor, incident_id=shut.pk, at=now + DAY)
