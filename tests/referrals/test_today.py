"""Today: whose turn is it, for whom, and which one verb? Nobody else's families, ever."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.ids import uuid7
from people.models.agreements import Disclosure
from people.models.person import Person, Relationship
from referrals.actions import answer
from referrals.actions.send import Sending, send
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from referrals.search.keyset import ROWS, Cursor
from screening.actions.needs import FoundTopic, record_found
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from screening.models.screening import Screening
from screening.models.with_need import NeedNamed
from tests.referrals.many import families, wanting
from tests.story import Worker

DAY = timedelta(days=1)
CONTROL = re.compile(r"^(SAVEPOINT|RELEASE|SELECT set_config)")


@pytest.fixture
def at() -> datetime:
    """Pages look at the clock, so their stories are told from now."""
    return timezone.now()


def page(worker: Worker, path: str = "/today/") -> str:
    response = worker.client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def sent(navigator: Worker, need: Need, agreed, sending: Sending, at: datetime):
    return send(actor=navigator.actor, need_id=need.pk, sending=sending, at=at - DAY)


def test_a_need_that_waits_for_help_is_the_navigators_turn_with_one_verb(
    navigator: Worker, need: Need
):
    shown = page(navigator)
    assert "Rosa Delgado" in shown
    assert "Find help" in shown
    assert "Nothing has been sent yet" in shown
    assert "1 family needs you today." in shown or "Nobody is waiting for you today." in shown


def test_once_it_is_sent_it_is_the_partners_turn(navigator: Worker, sent):
    assert "Rosa Delgado" not in page(navigator)
    waiting = page(navigator, "/today/?turn=partner")
    assert "Rosa Delgado" in waiting
    assert "Waiting for Eastside Pantry to reply" in waiting


def test_a_partner_without_room_brings_the_family_back_with_the_reason_in_words(
    navigator: Worker, intake: Worker, sent, at: datetime
):
    answer.decline(actor=intake.actor, referral_id=sent.pk, reason="no_capacity", at=at)
    shown = page(navigator)
    assert "Not able to help" in shown
    assert "Eastside Pantry has no room" in shown
    assert "Choose what is next" in shown


def test_a_question_is_repeated_in_the_partners_words(
    navigator: Worker, intake: Worker, sent, at: datetime
):
    answer.ask(actor=intake.actor, referral_id=sent.pk, question="Is a car seat needed?", at=at)
    assert "Eastside Pantry asks: “Is a car seat needed?”" in page(navigator)


def test_a_list_never_repeats_words_about_somebody_to_contact_with_care(
    navigator: Worker, intake: Worker, sent, rosa: Person, at: datetime
):
    rosa.contact_with_care = True
    rosa.save()
    answer.ask(actor=intake.actor, referral_id=sent.pk, question="Does he live there?", at=at)
    shown = page(navigator)
    assert "Eastside Pantry has a question" in shown
    assert "Does he live there?" not in shown


def test_the_row_says_whose_mother_she_is_and_her_language(
    navigator: Worker, rosa: Person, need: Need, at: datetime
):
    mateo = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Mateo", created_at=at,
        birth_date=str((at - 4.5 * 365 * DAY).date()),
    )  # fmt: skip
    Relationship.objects.create(
        network=rosa.network, person=mateo, other=rosa, kind="mother", since=at
    )
    assert "Mother of Mateo, 4 · Spanish" in page(navigator)


def test_a_colleague_finds_it_under_my_team_only(navigator: Worker, colleague: Worker, need: Need):
    assert "Rosa Delgado" not in page(colleague)
    assert "Rosa Delgado" in page(colleague, "/today/?who=team")


@pytest.mark.parametrize("path", ["/today/?who=team", "/today/?who=team&turn=partner", "/sent/"])
def test_a_stranger_and_a_foreigner_see_nobody(
    stranger: Worker, foreigner: Worker, sent, need: Need, path: str
):
    for outsider in (stranger, foreigner):
        assert "Rosa" not in page(outsider, path)


def test_a_sensitive_need_stands_in_nobodys_list_but_those_named_on_it(
    navigator: Worker, colleague: Worker, rosa: Person, at: datetime
):
    [need] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("domestic_violence")], at=at
    )
    assert "Rosa Delgado" not in page(colleague, "/today/?who=team")
    NeedNamed.objects.create(network=need.network, need=need, user=colleague.user)
    assert "Rosa Delgado" in page(colleague, "/today/?who=team")


def test_the_address_and_the_title_say_nothing_of_anybody(navigator: Worker, need: Need):
    shown = page(navigator)
    assert "Rosa" not in re.search("<title>(.*?)</title>", shown, re.DOTALL)[1]
    assert not re.search('href="[^"]*(rosa|delgado)', shown, re.IGNORECASE)


def test_one_look_at_the_list_is_one_row_of_who_saw_what(
    navigator: Worker, need: Need, rosa: Person
):
    page(navigator)
    [look] = Disclosure.objects.filter(what="referrals.today")
    assert (look.person_ids, look.actor_id) == ([rosa.pk], navigator.user.pk)


def queries(worker: Worker, path: str) -> int:
    client = worker.client
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len([query for query in seen.captured_queries if not CONTROL.match(query["sql"])])


@pytest.mark.parametrize("path", ["/today/", "/sent/?turn=partner"])
def test_fifty_rows_cost_as_many_statements_as_five(
    navigator: Worker, send_many: Callable[[int], None], path: str
):
    send_many(5)
    few = queries(navigator, path)
    send_many(45)
    assert queries(navigator, path) == few
    assert few <= 11  # one more when a question is open: its words are read


@pytest.fixture
def send_many(navigator: Worker, food_boxes, at: datetime):
    """So many needs on the owner's list, each with a try behind it; and as many still with the partner."""

    def make(number: int) -> None:
        clinic = navigator.organization
        for status in (Status.REJECTED, Status.REQUESTED):
            needs = wanting(navigator, families(navigator, number, at=at), at=at)
            Referral.objects.bulk_create(
                Referral(
                    network_id=clinic.network_id, need=need, sender=clinic, receiver=food_boxes.organization,
                    service=food_boxes, status=Status.REQUESTED, request_key=uuid7(), sent_at=at, released_at=at,
                    said_by="sender", recorded_by="sender", via="system", waiting_on="receiver",
                    next_step="answer", next_step_due=at, wake_at=at,
                )
                for need in needs
            )  # fmt: skip
            ids = [need.pk for need in needs]
            if status is Status.REJECTED:
                Referral.objects.filter(need__in=ids).update(
                    status=status, reason="no_capacity", ended_at=at, next_step="", waiting_on="",
                    next_step_due=None, wake_at=None,
                )  # fmt: skip
            else:
                Need.objects.filter(pk__in=ids).update(
                    status=NeedStatus.BEING_HELPED, waiting_on="partner", next_step="answer"
                )
        connection.check_constraints()

    return make


