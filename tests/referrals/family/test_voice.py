"""Past the word a family says how it was helped, and reads the answer there; nobody else does."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from core.actor import Actor
from core.errors import NotAllowed, StepNotPossible
from core.models import Event
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Organization
from people.actions.details import PersonDetails
from people.actions.people import add_person
from people.lifecycle import Channel
from people.models.agreements import Disclosure
from people.models.contact import ContactPoint
from people.models.person import Person
from people.words.readability import is_plain, reading
from referrals.actions.check_in import Answered, check_in
from referrals.actions.family import Answer
from referrals.actions.voices import Voiced, answer_voice, hear_voice, say_voice
from referrals.models.referral import Referral
from referrals.models.voice import FamilyVoice
from referrals.search.family import stamp_of
from referrals.voices import Theme, VoiceKind
from screening.lifecycle import Via
from screening.models.need import Need
from tests.pressed import KEY, rows, twice
from tests.referrals.family.reading import past_the_word, seen, tap
from tests.story import Worker, found, hire

SAID = {"kind": "grievance", "about": "care", "theme": "waiting", "words": "We sat for hours."}


@pytest.fixture
def hearer(rosa: Person) -> Worker:
    return hire(found(rosa.network, "Harbor Ear"), "Hana Hears", Role.VOICE)


def tells(phone: Client, url: str, **said: str) -> str:
    past_the_word(phone, url)
    return seen(phone.post(f"{url}words/", {**SAID, **said}, follow=True))


def voiced(person: Person, words: str = "Thanks.", at: datetime | None = None) -> FamilyVoice:
    said = Voiced(VoiceKind.COMPLIMENT, Theme.TREATED, words, language="en")
    actor = Actor.link(person.network_id, person.pk, "")
    return say_voice(actor=actor, person_id=person.pk, said=said, at=at or timezone.now())


def test_she_is_thanked_then_reads_that_it_is_heard_and_then_the_answer(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    assert "We have your words." in tells(phone, url)
    voice = FamilyVoice.objects.get()
    assert (voice.person_id, voice.organization_id, voice.via) == (
        rosa.pk, rosa.custodian_id, "link",
    )  # fmt: skip
    page = seen(phone.get(f"{url}words/"))
    assert "No one has read it yet." in page
    assert "We sat for hours" not in page  # whoever takes the telephone reads no word of it
    own = {"actor": hearer.actor, "voice_id": voice.pk, "at": timezone.now()}
    hear_voice(**own)
    assert "We look into it now." in seen(phone.get(f"{url}words/"))
    answer_voice(**own, words="You are right. We hired help.")
    assert "We hired help." in seen(phone.get(f"{url}words/"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_easy_to_read(
    phone: Client, url: str, hearer: Worker, language: str, rosa: Person
):
    voiced(rosa)
    past_the_word(phone, url)
    page = seen(phone.get(f"{url}words/?lang={language}"))
    assert is_plain(page, language), reading(page, language)


def test_she_hears_that_there_is_news_and_not_what(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    ContactPoint.objects.create(
        network=rosa.network, person=rosa, channel=Channel.EMAIL, value="rosa@example.org",
        is_safe=True,
    )  # fmt: skip
    voice = voiced(rosa)
    answer_voice(actor=hearer.actor, voice_id=voice.pk, words="Thank you!", at=timezone.now())
    announce_everywhere(at=timezone.now())
    [letter] = Delivery.objects.exclude(contact_point=None)
    assert letter.template == "family_news"


def test_she_takes_it_back_and_nobody_takes_back_anothers(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    mine, others = voiced(rosa), voiced(rosa)
    FamilyVoice.objects.filter(pk=others.pk).update(person=None)
    past_the_word(phone, url)
    phone.post(f"{url}words/{mine.pk}/back/")
    phone.post(f"{url}words/{others.pk}/back/")
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.ended_how, mine.words, others.ended_how) == ("taken_back", "", "")
    assert "You took this back." in seen(phone.get(f"{url}words/"))


def test_a_tap_on_an_old_page_leaves_the_answer_and_her_own_page_open(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    voice = voiced(rosa)
    past_the_word(phone, url)
    answer_voice(actor=hearer.actor, voice_id=voice.pk, words="Thank you!", at=timezone.now())
    page = phone.post(f"{url}words/{voice.pk}/back/", follow=True)
    assert "Thank you!" in seen(page)
    assert (
        Client().post(f"{url}words/{voice.pk}/back/").status_code == 302
    )  # a stranger's telephone
    voice.refresh_from_db()
    assert voice.ended_how == "answered"


def test_without_her_name_it_is_kept_but_stands_on_no_page_and_no_log_leads_to_her(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    assert "without your name" in tells(phone, url, without_name="on")
    voice = FamilyVoice.objects.get()
    assert voice.person_id is None
    assert "You hear from us by" not in seen(phone.get(f"{url}words/"))
    [event] = Event.objects.filter(subject_id=voice.pk)
    assert (event.actor_id, event.request_id) == (None, "")


def test_the_key_of_her_form_does_not_tell_when_she_opened_the_page(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    past_the_word(phone, url)
    key = phone.get(f"{url}words/").context["form"]["request_key"].value()
    tells(phone, url, without_name="on", request_key=str(key))
    kept = FamilyVoice.objects.get().request_key
    assert str(kept) == str(key)
    assert kept.version == 4  # a time in it would name her: her looks are written down


def test_a_partner_who_was_asked_may_be_named_and_the_request_with_it(
    phone: Client, url: str, referral: Referral, hearer: Worker
):
    tells(phone, url, about=referral.receiver_id.hex)
    voice = FamilyVoice.objects.get()
    assert (voice.organization_id, voice.referral_id) == (referral.receiver_id, referral.pk)


@pytest.mark.parametrize("tells", ["is_victim_service", "is_part2_program"])
def test_whose_mere_name_tells_stands_in_no_list_on_a_phone(
    phone: Client, url: str, referral: Referral, hearer: Worker, tells: str
):
    past_the_word(phone, url)
    assert referral.receiver.name in phone.get(f"{url}words/").content.decode()
    Organization.objects.filter(pk=referral.receiver_id).update(**{tells: True})
    assert referral.receiver.name not in phone.get(f"{url}words/").content.decode()


def test_about_a_stranger_nothing_can_be_said_here(
    phone: Client, url: str, stranger: Worker, hearer: Worker
):
    past_the_word(phone, url)
    typed = {**SAID, "about": stranger.organization.pk.hex}
    assert phone.post(f"{url}words/", typed).status_code == 422
    assert not FamilyVoice.objects.exists()


def test_without_the_word_and_for_whom_care_is_needed_there_is_no_such_page(
    phone: Client, url: str, rosa: Person
):
    assert phone.get(f"{url}words/").status_code == 302
    phone.post(f"{url}words/", SAID)
    past_the_word(phone, url)
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    phone.post(f"{url}words/", SAID)
    assert not FamilyVoice.objects.exists()
    with pytest.raises(NotAllowed):
        voiced(rosa)


def test_nobody_buries_the_network_in_words_and_an_empty_one_is_asked_for(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    past_the_word(phone, url)
    looks = Disclosure.objects.count()
    assert phone.post(f"{url}words/", {**SAID, "words": ""}).status_code == 422
    assert Disclosure.objects.count() == looks + 1
    for _ in range(5):
        voiced(rosa)
    with pytest.raises(StepNotPossible):
        voiced(rosa)
    with translation.override("en"):
        assert "We have what you told us" in tells(phone, url)


def test_without_a_name_ten_a_day_are_kept_and_no_other_family_is_silenced_by_it(
    phone: Client, url: str, rosa: Person, navigator: Worker, hearer: Worker
):
    today = timezone.now()
    ana = add_person(actor=navigator.actor, details=PersonDetails(first_name="Ana"), at=today)
    past_the_word(phone, url)
    nameless = {**SAID, "without_name": "on"}
    for _ in range(10):
        assert phone.post(f"{url}words/", nameless).status_code == 302
    page = phone.post(f"{url}words/", {**nameless, "words": "They shouted at my son."})
    assert page.status_code == 422
    assert "write again tomorrow" in seen(page)
    assert "They shouted at my son." in page.content.decode()  # what she typed is not lost
    assert FamilyVoice.objects.count() == 10
    assert voiced(ana)
    assert voiced(rosa, at=today + timedelta(days=1))


def test_however_much_she_said_of_danger_she_is_heard(
    phone: Client, url: str, rosa: Person, hearer: Worker
):
    for _ in range(5):
        voiced(rosa)
    tells(phone, url, is_danger="on")
    assert FamilyVoice.objects.filter(is_danger=True).count() == 1


# --- what would have made it easier -----------------------------------------------------------------


@pytest.mark.parametrize("said", ["yes", "no"])
def test_after_a_yes_and_after_a_no_she_is_asked_what_would_have_made_it_easier(
    phone: Client, url: str, helped: Need, hearer: Worker, said: str
):
    assert "What would have made it easier?" in seen(tap(phone, url, said))
    page = phone.post(f"{url}easier/", {"easier": "way", "easier_words": "A bus."}, follow=True)
    assert "That helps us make it easier." in seen(page)
    hint = FamilyVoice.objects.get()
    assert (hint.kind, hint.theme, hint.words) == ("hint", "way", "A bus.")
    assert (hint.next_step_due, hint.keeper, hint.person_id) == (None, "", helped.subject_id)
    announce_everywhere(at=timezone.now())
    assert not Delivery.objects.filter(template="voice_waits").exists()
    assert is_plain(seen(page), "en"), reading(seen(page), "en")


def test_a_second_press_says_nothing_twice(phone: Client, url: str, helped: Need, hearer: Worker):
    """Nor does it wait for two answers; what she says anew is heard anew."""
    found = KEY.search(tap(phone, url, "yes").content.decode())
    assert found
    for _ in range(2):
        phone.post(f"{url}easier/", {"easier": "way", "request_key": found["key"]})
    assert rows(FamilyVoice) == 1
    past_the_word(phone, url)
    for kind in ("grievance", "compliment"):
        twice(phone, f"{url}words/", f"{url}words/", {**SAID, "kind": kind})
    assert [one.kind for one in FamilyVoice.objects.order_by("said_at")] == [
        "hint", "grievance", "compliment",
    ]  # fmt: skip
    assert Event.objects.filter(kind="voice.said").count() == 3


def test_left_out_it_keeps_nothing_and_after_please_call_me_it_is_not_asked(
    phone: Client, url: str, helped: Need
):
    assert "easier" not in seen(tap(phone, url, "call_me"))
    phone.post(f"{url}easier/", {"easier_words": "  "})
    assert not FamilyVoice.objects.exists()


def test_whoever_holds_the_link_leaves_no_more_than_a_few_hints_a_day(
    phone: Client, url: str, helped: Need
):
    for _ in range(7):
        phone.post(f"{url}easier/", {"easier": "hours"})
    assert FamilyVoice.objects.count() == 5


def test_of_whom_care_is_needed_nobody_asks(phone: Client, url: str, helped: Need, rosa: Person):
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    phone.post(f"{url}easier/", {"easier": "hours"})
    assert not FamilyVoice.objects.exists()


def test_the_worker_asks_it_at_the_end_of_the_talk_and_a_stranger_has_no_talk(
    helped: Need, navigator: Worker, stranger: Worker, rosa: Person
):
    page = f"/check-in/{rosa.pk}/"
    answer, stamp = f"answer-{helped.pk.hex}", f"stamp-{helped.pk.hex}"
    typed = {answer: "yes", stamp: stamp_of(helped), "via": "phone", "easier": "papers"}
    assert stranger.client.post(page, typed).status_code == 404
    shown = navigator.client.get(page).content.decode()
    assert "What would have made it easier for you?" in shown
    navigator.client.post(page, typed)
    hint = FamilyVoice.objects.get()
    assert (hint.theme, hint.via, hint.recorded_by_id) == ("papers", "phone", navigator.user.pk)


def test_without_an_answer_the_talk_keeps_no_hint(helped: Need, navigator: Worker):
    hint = Voiced(VoiceKind.HINT, Theme.PAPERS)
    check_in(actor=navigator.actor, said=[], via=Via.PHONE, at=timezone.now(), hint=hint)
    assert not FamilyVoice.objects.exists()
    said = [Answered(helped.pk, stamp_of(helped), Answer.YES)]
    check_in(actor=navigator.actor, said=said, via=Via.PHONE, at=timezone.now(), hint=hint)
    assert FamilyVoice.objects.get().person_id == helped.subject_id
