"""Rosa has left Ray. He shares her telephone, then works at another organization, and looks for her everywhere.

To be read aloud: what he tries stands in the names, and each time he gets nothing, not even that there is
something that he does not get.
"""

import itertools
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.links import FAMILY, link_for, token_of
from organizations.grants import Role
from people.actions.details import ContactDetails, PersonDetails
from people.actions.people import add_person
from people.lifecycle import Channel
from people.models.person import Person
from referrals.links import request_link
from referrals.models.referral import Referral
from tests.api.conftest import Call, program
from tests.chance import stands_in
from tests.matrix.doors import NEVER_MADE, body_of
from tests.referrals.conftest import agreed, need, referral, sending, table
from tests.story import Worker, hire

__all__ = ["agreed", "need", "program", "referral", "sending", "table"]
NUMBER, RECORD, BORN = "(555) 010-0142", "MRN-20481", date(1994, 3, 7)
HERS = ("Rosa", "Delgado", "010-0142", RECORD, "1994", "Eastside", "food", "Food")
# What he knows of her, and the same of somebody who was never born.
NOBODYS = {
    "Rosa": "Quil", "Delgado": "Zambrov", "Rosa Delgado": "Quil Zambrov", "1994-03-07": "1903-02-01",
    NUMBER: "(555) 010-0177", RECORD: "QRN-77777",
}  # fmt: skip


@pytest.fixture
def rosa(navigator: Worker) -> Person:
    details = PersonDetails(
        first_name="Rosa", last_name="Delgado", birth_date=BORN, record_number=RECORD, language="en",
        contacts=(ContactDetails(Channel.TEXT, NUMBER, is_safe=True),),
    )  # fmt: skip
    at = timezone.now() - timedelta(days=5)
    rosa = add_person(actor=navigator.actor, details=details, at=at)
    rosa.agreed_word = "harvest moon"
    rosa.save(update_fields=["agreed_word"])
    return rosa


@pytest.fixture
def now():
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def arrived(referral: Referral) -> Referral:
    Referral.objects.update(released_at=timezone.now() - timedelta(minutes=1))
    return referral


@pytest.fixture
def ray(stranger: Worker) -> Worker:
    """At the other clinic he may do all that can be done there."""
    roles = (Role.NAVIGATOR, Role.SUPERVISOR, Role.SCREENER, Role.INTAKE, Role.ORGADMIN, Role.DUTY)
    return hire(stranger.organization, "Ray Rival", *roles)


def shows_nothing(answer: HttpResponse, *, but: tuple[str, ...] = ()) -> bool:
    page = answer.content.decode()
    return not [word for word in HERS if stands_in(page, word) and word not in but]


def counted(ask: Callable[[str], HttpResponse], what: str) -> tuple[int, int]:
    """The status, and how many questions the database was asked: what a clock could tell."""
    asked = itertools.count()

    def one_more(execute: Callable[..., object], *what: object) -> object:
        next(asked)
        return execute(*what)

    with connection.execute_wrapper(one_more):
        status = ask(what).status_code
    return status, next(asked)


def test_on_her_telephone_he_reads_one_question_that_names_nobody(rosa: Person, arrived: Referral):
    """The link that came by text is all that the telephone has."""
    link = link_for(
        network_id=rosa.network_id, purpose=FAMILY, object_id=rosa.pk, at=timezone.now(),
        lifetime=timedelta(days=1),
    )  # fmt: skip
    page, phone = f"/f/{token_of(link)}/", Client()

    assert shows_nothing(phone.get(page))
    for part in ("thanks/", "looked/", "agreed/", "stop/sharing/", "stop/help/", "stop/messages/"):
        assert shows_nothing(phone.get(page + part, follow=True))
    for guess in ("Ray", "Rosa", "harvest", "moon", "1994", "harvest moon"):
        assert shows_nothing(phone.post(f"{page}word/", {"word": guess}, follow=True), but=(guess,))
    assert shows_nothing(phone.get(page)), "after five wrong words even the right one waits"


