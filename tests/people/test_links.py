"""Two records of Rosa: linked when she says so at both, carried by a code, ended at once; no hint without her."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput
from core.models import Event, Outbox
from core.tenancy import tenant_context
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Organization
from people.actions.consent import Agreement, give_consent, withdraw_consent
from people.actions.details import PersonDetails
from people.actions.links import end_link, make_link, propose_link
from people.actions.people import add_person
from people.lifecycle import Direction, Form
from people.models.agreements import Consent, Disclosure
from people.models.links import PersonLink
from people.models.person import Exclusion, Person
from people.search.links import twins_of
from referrals.actions.audit import ask
from referrals.actions.promises import PROMISES
from screening.actions.needs import FoundTopic, record_found, want_help
from tests.story import Worker, hire

NOW = timezone.now() - timedelta(hours=2)  # pages look at the clock
A_MONTH, A_YEAR = timedelta(days=30), timedelta(days=365)
ROSA = PersonDetails(first_name="Rosa", last_name="Delgado")


@pytest.fixture
def there(other_clinic: Organization) -> Worker:
    """Looks after Rosa's other record."""
    Organization.objects.filter(pk=other_clinic.pk).update(phone="(555) 010-0177")
    return hire(other_clinic, "Nora North", Role.NAVIGATOR)


@pytest.fixture
def rosa_there(there: Worker) -> Person:
    return add_person(actor=there.actor, details=ROSA, at=NOW)


def agrees(worker: Worker, person: Person, to: Organization, until=A_YEAR) -> Consent:
    said = Agreement(
        words="Both may know.", directions=frozenset({Direction.LINK}), recipients=(to.pk,),
        form=Form.WRITTEN, signed_name="R. Delgado", kept_where="binder", until=NOW + until,
    )  # fmt: skip
    return give_consent(actor=worker.actor, person_id=person.pk, agreement=said, at=NOW)[0]


def code_from(worker: Worker, person: Person, to: Organization, at=NOW) -> str:
    made = propose_link(actor=worker.actor, person_id=person.pk, organization_id=to.pk, at=at)
    return made.code


@pytest.fixture
def link(
    rosa: Person, navigator: Worker, rosa_there: Person, there: Worker
) -> Callable[[], PersonLink]:
    agrees(navigator, rosa, there.organization)
    agrees(there, rosa_there, navigator.organization)
    code = code_from(navigator, rosa, there.organization)
    return make_link(actor=there.actor, person_id=rosa_there.pk, code=code.lower(), at=NOW)


def found_by(worker: Worker, person: Person, topic: str) -> None:
    [need] = record_found(actor=worker.actor, person=person, topics=[FoundTopic(topic)], at=NOW)
    want_help(actor=worker.actor, need_id=need.pk, at=NOW)


def record_of(worker: Worker, person: Person) -> str:
    page = worker.client.get(reverse("people:record", args=[person.pk]))
    return page.content.decode()


def test_each_side_sees_who_else_helps_and_with_what_and_the_look_is_on_the_others_record(
    link: PersonLink, rosa: Person, navigator: Worker, rosa_there: Person, there: Worker
):
    found_by(there, rosa_there, "diapers")
    shown = record_of(navigator, rosa)
    assert "Northgate Clinic" in shown
    assert "010-0177" in shown
    assert "Diapers" in shown
    [look] = Disclosure.objects.filter(what="people.link")
    assert (look.person_ids, look.acting_for) == ([rosa_there.pk], navigator.organization.pk)
    assert look.consent_id == link.second_consent_id
    assert "Riverside" in record_of(there, rosa_there)


def test_nothing_private_is_told_and_nothing_at_all_of_whoever_is_contacted_with_care(
    link: PersonLink, rosa: Person, navigator: Worker, rosa_there: Person, there: Worker
):
    for topic in ("domestic_violence", "diapers"):
        found_by(there, rosa_there, topic)
    assert "iolence" not in record_of(navigator, rosa)
    Person.objects.filter(pk=rosa_there.pk).update(contact_with_care=True)
    shown = record_of(navigator, rosa)
    assert "Diapers" not in shown
    assert "Northgate Clinic" in shown


