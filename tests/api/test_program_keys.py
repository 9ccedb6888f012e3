"""A program works for an organization with a key of its own: what was ticked, there, and until its day."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.keys import issue
from accounts.models import ApiKey, User
from core.access import can
from core.actor import Actor
from core.models import Event
from core.tenancy import tenant_context
from organizations.actions import members, programs
from organizations.actions.members import Invitee
from organizations.actions.programs import Program
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.scopes import SCOPE_WORDS, SCOPES, Scope
from people.models.person import Person
from tests.pressed import KEY
from tests.story import NOW, Worker, hire

KEYS, MEMBERS, JSON = "/team/keys/", "/api/v1/members/", "application/json"
MONTH = timedelta(days=30)


@pytest.fixture
def admin(pantry: Organization) -> Worker:
    return hire(pantry, "Ada Boss", Role.ORGADMIN)


@pytest.fixture
def clinic_admin(clinic: Organization) -> Worker:
    return hire(clinic, "Cleo Boss", Role.ORGADMIN)


def program(admin: Worker, *scopes: Scope) -> Client:
    """A program that holds a key of the admin's organization."""
    wanted = Program("Personnel office", scopes, MONTH)
    home = admin.organization
    with tenant_context(home.network_id):
        key = programs.issue_key(
            actor=admin.actor, organization_id=home.pk, program=wanted, at=timezone.now()
        )
    return Client(headers={"authorization": f"Bearer {key}"})


def ends(client: Client, worker: Worker) -> int:
    answer = client.patch(f"{MEMBERS}{worker.membership.pk}/", {"active": False}, content_type=JSON)
    return answer.status_code


# --- the page


def test_an_admin_makes_a_key_sees_its_use_and_takes_it_back(admin):
    said = {"name": "Personnel office", "scopes": ["members"], "days": "30"}
    page = admin.client.post(f"{KEYS}new/", said).content.decode()
    key = re.search(r"plk_[\w-]{40,}", page)[0]
    client = Client(headers={"authorization": f"Bearer {key}"})
    assert "Not used yet" in admin.client.get(KEYS).content.decode()
    assert client.get(MEMBERS).status_code == 200
    page = admin.client.get(KEYS).content.decode()
    assert "Last used" in page
    assert str(SCOPE_WORDS[Scope.MEMBERS]) in page
    assert key not in page
    assert key not in str(list(Event.objects.values_list("details", flat=True)))
    kept = ApiKey.objects.get()
    assert admin.client.post(f"{KEYS}{kept.pk}/revoke/").status_code == 302
    assert client.get(MEMBERS).status_code == 401
    assert list(Event.objects.order_by("id").values_list("kind", flat=True)) == [
        "key.issued",
        "key.revoked",
    ]


def test_a_form_makes_one_key_also_where_its_answer_is_loaded_anew(admin):
    """A second one would work for months, and nobody would hold it."""
    made = KEY.search(admin.client.get(KEYS).content.decode())
    said = {"name": "Office", "scopes": ["members"], "days": "30", "request_key": made["key"]}
    assert admin.client.post(f"{KEYS}new/", said).status_code == 200
    again = admin.client.post(f"{KEYS}new/", said)
    assert again.status_code == 409
    assert "was shown once" in again.content.decode()
    kept = ApiKey.objects.get()
    kept.pk, kept.digest = None, b"another"
    with pytest.raises(IntegrityError, match="request_key"), transaction.atomic():
        kept.save(force_insert=True)


def test_nobody_else_makes_sees_or_takes_back_a_key(
    admin, intake, stranger, clinic_admin, foreigner
):
    program(admin, Scope.MEMBERS)
    kept = ApiKey.objects.get()
    for worker in (intake, stranger):
        assert worker.client.get(KEYS).status_code == 403
        assert worker.client.post(f"{KEYS}{kept.pk}/revoke/").status_code == 403
    for worker in (clinic_admin, foreigner):
        assert kept.prefix not in worker.client.get(KEYS).content.decode()
        assert worker.client.post(f"{KEYS}{kept.pk}/revoke/").status_code == 404
    kept.refresh_from_db()
    assert kept.revoked_at is None


def test_a_key_makes_no_other_key(admin, pantry):
    leaked = Actor(
        kind="key", network_id=pantry.network_id, grants=frozenset({("manage_members", pantry.pk)})
    )
    assert not can(leaked, "organizations.manage_keys", pantry)
    assert can(admin.actor, "organizations.manage_keys", pantry)


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["everything"]}, {"days": "9999"}, {"name": " "}]
)
def test_a_key_without_an_end_or_without_a_purpose_is_not_made(admin, wrong):
    said = {"name": "Personnel office", "scopes": ["members"], "days": "30"} | wrong
    assert admin.client.post(f"{KEYS}new/", said).status_code == 422
    assert not ApiKey.objects.exists()


def test_the_key_of_an_organization_is_scoped_says_the_database(admin, pantry):
    program(admin, Scope.MEMBERS)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_apikey SET scopes = '{}'")


# --- what it opens


def test_it_opens_what_was_ticked_and_nothing_else(admin, referral):
    for scopes, answers in (
        ((Scope.ANSWER,), [200, 403, 403]),
        ((Scope.MEMBERS,), [403, 200, 403]),
        ((Scope.ANSWER, Scope.MEMBERS), [200, 200, 403]),
    ):
        client = program(admin, *scopes)
        seen = [
            client.get("/api/v1/referrals/?side=received").status_code,
            client.get(MEMBERS).status_code,
            client.get("/api/v1/people/").status_code,
        ]
        assert [one if one != 404 else 403 for one in seen] == answers or (scopes, seen)