def test_a_partners_link_that_he_was_forwarded_names_nobody(arrived: Referral):
    link = request_link(arrived, at=timezone.now())
    page = f"/o/{token_of(link)}/"

    for part in ("", f"{arrived.pk}/", "paper/", "file/", f"{arrived.pk}/dates/"):
        shown = Client().get(page + part, follow=True).content.decode()
        assert not [word for word in HERS[:5] if stands_in(shown, word)]


@pytest.mark.parametrize("words", NOBODYS)
def test_at_another_organization_he_searches_for_all_that_he_knows_of_her(
    words: str, ray: Worker, navigator: Worker, arrived: Referral, program: Call
):
    """As many questions and the same page as for somebody who was never born."""
    browser, key = ray.client, program(ray)

    def on_the_page(typed: str) -> HttpResponse:
        return browser.post("/people/", {"words": typed}, follow=True)

    def by_program(typed: str) -> HttpResponse:
        asked = {"words": typed}
        return key.post("/api/v1/people/search/", asked, content_type="application/json")

    nobody = NOBODYS[words]
    for search in (on_the_page, by_program):
        search(words), search(nobody)
        assert shows_nothing(search(words), but=(words, *words.split(), "1994", "010-0142"))
        assert counted(search, words) == counted(search, nobody)
    assert by_program(words).json() == []
    assert (
        program(navigator)
        .post("/api/v1/people/search/", {"words": "Rosa"}, content_type="application/json")
        .json()
    )


def test_he_writes_her_down_anew_and_is_not_told_that_somebody_knows_her(ray: Worker, rosa: Person):
    typed = {
        "first_name": "Rosa", "last_name": "Delgado", "birth_date": BORN.isoformat(),
        "record_number": RECORD, "language": "en",
    }  # fmt: skip
    answer = ray.client.post("/people/new/", typed)

    assert answer.status_code == 302, "no likely duplicate: two organizations hold two records"
    assert not Person.objects.filter(custodian=ray.organization).filter(pk=rosa.pk).exists()


def test_no_list_no_count_and_no_file_of_his_has_her_in_it(
    ray: Worker, table: Worker, arrived: Referral
):
    lists = (
        "/people/", "/today/", "/sent/", "/requests/", "/this-week/", "/this-week/paper/", "/this-week/file/",
        "/gaps/", "/gaps/file/", "/closings/", "/messages/", "/people/alerts/", "/scorecard/", "/our-services/",
    )  # fmt: skip
    browser = ray.client
    before = {path: body_of(browser.get(path), path) for path in lists}
    for path in lists:
        assert not [word for word in HERS[:5] if stands_in(before[path].decode(), word)], path
    Referral.objects.filter(pk=arrived.pk).update(version=2)
    for path in ("/desk/", "/desk/?tab=all", "/calls/"):
        assert not [
            word for word in HERS[:5] if stands_in(table.client.get(path).content.decode(), word)
        ]


def test_every_address_that_he_has_seen_over_a_shoulder_is_one_that_was_never_there(
    ray: Worker, foreigner: Worker, arrived: Referral
):
    """With her ids in his hand: the same words, and the same number of questions."""
    ids = {"person": arrived.need.subject_id, "need": arrived.need_id, "referral": arrived.pk}
    paths = (
        "/people/{person}/", "/people/{person}/seen/", "/people/{person}/emergency/", "/needs/{need}/",
        "/check-in/{person}/", "/referrals/{referral}/", "/referrals/{referral}/handout/", "/needs/new/{person}/",
    )  # fmt: skip
    nowhere = dict.fromkeys(ids, NEVER_MADE)
    for browser in (ray.client, foreigner.client):
        browser.get("/account/")
        for path in paths:
            there, gone = path.format(**ids), path.format(**nowhere)
            said = [body_of(browser.get(one), one) for one in (there, gone)]
            assert said[0] == said[1], path
            assert counted(browser.get, there) == counted(browser.get, gone), path
