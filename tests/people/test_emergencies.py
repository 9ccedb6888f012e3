"""In an emergency a person is opened for an hour: the reason is kept, the officer told, every look is named."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event, Outbox
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role, sync
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from people.actions.glass import break_glass, review_glass
from people.lifecycle import Emergency, GlassReview
from people.models.agreements import Disclosure
from people.models.glass import BrokenGlass
from people.models.person import Exclusion, Person
from screening.actions.needs import FoundTopic, record_found
from screening.models.need import Need
from tests.story import NOW, Worker, found, hire

WHY = "Her carer is in hospital and the boy is alone."
SOON, LATER = NOW + timedelta(minutes=59), NOW + timedelta(minutes=60)


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


@pytest.fixture
def private(rosa: Person, navigator: Worker) -> Need:
    """Seen by the navigator who found it, and by nobody else at the clinic."""
    topics = [FoundTopic("domestic_violence")]
    [need] = record_found(actor=navigator.actor, person=rosa, topics=topics, at=NOW)
    return need


def opens(worker: Worker, person: Person, at=NOW, words: str = WHY) -> BrokenGlass:
    reason = Emergency.LIFE
    return break_glass(actor=worker.actor, person_id=person.pk, reason=reason, words=words, at=at)


def sees(worker: Worker, need: Need, at) -> bool:
    return Need.objects.visible_to(worker.actor, at=at).filter(pk=need.pk).exists()


def test_a_colleague_sees_what_only_named_people_see_for_an_hour_and_no_longer(
    private: Need, rosa: Person, colleague: Worker, supervisor: Worker
):
    assert not sees(colleague, private, NOW)
    opens(colleague, rosa)
    assert sees(colleague, private, NOW)
    assert sees(colleague, private, SOON)
    assert not sees(colleague, private, LATER)
    assert not sees(supervisor, private, SOON)


def test_a_screener_reads_the_whole_record_for_an_hour(rosa: Person, screener: Worker):
    client, page = screener.client, reverse("people:record", args=[rosa.pk])
    note = reverse("people:chart_note", args=[rosa.pk])
    assert b"Has no car" not in client.get(page).content
    assert client.get(note).status_code == 403
    said = {"reason": "life", "words": WHY}
    opened = client.post(reverse("people:break_glass", args=[rosa.pk]), said, follow=True)
    assert b"Has no car" in opened.content
    assert b"Whoever watches over records has been told" in opened.content
    assert client.get(note).status_code == 200
    change = reverse("people:change", args=[rosa.pk])
    assert client.get(change).status_code == 403


def test_every_look_within_the_hour_is_one_in_an_emergency(rosa: Person, colleague: Worker):
    opens(colleague, rosa, at=timezone.now())
    colleague.client.get(reverse("people:record", args=[rosa.pk]))
    assert Disclosure.objects.get(what="people.record").purpose == "emergency"


def test_the_privacy_officer_is_told_at_once_without_a_name_and_a_stranger_is_not(
    rosa: Person, colleague: Worker, officer: Worker, stranger: Worker
):
    opens(colleague, rosa)
    event = Event.objects.get(kind="glass.broken")
    assert str(rosa.pk) not in str(event.details)
    assert Outbox.objects.filter(event_id=event.pk).exists()
    announce_everywhere(at=NOW)
    [mail] = Delivery.objects.filter(template="glass_broken")
    assert (mail.user_id, mail.available_at) == (officer.user.pk, NOW)


@pytest.mark.parametrize("why", ["there is none", "she shut them out", "they opened it themselves"])
def test_where_nobody_may_judge_it_whoever_convenes_is_asked_to_name_somebody(
    rosa: Person, colleague: Worker, officer: Worker, convener: Worker, stranger: Worker, why: str
):
    opener = colleague
    if why == "there is none":
        Membership.objects.filter(pk=officer.membership.pk).update(roles=[])
        officer.membership.refresh_from_db()
        sync(officer.membership)
    elif why == "she shut them out":
        Exclusion.objects.create(network=rosa.network, person=rosa, user=officer.user)
    else:
        opener = hire(colleague.organization, "Both At Once", Role.NAVIGATOR, Role.PRIVACY)
        Exclusion.objects.create(network=rosa.network, person=rosa, user=officer.user)
    opens(opener, rosa)
    announce_everywhere(at=NOW)
    told = Delivery.objects.filter(template__in=["glass_broken", "nobody_judges"])
    assert list(told.values_list("user_id", "template")) == [(convener.user.pk, "nobody_judges")]


def test_a_second_click_opens_nothing_anew(rosa: Person, colleague: Worker):
    assert opens(colleague, rosa) == opens(colleague, rosa, at=SOON)
    assert Event.objects.filter(kind="glass.broken").count() == 1


def test_without_a_reason_that_somebody_can_judge_nothing_opens(rosa: Person, colleague: Worker):
    with pytest.raises(BadInput):
        opens(colleague, rosa, words="urgent")
    assert not BrokenGlass.objects.exists()


def test_nobody_of_another_organization_or_network_can_open_anything(
    rosa: Person, stranger: Worker, foreigner: Worker, intake: Worker
):
    for worker in (stranger, foreigner, intake):
        with pytest.raises(Person.DoesNotExist):
            opens(worker, rosa)
        answer = worker.client.get(reverse("people:break_glass", args=[rosa.pk]))
        assert answer.status_code == 404


def test_whom_she_has_shut_out_stays_outside_in_an_emergency_too(
    private: Need, rosa: Person, colleague: Worker
):
    opens(colleague, rosa)
    Exclusion.objects.create(network=rosa.network, person=rosa, user=colleague.user)
    assert not sees(colleague, private, SOON)
    with pytest.raises(Person.DoesNotExist):
        opens(colleague, rosa, at=SOON)


def test_at_a_victim_service_there_is_no_glass_to_break(
    rosa: Person, advocate: Worker, shelter: Organization
):
    Person.objects.filter(pk=rosa.pk).update(custodian=shelter)
    with pytest.raises(NotAllowed):
        opens(advocate, rosa)


# --- afterwards ---------------------------------------------------------------------------------


def test_the_officer_judges_once_and_what_was_wrong_needs_a_sentence(
    rosa: Person, colleague: Worker, officer: Worker
):
    glass = opens(colleague, rosa)
    judge = {"actor": officer.actor, "glass_id": glass.pk, "at": LATER}
    with pytest.raises(BadInput):
        review_glass(review=GlassReview.WRONG, **judge)
    review_glass(review=GlassReview.WRONG, words="We talk on Monday.", **judge)
    with pytest.raises(StepNotPossible):
        review_glass(review=GlassReview.RIGHT, **judge)
    assert Event.objects.filter(kind="glass.reviewed").count() == 1


def test_nobody_judges_what_they_did_themselves(rosa: Person, clinic: Organization):
    both = hire(clinic, "Olga Officer", Role.NAVIGATOR, Role.PRIVACY)
    glass = opens(both, rosa)
    with pytest.raises(NotAllowed):
        review_glass(actor=both.actor, glass_id=glass.pk, review=GlassReview.RIGHT, at=LATER)


def test_the_queue_shows_who_and_why_and_takes_the_answer(
    rosa: Person, colleague: Worker, officer: Worker
):
    glass = opens(colleague, rosa, at=timezone.now())
    client, queue = officer.client, reverse("people:glasses")
    page = client.get(queue).content.decode()
    assert "Dana Ortiz" in page
    assert WHY in page
    assert "Delgado" not in page
    address = reverse("people:review_glass", args=[glass.pk])
    assert client.post(address, {f"{glass.pk}-review": "wrong"}).status_code == 422
    done = client.post(address, {f"{glass.pk}-review": "right"}, follow=True)
    assert "It was right" in done.content.decode()


def test_only_a_privacy_officer_sees_the_queue(rosa: Person, colleague: Worker, stranger: Worker):
    opens(colleague, rosa)
    for worker in (colleague, stranger):
        assert worker.client.get(reverse("people:glasses")).status_code == 403


def test_an_officer_of_another_network_finds_nothing(
    rosa: Person, colleague: Worker, foreigner: Worker
):
    glass = opens(colleague, rosa, at=timezone.now())
    client = foreigner.client
    assert WHY not in client.get(reverse("people:glasses")).content.decode()
    address = reverse("people:review_glass", args=[glass.pk])
    assert client.post(address, {f"{glass.pk}-review": "right"}).status_code == 404


# --- what the database refuses ------------------------------------------------------------------


@pytest.mark.parametrize("statement", [
    "UPDATE people_brokenglass SET until = until + interval '1 hour'",
    "UPDATE people_brokenglass SET reason = 'today'",
    "DELETE FROM people_brokenglass",
])  # fmt: skip
def test_what_was_opened_stays_as_it_was(rosa: Person, statement: str):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_no_glass_stays_broken_for_longer_than_an_hour(rosa: Person, colleague: Worker):
    glass = BrokenGlass(
        network=rosa.network, person=rosa, user=colleague.user, organization=colleague.organization,
        reason="life", words=WHY, since=NOW, until=NOW + timedelta(minutes=61),
    )  # fmt: skip
    with pytest.raises(Exception, match="closes_after_an_hour"), transaction.atomic():
        glass.save()


def test_nobody_looks_without_a_purpose(rosa: Person, navigator: Worker):
    with pytest.raises(Exception, match="says_why"), transaction.atomic():
        Disclosure.objects.create(
            network=rosa.network, actor_kind="user", person_ids=[rosa.pk], what="a", purpose="",
            at=NOW,
        )  # fmt: skip
