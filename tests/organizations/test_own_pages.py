"""A pantry keeps its services, room and team right; the convener brings others in."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import AlreadyChanged, NotAllowed
from core.models import Event
from organizations.actions import members, room, services
from organizations.actions.members import AlreadyMember, Invitee, LastAdmin
from organizations.actions.room import DayHasPassed, RoomSaid
from organizations.actions.services import Edit, ServiceWords
from organizations.forms.services import ServiceForm
from organizations.grants import Role
from organizations.models.directory import Capacity, Hours
from organizations.models.network import Organization
from organizations.opening import week
from organizations.search import can_answer
from tests.story import NOW, hire


def kinds():
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


# --- room


def test_intake_says_in_one_tap_that_there_is_room(intake, food_boxes):
    answer = intake.client.post(
        reverse("organizations:say_room", args=[food_boxes.pk]), {"room": "open"}
    )
    assert answer.status_code == 302
    word = Capacity.objects.get()
    assert (word.room, word.said_by) == ("open", intake.user)
    assert "Room this week" in intake.client.get("/room/").content.decode()
    assert kinds() == ["service.room_said"]


def test_full_until_a_day_means_the_end_of_that_day_there(intake, food_boxes):
    until = NOW.date() + timedelta(days=3)
    word = room.say(
        actor=intake.actor, service_id=food_boxes.pk, said=RoomSaid("full", until=until), at=NOW
    )
    assert word.good_until.isoformat() == "2026-11-21T23:59:00-05:00"


def test_a_day_that_has_passed_is_refused_beside_the_field(intake, food_boxes):
    with pytest.raises(DayHasPassed):
        room.say(
            actor=intake.actor,
            service_id=food_boxes.pk,
            said=RoomSaid("full", until=NOW.date() - timedelta(days=1)),
            at=NOW,
        )
    yesterday = (timezone.now() - timedelta(days=2)).date().isoformat()
    address = reverse("organizations:say_room", args=[food_boxes.pk])
    page = intake.client.post(address, {"room": "full", "until": yesterday})
    assert page.status_code == 422
    assert "That day has passed" in page.content.decode()
    assert not Capacity.objects.exists()


def test_a_stranger_cannot_speak_for_the_pantry(stranger, foreigner, navigator, food_boxes):
    address = reverse("organizations:say_room", args=[food_boxes.pk])
    assert stranger.client.post(address, {"room": "full"}).status_code == 404
    assert foreigner.client.post(address, {"room": "full"}).status_code == 404
    assert navigator.client.post(address, {"room": "full"}).status_code == 403
    with pytest.raises(NotAllowed):
        room.say(actor=stranger.actor, service_id=food_boxes.pk, said=RoomSaid("full"), at=NOW)
    assert not Capacity.objects.exists()


# --- services


def edit(service, spans=(), **changes):
    words = ServiceWords(
        name=service.name, topics=service.topics, asks=service.asks, intake=service.intake
    )
    fields = {name: getattr(words, name) for name in words.__slots__} | changes
    return Edit(version=service.version, words=ServiceWords(**fields), hours=list(spans))


def typed(service, **changes):
    values = ServiceForm.values_of(service, [row.span for row in service.hours.all()])
    return {name: value for name, value in (values | changes).items() if value is not None}


def test_the_pantry_changes_its_service_and_its_hours(intake, food_boxes):
    address = reverse("organizations:edit_service", args=[food_boxes.pk])
    sent = typed(food_boxes, name="Food boxes", hours_0="9 - 5", languages=["es"])
    assert intake.client.post(address, sent).status_code == 302
    food_boxes.refresh_from_db()
    assert (food_boxes.name, food_boxes.languages, food_boxes.version) == ("Food boxes", ["es"], 2)
    assert [row.span for row in Hours.objects.all()] == week("Mon 9-5")
    assert Event.objects.get().details == {"fields": ["name", "languages", "hours"]}


def test_a_language_from_a_directory_can_still_be_ticked(intake, food_boxes):
    food_boxes.languages = ["kea"]
    food_boxes.save()
    address = reverse("organizations:edit_service", args=[food_boxes.pk])
    assert '"kea" id=' in intake.client.get(address).content.decode()
    assert intake.client.post(address, typed(food_boxes, languages=["kea"])).status_code == 302
    food_boxes.refresh_from_db()
    assert food_boxes.languages == ["kea"]


def test_two_who_edit_at_once_overwrite_nothing(intake, orgadmin, food_boxes):
    services.change(
        actor=intake.actor, service_id=food_boxes.pk, edit=edit(food_boxes, fees="free"), at=NOW
    )
    with pytest.raises(AlreadyChanged):
        services.change(
            actor=orgadmin.actor, service_id=food_boxes.pk, edit=edit(food_boxes, fees="$5"), at=NOW
        )
    page = orgadmin.client.post(
        reverse("organizations:edit_service", args=[food_boxes.pk]), typed(food_boxes, fees="$5")
    )
    assert page.status_code == 409
    food_boxes.refresh_from_db()
    assert food_boxes.fees == "free"


def test_hours_that_only_words_can_tell_stay(intake, food_boxes):
    Hours.objects.create(
        network=food_boxes.network, service=food_boxes, description="Not on holidays"
    )
    services.change(
        actor=intake.actor,
        service_id=food_boxes.pk,
        edit=edit(food_boxes, week("Tue 1-3pm")),
        at=NOW,
    )
    kept = {row.description or row.span for row in Hours.objects.all()}
    assert kept == {"Not on holidays", *week("Tue 1-3pm")}


def test_hours_nobody_can_read_are_asked_for_again_with_what_was_typed(intake, food_boxes):
    address = reverse("organizations:edit_service", args=[food_boxes.pk])
    page = intake.client.post(address, typed(food_boxes, hours_2="mornings"))
    assert page.status_code == 422
    assert "Enter times like 9 am" in page.content.decode()
    assert 'value="mornings"' in page.content.decode()


def test_nobody_else_edits_the_pantry_s_services(stranger, foreigner, navigator, food_boxes):
    address = reverse("organizations:edit_service", args=[food_boxes.pk])
    assert stranger.client.get(address).status_code == 404
    assert foreigner.client.get(address).status_code == 404
    assert navigator.client.get(address).status_code == 403
    with pytest.raises(NotAllowed):
        services.change(
            actor=navigator.actor, service_id=food_boxes.pk, edit=edit(food_boxes), at=NOW
        )


def test_our_services_shows_only_ours(intake, food_boxes, offer, network):
    offer(network, "Theirs")
    page = intake.client.get("/our-services/").content.decode()
    assert "Weekly food boxes" in page
    assert "Theirs" not in page


# --- members


def invitee(email="new@example.org", roles=(Role.INTAKE,)):
    return Invitee(email=email, name="New Person", roles=roles)


def test_with_the_first_person_invited_to_a_listed_organization_talks_begin(convener, listed):
    answer = convener.client.post(
        reverse("organizations:invite", args=[listed.pk]),
        {"name": "New Person", "email": "new@example.org", "roles": ["orgadmin", "intake"]},
    )
    assert answer.status_code == 302
    listed.refresh_from_db()
    assert listed.status == Organization.Status.PROSPECT
    assert not can_answer(listed)  # before a pilot nothing is sent there
    assert kinds() == ["organization.talks_began", "organization.invited"]
    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"]
    assert "New Person" not in letter.body + letter.subject
    link = next(word for word in letter.body.split() if word.startswith("http"))
    assert "Choose a new password" in Client().get(link, follow=True).content.decode()


def test_an_invited_person_starts_without_a_password(convener, listed):
    members.invite(actor=convener.actor, organization_id=listed.pk, invitee=invitee(), at=NOW)
    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_somebody_who_has_an_account_gets_a_second_place_to_work(convener, listed, navigator):
    navigator.user.set_password("a long enough password")
    navigator.user.save()
    members.invite(
        actor=convener.actor,
        organization_id=listed.pk,
        invitee=invitee(navigator.user.email.upper()),
        at=NOW,
    )
    assert navigator.user.memberships.count() == 2
    with pytest.raises(AlreadyMember):
        members.invite(
            actor=convener.actor,
            organization_id=listed.pk,
            invitee=invitee(navigator.user.email),
            at=NOW,
        )


def test_an_invitation_whose_mail_does_not_leave_stands_and_says_so(convener, listed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    page = convener.client.post(
        reverse("organizations:invite", args=[listed.pk]),
        {"name": "New Person", "email": "new@example.org", "roles": ["intake"]},
        follow=True,
    ).content.decode()
    assert "the mail did not leave" in page
    assert "Send the mail again" in page


def test_an_admin_cannot_give_roles_that_reach_into_the_network(orgadmin, pantry):
    for role in (Role.CONVENER, Role.DESK, Role.COUNCIL, Role.PRIVACY):
        with pytest.raises(NotAllowed):
            members.invite(
                actor=orgadmin.actor,
                organization_id=pantry.pk,
                invitee=invitee(roles=[role]),
                at=NOW,
            )
        with pytest.raises(NotAllowed):
            members.change_roles(
                actor=orgadmin.actor, membership_id=orgadmin.membership.pk, roles=[role], at=NOW
            )


def test_roles_change_what_somebody_may_do_at_once(orgadmin, intake):
    address = reverse("organizations:roles", args=[intake.membership.pk])
    assert orgadmin.client.post(address, {"roles": ["navigator"]}).status_code == 302
    assert not intake.actor.holds("work_referrals", intake.organization.pk)
    assert intake.actor.holds("send_referrals", intake.organization.pk)
    assert kinds() == ["membership.changed"]


def test_who_leaves_may_do_nothing_and_somebody_must_stay_in_charge(orgadmin, intake):
    orgadmin.client.post(reverse("organizations:end_membership", args=[intake.membership.pk]))
    intake.membership.refresh_from_db()
    assert intake.membership.until is not None
    assert intake.actor.grants == frozenset()
    with pytest.raises(LastAdmin):
        members.end(actor=orgadmin.actor, membership_id=orgadmin.membership.pk, at=NOW)
    hire(orgadmin.organization, "Second Admin", Role.ORGADMIN)
    members.end(actor=orgadmin.actor, membership_id=orgadmin.membership.pk, at=NOW)


def test_the_team_page_shows_the_team_to_its_admin_only(orgadmin, intake, stranger, navigator):
    page = orgadmin.client.get("/team/").content.decode()
    assert "Joanne Reyes" in page
    assert "Stan Stranger" not in page
    assert stranger.client.get("/team/").status_code == 403
    there = reverse("organizations:roles", args=[intake.membership.pk])
    assert stranger.client.get(there).status_code == 403
    assert stranger.client.post(there, {"roles": ["intake"]}).status_code == 403


def test_the_convener_sees_everybody_and_nobody_else_does(
    convener, listed, pantry, orgadmin, foreigner
):
    page = convener.client.get("/network/organizations/").content.decode()
    assert "Harbor Food Shelf" in page
    assert "Listed only" in page
    assert (
        "Eastside Pantry"
        not in convener.client.get("/network/organizations/", {"words": "shelf"}).content.decode()
    )
    assert orgadmin.client.get("/network/organizations/").status_code == 403
    assert "Eastside" not in foreigner.client.get("/network/organizations/").content.decode()
    there = reverse("organizations:invite", args=[listed.pk])
    assert orgadmin.client.get(there).status_code == 403
    assert foreigner.client.get(there).status_code == 404
