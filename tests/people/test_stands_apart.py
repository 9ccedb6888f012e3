"""An organization says that it helps people who flee violence: from then on nobody elsewhere finds its people."""

from collections.abc import Callable
from dataclasses import asdict

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, NotAllowed
from core.models import Event
from core.tenancy import tenant_context
from organizations.actions.laws import Laws, say_laws
from organizations.grants import Role
from organizations.models.laws import LawsSaid
from organizations.models.network import Network, Organization
from people.actions.links import make_link
from people.lifecycle import Direction
from people.models.agreements import Consent
from people.models.links import PersonLink
from people.models.person import Person, PersonToken
from people.search.find import find
from people.search.links import twins_of
from referrals.actions.desk import to_desk
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.models.need import Need
from tests.people.test_links import NOW, agrees, code_from, link, rosa_there, there
from tests.referrals.meanwhile import meanwhile
from tests.story import Worker, found, hire

__all__ = ["link", "rosa_there", "there"]
APART = Laws(is_victim_service=True)


@pytest.fixture
def admin(clinic: Organization) -> Worker:
    return hire(clinic, "Ida Admin", Role.ORGADMIN)


def says(worker: Worker, organization: Organization, laws: Laws, reason: str = "") -> None:
    say_laws(
        actor=worker.actor, organization_id=organization.pk, laws=laws, reason=reason,
        at=timezone.now(),
    )  # fmt: skip


def scopes(person: Person) -> set[object]:
    return set(PersonToken.objects.filter(person=person).values_list("scope", flat=True))


def names(worker: Worker) -> list[Person]:
    return find(actor=worker.actor, words="Rosa Delgado", at=timezone.now())


# --- somebody looks for her ---------------------------------------------------------------------


def test_of_her_no_sign_is_left_in_what_the_network_shares_and_her_own_helpers_find_her(
    rosa: Person, clinic: Organization, admin: Worker, navigator: Worker, stranger: Worker
):
    says(admin, clinic, APART)
    assert scopes(rosa) == {clinic.pk}
    assert names(navigator) == [rosa]
    assert names(stranger) == []


def test_he_works_at_both_and_the_other_place_does_not_warn_him_that_she_is_known(
    rosa: Person, clinic: Organization, admin: Worker, rosa_there: Person, there: Worker
):
    says(admin, clinic, APART)
    assert names(there) == [rosa_there]
    shown = there.client.get(reverse("people:record", args=[rosa_there.pk])).content.decode()
    assert clinic.name not in shown
    assert there.client.get(reverse("people:record", args=[rosa.pk])).status_code == 404


def test_the_link_between_her_records_ends_in_the_same_moment_and_her_code_opens_nothing(
    link: Callable[[], PersonLink], rosa: Person, rosa_there: Person, there: Worker,
    navigator: Worker, clinic: Organization, admin: Worker,
):  # fmt: skip
    at = timezone.now()
    assert twins_of(there.actor, rosa_there, at=at)
    says(admin, clinic, APART)
    assert not twins_of(there.actor, rosa_there, at=at)
    assert not twins_of(navigator.actor, rosa, at=at)
    assert not PersonLink.objects.filter(ended_at=None).exists()
    assert Consent.objects.filter(direction=Direction.LINK, withdrawn_at=None).count() == 2
    with pytest.raises(BadInput):
        code_from(navigator, rosa, there.organization, at=at)


def test_what_lies_at_the_desk_goes_back_to_whoever_follows_it(
    rosa: Person, clinic: Organization, admin: Worker, navigator: Worker, network: Network
):
    desk = hire(found(network, "Harbor Desk"), "Mara Desk", Role.DESK)
    [lacking] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=NOW
    )
    need = want_help(actor=navigator.actor, need_id=lacking.pk, at=NOW)
    to_desk(actor=navigator.actor, need_id=need.pk, at=NOW)
    assert Need.objects.at_desk(desk.actor).filter(pk=need.pk).exists()
    says(admin, clinic, APART)
    assert not Need.objects.at_desk(desk.actor).filter(pk=need.pk).exists()
    need.refresh_from_db()
    assert (need.is_at_desk, need.responsible_id) == (False, navigator.user.pk)