def test_without_a_yes_on_both_sides_there_is_no_link_and_no_hint(
    rosa: Person, navigator: Worker, rosa_there: Person, there: Worker
):
    with pytest.raises(BadInput, match="First ask the person"):
        code_from(navigator, rosa, there.organization)
    agrees(navigator, rosa, there.organization)
    code = code_from(navigator, rosa, there.organization)
    assert "Riverside" not in record_of(there, rosa_there)
    with pytest.raises(BadInput, match="First ask the person"):
        make_link(actor=there.actor, person_id=rosa_there.pk, code=code, at=NOW)
    assert not twins_of(navigator.actor, rosa, at=NOW)


def test_a_code_that_is_wrong_used_old_or_for_somebody_else_says_one_and_the_same(
    rosa: Person, navigator: Worker, rosa_there: Person, there: Worker, intake: Worker
):
    agrees(navigator, rosa, there.organization)
    agrees(there, rosa_there, navigator.organization)
    elsewhere = hire(intake.organization, "Pia Pantry", Role.NAVIGATOR)
    third = add_person(actor=elsewhere.actor, details=ROSA, at=NOW)
    agrees(elsewhere, third, navigator.organization)
    old = code_from(navigator, rosa, there.organization)
    code = code_from(navigator, rosa, there.organization)  # the one before it is worth nothing now
    tries = [
        (there, rosa_there, "AAAA-BBBB-CCCC", NOW), (there, rosa_there, old, NOW),
        (there, rosa_there, code, NOW + A_MONTH), (elsewhere, third, code, NOW),
    ]  # fmt: skip
    said = set()
    for worker, person, typed, at in tries:
        with pytest.raises(BadInput) as refused:
            make_link(actor=worker.actor, person_id=person.pk, code=typed, at=at)
        said.add(str(refused.value))
    make_link(actor=there.actor, person_id=rosa_there.pk, code=code, at=NOW)
    with pytest.raises(BadInput) as refused:
        make_link(actor=there.actor, person_id=rosa_there.pk, code=code, at=NOW)
    assert said == {str(refused.value)}


def test_the_code_is_kept_nowhere_and_nobody_is_told_that_there_is_one(
    rosa: Person, navigator: Worker, there: Worker
):
    consent = agrees(navigator, rosa, there.organization)
    code = code_from(navigator, rosa, there.organization)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM people_personlink AS l")
        assert code.replace("-", "") not in cursor.fetchone()[0]
    withdraw_consent(actor=navigator.actor, consent_id=consent.pk, at=NOW)
    announce_everywhere(at=timezone.now())
    assert not Delivery.objects.filter(template="sharing_stopped").exists()
    assert not Outbox.objects.filter(
        event_id__in=Event.objects.filter(kind__startswith="person_link").values("pk")
    ).exists()
    assert PersonLink.objects.get().ended_at == NOW


def test_it_ends_at_once_by_a_button_on_either_side(
    link: PersonLink, rosa: Person, navigator: Worker, rosa_there: Person, there: Worker
):
    end_link(actor=there.actor, person_id=rosa_there.pk, link_id=link.pk, at=NOW)
    assert "Northgate" not in record_of(navigator, rosa)
    assert not twins_of(there.actor, rosa_there, at=NOW)
    history = navigator.client.get(reverse("people:links", args=[rosa.pk])).content.decode()
    assert "Ended" in history


@pytest.mark.parametrize("side", ["here", "there"])
def test_it_ends_at_once_when_she_takes_back_her_yes_on_either_side(
    link: PersonLink, rosa: Person, navigator: Worker, there: Worker, side: str
):
    worker = navigator if side == "here" else there
    consent_id = link.first_consent_id if side == "here" else link.second_consent_id
    withdraw_consent(actor=worker.actor, consent_id=consent_id, at=NOW)
    assert not twins_of(navigator.actor, rosa, at=NOW)
    link.refresh_from_db()
    assert link.ended_by_organization == worker.organization


