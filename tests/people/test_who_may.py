"""Who may do what with a person's record: one table, asked of every rule and every role."""

import pytest

from core import access
from core.actor import NOBODY, Actor
from organizations.grants import Role
from people.models.glass import BrokenGlass
from people.models.person import Exclusion, Person
from people.models.rights import Recall, RightsRequest
from people.models.safety import SafetyAlert
from tests.people.test_consent import agreed
from tests.story import NOW, Worker, hire

CARERS = {"navigator", "supervisor"}
ASKERS = CARERS | {"screener"}
MAY = {
    "people.search": ASKERS,
    "people.say_own_street": ASKERS,
    "people.add": ASKERS,
    "people.identify": ASKERS,
    "people.read": CARERS,
    "people.change": CARERS,
    "people.agree": CARERS,
    "people.record_death": CARERS,
    "people.write_words": {"convener"},
    "people.publish_words": {"convener"},
    "people.bound_sharing": {"convener"},
    "people.withdraw": CARERS | {"family"},
    "people.wish": CARERS | {"family", "system"},
    "people.audit": CARERS | {"privacy"},
    "people.raise_alert": ASKERS,
    "people.watch_alerts": {"supervisor", "duty", "convener"},
    "people.take_alert": {"duty"},
    "people.close_alert": {"duty"},
    "people.audit_all": {"privacy"},
    "people.demands": {"privacy"},
    "people.break_glass": CARERS | {"screener"},
    "people.review_glass": {"privacy"},
    "people.ask_right": CARERS,
    "people.say_wrong": {"family"},
    "people.see_rights": CARERS | {"privacy"},
    "people.answer_right": CARERS | {"privacy"},
    "people.copy": CARERS,
    "people.erase": {"privacy"},
    "people.hold": {"supervisor", "privacy"},
    "people.see_recalls": {"clinic intake", "orgadmin", "intake of the pantry", "privacy"},
    "people.confirm_recall": {"clinic intake", "orgadmin", "privacy"},
}
# Searching and adding happen at home, whoever's home it is: what is found there is another's question.
OF_THE_NETWORK = {"people.audit_all", "people.demands"}
OF_A_QUESTION = {"people.answer_right", "people.copy", "people.erase"}
LISTS = {"people.watch_alerts", "people.see_rights", "people.see_recalls"}
AT_HOME = {"people.search", "people.say_own_street", "people.add"}


@pytest.fixture
def cast(
    navigator, supervisor, screener, clinic, intake, stranger, foreigner, rosa, pantry
) -> dict[str, Actor]:
    hired = {
        role.value if role is not Role.INTAKE else "clinic intake": hire(
            clinic, f"{role} Person", role
        ).actor
        for role in (
            Role.INTAKE,
            Role.ORGADMIN,
            Role.DESK,
            Role.CONVENER,
            Role.COUNCIL,
            Role.PRIVACY,
            Role.DUTY,
        )
    }
    own = {"navigator": navigator, "supervisor": supervisor, "screener": screener}
    elsewhere = {"intake of the pantry": intake, "stranger": stranger, "foreigner": foreigner}
    people: dict[str, Worker] = own | elsewhere
    return {
        **hired,
        **{name: worker.actor for name, worker in people.items()},
        "family": Actor.link(rosa.network_id, about_id=rosa.pk),
        "another family": Actor.link(rosa.network_id, about_id=pantry.pk),
        "system": Actor.system(rosa.network_id),
        "another network's system": Actor.system(pantry.pk),
        "nobody": Actor.link(rosa.network_id, about_id=None),
    }


def subject_of(name: str, actor: Actor, rosa: Person, consent: object) -> object:
    if name in AT_HOME or name in OF_THE_NETWORK | LISTS:
        return actor.organization_id if name == "people.add" else None
    if name in {"people.take_alert", "people.close_alert"}:
        return SafetyAlert(organization_id=rosa.custodian_id, taken_by_id=actor.user_id)
    if name in {"people.write_words", "people.publish_words", "people.bound_sharing"}:
        return rosa.network
    if name in OF_A_QUESTION | {"people.confirm_recall"}:
        return asked_about(name, rosa)
    if name == "people.review_glass":
        return BrokenGlass(network_id=rosa.network_id, user_id=rosa.created_by_id)
    return consent if name == "people.withdraw" else rosa


def asked_about(name: str, rosa: Person) -> RightsRequest | Recall:
    """What somebody asked about their record, and the copies that are to be deleted."""
    if name == "people.confirm_recall":
        return Recall(organization_id=rosa.custodian_id, network_id=rosa.network_id)
    return RightsRequest(organization=rosa.custodian, recorded_by_id=NOBODY)


def test_every_rule_about_people_stands_in_the_table():
    assert {name for name in access.names() if name.startswith("people.")} == set(MAY)


@pytest.mark.parametrize("name", sorted(MAY))
def test_who_may(name, cast, rosa, navigator, pantry):
    consent = agreed(navigator, rosa, pantry)[0]
    allowed = {
        who
        for who, actor in cast.items()
        if access.can(actor, name, subject_of(name, actor, rosa, consent))
    }
    everywhere = {"stranger", "foreigner"} if name in AT_HOME else set()
    if name in OF_THE_NETWORK:
        everywhere = {"foreigner"}  # in their own network
    if name in LISTS:
        everywhere = {"stranger", "foreigner"}  # their own list
    assert allowed == MAY[name] | everywhere


def test_a_person_shut_out_of_a_record_does_not_see_it_whatever_their_role(
    rosa, navigator, colleague
):
    Exclusion.objects.create(network=rosa.network, person=rosa, user=colleague.user)
    seen = Person.objects.visible_to
    assert not seen(colleague.actor, at=NOW).exists()
    assert seen(navigator.actor, at=NOW).get() == rosa
