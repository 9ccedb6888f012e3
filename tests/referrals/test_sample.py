"""The sample county: made by the same actions as everything else, and true in every corner."""

from datetime import datetime, timedelta

from accounts.models import User
from core.models import Event, Outbox
from governance import kinds
from governance.in_force import changes
from governance.models.agreements import Agreement
from governance.models.councils import Seat
from governance.models.elections import Election
from governance.models.meetings import Meeting
from governance.models.norms import Norms
from governance.record import election_differs
from governance.search.elections import voted
from governance.search.partnerships import next_steps
from organizations.models.directory import Service
from organizations.models.network import Organization
from people.models.agreements import Consent
from people.models.glass import BrokenGlass
from people.models.person import Person
from people.models.safety import SafetyAlert
from people.models.texts import ConsentText
from people.search.unusual import Kind, unusual
from referrals.lifecycle import Status
from referrals.management.sample.families import FAMILIES
from referrals.management.sample.load import ZONE, Sample, office_hours
from referrals.management.sample.several import MORE_PLOTS
from referrals.management.sample.stories import PLOTS
from referrals.models.incident import Incident
from referrals.models.referral import Referral
from referrals.models.voice import FamilyVoice
from screening.lifecycle import GapEnd, NeedStatus, Turn
from screening.models.gap import Gap
from screening.models.later import Later
from screening.models.need import Need
from screening.models.screening import Screening
from tests.story import NOW


def test_the_county_has_something_true_on_every_page(sample: Sample):
    assert Organization.objects.filter(kind="community").count() == 17
    assert Service.objects.count() >= 60
    assert Person.objects.filter(related_to=None).count() == 45
    assert set(Referral.objects.values_list("status", flat=True)) >= set(Status) - {Status.DRAFT}
    assert set(Need.objects.open().values_list("waiting_on", flat=True)) >= {
        Turn.OWNER,
        Turn.PARTNER,
        Turn.FAMILY,
    }
    assert NeedStatus.MET in set(Need.objects.values_list("status", flat=True))
    assert Screening.objects.filter(finished_at=None).count() == 3
    assert Need.objects.exclude(found_by=None).exists()
    navigator = sample.workers["navigator"]
    mine = Need.objects.visible_to(navigator, at=NOW)
    assert mine.overdue(at=NOW).exists()
    assert (
        Referral.objects.received_by(sample.workers["intake"], at=NOW + timedelta(minutes=1))
        .open()
        .exists()
    )


def test_the_county_has_norms_a_meeting_to_come_and_somebody_who_hears_families(sample: Sample):
    norms = Norms.objects.in_force(sample.network.pk)
    assert norms is not None
    assert norms.decision.status == "in_force"
    meeting = Meeting.objects.get(network=sample.network)
    assert (meeting.status, meeting.begins_at > NOW) == ("planned", True)
    voices = FamilyVoice.objects.visible_to(sample.workers["hears"], at=NOW)
    assert voices.filter(kind="compliment").exclude(ended_at=None).count() == 1
    [open_one] = voices.open()
    assert (open_one.kind, open_one.heard_at is not None) == ("grievance", True)
    works_there = sample.workers["housing"]
    assert not FamilyVoice.objects.visible_to(works_there, at=NOW).exists()


def test_every_family_heard_the_countys_own_words_in_its_language(sample: Sample):
    given = Consent.objects.filter(network=sample.network)
    assert set(given.values_list("text_version", flat=True)) == {1}
    for language in ("en", "es"):
        text = ConsentText.objects.get(network=sample.network, language=language, version=1)
        theirs = given.filter(language=language)
        assert set(theirs.values_list("text_digest", flat=True)) == {text.digest}
        assert all(text.body.splitlines()[0] in one.words for one in theirs)


def test_one_agreement_binds_three_partners_who_have_all_signed(sample: Sample):
    three = Agreement.objects.get(kind=kinds.Kind.CARE_HUB)
    assert three.is_in_force
    assert {one.part for one in three.parties.all()} == set(kinds.Part)
    assert three.signatures.count() == 4  # and the network
    stranger = sample.workers["intake"]
    assert not Agreement.objects.visible_to(stranger, at=sample.now).filter(pk=three.pk).exists()


def test_partners_have_agreed_on_their_patience_and_one_day_has_come(sample: Sample):
    agreed = {(one.before, one.after) for one in changes(sample.network.pk)}
    assert (21, 14) in agreed
    assert sample.organizations["eastside"].pk in set(
        Organization.objects.exclude(closed_on=[]).values_list("pk", flat=True)
    )
    assert Later.objects.visible_to(sample.workers["navigator"], at=NOW).open().exists()


