"""The pantry's one list a week: one tap for all that goes on, line by line, or a file; nothing is said twice."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts import links
from core.ids import uuid7
from core.models import Event
from organizations.models.directory import Capacity
from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.actions.send import send
from referrals.actions.week import ANSWERS, offered
from referrals.forms.week import legend
from referrals.lifecycle import Status
from referrals.links import request_link, week_link
from referrals.models.referral import Referral
from referrals.search.week import number_of
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from tests.referrals.by_link import newest_code, words

pytestmark = pytest.mark.django_db
PAGE = "/this-week/"


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(days=5)


@pytest.fixture
def diapers(navigator, rosa, agreed, sending, now) -> Referral:
    """A second need of Rosa's at the same pantry."""
    [need] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=now
    )
    want_help(actor=navigator.actor, need_id=need.pk, at=now)
    also = replace(sending, request_key=uuid7())
    return send(actor=navigator.actor, need_id=need.pk, sending=also, at=now)


@pytest.fixture
def going(referral, intake, now) -> Referral:
    """Help with food is under way."""
    later = now + timedelta(minutes=1)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=later)
    return progress.start(actor=intake.actor, referral_id=referral.pk, at=later)


@pytest.fixture
def door(pantry) -> str:
    return links.url_path(week_link(pantry, at=timezone.now()))


def as_of(client: Client, page: str = PAGE) -> str:
    return client.get(page).context["at"].isoformat()


def line(referral: Referral) -> str:
    return f"line-{referral.pk.hex}"


def status_of(referral: Referral) -> str:
    return Referral.objects.get(pk=referral.pk).status


def rows_of(client: Client, page: str = f"{PAGE}file/") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(page).content.decode("utf-8-sig"))))


def bring_back(client: Client, rows: list[dict[str, str]], page: str = f"{PAGE}file/"):
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("week.csv", sheet.getvalue().encode(), "text/csv")
    return client.post(page, {"file": file})


def told(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_one_tap_says_that_all_goes_on_and_a_second_tap_says_nothing(intake, going, diapers):
    due = going.next_step_due
    client = intake.client
    tap = {"all": "still_going", "as_of": as_of(client)}
    client.post(PAGE, tap)
    second = client.post(PAGE, tap)
    going.refresh_from_db()
    assert going.next_step_due > due
    assert told("referral.still_going") == 1
    assert "Nothing was said twice" in words(second)
    assert (
        status_of(diapers) == Status.REQUESTED
    )  # a request that waits for an answer is not “going”


def test_each_line_is_answered_by_itself(intake, going, diapers):
    client = intake.client
    client.post(
        PAGE,
        {"as_of": as_of(client), line(going): "done:provided", line(diapers): "cannot:no_capacity"},
    )
    assert status_of(going) == Status.COMPLETED
    assert status_of(diapers) == Status.REJECTED
    assert Need.objects.get(pk=diapers.need_id).status == NeedStatus.WANTS_HELP


def test_a_line_without_news_says_nothing(intake, going, diapers):
    client = intake.client
    page = client.post(PAGE, {"as_of": as_of(client), line(going): "", line(diapers): ""})
    assert "nothing new to tell" in words(page)
    assert status_of(diapers) == Status.REQUESTED


def test_a_stranger_has_a_list_of_her_own_with_nothing_of_ours(stranger, navigator, going, rosa):
    assert rosa.first_name not in words(stranger.client.get(PAGE))
    stamp = as_of(stranger.client)
    stranger.client.post(PAGE, {"as_of": stamp, line(going): "failed:other"})
    assert status_of(going) == Status.IN_PROGRESS
    for page in ("", "paper/", "file/"):
        assert navigator.client.get(f"{PAGE}{page}").status_code == 403


def test_names_on_the_list_are_written_down_as_seen(intake, going, rosa):
    assert rosa.first_name in words(intake.client.get(PAGE))
    assert Disclosure.objects.filter(what="referrals.week", person_ids=[rosa.pk]).exists()


def test_what_is_refused_says_why_and_the_good_lines_go_in(intake, going, diapers, stranger):
    client = intake.client
    rows = rows_of(client)
    by_id = {row["request"]: row for row in rows}
    by_id[str(going.pk)]["answer"] = "Still_Going "
    by_id[str(diapers.pk)]["answer"] = "done:provided"  # nobody said yes yet
    elsewhere = dict(rows[0], request=str(uuid7()), answer="yes")
    spoilt = [dict(rows[0], request="17", answer="yes"), dict(rows[0], as_of="", answer="yes")]
    unknown = dict(by_id[str(diapers.pk)], answer="maybe")
    page = words(bring_back(client, [*rows, elsewhere, *spoilt, unknown]))
    assert told("referral.still_going") == 1
    assert status_of(diapers) == Status.REQUESTED
    for number, reason in (
        (4, "no request with this number"),
        (5, "column request"),
        (6, "column as_of"),
        (7, "not one of those"),
    ):
        assert f"Line {number}:" in page
        assert reason in page
    assert Event.objects.get(kind="referral.still_going").via == "file"


def test_the_same_file_twice_says_nothing_twice(intake, going):
    client = intake.client
    [row] = rows_of(client)
    row["answer"] = "still_going"
    for _time in range(2):
        page = bring_back(client, [row])
    assert told("referral.still_going") == 1
    assert "Nothing was said twice" in words(page)


@pytest.mark.parametrize("written", ["{:%Y-%m-%d}", "{:%m/%d/%Y}"])
def test_an_appointment_comes_with_its_day_and_goes_out_with_it(intake, going, written: str):
    client, day = intake.client, timezone.localdate() + timedelta(days=6)
    [row] = rows_of(client)
    assert row["appointment"] == ""
    bring_back(
        client, [dict(row, answer="waiting:appointment_set", appointment=written.format(day))]
    )
    going.refresh_from_db()
    assert (going.reason, going.appointment_on) == ("appointment_set", day)
    assert rows_of(client)[0]["appointment"] == day.isoformat()


def test_a_day_beside_another_answer_is_nobodys_appointment(intake, going):
    [row] = rows_of(intake.client)
    bring_back(intake.client, [dict(row, answer="still_going", appointment="2031-01-31")])
    assert told("referral.still_going") == 1
    assert Referral.objects.get(pk=going.pk).appointment_on is None


@pytest.mark.parametrize(
    ("day", "reason"), [("next week", "like 2026-11-30"), ("2020-01-31", "today or a later day")]
)
def test_a_day_that_cannot_be_is_refused_with_its_line(intake, going, day: str, reason: str):
    [row] = rows_of(intake.client)
    page = bring_back(intake.client, [dict(row, answer="waiting:appointment_set", appointment=day)])
    assert reason in words(page)
    assert status_of(going) == Status.IN_PROGRESS


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00r", b"request;answer\nx;y\n", b"x" * 1_100_000]
)
def test_what_is_not_the_list_is_refused_as_a_whole(intake, going, content):
    file = SimpleUploadedFile("week.csv", content, "text/csv")
    page = intake.client.post(f"{PAGE}file/", {"file": file})
    assert page.status_code == 422
    assert told("referral.still_going") == 0


