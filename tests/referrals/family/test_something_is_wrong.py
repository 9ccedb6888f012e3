"""Past the word a family says what is wrong in its record, and reads what became of it: nobody else does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.links import FAMILY, link_for, token_of
from core.actor import Actor
from core.errors import NotAllowed, StepNotPossible
from core.models import Event
from people.actions.rights import answer_right, say_wrong
from people.lifecycle import Right, RightEnd
from people.models.agreements import Disclosure
from people.models.person import Person
from people.models.rights import RightsRequest
from people.words.readability import is_plain, reading
from tests.pressed import rows, twice
from tests.referrals.family.reading import WEEK, past_the_word, seen
from tests.story import Worker

SAID = {"line": "born", "words": "I was born in May, not in March."}


def tells(phone: Client, url: str, **said: str) -> str:
    past_the_word(phone, url)
    return seen(phone.post(f"{url}wrong/", {**SAID, **said}, follow=True))


def test_what_she_says_becomes_a_question_with_the_laws_own_day(
    phone: Client, url: str, rosa: Person
):
    page = tells(phone, url)
    [asked] = RightsRequest.objects.all()
    assert (asked.right, asked.via, asked.organization_id) == (
        Right.CORRECTION, "link", rosa.custodian_id,
    )  # fmt: skip
    assert (asked.about, asked.words) == ("My date of birth", SAID["words"])
    assert asked.next_step_due == asked.asked_at + timedelta(days=60)
    assert "We are looking at it." in page
    assert "May, not in March" not in page  # whoever takes the telephone reads no word of it
    assert is_plain(page, "en"), reading(page, "en")
    [event] = Event.objects.filter(kind="rights.asked")
    assert "March" not in str(event.details)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM people_rightsrequest")
        assert b"March" not in bytes(cursor.fetchone()[0])


def test_who_cares_for_her_reads_it_and_a_stranger_does_not(
    phone: Client, url: str, navigator: Worker, stranger: Worker, foreigner: Worker
):
    tells(phone, url)
    page = f"/people/rights/{RightsRequest.objects.get().pk}/"
    shown = navigator.client.get(page).content.decode()
    assert "I was born in May" in shown
    assert "They wrote it on their own page" in shown
    for worker in (stranger, foreigner):
        assert worker.client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (RightEnd.ACCEPTED, "You were right. We changed it."),
        (RightEnd.REFUSED, "We did not change it."),
    ],
)
def test_she_reads_what_became_of_it_and_not_why_on_a_telephone(
    phone: Client, url: str, navigator: Worker, end: RightEnd, state: str
):
    tells(phone, url)
    answer_right(
        actor=navigator.actor, right_id=RightsRequest.objects.get().pk, end=end,
        words="The hospital says March.", at=timezone.now(),
    )  # fmt: skip
    page = seen(phone.get(f"{url}wrong/"))
    assert state in page
    assert "hospital" not in page


def test_without_the_word_nothing_is_told_or_shown(phone: Client, url: str):
    phone.post(f"{url}wrong/", SAID)
    assert not RightsRequest.objects.exists()
    assert "What is wrong?" not in seen(phone.get(f"{url}wrong/", follow=True))


def test_who_is_contacted_with_care_has_no_such_page(phone: Client, url: str, rosa: Person):
    past_the_word(phone, url)
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    assert phone.post(f"{url}wrong/", SAID).status_code == 302
    assert not RightsRequest.objects.exists()
    with pytest.raises(NotAllowed):
        say_wrong(
            actor=Actor.link(rosa.network_id, rosa.pk, ""), person_id=rosa.pk, about="a", words="b",
            at=timezone.now(),
        )  # fmt: skip


def test_what_she_asked_in_the_office_stands_on_no_telephone_and_another_familys_never(
    phone: Client, url: str, rosa: Person, navigator: Worker
):
    tells(phone, url)
    RightsRequest.objects.update(via="phone")
    assert "We are looking at it." not in seen(phone.get(f"{url}wrong/"))
    RightsRequest.objects.update(via="link")
    ana = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Ana", agreed_word="Blue Kite",
        created_at=rosa.created_at,
    )  # fmt: skip
    link = link_for(
        network_id=rosa.network_id,
        purpose=FAMILY,
        object_id=ana.pk,
        at=timezone.now(),
        lifetime=WEEK,
    )
    hers = f"/f/{token_of(link)}/"
    past_the_word(phone, hers)
    assert "We are looking at it." not in seen(phone.get(f"{hers}wrong/"))
    with pytest.raises(Person.DoesNotExist):
        say_wrong(
            actor=Actor.link(rosa.network_id, ana.pk, ""), person_id=rosa.pk, about="a", words="b",
            at=timezone.now(),
        )  # fmt: skip


def test_nobody_buries_the_clinic_in_questions(phone: Client, url: str, rosa: Person):
    own = {"actor": Actor.link(rosa.network_id, rosa.pk, ""), "person_id": rosa.pk}
    for number in range(5):
        say_wrong(**own, about="My name", words=f"{number}", at=timezone.now())
    with pytest.raises(StepNotPossible):
        say_wrong(**own, about="My name", words="again", at=timezone.now())
    assert "We have what you told us" in tells(phone, url)


def test_an_empty_word_is_asked_for_and_every_look_is_written_down(
    phone: Client, url: str, rosa: Person
):
    past_the_word(phone, url)
    before = Disclosure.objects.count()
    assert phone.post(f"{url}wrong/", {"line": "born", "words": ""}).status_code == 422
    assert Disclosure.objects.count() == before + 1
    assert not RightsRequest.objects.exists()


def test_pressed_twice_it_asks_for_one_correction(phone: Client, url: str, rosa: Person):
    past_the_word(phone, url)
    twice(phone, f"{url}wrong/", f"{url}wrong/", SAID)
    assert rows(RightsRequest) == 1