def test_every_plot_is_somebodys_story():
    told = {story.partition(":")[0] for family in FAMILIES for story in family.stories.split()}
    assert told == set(PLOTS | MORE_PLOTS)


def test_no_message_of_the_past_leaves_when_the_sample_is_loaded(sample: Sample):
    waiting = Event.objects.filter(pk__in=Outbox.objects.values("event_id"))
    assert set(waiting.values_list("kind", flat=True)) == {"organization.week_asked"}


def test_partners_without_accounts_have_answered_by_their_link(sample: Sample):
    said = Event.objects.filter(kind="referral.accepted", actor_kind="link")
    assert said.exists()
    assert not User.objects.filter(email="harvest.desk@example.org").exists()


def test_the_privacy_officer_has_something_to_judge_and_the_duty_something_to_look_after(
    sample: Sample,
):
    colleague, supervisor = sample.workers["colleague"], sample.workers["supervisor"]
    glass = BrokenGlass.objects.visible_to(sample.workers["privacy"], at=NOW).get()
    assert (glass.user_id, glass.reviewed_at) == (colleague.user_id, None)
    [alert] = SafetyAlert.objects.visible_to(supervisor, at=NOW).open()
    assert alert.taken_by_id == supervisor.user_id
    assert not SafetyAlert.objects.visible_to(sample.workers["intake"], at=NOW).exists()
    looks = unusual(sample.network.pk, since=NOW - timedelta(days=7), at=NOW)
    assert (Kind.WATCHED, colleague.user_id) in {(one.kind, one.user_id) for one in looks}


def test_the_county_knows_what_it_lacks_and_what_has_room_again(sample: Sample):
    assert set(Gap.objects.open().values_list("topic", flat=True)) == {
        "dental_eye_care",
        "shelter",
        "tutoring",
    }
    [opened] = Gap.objects.filter(ended_how=GapEnd.OPENED).select_related("need", "service")
    assert opened.need.wants_help
    assert opened.service.name == "Pest control with tenants"


def test_the_desk_has_work_and_somebody_has_taken_a_part_of_it(sample: Sample):
    at_desk = Need.objects.at_desk(sample.workers["desk"])
    assert at_desk.filter(desk_helper=None).exists()
    assert at_desk.filter(desk_helper_id=sample.workers["desk"].user_id).exists()
    assert Referral.objects.live().filter(need__in=at_desk).exists()


def test_a_service_has_closed_overnight_and_one_family_looks_again(sample: Sample):
    shut = Incident.objects.get()
    [case] = shut.cases.select_related("need", "referral")
    assert (case.referral.status, case.referral.reason) == (Status.CANCELLED, "service_closed")
    assert case.need.wants_help
    for reader in ("navigator", "desk", "convener"):
        assert Incident.objects.visible_to(sample.workers[reader], at=NOW).filter(pk=shut.pk)
    assert not shut.cases.visible_to(sample.workers["intake"], at=NOW).exists()


def test_whoever_loads_the_county_at_night_does_not_find_people_at_work_at_night():
    by_day, at_dawn, at_night = (datetime(2026, 3, 11, hour, tzinfo=ZONE) for hour in (11, 4, 22))
    assert office_hours(by_day) == by_day
    assert office_hours(at_dawn) == datetime(2026, 3, 10, 16, 40, tzinfo=ZONE)
    assert office_hours(at_night) == datetime(2026, 3, 11, 16, 40, tzinfo=ZONE)


def test_the_county_has_an_election_that_is_decided_and_one_in_which_people_vote(sample: Sample):
    lived = Election.objects.filter(network=sample.network, kind="lived_experience")
    seated, open_one = lived.order_by("opened_at")
    assert (seated.status, open_one.status) == ("seated", "voting")
    assert not election_differs(seated)
    assert Seat.objects.get(holder=sample.workers["father"].as_user).kind == "lived_experience"
    assert len(voted(open_one)) == 2
    assert open_one.votes_until is not None
    assert open_one.votes_until > NOW


def test_partners_are_on_their_way_at_every_stage_and_somebody_owes_the_next_step(sample: Sample):
    convener = sample.workers["convener"]
    owed = next_steps(convener, sample.now)
    stages = {one.pk: one.status for one in Organization.objects.all()}
    convenes = User.objects.get(pk=convener.user_id).name
    assert {(stages[one.organization_id], str(one.words), one.owner) for one in owed} == {
        ("prospect", "Go on talking with them", ""),
        ("onboarding", "Help them to get ready", convenes),
        ("pilot", "Look at the pilot together", convenes),
    }
    assert all(one.due > sample.now for one in owed)