def test_the_networks_officer_sees_nothing_of_her_any_more(
    rosa: Person, clinic: Organization, admin: Worker, network: Network
):
    officer = hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)
    page = reverse("people:seen", args=[rosa.pk])
    assert officer.client.get(page).status_code == 200
    says(admin, clinic, APART)
    assert officer.client.get(page).status_code in {403, 404}


# --- who says it, and who takes it back ---------------------------------------------------------


def test_its_admin_and_the_convener_say_it_on_a_page_and_a_stranger_does_not(
    clinic: Organization, admin: Worker, convener: Worker, navigator: Worker, stranger: Worker,
    foreigner: Worker,
):  # fmt: skip
    page = reverse("organizations:laws", args=[clinic.pk])
    for worker in (navigator, stranger, foreigner):
        assert worker.client.get(page).status_code in {403, 404}
        assert worker.client.post(page, {"is_victim_service": "on"}).status_code in {403, 404}
    with pytest.raises(NotAllowed):
        says(stranger, clinic, APART)
    assert "Nobody elsewhere finds its people" in convener.client.get(page).content.decode()
    assert convener.client.post(page, {"is_victim_service": "on"}).status_code == 302
    clinic.refresh_from_db()
    assert clinic.is_victim_service
    assert "checked" in admin.client.get(page).content.decode()


def test_it_is_taken_back_with_a_reason_only_and_the_reason_stays(
    clinic: Organization, admin: Worker
):
    says(admin, clinic, APART)
    page, client = reverse("organizations:laws", args=[clinic.pk]), admin.client
    assert client.post(page, {}).status_code == 422
    clinic.refresh_from_db()
    assert clinic.is_victim_service
    assert client.post(page, {"reason": "Ticked by mistake"}).status_code == 302
    clinic.refresh_from_db()
    assert not clinic.is_victim_service
    assert "Ticked by mistake" in client.get(page).content.decode()
    events = Event.objects.filter(kind="organization.laws_said").order_by("id")
    assert [one.details["is_victim_service"] for one in events] == [True, False]
    assert "Ticked" not in str([one.details for one in events])


def test_who_says_what_holds_already_writes_nothing(clinic: Organization, admin: Worker):
    says(admin, clinic, Laws())
    assert not LawsSaid.objects.exists()


def test_the_database_takes_no_law_away_of_which_nobody_said_why(
    clinic: Organization, admin: Worker
):
    says(admin, clinic, APART)
    with pytest.raises(IntegrityError, match="nobody said why"), transaction.atomic():
        Organization.objects.filter(pk=clinic.pk).update(is_victim_service=False)
    said = {"network": clinic.network, "organization": clinic, "takes_away": True, "said_at": NOW}
    with pytest.raises(IntegrityError, match="taken_away_says_why"), transaction.atomic():
        LawsSaid.objects.create(**said, **asdict(Laws()))
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        LawsSaid.objects.update(reason="another")


# --- at one moment ------------------------------------------------------------------------------


@pytest.mark.usefixtures("transactional_db")
def test_a_code_typed_while_the_clinic_is_saying_what_it_is_links_nothing(
    rosa: Person, rosa_there: Person, there: Worker, navigator: Worker, admin: Worker
):
    agrees(navigator, rosa, there.organization)
    agrees(there, rosa_there, navigator.organization)
    code = code_from(navigator, rosa, there.organization)
    with transaction.atomic():
        says(admin, admin.organization, APART)
        typed = meanwhile(lambda: types(there, rosa_there, code))
    with pytest.raises(BadInput):
        typed.result(60)
    assert not PersonLink.objects.made().exists()


@pytest.mark.usefixtures("transactional_db")
def test_a_link_made_past_all_of_us_waits_for_what_is_being_said_and_is_refused(
    link: PersonLink, clinic: Organization
):
    with transaction.atomic():
        Organization.objects.filter(pk=clinic.pk).update(is_victim_service=True)
        made = meanwhile(lambda: saves(link))
    with pytest.raises(IntegrityError, match="is linked"):
        made.result(60)


def types(worker: Worker, person: Person, code: str) -> PersonLink:
    with tenant_context(person.network_id):
        return make_link(actor=worker.actor, person_id=person.pk, code=code, at=NOW)


def saves(link: PersonLink) -> None:
    with tenant_context(link.network_id):
        link.save(update_fields=["made_at"])