def test_every_family_is_on_exactly_one_page(navigator: Worker, at: datetime):
    needs = wanting(navigator, families(navigator, 2 * ROWS + 7, at=at), at=at)
    client, path, seen = navigator.client, "/today/", []
    while path:
        shown = client.get(path).content.decode()
        seen += re.findall(r'class="c-who who"><a href="/needs/([0-9a-f-]+)/', shown)
        onward = re.search(
            r'href="(/today/\?after=[^"]+)" rel="next"|href="(/today/\?after=[^"]+)"', shown
        )
        path = next(filter(None, onward.groups()), "") if onward else ""
    assert seen == [str(need.pk) for need in needs]


def test_needs_due_at_one_moment_are_parted_by_their_ids(navigator: Worker, at: datetime):
    needs = wanting(navigator, families(navigator, ROWS + 2, at=at), at=at)
    Need.objects.filter(pk__in=[need.pk for need in needs]).update(next_step_due=at)
    second = page(navigator, f"/today/?after={Cursor(at, sorted(n.pk for n in needs)[ROWS - 1])}")
    assert len(re.findall('class="c-who who"', second)) == 2


@pytest.mark.parametrize("words", ["x", "1.2.3", "99999999999999999999999.aa", "-1", "’"])
def test_a_made_up_cursor_opens_the_first_page(navigator: Worker, need: Need, words: str):
    assert "Rosa Delgado" in page(navigator, f"/today/?after={words}")


def test_more_than_a_thousand_are_not_counted(navigator: Worker, at: datetime):
    wanting(navigator, families(navigator, 1001, at=at), at=at)
    assert '<span class="n">1000+</span>' in page(navigator)


def test_the_pills_let_through_what_they_say(navigator: Worker, at: datetime):
    [nam] = families(navigator, 1, at=at, language="vi")
    [luz] = families(navigator, 1, at=at, language="es")
    wanting(navigator, [nam], at=at - 3 * DAY)
    wanting(navigator, [luz], at=at + 3 * DAY, topic="rent_help")
    rows = lambda path: len(re.findall('class="c-who who"', page(navigator, path)))  # noqa: E731 named, it is read twice
    assert rows("/today/") == 2
    assert rows("/today/?late=1") == 1
    assert rows("/today/?language=es") == 1
    assert rows("/today/?about=housing") == 1
    assert rows("/today/?about=housing&late=1") == 0


def test_who_has_waited_too_long_is_said_in_words(navigator: Worker, at: datetime):
    wanting(navigator, families(navigator, 2, at=at), at=at - 3 * DAY)
    shown = page(navigator)
    assert "2 families need you today. 2 have waited too long." in shown
    assert "3 days overdue" in shown


def test_an_empty_list_says_so_kindly(navigator: Worker):
    assert "Nobody is waiting for you" in page(navigator)


def test_a_screening_that_was_begun_waits_to_be_finished(
    navigator: Worker, colleague: Worker, rosa: Person, at: datetime
):
    Screening.objects.create(
        network=rosa.network, person=rosa, organization=rosa.custodian, instrument="hunger_vital_sign",
        instrument_version="1", asked_by=navigator.user, started_at=at,
    )  # fmt: skip
    assert "Finish screening" in page(navigator)
    assert "Finish screening" not in page(colleague)


def your_turn(worker: Worker, asked: str = "") -> int:
    """The number on the first tab."""
    found = re.search(r'Your turn\s*<span class="n">(\d+)<', page(worker, f"/today/{asked}"))
    assert found
    return int(found[1])


def test_the_tab_counts_what_the_list_shows_also_seen_from_another_tab(
    navigator: Worker, colleague: Worker, rosa: Person, at: datetime
):
    before = your_turn(navigator)
    Screening.objects.create(
        network=rosa.network, person=rosa, organization=rosa.custodian, instrument="hunger_vital_sign",
        instrument_version="1", asked_by=navigator.user, started_at=at,
    )  # fmt: skip
    assert your_turn(navigator) == before + 1
    assert your_turn(navigator, "?turn=partner") == before + 1
    assert your_turn(navigator, "?late=1") == before  # there it does not stand
    assert your_turn(colleague) == before
