"""A personnel office's program that speaks SCIM finds its people, says how it knows them, and ends what they do."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from core.models import Event
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.scopes import Scope
from tests.api.test_program_keys import program
from tests.story import Worker, hire

SCIM, JSON = "/api/v1/scim/", "application/scim+json"
USERS = f"{SCIM}Users"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@pytest.fixture
def admin(pantry: Organization) -> Worker:
    return hire(pantry, "Ada Boss", Role.ORGADMIN)


@pytest.fixture
def office(admin: Worker) -> Client:
    return program(admin, Scope.MEMBERS)


@pytest.fixture
def elsewhere(clinic: Organization) -> Client:
    """The program of a stranger, with the same scope at another organization."""
    return program(hire(clinic, "Cleo Boss", Role.ORGADMIN), Scope.MEMBERS)


def of(worker: Worker) -> str:
    return f"{USERS}/{worker.membership.pk}"


def patches(client: Client, worker: Worker, *operations: dict[str, object]):
    said = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations}
    return client.patch(of(worker), said, content_type=JSON)


def names(client: Client, **asked: str) -> list[str]:
    return [one["userName"] for one in client.get(USERS, asked).json()["Resources"]]


def test_it_finds_whom_it_means(office, intake, admin, navigator):
    assert sorted(names(office)) == sorted([admin.user.email, intake.user.email])
    assert names(office, filter=f'userName eq "{intake.user.email.upper()}"') == [intake.user.email]
    assert (
        names(office, filter=f'userName eq "{navigator.user.email}"') == []
    )  # she works elsewhere
    assert (
        patches(office, intake, {"op": "add", "path": "externalId", "value": "p-7"}).status_code
        == 200
    )
    assert names(office, filter='externalId eq "p-7"') == [intake.user.email]
    assert names(office, filter='externalid EQ "P-7"') == []
    one = office.get(of(intake))
    assert one["Content-Type"].startswith(JSON)
    assert (one.json()["externalId"], one.json()["active"]) == ("p-7", True)


@pytest.mark.parametrize(
    "asked",
    [
        'name eq "x"',
        'userName sw "x"',
        "userName eq x",
        'userName eq "a" or userName eq "b"',
        "x" * 500,
    ],
)
def test_a_filter_that_it_does_not_speak_is_said_to_be_none(office, asked):
    answer = office.get(USERS, {"filter": asked})
    assert answer.status_code == 400
    said = answer.json()
    assert (said["schemas"], said["status"], said["scimType"]) == ([ERROR], "400", "invalidFilter")


def test_long_lists_are_read_in_parts(office, pantry, django_assert_max_num_queries):
    for number in range(4):
        hire(pantry, f"Wim{number} Worker", Role.INTAKE)
    seen = []
    for first in ("1", "3", "5"):
        with django_assert_max_num_queries(14):
            page = office.get(USERS, {"startIndex": first, "count": "2"}).json()
        assert page["totalResults"] == 5
        seen += [one["id"] for one in page["Resources"]]
    assert len(set(seen)) == 5
    assert office.get(USERS, {"count": "0"}).json()["Resources"] == []
    for wrong in ({"startIndex": "x"}, {"count": "9" * 30}):
        assert office.get(USERS, wrong).json()["scimType"] == "invalidValue"


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "value": {"active": False}},
        {"op": "replace", "path": "active", "value": "False"},
    ],
)
def test_who_has_left_is_out_at_once(office, intake, operation):
    page = intake.client
    assert page.get("/requests/").status_code == 200
    assert patches(office, intake, operation).json()["active"] is False
    assert page.get("/requests/")["Location"].startswith("/accounts/login/")
    assert office.get(of(intake)).status_code == 404


def test_deleting_and_replacing_end_it_too(office, intake, pantry):
    other = hire(pantry, "Olga Other", Role.INTAKE)
    assert office.delete(of(intake)).status_code == 204
    said = {"userName": other.user.email, "active": False, "roles": [{"value": "orgadmin"}]}
    assert office.put(of(other), said, content_type=JSON).json()["active"] is False
    assert not Membership.objects.filter(user__in=[intake.user, other.user], until=None).exists()
    assert Membership.objects.get(user=other.user).roles == [
        Role.INTAKE
    ]  # nobody gives themselves a role


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "replace", "path": "userName", "value": "boss@elsewhere.example"}, "mutability"),
        ({"op": "add", "path": "roles", "value": [{"value": "orgadmin"}]}, "mutability"),
        ({"op": "remove", "path": "active"}, "mutability"),
        ({"op": "replace", "path": "active", "value": "perhaps"}, "invalidValue"),
        ({"op": "replace", "path": "externalId", "value": "x" * 201}, "invalidValue"),
        ({"op": "jump", "path": "active", "value": False}, "invalidSyntax"),
        ("odd", "invalidSyntax"),
    ],
)
def test_what_is_not_its_to_say_is_refused_and_changes_nothing(office, intake, operation, kind):
    answer = patches(office, intake, operation)
    assert answer.status_code == 400
    assert answer.json()["scimType"] == kind
    membership = Membership.objects.get(pk=intake.membership.pk)
    assert (membership.until, membership.external_id) == (None, "")


def test_nobody_is_made_by_a_program(office):
    answer = office.post(USERS, {"userName": "new@pantry.example"}, content_type=JSON)
    assert answer.status_code == 501
    assert answer.json()["schemas"] == [ERROR]


def test_two_people_never_have_one_name_over_there(office, intake, admin):
    known = {"op": "replace", "path": "externalId", "value": "p-7"}
    patches(office, intake, known)
    answer = patches(office, admin, known)
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE organizations_membership SET external_id = 'p-7'")
    assert "p-7" not in str(list(Event.objects.values_list("details", flat=True)))
    office.delete(of(intake))
    assert patches(office, admin, known).status_code == 200


def test_the_key_of_a_stranger_or_for_something_else_finds_and_ends_nobody(
    elsewhere, admin, intake, foreigner
):
    """The same answer as for somebody who was never there."""
    nobody = f"{USERS}/{admin.user.pk}"
    for client in (elsewhere, program(foreigner, Scope.MEMBERS)):
        assert intake.user.email not in client.get(USERS).content.decode()
        assert client.get(of(intake)).json() == client.get(nobody).json()
        end = {"op": "replace", "path": "active", "value": False}
        assert patches(client, intake, end).status_code == 404
        assert client.delete(of(intake)).status_code == 404
    for key in (program(admin, Scope.ANSWER), intake.client, Client()):
        for place in ("Users", "ServiceProviderConfig", "ResourceTypes", "Schemas"):
            answer = key.get(f"{SCIM}{place}")
            assert answer.status_code in {401, 403}
            assert answer.json()["schemas"] == [ERROR]
    assert Membership.objects.get(pk=intake.membership.pk).until is None


def test_it_says_what_it_speaks(office):
    spoken = office.get(f"{SCIM}ServiceProviderConfig").json()
    assert spoken["patch"]["supported"] is spoken["filter"]["supported"] is True
    assert not any(spoken[name]["supported"] for name in ("bulk", "sort", "etag", "changePassword"))
    [kind] = office.get(f"{SCIM}ResourceTypes").json()["Resources"]
    assert kind["endpoint"] == "/Users"
    [shape] = office.get(f"{SCIM}Schemas").json()["Resources"]
    changed = {one["name"] for one in shape["attributes"] if one["mutability"] == "readWrite"}
    assert changed == {"active", "externalId"}