def test_a_program_that_reads_about_families_changes_nothing(clinic_admin, rosa):
    client = program(clinic_admin, Scope.READ_FAMILIES)
    assert client.get(f"/api/v1/people/{rosa.pk}/").status_code == 200
    said = {"first_name": "Ada", "last_name": "New"}
    assert client.post("/api/v1/people/", said, content_type=JSON).status_code == 403
    assert Person.objects.count() == 1


def test_the_key_of_a_stranger_reads_of_no_family_here(admin, rosa):
    client = program(admin, Scope.READ_FAMILIES)
    assert client.get(f"/api/v1/people/{rosa.pk}/").status_code == 404


def test_it_ends_on_its_day_and_when_the_organization_leaves(admin, pantry):
    client = program(admin, Scope.MEMBERS)
    assert client.get(MEMBERS).status_code == 200
    Organization.objects.filter(pk=pantry.pk).update(status="left")
    assert client.get(MEMBERS).status_code == 403
    ApiKey.objects.update(expires_at=timezone.now())
    assert client.get(MEMBERS).status_code == 401


def test_it_outlives_whoever_made_it_and_signs_in_nowhere(admin, pantry):
    client = program(admin, Scope.MEMBERS)
    hire(pantry, "Bo Boss", Role.ORGADMIN)
    members.end(actor=admin.actor, membership_id=admin.membership.pk, at=NOW)
    assert client.get(MEMBERS).status_code == 200
    assert not User.objects.get(is_service=True).has_usable_password()
    assert not Membership.objects.filter(user__is_service=True).exists()


# --- who has left


def test_the_personnel_office_says_who_has_left_and_every_door_closes(admin, intake):
    page, theirs = intake.client, issue(intake.user, name="own", at=timezone.now())
    own = Client(headers={"authorization": f"Bearer {theirs}"})
    assert page.get("/requests/").status_code == own.get("/api/v1/referrals/").status_code == 200
    assert ends(program(admin, Scope.MEMBERS), intake) == 200
    assert page.get("/requests/")["Location"].startswith("/accounts/login/")
    assert own.get("/api/v1/referrals/").status_code == 401
    assert not User.objects.get(pk=intake.user.pk).is_active


def test_whoever_works_elsewhere_too_goes_on_there(admin, intake, other_clinic):
    elsewhere = Membership.objects.create(
        network=other_clinic.network, user=intake.user, organization=other_clinic,
        roles=[Role.NAVIGATOR], since=NOW - MONTH,
    )  # fmt: skip
    ends(program(admin, Scope.MEMBERS), intake)
    elsewhere.refresh_from_db()
    assert elsewhere.until is None
    assert User.objects.get(pk=intake.user.pk).is_active


def test_somebody_who_comes_back_is_invited_and_may_sign_in_again(admin, intake, pantry):
    ends(program(admin, Scope.MEMBERS), intake)
    invitee = Invitee(intake.user.email, intake.user.name, ["intake"])
    members.invite(actor=admin.actor, organization_id=pantry.pk, invitee=invitee, at=timezone.now())
    assert User.objects.get(pk=intake.user.pk).is_active


@pytest.mark.parametrize("by_program", [True, False])
def test_what_was_left_open_somewhere_does_not_come_to_life_with_them(
    admin, intake, pantry, navigator, by_program
):
    """A browser at the pantry's counter, and a key in a file of theirs; a colleague's go on."""
    page, theirs = intake.client, issue(intake.user, name="own", at=timezone.now())
    UserSession.objects.create(
        user=intake.user, session_key=page.cookies["sessionid"].value, ip="::", user_agent="Firefox"
    )
    beside = Client(
        headers={"authorization": f"Bearer {issue(navigator.user, name='own', at=timezone.now())}"}
    )
    own = Client(headers={"authorization": f"Bearer {theirs}"})
    assert page.get("/requests/").status_code == own.get("/api/v1/referrals/").status_code == 200
    if by_program:
        ends(program(admin, Scope.MEMBERS), intake)
    else:
        members.end(actor=admin.actor, membership_id=intake.membership.pk, at=NOW)
    invitee = Invitee(intake.user.email, intake.user.name, ["intake"])
    members.invite(actor=admin.actor, organization_id=pantry.pk, invitee=invitee, at=NOW)
    assert own.get("/api/v1/referrals/").status_code == 401
    assert page.get("/requests/")["Location"].startswith("/accounts/login/")
    assert beside.get("/api/v1/referrals/").status_code == 200


def test_a_stranger_and_a_key_without_that_scope_end_nobody(admin, clinic_admin, intake, foreigner):
    assert ends(program(admin, Scope.ANSWER), intake) == 403
    assert ends(program(clinic_admin, Scope.MEMBERS), intake) == 404
    assert ends(program(foreigner, Scope.MEMBERS), intake) == 404
    assert ends(Client(), intake) == 401
    intake.membership.refresh_from_db()
    assert intake.membership.until is None


def test_the_last_admin_is_not_let_go_by_a_program_either(admin):
    assert ends(program(admin, Scope.MEMBERS), admin) == 409
    assert User.objects.get(pk=admin.user.pk).is_active


def test_every_scope_has_its_words_and_its_grants():
    assert set(SCOPES) == set(SCOPE_WORDS) == set(Scope)


def test_a_name_that_no_key_can_have_is_told_in_a_sentence(navigator: Worker):
    with pytest.raises(CommandError, match="more than 100 letters"):
        call_command("issue_key", navigator.user.email, "--name", "x" * 101)
    assert not ApiKey.objects.filter(user=navigator.user).exists()
