"""A family says how it was helped: somebody else than whom it is about hears it, by its day, and answers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from notifications.actions.announce import announce_everywhere
from notifications.models.deliveries import Delivery
from notifications.told import TOLD, Audience
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.models.agreements import Disclosure
from people.models.person import Exclusion, Person
from people.models.safety import SafetyAlert
from referrals.actions.audit import audit
from referrals.actions.voices import (
    Voiced,
    answer_voice,
    hear_voice,
    pass_voice_on,
    take_voice_back,
    write_voice_down,
)
from referrals.actions.voices_chase import chase_voices
from referrals.models.voice import FamilyVoice
from referrals.search.voices import Concerned
from referrals.voices import VOICE_LADDERS, Theme, VoiceCase, VoiceKind, VoicePatience
from tests.pressed import rows, twice
from tests.story import NOW, Worker, found, hire

DAY = timedelta(days=1)
WORDS = "Nobody called us back for weeks."
QUIET = "next_step = '', waiting_on = '', next_step_due = NULL, wake_at = NULL"


@pytest.fixture
def table_of_network(network: Network) -> Organization:
    return found(network, "Harbor Table", Organization.Kind.CONVENER)


@pytest.fixture
def hearer(table_of_network: Organization) -> Worker:
    return hire(table_of_network, "Hana Hears", Role.VOICE)


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


def about(organization: Organization) -> Concerned:
    return Concerned(organization.name, organization.pk)


def said(
    worker: Worker, person: Person | None = None, organization: Organization | None = None, **other
) -> FamilyVoice:
    kind = other.pop("kind", VoiceKind.GRIEVANCE)
    voiced = Voiced(
        kind, Theme.CALLS, WORDS, about(organization) if organization else None, **other
    )
    return write_voice_down(
        actor=worker.actor, person_id=person and person.pk, said=voiced, via="phone", at=NOW
    )


def told(at) -> set[tuple[str, str]]:
    announce_everywhere(at=at)
    rows = Delivery.objects.exclude(user=None).select_related("user")
    names = {(row.user.name, row.template) for row in rows}
    Delivery.objects.all().delete()
    return names


def broken(voice: FamilyVoice, at) -> list[str]:
    found = {one.promise.name: one.ids for one in audit(voice.network_id, at=at)}
    return list(found["nobody_is_passed_over"])


# --- who hears it ---------------------------------------------------------------------------------


def test_it_goes_never_to_somebody_whom_the_family_shut_out(
    rosa: Person, navigator: Worker, pantry: Organization, hearer: Worker, officer: Worker,
    table_of_network: Organization, table: Worker,
):  # fmt: skip
    Exclusion.objects.create(network=rosa.network, person=rosa, organization=table_of_network)
    named, nameless = (
        said(navigator, rosa, pantry),
        said(navigator, rosa, pantry, without_name=True),
    )
    assert [(one.keeper, one.owner_id) for one in (named, nameless)] == [("desk", None)] * 2
    page = reverse("referrals:voice", args=[named.pk])
    assert hearer.client.get(page).status_code == 404
    assert WORDS in officer.client.get(page).content.decode()
    assert "Hana Hears" not in {name for name, _mail in told(NOW)}


def test_whoever_is_shut_out_later_reads_it_no_more_and_somebody_else_is_told(
    rosa: Person, navigator: Worker, pantry: Organization, hearer: Worker, table: Worker
):
    voice = said(navigator, rosa, pantry)
    page = reverse("referrals:voice", args=[voice.pk])
    assert hearer.client.get(page).status_code == 200
    Exclusion.objects.create(network=rosa.network, person=rosa, user=hearer.user)
    assert hearer.client.get(page).status_code == 404
    assert "Hana Hears" not in {name for name, _mail in told(NOW)}


def test_the_named_person_hears_it_and_owes_a_word_in_two_open_days_and_an_answer_in_ten(
    rosa: Person, navigator: Worker, pantry: Organization, hearer: Worker
):
    voice = said(navigator, rosa, pantry)
    assert (voice.owner_id, voice.keeper, voice.waiting_on) == (hearer.user.pk, "named", "named")
    assert told(NOW) == {("Hana Hears", "voice_waits")}
    assert voice.next_step_due.date() == (NOW + 2 * DAY).date()
    heard = hear_voice(actor=hearer.actor, voice_id=voice.pk, at=NOW + DAY)
    assert heard.next_step == "answer_family"
    assert heard.next_step_due > NOW + 11 * DAY
    with pytest.raises(StepNotPossible):
        hear_voice(actor=hearer.actor, voice_id=voice.pk, at=NOW + DAY)


def test_it_goes_never_to_somebody_who_works_where_it_is_about(
    rosa: Person, navigator: Worker, hearer: Worker, officer: Worker, table: Worker,
    table_of_network: Organization,
):  # fmt: skip
    voice = said(navigator, rosa, table_of_network)
    assert (voice.keeper, voice.owner_id) == ("desk", None)
    page = reverse("referrals:voice", args=[voice.pk])
    assert hearer.client.get(page).status_code == 404
    assert voice.number not in hearer.client.get(reverse("referrals:voices")).content.decode()
    for worker in (table, officer):
        assert WORDS in worker.client.get(page).content.decode()
    with pytest.raises(FamilyVoice.DoesNotExist):
        answer_voice(actor=hearer.actor, voice_id=voice.pk, words="No.", at=NOW)


def test_without_a_named_person_it_is_the_desks_and_the_desk_reads_nothing_else(
    rosa: Person, navigator: Worker, table: Worker, pantry: Organization
):
    voice = said(navigator, rosa, pantry)
    assert voice.keeper == "desk"
    assert told(NOW) == {("Mara Desk", "voice_waits")}
    hearer = hire(found(rosa.network, "Harbor Ear"), "Hana Hears", Role.VOICE)
    hers = said(navigator, rosa, pantry)
    assert table.client.get(reverse("referrals:voice", args=[hers.pk])).status_code == 404
    assert hearer.client.get(reverse("referrals:voice", args=[voice.pk])).status_code == 200


def test_a_stranger_a_partner_and_whoever_wrote_it_down_read_nothing(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization, stranger: Worker,
    foreigner: Worker, intake: Worker, supervisor: Worker,
):  # fmt: skip
    voice = said(navigator, rosa, pantry)
    for worker in (stranger, foreigner, intake, navigator, supervisor):
        assert worker.client.get(reverse("referrals:voice", args=[voice.pk])).status_code == 404
        with pytest.raises(FamilyVoice.DoesNotExist):
            answer_voice(actor=worker.actor, voice_id=voice.pk, words="No.", at=NOW)
    with pytest.raises(Person.DoesNotExist):
        said(stranger, rosa, pantry)


def test_whoever_answers_reads_the_words_and_not_who_said_them_and_the_look_is_written_down(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization
):
    voice = said(navigator, rosa, pantry)
    page = hearer.client.get(reverse("referrals:voice", args=[voice.pk])).content.decode()
    assert WORDS in page
    assert "Rosa" not in page
    assert Disclosure.objects.get(what="referrals.voice").person_ids == [rosa.pk]


# --- by its day -----------------------------------------------------------------------------------


def test_what_is_late_climbs_to_the_officer_and_then_to_conveners_and_chair(
    rosa: Person, navigator: Worker, hearer: Worker, officer: Worker, pantry: Organization
):
    hire(pantry, "Carl Convener", Role.CONVENER)  # works where it is about
    hire(found(rosa.network, "Harbor Sea"), "Cora Chair", Role.CHAIR)
    voice = said(navigator, rosa, pantry)
    told(NOW)
    assert chase_voices(network_id=voice.network_id, at=NOW + DAY) == 0
    chase_voices(network_id=voice.network_id, at=NOW + 3 * DAY)
    assert told(NOW + 3 * DAY) == {
        ("Hana Hears", "voice_waits"),
        ("Hana Hears", "voice_waits"),
        ("Paul Privacy", "voice_is_late"),
    }
    chase_voices(network_id=voice.network_id, at=NOW + 9 * DAY)
    assert ("Cora Chair", "voice_is_late") in (late := told(NOW + 9 * DAY))
    assert "Carl Convener" not in {name for name, _ in late}


def test_every_rung_tells_those_whom_the_table_of_messages_names():
    for ladder in VOICE_LADDERS.values():
        for rung in ladder.rungs:
            assert {Audience(who) for who in rung.tells} == {
                one.audience for one in TOLD[rung.kind]
            }
        waits = VoicePatience()
        assert all(getattr(waits, name) for name in ladder.waits)


def test_danger_is_looked_at_within_a_staffed_hour_and_the_duty_is_called(
    rosa: Person, navigator: Worker, hearer: Worker, officer: Worker, pantry: Organization,
    clinic: Organization,
):  # fmt: skip
    voice = said(navigator, rosa, pantry, is_danger=True)
    assert voice.case == VoiceCase.DANGER
    assert voice.next_step_due == NOW + timedelta(hours=1)
    assert {("Hana Hears", "look_at_voice_now"), ("Paul Privacy", "look_at_voice_now")} <= told(NOW)
    assert SafetyAlert.objects.get().person_id == rosa.pk
    said(navigator, rosa, clinic, is_danger=True)
    assert SafetyAlert.objects.count() == 1  # the clinic hears nothing of what is said about it


def test_the_auditor_sees_a_familys_word_that_the_clock_has_passed_over(
    rosa: Person, navigator: Worker, pantry: Organization
):
    voice = said(navigator, rosa, pantry)
    assert not broken(voice, NOW + DAY)
    assert broken(voice, NOW + 9 * DAY) == [str(voice.pk)]


# --- the answer, and who else reads it ------------------------------------------------------------


def test_an_answer_needs_words_and_nothing_is_answered_twice(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization
):
    own = {"actor": hearer.actor, "voice_id": said(navigator, rosa, pantry).pk, "at": NOW}
    with pytest.raises(BadInput):
        answer_voice(**own, words=" ")
    done = answer_voice(**own, words="Lo sentimos.")
    assert (done.ended_how, done.next_step_due) == ("answered", None)
    for act in (lambda: answer_voice(**own, words="Otra vez."), lambda: take_voice_back(**own)):
        with pytest.raises(StepNotPossible):
            act()


def test_the_organization_reads_what_the_family_allowed_in_words_without_her_and_nothing_before(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization, keeper: Worker,
    stranger: Worker,
):  # fmt: skip
    voice = said(navigator, rosa, pantry, may_pass_on=True)
    ours = reverse("referrals:said_of_us")
    assert WORDS not in keeper.client.get(ours).content.decode()
    pass_voice_on(actor=hearer.actor, voice_id=voice.pk, words="Please call back.", at=NOW)
    page = keeper.client.get(ours).content.decode()
    assert "Please call back." in page
    assert WORDS not in page
    assert voice.number not in page
    assert "Please call back." not in stranger.client.get(ours).content.decode()
    assert ("Kim Keeper", "voice_passed_on") in told(NOW)


def test_nothing_is_passed_on_without_the_familys_yes(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization
):
    voice = said(navigator, rosa, pantry)
    with pytest.raises(StepNotPossible):
        pass_voice_on(actor=hearer.actor, voice_id=voice.pk, words="Psst.", at=NOW)
    with (
        pytest.raises(IntegrityError, match="voice_is_passed_on_only_when_allowed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE referrals_familyvoice SET passed_at = now()")


def test_what_is_taken_back_loses_its_words_and_is_counted_no_more(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization
):
    voice = said(navigator, rosa, pantry, may_pass_on=True)
    pass_voice_on(actor=hearer.actor, voice_id=voice.pk, words="Please call back.", at=NOW)
    gone = take_voice_back(actor=hearer.actor, voice_id=voice.pk, at=NOW)
    assert (gone.words, gone.passed_words, gone.passed_at) == ("", "", None)
    assert not FamilyVoice.objects.counted().exists()


# --- without a name -------------------------------------------------------------------------------


def test_without_a_name_nothing_leads_to_her(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization
):
    named = said(navigator, rosa, pantry, without_name=True)
    nobody = said(navigator, None, pantry)
    for voice in (named, nobody):
        voice.refresh_from_db()
        assert (voice.person_id, voice.referral_id) == (None, None)
        [event] = Event.objects.filter(subject_id=voice.pk)
        assert event.request_id == ""
        assert WORDS not in str(event.details)
    answer_voice(actor=hearer.actor, voice_id=nobody.pk, words="The pantry calls now.", at=NOW)


@pytest.mark.parametrize("why", ["care", "victim service"])
def test_where_a_name_could_do_harm_none_is_kept(
    rosa: Person, navigator: Worker, pantry: Organization, clinic: Organization, why: str
):
    if why == "care":
        Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    else:
        Organization.objects.filter(pk=clinic.pk).update(is_victim_service=True)
    assert said(navigator, rosa, pantry).person_id is None


def test_the_words_lie_sealed_and_events_hold_none_of_them(
    rosa: Person, navigator: Worker, hearer: Worker, pantry: Organization
):
    voice = said(navigator, rosa, pantry)
    answer_voice(actor=hearer.actor, voice_id=voice.pk, words="Lo sentimos.", at=NOW)
    kept = str(list(Event.objects.filter(subject_id=voice.pk).values()))
    assert "weeks" not in kept
    assert "sentimos" not in kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, answer_words FROM referrals_familyvoice")
        assert b"weeks" not in b"".join(map(bytes, cursor.fetchone()))


# --- written down for them ------------------------------------------------------------------------


def test_who_meets_families_writes_it_down_and_a_council_member_does_not(
    rosa: Person, navigator: Worker, network: Network, pantry: Organization
):
    typed = {
        "via": "paper", "kind": "compliment", "about": "care", "theme": "treated",
        "words": "They were so kind.", "language": "es",
    }  # fmt: skip
    page = reverse("referrals:write_voice_for", args=[rosa.pk])
    record = navigator.client.get(reverse("people:record", args=[rosa.pk]))
    assert page in record.content.decode()
    shown = navigator.client.post(page, typed, follow=True)
    voice = FamilyVoice.objects.get()
    assert (voice.kind, voice.via, voice.language) == ("compliment", "paper", "es")
    assert voice.organization_id == rosa.custodian_id
    assert voice.number in shown.content.decode()
    sits = hire(pantry, "Lena Lived", Role.COUNCIL)
    assert sits.client.get(reverse("referrals:write_voice")).status_code == 403
    with pytest.raises(NotAllowed):
        said(sits)


def test_of_somebody_who_says_no_name_it_is_written_down_with_words_or_not_at_all(
    navigator: Worker, pantry: Organization, hearer: Worker
):
    typed = {"via": "phone", "kind": "grievance", "about": pantry.pk.hex, "theme": "hours"}
    page = reverse("referrals:write_voice")
    assert navigator.client.post(page, typed).status_code == 422
    navigator.client.post(page, {**typed, "words": "Closed at five."})
    assert FamilyVoice.objects.get().organization_id == pantry.pk


def test_whoever_writes_it_down_and_presses_twice_writes_one(
    rosa: Person, navigator: Worker, pantry: Organization, hearer: Worker
):
    """With a name and without: two would be two answers owed."""
    typed = {"via": "phone", "kind": "grievance", "theme": "hours", "words": "Closed at five."}
    nameless, hers = (
        reverse("referrals:write_voice"),
        reverse("referrals:write_voice_for", args=[rosa.pk]),
    )
    twice(navigator.client, nameless, nameless, {**typed, "about": pantry.pk.hex})
    assert rows(FamilyVoice) == 1
    twice(navigator.client, hers, hers, {**typed, "about": "care", "language": "en"})
    assert rows(FamilyVoice) == 2


# --- the database ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (QUIET, "voice_is_owed_or_answered"),
        ("ended_at = now(), ended_how = 'answered'", "voice_is_owed_or_answered"),
        ("person_id = NULL, referral_id = gen_random_uuid()", "leads_to_no_request"),
        ("recorded_by_id = NULL", "voice_told_by_others_says_who_wrote_it"),
    ],
)
def test_the_database_keeps_every_word_of_a_family_owed_or_answered(
    rosa: Person, navigator: Worker, pantry: Organization, change: str, name: str
):
    said(navigator, rosa, pantry)
    with (
        pytest.raises(IntegrityError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE referrals_familyvoice SET {change}")