def test_a_name_that_would_be_a_formula_stays_a_name(intake, going, rosa):
    rosa.first_name = "=1+1"
    rosa.save()
    [row] = rows_of(intake.client)
    assert row["family"] == "'=1+1"


def test_the_sheet_has_a_number_for_each_line(intake, going, diapers):
    page = words(intake.client.get(f"{PAGE}paper/"))
    for one in (going, diapers):
        assert number_of(one.pk) in page


@pytest.mark.parametrize(
    "status", [Status.REQUESTED, Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD]
)
def test_every_answer_offered_is_one_the_table_allows(intake, referral, status):
    """And every code has its words."""
    assert offered(status)
    assert set(legend()) == set(ANSWERS)
    if status is not Status.REQUESTED:
        answer.accept(actor=intake.actor, referral_id=referral.pk, at=timezone.now())


def test_an_open_question_is_never_lost_under_still_going(intake, going):
    answer.ask(actor=intake.actor, referral_id=going.pk, question="Which day?", at=timezone.now())
    client = intake.client
    client.post(PAGE, {"all": "still_going", "as_of": as_of(client)})
    assert Referral.objects.get(pk=going.pk).has_question


def test_the_list_asks_the_same_number_of_questions_however_long(
    intake, going, diapers, django_assert_max_num_queries
):
    client = intake.client
    client.get(PAGE)
    with django_assert_max_num_queries(24):
        client.get(PAGE)


# --- by the weekly link ----------------------------------------------------------------------------


def test_by_link_one_tap_from_the_mail_says_that_all_goes_on(door, going):
    client = Client()
    client.post(door, {"all": "still_going", "as_of": as_of(client, door)})
    event = Event.objects.get(kind="referral.still_going")
    assert (event.actor_kind, event.via, event.said_by) == ("link", "link", "receiver")


def test_by_link_names_stand_on_the_list_only_past_the_code(door, going, rosa):
    client = Client()
    for page in (door, f"{door}paper/", f"{door}file/"):
        assert rosa.first_name not in client.get(page).content.decode()
    assert not Disclosure.objects.exists()
    client.post(f"{door}send-code/")
    client.post(f"{door}code/", {"code": newest_code()})
    assert rosa.first_name in words(client.get(door))
    assert rosa.first_name in words(client.get(f"{door}{going.pk}/"))


def test_by_link_the_file_comes_back_too(door, going):
    client = Client()
    [row] = rows_of(client, f"{door}file/")
    row["answer"] = "still_going"
    bring_back(client, [row], f"{door}file/")
    assert told("referral.still_going") == 1


def test_by_link_room_is_said_for_ones_own_services_only(door, food_boxes, stranger, going):
    theirs = type(food_boxes).objects.create(
        network=food_boxes.network, organization=stranger.organization, name="Theirs", topics=[]
    )
    client = Client()
    assert client.post(f"{door}services/{food_boxes.pk}/room/", {"room": "full"}).status_code == 200
    assert client.post(f"{door}services/{theirs.pk}/room/", {"room": "full"}).status_code == 404
    assert list(Capacity.objects.values_list("service_id", flat=True)) == [food_boxes.pk]


@pytest.mark.parametrize("delicate", ["sensitive", "care"])
def test_what_is_delicate_is_not_on_the_list_behind_a_link(door, going, rosa, delicate):
    if delicate == "care":
        Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    else:
        Need.objects.filter(pk=going.need_id).update(is_sensitive=True)
    client = Client()
    assert number_of(going.pk) not in words(client.get(door))
    assert client.get(f"{door}{going.pk}/").status_code == 404


def test_a_link_to_one_request_does_not_open_the_list(going, door):
    one = links.url_path(request_link(going, at=timezone.now()))
    for page in ("paper/", "file/"):
        assert Client().get(f"{one}{page}").status_code == 404
