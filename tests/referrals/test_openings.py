"""Nobody could help Rosa. Then a pantry has room: the needs that waited open again, as many as it can take."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from core.models import Event, Outbox
from core.tenancy import tenant_context
from organizations.actions import services
from organizations.actions.room import RoomSaid, say
from organizations.actions.services import Edit, ServiceWords
from organizations.grants import Role
from organizations.models.directory import Location, Service, ServiceAtLocation
from organizations.models.network import Organization
from people.models.agreements import Consent
from people.models.person import Exclusion, Person, PersonBarrier
from referrals.actions import answer
from referrals.actions.openings import look_for_openings
from referrals.actions.send import Sending, send
from referrals.models.referral import Referral
from screening.actions.gaps import record_gap, try_again
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import GapEnd, WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need
from tests.story import Worker, hire

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - 20 * DAY


def family(worker: Worker, name: str, at: datetime, *, code: str = "") -> Person:
    return Person.objects.create(
        network=worker.organization.network, custodian=worker.organization, first_name=name,
        postal_code=code, zip3=code[:3], created_at=at, created_by=worker.user,
    )  # fmt: skip


def lacks_food(
    worker: Worker, person: Person, at: datetime, *, why: WhyNobody = WhyNobody.FULL, **wish: object
) -> Need:
    [found] = record_found(
        actor=worker.actor, person=person, topics=[FoundTopic("food_pantry")], at=at
    )
    want_help(actor=worker.actor, need_id=found.pk, at=at, **wish)
    return record_gap(actor=worker.actor, need_id=found.pk, why=why, at=at)


@pytest.fixture
def need(navigator: Worker, rosa: Person, now: datetime) -> Need:
    return lacks_food(navigator, rosa, now)


@pytest.fixture
def referral(
    navigator: Worker, rosa: Person, agreed: Consent, sending: Sending, now: datetime
) -> Referral:
    [found] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("food_pantry")], at=now
    )
    want_help(actor=navigator.actor, need_id=found.pk, at=now)
    return send(actor=navigator.actor, need_id=found.pk, sending=sending, at=now)


@pytest.fixture
def orgadmin(pantry: Organization) -> Worker:
    return hire(pantry, "Otis Admin", Role.ORGADMIN)


def is_open_again(need: Need) -> bool:
    return Need.objects.get(pk=need.pk).wants_help


def says(
    worker: Worker, service: Service, room: str, at: datetime, places: int | None = None
) -> None:
    say(actor=worker.actor, service_id=service.pk, said=RoomSaid(room, places=places), at=at)


def test_a_pantry_that_has_room_again_opens_the_need_and_its_owner_is_told(
    navigator: Worker, intake: Worker, food_boxes: Service, need: Need, now: datetime
):
    at = timezone.now() - HOUR
    says(intake, food_boxes, "open", at)
    assert is_open_again(need)
    gap = Gap.objects.get(need=need)
    assert (gap.ended_at, gap.ended_how, gap.service) == (at, GapEnd.OPENED, food_boxes)
    told = Event.objects.get(subject_id=need.pk, kind="need.help_opened")
    assert Outbox.objects.filter(event_id=told.pk).exists()
    words = navigator.client.get(f"/needs/{need.pk}/").content.decode()
    assert "Now there is room: Weekly food boxes at Eastside Pantry." in words
    assert "Send to Eastside Pantry" in words


@pytest.mark.parametrize("room", ["full", "waitlist", "unknown"])
def test_no_room_opens_nothing(
    intake: Worker, food_boxes: Service, need: Need, now: datetime, room: str
):
    says(intake, food_boxes, room, now + DAY)
    assert not is_open_again(need)


def test_twice_its_places_at_once_the_most_urgent_first_and_the_rest_a_week_later(
    navigator: Worker, intake: Worker, food_boxes: Service, network, now: datetime
):
    waiting = [
        lacks_food(navigator, family(navigator, name, now), now + number * HOUR)
        for number, name in enumerate(["Ada", "Ben", "Cy"])
    ]
    urgent = lacks_food(
        navigator, family(navigator, "Dee", now), now + 9 * HOUR, needed_by=now + 3 * DAY
    )
    says(intake, food_boxes, "open", now + DAY, places=1)
    assert [is_open_again(need) for need in (urgent, *waiting)] == [True, True, False, False]
    assert look_for_openings(network_id=network.pk, at=now + 2 * DAY) == 0
    assert look_for_openings(network_id=network.pk, at=now + 9 * DAY) == 2
    assert look_for_openings(network_id=network.pk, at=now + 9 * DAY) == 0


def test_whoever_found_nobody_while_it_had_room_is_not_sent_back_there(
    navigator: Worker, intake: Worker, food_boxes: Service, rosa: Person, network, now: datetime
):
    says(intake, food_boxes, "open", now)
    need = lacks_food(navigator, rosa, now + HOUR)
    says(intake, food_boxes, "limited", now + DAY)
    assert look_for_openings(network_id=network.pk, at=now + 2 * DAY) == 0
    assert not is_open_again(need)
    says(intake, food_boxes, "full", now + 3 * DAY)
    says(intake, food_boxes, "open", now + 4 * DAY)
    assert is_open_again(need)


def test_a_need_that_somebody_took_up_is_left_alone(
    navigator: Worker, intake: Worker, food_boxes: Service, need: Need, now: datetime
):
    try_again(actor=navigator.actor, need_id=need.pk, at=now + HOUR)
    says(intake, food_boxes, "open", now + DAY)
    assert Gap.objects.get(need=need).ended_how == GapEnd.TRIED_AGAIN


def test_never_one_that_the_family_has_shut_out(
    intake: Worker, food_boxes: Service, need: Need, rosa: Person, now: datetime
):
    Exclusion.objects.create(network=rosa.network, person=rosa, organization=intake.organization)
    says(intake, food_boxes, "open", now + DAY)
    assert not is_open_again(need)


@pytest.mark.parametrize(
    ("reason", "stands"), [("no_capacity", "wants_help"), ("not_eligible", "no_resource")]
)
def test_one_that_was_full_may_be_asked_again_but_not_one_that_does_not_take_the_family(
    navigator: Worker, intake: Worker, referral: Referral, now: datetime, reason: str, stands: str
):
    answer.decline(actor=intake.actor, referral_id=referral.pk, reason=reason, at=now + HOUR)
    record_gap(
        actor=navigator.actor, need_id=referral.need_id, why=WhyNobody.FULL, at=now + 2 * HOUR
    )
    says(intake, referral.service, "open", now + DAY)
    assert Need.objects.get(pk=referral.need_id).status == stands


def test_only_one_within_reach(
    navigator: Worker, intake: Worker, food_boxes: Service, network, now: datetime
):
    def place(code: str, north: float, organization=None) -> Location:
        return Location.objects.create(
            network=network, organization=organization, postal_code=code, latitude=north, longitude=-76.5
        )  # fmt: skip

    near, far = place("13001", 42.9), place("99901", 45.0)
    offered = place("13002", 42.91, intake.organization)
    ServiceAtLocation.objects.create(network=network, service=food_boxes, location=offered)
    here = lacks_food(navigator, family(navigator, "Ada", now, code=near.postal_code), now)
    there = lacks_food(navigator, family(navigator, "Ben", now, code=far.postal_code), now)
    says(intake, food_boxes, "open", now + DAY)
    assert (is_open_again(here), is_open_again(there)) == (True, False)


def test_where_a_barrier_stood_in_the_way_only_a_service_that_takes_it_away_is_news(
    navigator: Worker, intake: Worker, food_boxes: Service, rosa: Person, now: datetime
):
    PersonBarrier.objects.create(network=rosa.network, person=rosa, code="no_car")
    need = lacks_food(navigator, rosa, now, why=WhyNobody.BARRIER)
    says(intake, food_boxes, "open", now + DAY)
    assert not is_open_again(need)
    Service.objects.filter(pk=food_boxes.pk).update(overcomes=["no_car"])
    says(intake, food_boxes, "open", now + 2 * DAY)
    assert is_open_again(need)


def test_a_service_that_is_offered_again_opens_what_waited_for_it(
    orgadmin: Worker, food_boxes: Service, need: Need, now: datetime
):
    Service.objects.filter(pk=food_boxes.pk).update(status=Service.Status.INACTIVE)
    words = ServiceWords(name=food_boxes.name, topics=["food_pantry"])
    edit = Edit(version=food_boxes.version, words=words, hours=[])
    services.change(actor=orgadmin.actor, service_id=food_boxes.pk, edit=edit, at=now + DAY)
    assert is_open_again(need)


def test_a_service_that_came_with_a_directory_is_found_by_the_clock(
    food_boxes: Service, need: Need, network, now: datetime
):
    assert look_for_openings(network_id=network.pk, at=now + DAY) == 0
    Service.objects.filter(pk=food_boxes.pk).update(opened_at=now + HOUR)
    assert look_for_openings(network_id=network.pk, at=now + DAY) == 1
    assert is_open_again(need)


def test_another_networks_service_opens_nothing_here(foreigner: Worker, need: Need, now: datetime):
    far_away = Service.objects.create(
        network=foreigner.organization.network, organization=foreigner.organization,
        name="Boxes", topics=["food_pantry"],
    )  # fmt: skip
    with tenant_context(foreigner.organization.network_id):
        says(foreigner, far_away, "open", now + DAY)
    assert not is_open_again(need)


@pytest.mark.parametrize("status", [Organization.Status.PAUSED, Organization.Status.LEFT])
def test_a_partner_that_takes_no_part_opens_nothing(
    intake: Worker, food_boxes: Service, need: Need, now: datetime, status: str
):
    Organization.objects.filter(pk=food_boxes.organization_id).update(status=status)
    says(intake, food_boxes, "open", now + DAY)
    assert not is_open_again(need)


def test_the_owners_own_service_is_no_partner(
    navigator: Worker, clinic: Organization, need: Need, now: datetime
):
    fridge = Service.objects.create(
        network=clinic.network, organization=clinic, name="Fridge", topics=["food_pantry"]
    )
    says(hire(clinic, "Ines Own", Role.INTAKE), fridge, "open", now + DAY)
    assert not is_open_again(need)


def test_what_opened_long_ago_is_left_to_the_monthly_look(
    food_boxes: Service, need: Need, network, now: datetime
):
    Service.objects.filter(pk=food_boxes.pk).update(opened_at=now + HOUR)
    assert look_for_openings(network_id=network.pk, at=now + 31 * DAY) == 0
