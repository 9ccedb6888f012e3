"""Who may do what in the directory, as a table: a new rule without a row here fails."""

import pytest

from core import access
from core.actor import Actor
from core.tenancy import tenant_context
from organizations import words
from organizations.grants import ROLES, Role, sync
from tests.story import LONG_AGO

MAY = {
    "organizations.found": {"system"},
    "organizations.manage_services": {"intake", "orgadmin"},
    "organizations.say_room": {"intake", "orgadmin"},
    "organizations.say_closed": {"intake", "orgadmin"},
    "organizations.say_hours": {"orgadmin"},
    "organizations.manage_members": {"orgadmin"},
    "organizations.manage_keys": {"orgadmin"},
    "organizations.invite": {"orgadmin", "convener"},
    "organizations.stand": {"orgadmin", "convener", "system"},
    "organizations.end_access": {"system"},
    "organizations.bring_in": {"convener", "system"},
    "organizations.sign_on": {"orgadmin", "convener"},
    "network.convene": {"convener"},
    "network.import": {"convener", "system"},
}


@pytest.fixture
def everybody(
    pantry, intake, orgadmin, convener, navigator, screener, supervisor, stranger, foreigner
):
    people = {
        "intake": intake, "orgadmin": orgadmin, "convener": convener, "navigator": navigator,
        "screener": screener, "supervisor": supervisor, "stranger": stranger, "foreigner": foreigner,
    }  # fmt: skip
    actors = {name: worker.actor for name, worker in people.items()}
    network_id = pantry.network_id
    return actors | {"system": Actor.system(network_id), "link": Actor.link(network_id, pantry.pk)}


def test_every_rule_of_the_directory_has_its_row():
    ours = {name for name in access.names() if name.split(".")[0] in {"organizations", "network"}}
    assert ours == set(MAY)


@pytest.mark.parametrize("rule", sorted(MAY))
def test_who_may(rule, everybody, pantry, food_boxes, network):
    subject = {
        "organizations.say_room": food_boxes, "network.convene": network, "network.import": network,
    }.get(rule, pantry)  # fmt: skip
    allowed = {name for name, actor in everybody.items() if access.can(actor, rule, subject)}
    assert allowed == MAY[rule]


def test_a_role_that_ended_opens_nothing(orgadmin, pantry):
    orgadmin.membership.until = LONG_AGO
    orgadmin.membership.save()
    with tenant_context(pantry.network_id):
        sync(orgadmin.membership)
    assert not access.can(orgadmin.actor, "organizations.manage_members", pantry)


def test_every_role_has_a_name_for_people():
    assert set(words.ROLES) == {role.value for role in Role} == {role.value for role in ROLES}
