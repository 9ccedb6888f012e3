"""Rosa is asked about several things: one talk answers all of them, by link, by telephone or on paper."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.links import FAMILY, link_for, token_of
from core.history import of
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions.look_ahead import look_ahead
from referrals.models.referral import Referral
from referrals.search.check_in import due_to
from screening.actions.needs import FoundTopic, record_found, want_help
from screening.lifecycle import Lasts, LaterEnd, NeedStatus
from screening.models.later import Later
from screening.models.need import Need
from tests.referrals.family.reading import NAMES_SOMETHING, WEEK, past_the_word, seen
from tests.story import Worker

DAY = timedelta(days=1)


@pytest.fixture
def met(navigator: Worker, rosa: Person, helped: Need, now: datetime) -> Need:
    """Diapers come every month; today is the day to ask whether they still do."""
    [found] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=now - 30 * DAY
    )
    want_help(actor=navigator.actor, need_id=found.pk, at=now - 30 * DAY)
    closed = {"status": "met", "closed_at": now - 30 * DAY, "since": now - 30 * DAY, "via": "phone"}
    owes = dict.fromkeys(("next_step", "waiting_on"), "") | dict.fromkeys(
        ("next_step_due", "wake_at")
    )
    lasts = {"lasts": Lasts.RECURRING, "recheck_on": (now - DAY).date()}
    Need.objects.filter(pk=found.pk).update(**closed, **owes, **lasts)
    look_ahead(network_id=rosa.network_id, at=now)
    found.refresh_from_db()
    return found


@pytest.fixture
def recheck(met: Need) -> Later:
    return Later.objects.get(need=met)


def fields(client: Client, url: str, **answers: str) -> dict[str, str]:
    """What the form on the page sends: `answers` by the id of the need, the stamps as they stand there."""
    form = client.get(url).context["check_in" if "/f/" in url else "form"]
    stamps = {part.stamp.html_name: part.stamp.value() for part in form.parts}
    return stamps | {f"answer-{need}": said for need, said in answers.items()}


def test_past_the_word_all_that_is_due_is_named_and_answered_in_one_go(
    phone: Client, url: str, helped: Need, met: Need, recheck: Later, now: datetime
):
    page = seen(past_the_word(phone, url))
    for said in ("2 questions for you", "Food from a pantry", "Eastside Pantry", "Diapers"):
        assert said in page

    answers = fields(phone, url, **{helped.pk.hex: "yes", met.pk.hex: "yes"})
    thanks = seen(phone.post(f"{url}answers/", answers, follow=True))

    for row in (helped, met, recheck):
        row.refresh_from_db()
    assert (helped.status, helped.said_by, helped.via) == (NeedStatus.MET, "family", "link")
    assert (recheck.ended_how, met.status) == (LaterEnd.STILL_FINE, NeedStatus.MET)
    assert met.recheck_on >= (now + 28 * DAY).date(), "as long again as the last time"
    assert "We are so glad it worked out." in thanks
    assert "We are so glad all is well." in thanks
    assert of(met.pk)[0].via == "link"


def test_one_answer_leaves_the_other_question_for_another_time(
    phone: Client, url: str, helped: Need, recheck: Later
):
    past_the_word(phone, url)
    no = fields(phone, url, **{helped.pk.hex: "no"}) | {f"why-{helped.pk.hex}": "too_far"}
    phone.post(f"{url}answers/", no)

    helped.refresh_from_db()
    recheck.refresh_from_db()
    assert (helped.status, helped.why) == (NeedStatus.WANTS_HELP, "too_far")
    assert not recheck.is_done
    assert "One question for you" in seen(phone.get(url))


def test_the_bare_link_still_asks_one_neutral_question_at_a_time(
    phone: Client, url: str, helped: Need, recheck: Later
):
    first = phone.get(url).content.decode()
    assert first.count("Did the help we talked about work out?") == 1
    assert "all still well" not in first
    phone.post(f"{url}answer/", {"need": helped.pk, "stamp": due(helped), "answer": "yes"})

    second = phone.get(url).content.decode()
    assert "Is all still well with the help we talked about?" in second
    assert not [word for word in (*NAMES_SOMETHING, "Diapers") if word in second]
    phone.post(f"{url}answer/", {"need": recheck.need_id, "stamp": recheck.pk.hex, "answer": "yes"})

    recheck.refresh_from_db()
    assert recheck.ended_how == LaterEnd.STILL_FINE


def due(need: Need) -> str:
    return f"{need.version}.{need.not_yet_count}"


def test_help_that_is_needed_again_goes_on_as_a_new_need_of_the_same_owner(
    phone: Client, url: str, met: Need, recheck: Later, navigator: Worker
):
    past_the_word(phone, url)
    phone.post(f"{url}answers/", fields(phone, url, **{met.pk.hex: "no"}))

    new = Need.objects.get(continues=met)
    met.refresh_from_db()
    assert met.status == NeedStatus.MET, "what was met stays met"
    assert (new.status, new.said_by, new.recorded_by) == (NeedStatus.WANTS_HELP, "family", "family")
    assert new.responsible == navigator.user
    assert of(new.pk)[0].kind == "need.needed_again"


def test_without_the_word_and_with_care_no_list_is_shown_and_none_is_taken(
    phone: Client, url: str, helped: Need, met: Need, rosa: Person
):
    past_the_word(phone, url)
    answers = fields(phone, url, **{helped.pk.hex: "yes"})
    Client().post(f"{url}answers/", answers)
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    assert "Food from a pantry" not in seen(phone.get(url))
    phone.post(f"{url}answers/", answers)

    helped.refresh_from_db()
    assert helped.status == NeedStatus.TO_CONFIRM


def test_a_sensitive_need_is_on_no_list_of_a_link(phone: Client, url: str, helped: Need, met: Need):
    Need.objects.filter(pk=met.pk).update(is_sensitive=True, audience="subject")
    page = seen(past_the_word(phone, url))
    assert "Diapers" not in page
    assert "One question for you" in page


def test_another_familys_link_answers_nothing_of_rosas(
    phone: Client, helped: Need, rosa: Person, navigator: Worker, now: datetime
):
    other = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Ana", created_at=now,
        created_by=navigator.user, agreed_word="Red Boat",
    )  # fmt: skip
    link = link_for(
        network_id=rosa.network_id, purpose=FAMILY, object_id=other.pk, at=now, lifetime=WEEK
    )
    url = f"/f/{token_of(link)}/"
    phone.post(f"{url}word/", {"word": "Red Boat"})

    key = helped.pk.hex
    phone.post(f"{url}answers/", {f"answer-{key}": "yes", f"stamp-{key}": due(helped)})
    bare = phone.post(f"{url}answer/", {"need": helped.pk, "stamp": due(helped), "answer": "yes"})

    helped.refresh_from_db()
    assert helped.status == NeedStatus.TO_CONFIRM
    assert bare.status_code == 404


# --- the same talk by telephone, or on paper -----------------------------------------------------


@pytest.fixture
def talk(rosa: Person) -> str:
    return reverse("referrals:check_in", args=[rosa.pk])


def test_the_worker_reads_the_words_out_and_taps_what_rosa_says(
    navigator: Worker, talk: str, helped: Need, met: Need, recheck: Later, rosa: Person
):
    ContactPoint.objects.create(
        network=rosa.network, person=rosa, channel="phone", value="(555) 010-0144", is_safe=True
    )
    client = navigator.client
    page = seen(client.get(talk))
    for said in (
        "Hello. May I talk to Rosa, please?",
        "This is Priya Nair from Riverside Children’s Clinic. Can you talk now, and are you alone?",
        "We asked Eastside Pantry. Did it work out?",
        "Is all still well?",
        "Never leave words on a voicemail",
        "(555) 010-0144",
    ):
        assert said in page

    answers = fields(client, talk, **{helped.pk.hex: "yes", met.pk.hex: "yes"})
    told = client.post(talk, {**answers, "via": "phone"}, follow=True)

    helped.refresh_from_db()
    recheck.refresh_from_db()
    assert (helped.status, helped.said_by, helped.recorded_by, helped.via) == (
        NeedStatus.MET, "family", "owner", "phone",
    )  # fmt: skip
    assert recheck.is_done
    assert "2 answers are written down." in seen(told)
    assert "Every answer is in" in seen(told)


def test_the_words_are_in_the_familys_language_and_the_page_is_in_the_workers(
    navigator: Worker, talk: str, helped: Need, rosa: Person
):
    Person.objects.filter(pk=rosa.pk).update(language="es")
    page = navigator.client.get(talk)
    assert page.context["script"].language == "es"
    assert 'lang="es"' in page.content.decode()
    assert "Before you call" in seen(page)
    assert navigator.client.get(f"{talk}?lang=en").context["script"].language == "en"


def test_an_answer_that_came_by_link_meanwhile_is_not_written_over(
    navigator: Worker, phone: Client, url: str, talk: str, helped: Need
):
    typed = fields(navigator.client, talk, **{helped.pk.hex: "no"})
    past_the_word(phone, url)
    phone.post(f"{url}answers/", fields(phone, url, **{helped.pk.hex: "yes"}))

    navigator.client.post(talk, {**typed, "via": "phone"})

    helped.refresh_from_db()
    assert (helped.status, helped.via) == (NeedStatus.MET, "link")


def test_a_stranger_finds_no_talk_and_no_card(stranger: Worker, talk: str, helped: Need):
    assert stranger.client.get(talk).status_code == 404
    assert stranger.client.get(f"{talk}card/").status_code == 404


def test_nobody_calls_whom_nobody_may_contact(
    navigator: Worker, talk: str, helped: Need, rosa: Person
):
    Person.objects.filter(pk=rosa.pk).update(contacting_prohibited=True)
    page = seen(navigator.client.get(talk))
    assert "Nobody may contact this person." in page
    assert "May I talk to" not in page


def test_only_safe_numbers_are_shown_and_for_their_ears_alone_only_their_own(
    navigator: Worker, talk: str, helped: Need, rosa: Person
):
    point = {"network": rosa.network, "person": rosa, "channel": "phone", "is_safe": True}
    mother = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Inés",
        created_at=rosa.created_at, created_by=navigator.user,
    )  # fmt: skip
    ContactPoint.objects.create(**point | {"is_safe": False}, value="(555) 010-0111")
    ContactPoint.objects.create(**point, value="(555) 010-0122", whose=mother)
    ContactPoint.objects.create(**point, value="(555) 010-0133")

    page = seen(navigator.client.get(talk))
    assert "(555) 010-0111" not in page
    assert "(555) 010-0122" in page
    Need.objects.filter(pk=helped.pk).update(audience="subject")
    page = seen(navigator.client.get(talk))
    assert "(555) 010-0122" not in page
    assert "(555) 010-0133" in page


def test_a_card_on_paper_names_nothing_has_the_same_numbers_and_opens_her_page(
    navigator: Worker, talk: str, helped: Need, met: Need
):
    Need.objects.filter(pk=helped.pk).update(is_sensitive=True, responsible=navigator.user)
    on_screen = navigator.client.get(talk).context["form"]
    card = navigator.client.get(f"{talk}card/")

    words = card.content.decode()
    names = {*NAMES_SOMETHING, "Diapers"} - {"box"}  # it has boxes to mark
    assert not [name for name in names if name in words]
    assert [part.due.need_id for part in on_screen.parts] == [met.pk, helped.pk]
    assert [part.due.need_id for part in card.context["form"].parts] == [met.pk]
    assert 'class="qr"' in words


def test_who_is_contacted_with_care_gets_no_card(
    navigator: Worker, talk: str, helped: Need, rosa: Person
):
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    assert navigator.client.get(f"{talk}card/").status_code == 302
    assert "Talk to them alone, or not at all." in seen(navigator.client.get(talk))


def test_many_questions_cost_no_more_statements_than_one(
    navigator: Worker, rosa: Person, helped: Need, met: Need, now: datetime,
    django_assert_num_queries,
):  # fmt: skip
    actor = navigator.actor
    with django_assert_num_queries(3):
        assert len(due_to(rosa, actor, at=now)) == 2


def test_a_card_that_comes_back_is_written_down_as_paper(
    navigator: Worker, talk: str, helped: Need, referral: Referral
):
    typed = fields(navigator.client, talk, **{helped.pk.hex: "partly"})
    navigator.client.post(talk, {**typed, "via": "paper"})
    helped.refresh_from_db()
    assert (helped.status, helped.received_part, helped.via) == (
        NeedStatus.WANTS_HELP, True, "paper",
    )  # fmt: skip
