"""Rosa holds a link. It asks one question and tells nothing, whoever holds it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.links import FAMILY, link_for, revoke, token_of
from accounts.models import AccessLink
from core.models import Event
from people.models.person import Person
from referrals.models.referral import Referral
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.referrals.family.reading import (
    NAMES_SOMETHING,
    WEEK,
    WORD,
    asked,
    past_the_word,
    seen,
    tap,
)
from tests.story import Worker


def test_the_bare_link_asks_one_neutral_question_and_names_nothing(
    phone: Client, url: str, helped: Need
):
    response = phone.get(url)
    page = response.content.decode()

    assert response.status_code == 200
    assert "Did the help we talked about work out?" in page
    assert not [word for word in NAMES_SOMETHING if word in page]
    assert "<title>A message for you</title>" in page
    assert page.count('name="answer"') == 4
    assert "/stop/" not in page


def test_no_copy_is_kept_no_address_told_and_no_session_made(phone: Client, url: str, helped: Need):
    response = phone.get(url)

    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert "data-leave" in response.content.decode()


def test_looking_at_it_changes_nothing(phone: Client, url: str, helped: Need):
    before = Event.objects.count()
    for path in (url, f"{url}answer/", f"{url}why/", f"{url}word/", f"{url}stop/help/"):
        phone.get(path, {"answer": "yes", "need": str(helped.pk)})

    helped.refresh_from_db()
    assert helped.status == NeedStatus.TO_CONFIRM
    assert Event.objects.count() == before


def test_yes_closes_the_need_on_her_own_word(phone: Client, url: str, helped: Need):
    thanks = tap(phone, url, "yes")

    helped.refresh_from_db()
    assert (helped.status, helped.said_by, helped.via) == (NeedStatus.MET, "family", "link")
    assert "Thank you" in seen(thanks)
    assert "We have no question for you right now" in seen(phone.get(url))


def test_a_second_answer_on_an_old_page_changes_nothing_and_is_thanked(
    phone: Client, url: str, helped: Need
):
    old_page = asked(phone, url)
    tap(phone, url, "yes")

    again = phone.post(f"{url}answer/", {**old_page, "answer": "no"}, follow=True)

    helped.refresh_from_db()
    assert helped.status == NeedStatus.MET
    assert "You told us before" in seen(again)


def test_thanks_stand_on_a_page_of_their_own_once_and_in_her_browser_only(
    phone: Client, url: str, helped: Need
):
    sent = phone.post(f"{url}answer/", {**asked(phone, url), "answer": "no"})
    assert (sent.status_code, sent["Location"]) == (302, f"{url}thanks/")
    stranger = Client()
    assert stranger.get(f"{url}thanks/")["Location"] == url

    shown = phone.get(f"{url}thanks/")
    assert "We are sorry" in seen(shown)
    assert shown["Cache-Control"] == "no-store"
    assert phone.get(f"{url}thanks/")["Location"] == url


def test_a_forged_thank_you_is_not_shown(phone: Client, url: str, helped: Need):
    tap(phone, url, "no")
    phone.cookies["family_said"] = "made:up"
    assert phone.get(f"{url}thanks/")["Location"] == url


def test_a_reloaded_not_yet_counts_once(phone: Client, url: str, helped: Need):
    old_page = {**asked(phone, url), "answer": "not_yet"}
    phone.post(f"{url}answer/", old_page)
    phone.post(f"{url}answer/", old_page)

    helped.refresh_from_db()
    assert (helped.status, helped.not_yet_count) == (NeedStatus.TO_CONFIRM, 1)


def test_the_third_not_yet_sets_somebody_looking_and_says_so(phone: Client, url: str, helped: Need):
    tap(phone, url, "not_yet")
    tap(phone, url, "not_yet")
    third = tap(phone, url, "not_yet")

    helped.refresh_from_db()
    assert helped.status == NeedStatus.WANTS_HELP
    assert "look for other help" in seen(third)


def test_no_opens_the_need_and_the_why_is_one_more_tap(
    phone: Client, url: str, helped: Need, referral: Referral
):
    thanks = tap(phone, url, "no")
    assert "Nobody called me" in seen(thanks)
    helped.refresh_from_db()
    assert (helped.status, helped.why) == (NeedStatus.WANTS_HELP, "other")

    phone.post(f"{url}why/", {"need": str(helped.pk), "why": "nobody_called"})

    helped.refresh_from_db()
    referral.refresh_from_db()
    assert helped.why == "nobody_called"
    assert referral.is_contested


def test_a_part_of_it_contests_nothing(phone: Client, url: str, helped: Need, referral: Referral):
    tap(phone, url, "no")
    phone.post(f"{url}why/", {"need": str(helped.pk), "why": "partly"})

    helped.refresh_from_db()
    referral.refresh_from_db()
    assert (helped.status, helped.received_part) == (NeedStatus.WANTS_HELP, True)
    assert not referral.is_contested


def test_a_why_that_comes_a_day_later_changes_nothing(phone: Client, url: str, helped: Need):
    tap(phone, url, "no")
    Need.objects.filter(pk=helped.pk).update(since=timezone.now() - timedelta(days=1))

    phone.post(f"{url}why/", {"need": str(helped.pk), "why": "unkind"})

    helped.refresh_from_db()
    assert helped.why == "other"


def test_call_me_is_the_workers_turn_and_closes_nothing(phone: Client, url: str, helped: Need):
    tap(phone, url, "call_me")

    helped.refresh_from_db()
    assert (helped.status, helped.waiting_on, helped.next_step) == (
        NeedStatus.TO_CONFIRM, Turn.OWNER, "call_family",
    )  # fmt: skip


def test_with_care_a_tap_informs_and_closes_nothing(
    phone: Client, url: str, helped: Need, rosa: Person
):
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    thanks = tap(phone, url, "yes")

    helped.refresh_from_db()
    assert helped.status == NeedStatus.TO_CONFIRM
    assert "Your worker will read this" in seen(thanks)
    page = seen(past_the_word(phone, url))
    assert not [word for word in NAMES_SOMETHING[2:] if word in page and word != "Riverside"]


def test_a_sensitive_need_is_never_asked_about(phone: Client, url: str, helped: Need):
    Need.objects.filter(pk=helped.pk).update(is_sensitive=True)

    assert "Did the help" not in seen(phone.get(url))
    assert (
        phone.post(
            f"{url}answer/", {"need": str(helped.pk), "stamp": "1.0", "answer": "yes"}
        ).status_code
        == 404
    )


def test_the_link_of_another_person_answers_for_nobody_else(
    phone: Client, navigator: Worker, helped: Need, now: datetime, url: str
):
    other = Person.objects.create(
        network=helped.network,
        custodian=navigator.organization,
        first_name="Luz",
        created_at=now,
        agreed_word=WORD,
    )
    theirs = link_for(
        network_id=helped.network_id, purpose=FAMILY, object_id=other.pk, at=now, lifetime=WEEK
    )
    away = f"/f/{token_of(theirs)}/"

    refused = phone.post(f"{away}answer/", {**asked(phone, url), "answer": "yes"})
    past_the_word(phone, away)
    phone.post(f"{away}stop/help/", {"about": str(helped.pk)})

    helped.refresh_from_db()
    assert refused.status_code == 404
    assert helped.status == NeedStatus.TO_CONFIRM
    assert "Food" not in phone.get(away).content.decode()


def test_a_link_that_is_wrong_over_or_taken_back_is_one_and_the_same_page(
    phone: Client, url: str, helped: Need, link: AccessLink, rosa: Person
):
    wrong = phone.get("/f/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")
    AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    over = phone.get(url)
    AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() + WEEK)
    revoke(network_id=rosa.network_id, purpose=FAMILY, object_id=rosa.pk, at=timezone.now())
    taken_back = phone.get(url)

    assert {page.status_code for page in (wrong, over, taken_back)} == {404}
    assert len({seen(page) for page in (wrong, over, taken_back)}) == 1
    assert "Call 211 for help" in seen(wrong)
    assert wrong["Cache-Control"] == "no-store"
    assert (
        phone.post(
            f"{url}answer/", {"need": str(helped.pk), "stamp": "1.0", "answer": "yes"}
        ).status_code
        == 404
    )
    helped.refresh_from_db()
    assert helped.status == NeedStatus.TO_CONFIRM


def test_a_link_to_somebody_who_has_died_asks_nothing(
    phone: Client, url: str, helped: Need, rosa: Person
):
    Person.objects.filter(pk=rosa.pk).update(died_at=timezone.now())

    assert phone.get(url).status_code == 404


def test_a_form_from_elsewhere_is_refused(url: str, helped: Need):
    elsewhere = Client(enforce_csrf_checks=True)
    fields = asked(elsewhere, url)
    elsewhere.cookies.clear()

    assert elsewhere.post(f"{url}answer/", {**fields, "answer": "yes"}).status_code == 403


def test_the_page_speaks_her_language_until_she_chooses_another(
    phone: Client, url: str, helped: Need, rosa: Person
):
    rosa.language = "es"
    rosa.save()
    assert 'lang="es"' in phone.get(url).content.decode().split("<body")[0]

    arabic = phone.get(url, {"lang": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in arabic
    assert 'lang="ar"' in phone.get(url).content.decode().split("<body")[0]
    assert settings.SESSION_COOKIE_NAME not in phone.cookies
    assert 'lang="es"' in phone.get(url, {"lang": "xx"}).content.decode().split("<body")[0]
