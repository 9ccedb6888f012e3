"""Partners decide the norms by which they work, read what is new in them, and agree when they join."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.deciding import decide_due
from governance.actions.norms import agree_to_norms
from governance.actions.proposals import Wording
from governance.counting import Answer
from governance.effects.norms import differences
from governance.effects.registry import Change
from governance.models.norms import Norms, NormsAgreed
from governance.models.proposals import Proposal
from governance.path import FOUND, Item
from governance.search.partnerships import answered_of, partnership_of
from organizations.models.network import Organization
from tests.governance.table import Table, close, put_to_vote, say
from tests.story import NOW, Worker

FIRST = "We answer each other kindly.\nWe call back in a day."
SECOND = "We answer each other kindly.\nWe call back in an hour."


def wanted(text: str) -> Wording:
    return Wording("Our norms", "So that we work well.", changes=(Change("norms", "text", text),))


def carried(table: Table, text: str, at=NOW) -> Proposal:
    """Voted for by all, and in force."""
    proposal = put_to_vote(table, table.pantry, wanted(text), at)
    votes = [(worker, Answer.YES) for worker in table.voters]
    say(table, proposal, votes, proposal.votes_from)
    close(proposal)
    decide_due(network_id=table.network.pk, at=proposal.votes_until + timedelta(minutes=1))
    proposal.refresh_from_db()
    return proposal


def agrees(worker: Worker, organization: Organization) -> NormsAgreed:
    return agree_to_norms(actor=worker.actor, organization_id=organization.pk, at=NOW)


def test_what_is_carried_is_the_next_version_and_the_one_before_stays(table: Table):
    first = carried(table, FIRST)
    second = carried(table, SECOND, first.in_force_at)
    kept = [(one.number, one.text, one.decision_id) for one in Norms.objects.order_by("number")]
    assert kept == [(1, FIRST, first.pk), (2, SECOND, second.pk)]
    assert Norms.objects.in_force(table.network.pk).text == SECOND


def test_a_difference_is_read_line_by_line():
    said = [(one.words, one.is_gone, one.is_new) for one in differences(FIRST, SECOND)]
    assert said == [
        ("We answer each other kindly.", False, False),
        ("We call back in a day.", True, False),
        ("We call back in an hour.", False, True),
    ]


@pytest.mark.parametrize("text", [" ", 7, "a" * 9000])
def test_norms_that_are_none_are_not_even_a_draft(table: Table, text: object):
    with pytest.raises(BadInput):
        put_to_vote(table, table.pantry, wanted(text), NOW)


def test_nobody_agrees_for_another_organization_but_the_convener_on_its_word(
    table: Table, intake: Worker, stranger: Worker, foreigner: Worker
):
    with pytest.raises(StepNotPossible):
        agrees(table.pantry, table.pantry.organization)
    carried(table, FIRST)
    for worker in (intake, stranger, table.mother, table.clinic):
        with pytest.raises(NotAllowed):
            agrees(worker, table.pantry.organization)
    with pytest.raises(Organization.DoesNotExist):
        agrees(foreigner, table.pantry.organization)
    assert not agrees(table.pantry, table.pantry.organization).is_told
    assert agrees(table.convener, table.shelter.organization).is_told
    again = agrees(table.convener, table.pantry.organization)
    assert (again.agreed_by_id, NormsAgreed.objects.count()) == (table.pantry.user.pk, 2)


def test_who_gets_ready_to_join_has_agreed_to_the_norms_that_hold(table: Table):
    def answered() -> bool:
        ours = partnership_of(table.pantry.organization, at=NOW)
        return Item.NORMS in answered_of(ours)

    assert Item.NORMS in FOUND
    assert answered()  # there are none
    first = carried(table, FIRST)
    assert not answered()
    agrees(table.pantry, table.pantry.organization)
    assert answered()
    carried(table, SECOND, first.in_force_at)
    assert not answered()


def test_the_page_shows_what_is_new_and_a_stranger_elsewhere_sees_none_of_it(
    table: Table, foreigner: Worker, intake: Worker
):
    assert "There are no norms yet" in page(intake)
    first = carried(table, FIRST)
    carried(table, SECOND, first.in_force_at)
    Organization.objects.filter(pk=table.pantry.organization.pk).update(status="active")
    shown = page(table.pantry)
    assert "We call back in a day." in shown
    assert "They agree to these norms" in shown
    assert "They agree to these norms" not in page(intake)
    typed = {"organization": str(table.pantry.organization.pk), "number": "2"}
    read_before = {**typed, "number": "1"}
    again = table.pantry.client.post("/council/norms/agree/", read_before, follow=True)
    assert "changed in the meantime" in again.content.decode()
    table.mother.client.post("/council/norms/agree/", typed)
    assert not NormsAgreed.objects.exists()
    table.pantry.client.post("/council/norms/agree/", typed)
    assert NormsAgreed.objects.get().organization_id == table.pantry.organization.pk
    assert "We call back" not in page(foreigner)


def test_whoever_may_agree_for_several_names_one_and_none_is_named_for_them(
    table: Table, foreigner: Worker
):
    carried(table, FIRST)
    Organization.objects.filter(network=table.network).update(status="active")
    assert '<option value="" selected>' in page(table.convener)
    assert '<option value=""' not in page(table.pantry)
    said, path = {"organization": "", "number": "1"}, "/council/norms/agree/"
    assert table.convener.client.post(path, said).status_code == 422
    foreigner.client.post(path, {**said, "organization": str(table.shelter.organization.pk)})
    assert not NormsAgreed.objects.exists()
    named = {**said, "organization": str(table.shelter.organization.pk)}
    for _twice in range(2):
        assert table.convener.client.post(path, named).status_code == 302
    assert NormsAgreed.objects.get().organization_id == table.shelter.organization.pk


def page(worker: Worker) -> str:
    return worker.client.get("/council/norms/").content.decode()


def test_they_are_proposed_on_the_page_of_proposals(table: Table):
    typed = {
        "title": "Norms",
        "reason": "So that we work well.",
        "norms-text": FIRST,
        "area": "norms",
    }
    table.pantry.client.post("/council/propose/", typed)
    [version] = Proposal.objects.get().versions.all()
    [change] = version.changes
    assert (change["kind"], change["after"], change["before"]) == ("norms", FIRST, "")


def test_the_norms_lie_open_in_a_proposal_only_for_whoever_came_to_change_them(table: Table):
    carried(table, FIRST)
    left = FIRST.replace("\n", "\r\n")
    head, address = table.pantry.client, "/council/propose/"
    assert 'href="/council/propose/?norms-wanted=1"' in page(table.pantry)
    assert not lies_open(head.get(address).text)
    assert lies_open(head.get(f"{address}?norms-wanted=1").text)
    assert not lies_open(head.post(address, {"norms-text": left}).text)
    assert lies_open(head.post(address, {"norms-text": SECOND}).text)


def lies_open(html: str) -> bool:
    return bool(re.search(r"<details[^>]* open>\s*<summary>Teaming norms<", html))


def test_norms_that_were_not_decided_are_refused_by_the_database(table: Table):
    proposal = carried(table, FIRST)
    by_hand = {"number": 9, "text": "Mine", "begins_at": NOW, "decision": proposal}
    with pytest.raises(IntegrityError, match="are not decided"), transaction.atomic():
        Norms.objects.create(network=table.network, **by_hand)


@pytest.mark.parametrize(
    "by_hand",
    [
        "UPDATE governance_norms SET text = 'Mine'",
        "DELETE FROM governance_norms",
        "UPDATE governance_normsagreed SET is_told = false",
    ],
)
def test_what_was_decided_and_agreed_to_is_never_changed(table: Table, by_hand: str):
    carried(table, FIRST)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(by_hand)
