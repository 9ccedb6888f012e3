"""The register of gaps: what is missing, in numbers that point at nobody; and who looks again."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.grants import Role
from people.models.person import Person
from screening.actions.gaps import record_gap
from screening.lifecycle import NeedStatus, WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need
from tests.desk import name_the_desk
from tests.screening.test_gaps import wanted
from tests.story import Worker, found, hire

PAGE, FILE = "/gaps/", "/gaps/file/"


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(days=3)


@pytest.fixture
def desk(network) -> Worker:
    return hire(found(network, "Harbor Table"), "Dee Moss", Role.DESK)


@pytest.fixture
def convener(network) -> Worker:
    return hire(found(network, "Harbor Commons"), "Cleo Vance", Role.CONVENER)


def lacking(worker: Worker, person: Person, *topics: str, at: datetime) -> list[Need]:
    return [
        record_gap(
            actor=worker.actor,
            need_id=wanted(worker, person, topic, at).pk,
            why=WhyNobody.FULL,
            at=at,
        )
        for topic in topics
    ]


def words(worker: Worker, path: str = PAGE) -> str:
    response = worker.client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_convener_the_desk_and_the_supervisor_read_what_is_missing_without_a_name(
    convener: Worker,
    desk: Worker,
    supervisor: Worker,
    navigator: Worker,
    rosa: Person,
    now: datetime,
):
    lacking(navigator, rosa, "diapers", at=now)
    for worker in (convener, desk, supervisor):
        page = words(worker)
        assert "Diapers" in page
        assert "Everybody is full" in page
        assert "Rosa" not in page
        assert "Delgado" not in page


def test_a_stranger_reads_nothing_of_it(
    stranger: Worker, intake: Worker, navigator: Worker, rosa: Person, now: datetime
):
    lacking(navigator, rosa, "diapers", at=now)
    assert "Diapers" not in words(stranger)  # supervises elsewhere
    assert "diapers" not in words(stranger, FILE)
    for path in (PAGE, FILE):
        assert intake.client.get(path).status_code == 403
        assert navigator.client.get(path).status_code == 403


def test_of_what_is_private_only_a_number_is_told_and_no_small_one(
    convener: Worker, desk: Worker, navigator: Worker, rosa: Person, now: datetime
):
    [need] = lacking(navigator, rosa, "domestic_violence", at=now)
    page, file = words(convener), words(convener, FILE)
    assert "under 11" in page
    assert "Everybody is full" not in page
    assert str(need.pk) not in page
    assert "domestic_violence,intimate-partner-violence,,,<11," in file
    assert "domestic_violence" not in words(desk, FILE)


def test_eleven_are_told(convener: Worker, navigator: Worker, rosa: Person, now: datetime):
    for _ in range(11):
        [need] = lacking(navigator, rosa, "diapers", at=now)
        Need.objects.filter(pk=need.pk).update(topic="mold")
        need.refresh_from_db()
        if need.is_at_desk:
            name_the_desk(need)
        Need.objects.filter(pk=need.pk).update(is_sensitive=True)
    assert "diapers,material-hardship,,,11," in words(convener, FILE)


def test_the_file_says_the_same_as_the_page(
    supervisor: Worker, navigator: Worker, rosa: Person, now: datetime
):
    Person.objects.filter(pk=rosa.pk).update(zip3="130")
    lacking(navigator, Person.objects.get(pk=rosa.pk), "diapers", at=now)
    assert words(supervisor, FILE).splitlines() == [
        "topic,category,why,zip3,needs,oldest",
        f"diapers,material-hardship,full,130,1,{now:%Y-%m-%d}",
    ]


def test_as_many_statements_for_one_gap_as_for_many(
    supervisor: Worker, navigator: Worker, rosa: Person, now: datetime
):
    def cost() -> int:
        supervisor.client.get(PAGE)
        client = supervisor.client
        with CaptureQueriesContext(connection) as seen:
            client.get(PAGE)
        return len(seen)

    lacking(navigator, rosa, "diapers", at=now)
    alone = cost()
    lacking(navigator, rosa, "clothing", "furniture", "mold", "rides", "wic", at=now)
    assert cost() == alone


def test_the_desk_looks_again_from_the_register(
    desk: Worker, navigator: Worker, rosa: Person, now: datetime
):
    [need] = lacking(navigator, rosa, "diapers", at=now)
    assert f"/needs/{need.pk}/still-nobody/" in words(desk)
    answer = desk.client.post(f"/needs/{need.pk}/still-nobody/", {"register": "1"})
    assert answer["Location"] == PAGE
    assert Gap.objects.get(need=need).reviewed_at is not None
    desk.client.post(f"/needs/{need.pk}/try-again/", {"register": "1"})
    assert Need.objects.get(pk=need.pk).status == NeedStatus.WANTS_HELP


def test_a_stranger_cannot_look_again(
    stranger: Worker, foreigner: Worker, navigator: Worker, rosa: Person, now: datetime
):
    [need] = lacking(navigator, rosa, "diapers", at=now)
    for worker in (stranger, foreigner):
        for verb in ("still-nobody", "try-again"):
            assert worker.client.post(f"/needs/{need.pk}/{verb}/").status_code == 404
