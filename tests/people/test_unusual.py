"""Which looks a privacy officer is shown: many in an hour, one's own name, watched records, many emergencies."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, NotAllowed
from core.models import Event
from core.tenancy import tenant_context
from governance.models.policies import Policy
from insights.actions.nightly import audit_the_night, tell_of_the_hour
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from people import disclosures
from people.actions.contact import Safety, set_safety
from people.actions.details import PersonDetails
from people.actions.glass import break_glass
from people.actions.own_street import forget_own_street, forget_who_left, say_own_street
from people.actions.people import add_person
from people.lifecycle import Emergency
from people.models.looking import OwnStreet
from people.models.person import Person
from people.search.unusual import Kind, unusual
from tests.story import NOW, Worker, found, hire

HOUR = timedelta(hours=1)


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


@pytest.fixture
def relative(clinic: Organization) -> Worker:
    """Shares a family name with Rosa; perhaps by chance."""
    return hire(clinic, "Luz Jiménez", Role.NAVIGATOR)


def look(worker: Worker, *people: Person, at=NOW) -> None:
    actor = worker.actor
    for person in people:
        disclosures.record(
            actor=actor, person_ids=[person.pk], what="people.record", purpose="care", at=at
        )


def kinds(network: Network, at=NOW) -> list[tuple[str, object]]:
    return [(one.kind, one.user_id) for one in unusual(network.pk, since=at - HOUR, at=at)]


def decide(network: Network, key: str, value: int) -> None:
    Policy.objects.create(network=network, key=key, value=value, version=1, begins_at=NOW - HOUR)


def test_an_ordinary_day_shows_nothing(rosa: Person, navigator: Worker, stranger: Worker):
    look(navigator, rosa)
    look(stranger, rosa)
    assert kinds(rosa.network) == []


def test_many_people_in_an_hour_are_counted_once_each_against_the_partners_limit(
    rosa: Person, navigator: Worker, colleague: Worker, network: Network
):
    decide(network, "looks.people_an_hour", 2)
    names = ("Ana", "Ben", "Cleo")
    more = [
        add_person(actor=navigator.actor, details=PersonDetails(first_name=name), at=NOW)
        for name in names
    ]
    look(navigator, *more)
    look(colleague, rosa, rosa, rosa, rosa)
    assert kinds(network) == [(Kind.MANY, navigator.user.pk)]


def test_who_looks_at_their_own_family_name_is_shown_and_a_colleague_is_not(
    rosa: Person, relative: Worker, navigator: Worker
):
    look(relative, rosa)
    look(navigator, rosa)
    assert kinds(rosa.network) == [(Kind.SAME_NAME, relative.user.pk)]


@pytest.mark.parametrize(
    ("name", "found"), [("Luz Jiménez Mora", 1), ("Luz Mora", 0), ("Jiménez Mora", 0)]
)
def test_the_first_of_two_family_names_counts_as_well(
    rosa: Person, clinic: Organization, name: str, found: int
):
    worker = hire(clinic, name, Role.NAVIGATOR)
    look(worker, rosa)
    assert kinds(rosa.network) == [(Kind.SAME_NAME, worker.user.pk)] * found


def test_every_look_at_a_watched_record_is_shown(
    rosa: Person, navigator: Worker, colleague: Worker
):
    Person.objects.filter(pk=rosa.pk).update(is_watched=True)
    look(navigator, rosa, rosa)
    [one] = unusual(rosa.network_id, since=NOW - HOUR, at=NOW)
    assert (one.kind, one.times, one.person_id) == (Kind.WATCHED, 2, rosa.pk)


def test_who_often_has_an_emergency_is_shown(
    rosa: Person, colleague: Worker, screener: Worker, network: Network
):
    decide(network, "looks.emergencies_a_month", 2)
    for days, worker in ((9, colleague), (0, colleague), (0, screener)):
        break_glass(
            actor=worker.actor, person_id=rosa.pk, reason=Emergency.LIFE,
            words="The boy is alone at home.", at=NOW - timedelta(days=days),
        )  # fmt: skip
    assert kinds(network) == [(Kind.EMERGENCIES, colleague.user.pk)]


def test_nobody_in_the_care_of_a_victim_service_is_found_here(
    rosa: Person, relative: Worker, shelter: Organization
):
    Person.objects.filter(pk=rosa.pk).update(custodian=shelter, is_watched=True)
    look(relative, rosa)
    assert kinds(rosa.network) == []


def test_the_officer_is_told_at_night_in_numbers_and_another_network_is_not(
    rosa: Person, relative: Worker, foreigner: Worker, supervisor: Worker
):
    look(relative, rosa)
    for network_id in (rosa.network_id, foreigner.organization.network_id):
        with tenant_context(network_id):
            audit_the_night(network_id=network_id, at=NOW)
    event = Event.objects.get(kind="access.unusual")
    assert (event.network_id, event.details) == (rosa.network_id, {"same_name": 1})


def test_who_reads_record_after_record_is_told_of_in_the_next_hour_and_once(
    rosa: Person, navigator: Worker, colleague: Worker, foreigner: Worker, network: Network
):
    decide(network, "looks.people_an_hour", 1)
    ben = add_person(actor=navigator.actor, details=PersonDetails(first_name="Ben"), at=NOW)
    soon = NOW + timedelta(minutes=5)
    look(navigator, rosa, ben, at=soon)
    look(colleague, rosa, rosa, rosa, at=soon)
    for later in (HOUR, HOUR + timedelta(minutes=5), 2 * HOUR):
        for network_id in (network.pk, foreigner.organization.network_id):
            with tenant_context(network_id):
                tell_of_the_hour(network_id=network_id, at=NOW + later)
    event = Event.objects.get(kind="access.unusual")
    assert (event.network_id, event.details) == (network.pk, {"in_the_hour": 1})


def test_an_hour_in_which_nobody_hurried_is_not_told_of(
    rosa: Person, navigator: Worker, relative: Worker
):
    look(navigator, rosa, at=NOW + timedelta(minutes=5))
    look(relative, rosa, at=NOW + timedelta(minutes=5))
    tell_of_the_hour(network_id=rosa.network_id, at=NOW + HOUR)
    assert not Event.objects.filter(kind="access.unusual").exists()


def test_the_page_names_who_looked_and_not_at_whom(
    rosa: Person, relative: Worker, officer: Worker, navigator: Worker
):
    look(relative, rosa, at=timezone.now())
    page = officer.client.get(reverse("people:unusual")).content.decode()
    assert "Luz Jiménez" in page
    assert "The same family name" in page
    assert "Delgado" not in page
    assert navigator.client.get(reverse("people:unusual")).status_code == 403


# --- neighbors ----------------------------------------------------------------------------------

MAPLE = {"address": "9 Maple Ave, Apt 2", "postal_code": "94110"}


@pytest.fixture
def at_maple(rosa: Person, navigator: Worker) -> Person:
    """Rosa lives there."""
    details = PersonDetails(
        first_name="Rosa", address="212 E Maple Street", postal_code="94110-1234"
    )
    return add_person(actor=navigator.actor, details=details, at=NOW, despite_duplicates=True)


def test_who_opens_the_page_of_a_neighbor_is_shown_once_they_said_where_they_live(
    at_maple: Person, navigator: Worker, colleague: Worker
):
    say_own_street(actor=navigator.actor, at=NOW, **MAPLE)
    look(navigator, at_maple)
    look(colleague, at_maple)
    assert kinds(at_maple.network) == [(Kind.NEIGHBOUR, navigator.user.pk)]
    forget_own_street(actor=navigator.actor, at=NOW)
    assert kinds(at_maple.network) == []


@pytest.mark.parametrize(
    ("address", "postal_code"),
    [("212 E Maple Street", "94111"), ("212 Oak Street", "94110"), ("212 East Oak", "94110")],
)
def test_another_street_or_another_zip_code_is_no_neighbor(
    at_maple: Person, navigator: Worker, address: str, postal_code: str
):
    say_own_street(actor=navigator.actor, address=address, postal_code=postal_code, at=NOW)
    look(navigator, at_maple)
    assert kinds(at_maple.network) == []


def test_whoever_is_in_a_program_that_hides_their_address_is_nobodys_neighbor_from_then_on(
    at_maple: Person, navigator: Worker
):
    say_own_street(actor=navigator.actor, at=NOW, **MAPLE)
    look(navigator, at_maple)
    hidden = Safety(has_substitute_address=True, substitute_address="PO Box 7")
    set_safety(
        actor=navigator.actor,
        person_id=at_maple.pk,
        safety=hidden,
        version=at_maple.version,
        at=NOW,
    )
    assert kinds(at_maple.network) == []


@pytest.mark.parametrize(
    ("address", "postal_code"), [("PO Box 7", "94110"), ("9 Maple Ave", ""), ("12", "94110")]
)
def test_where_nobody_lives_is_not_kept(navigator: Worker, address: str, postal_code: str):
    with pytest.raises(BadInput):
        say_own_street(actor=navigator.actor, address=address, postal_code=postal_code, at=NOW)


def test_only_who_opens_records_says_where_they_live_and_it_goes_with_them(
    network: Network, navigator: Worker, stranger: Worker, intake: Worker
):
    page = "/people/own-street/"
    with pytest.raises(NotAllowed):
        say_own_street(actor=intake.actor, at=NOW, **MAPLE)
    assert intake.client.get(page).status_code == 403
    assert page in navigator.client.get("/account/").content.decode()
    assert navigator.client.post(page, MAPLE).status_code == 302
    assert "9 Maple Ave" in navigator.client.get(page).content.decode()
    assert "9 Maple Ave" not in stranger.client.get(page).content.decode()
    wrong = navigator.client.post(page, {"address": "Somewhere", "postal_code": "12"})
    assert (wrong.status_code, "Somewhere" in wrong.content.decode()) == (422, True)
    Membership.objects.filter(user=navigator.user).update(until=NOW)
    assert forget_who_left(network.pk) == 1
    assert not OwnStreet.objects.exists()