def test_it_shows_nothing_from_the_day_on_which_an_agreement_is_over(
    link: PersonLink, rosa: Person, navigator: Worker
):
    assert twins_of(navigator.actor, rosa, at=NOW + A_YEAR - timedelta(seconds=1))
    assert not twins_of(navigator.actor, rosa, at=NOW + A_YEAR)


def test_whoever_is_shut_out_of_either_record_learns_nothing(
    link: PersonLink, rosa: Person, navigator: Worker, colleague: Worker, rosa_there: Person
):
    assert twins_of(colleague.actor, rosa, at=NOW)
    Exclusion.objects.create(network=rosa.network, person=rosa_there, user=colleague.user)
    assert not twins_of(colleague.actor, rosa, at=NOW)
    Exclusion.objects.create(
        network=rosa.network, person=rosa_there, organization=navigator.organization
    )
    assert not twins_of(navigator.actor, rosa, at=NOW)


@pytest.mark.parametrize("what", ["is_victim_service", "is_part2_program"])
def test_nobody_of_a_victim_service_or_a_part_2_program_is_linked(
    rosa: Person, navigator: Worker, rosa_there: Person, there: Worker, what: str
):
    Organization.objects.filter(pk=there.organization.pk).update(**{what: True})
    agreed = agrees(navigator, rosa, there.organization)
    with pytest.raises(BadInput, match="Nobody may learn"):
        code_from(navigator, rosa, there.organization)
    raw = PersonLink(
        network=rosa.network, first=rosa, first_organization=navigator.organization,
        first_consent=agreed, second_organization=there.organization, digest="d", proposed_at=NOW,
        proposed_by=navigator.user, expires_at=NOW + A_MONTH,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="victim service or a part 2"), transaction.atomic():
        raw.save(force_insert=True)


def test_an_organization_that_becomes_one_is_seen_by_nobody_any_more(
    link: PersonLink, rosa: Person, navigator: Worker, there: Worker
):
    Organization.objects.filter(pk=there.organization.pk).update(is_victim_service=True)
    assert not twins_of(navigator.actor, rosa, at=NOW)


def test_the_database_links_nobody_without_both_agreements_and_never_over_networks(
    link: PersonLink, rosa: Person, rosa_there: Person, foreigner: Worker
):
    row = PersonLink.objects.filter(pk=link.pk)
    for change in ({"second_consent": None}, {"second_consent_id": link.first_consent_id},
                   {"second": rosa}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    with tenant_context_of(foreigner):
        far = add_person(actor=foreigner.actor, details=ROSA, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(second=far)
        connection.check_constraints()


def tenant_context_of(worker: Worker):
    return tenant_context(worker.organization.network_id)


def test_the_auditor_finds_a_link_that_stands_on_an_agreement_taken_back(
    link: PersonLink, rosa: Person
):
    [promise] = [p for p in PROMISES if p.name == "linked_by_both"]
    assert ask(promise, rosa.network_id, NOW).broken == 0
    Consent.objects.filter(pk=link.first_consent_id).update(withdrawn_at=NOW)
    assert ask(promise, rosa.network_id, NOW).broken == 1


def test_a_worker_makes_a_code_and_another_types_it_on_pages(
    rosa: Person, navigator: Worker, rosa_there: Person, there: Worker, stranger: Worker
):
    agrees(navigator, rosa, there.organization)
    agrees(there, rosa_there, navigator.organization)
    make = reverse("people:propose_link", args=[rosa.pk, there.organization.pk])
    assert stranger.client.post(make).status_code == 404
    page = navigator.client.post(make).content.decode()
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)[0]
    mine = reverse("people:links", args=[rosa_there.pk])
    wrong = there.client.post(mine, {"code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 422
    linked = there.client.post(mine, {"code": code}, follow=True).content.decode()
    assert "Riverside" in linked
    [link] = PersonLink.objects.all()
    there.client.post(reverse("people:end_link", args=[rosa_there.pk, link.pk]))
    assert not twins_of(navigator.actor, rosa, at=timezone.now())
