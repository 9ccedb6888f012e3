"""What the matrix has found: each is mended where it belongs, and says here what it was."""

import pytest

from people.models.person import Exclusion, Person, Relationship
from referrals.actions.desk import to_desk
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.api.conftest import Call, program
from tests.matrix.doors import NEVER_MADE
from tests.referrals.conftest import agreed, need, referral, rosa, sending, table
from tests.story import Worker

__all__ = ["agreed", "need", "program", "referral", "rosa", "sending", "table"]
GIVES_BACK = ("/needs/{}/from-desk/", "/desk/{}/back/")


@pytest.mark.parametrize("path", GIVES_BACK)
def test_a_stranger_who_gives_a_need_back_to_its_owner_learns_nothing_of_it(
    path: str, navigator: Worker, table: Worker, stranger: Worker, foreigner: Worker, need: Need
):
    """It was locked before anybody asked whose it is: 403 said that it exists, in any network."""
    to_desk(actor=navigator.actor, need_id=need.pk, at=need.since)

    for outsider in (stranger, foreigner):
        for need_id in (need.pk, NEVER_MADE):
            assert outsider.client.post(path.format(need_id)).status_code == 404
    need.refresh_from_db()
    assert need.is_at_desk
    assert table.client.post(path.format(need.pk)).status_code == 302
    need.refresh_from_db()
    assert not need.is_at_desk


def test_the_desk_cannot_give_back_what_is_handled_with_care(
    navigator: Worker, table: Worker, need: Need, rosa: Person
):
    to_desk(actor=navigator.actor, need_id=need.pk, at=need.since)
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)

    assert table.client.post(GIVES_BACK[1].format(need.pk)).status_code == 404
    assert navigator.client.post(GIVES_BACK[0].format(need.pk)).status_code == 302


def test_a_key_of_somebody_who_sees_no_families_searches_for_none(
    program: Call, navigator: Worker, intake: Worker, rosa: Person
):
    """It was answered with an empty list, and left a trace of a look that nobody may take."""
    asked = {"data": {"words": "Rosa"}, "content_type": "application/json"}
    assert program(intake).post("/api/v1/people/search/", **asked).status_code == 403
    assert program(navigator).post("/api/v1/people/search/", **asked).status_code == 200


def test_a_relative_who_shuts_somebody_out_does_not_close_the_others_record(
    navigator: Worker, colleague: Worker, stranger: Worker, rosa: Person
):
    """The tie to somebody who may not be seen was an error, and the error a page that is not there."""
    at = rosa.created_at
    luz = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Luz", created_at=at
    )
    Relationship.objects.create(
        network=rosa.network, person=rosa, other=luz, kind="sibling", since=at
    )
    Exclusion.objects.create(network=rosa.network, person=luz, user=colleague.user)
    page = f"/people/{rosa.pk}/"

    assert b"Luz" in navigator.client.get(page).content
    shown = colleague.client.get(page)
    assert shown.status_code == 200
    assert b"Rosa" in shown.content
    assert b"Luz" not in shown.content
    assert stranger.client.get(page).status_code == 404


@pytest.mark.parametrize("page", ["agreed/", "agreed/print/"])
def test_what_a_family_agreed_to_is_read_and_not_posted_to(
    page: str, navigator: Worker, stranger: Worker, referral: Referral
):
    path = f"/people/{referral.need.subject_id}/{page}"
    assert navigator.client.post(path).status_code == 405
    assert navigator.client.get(path).status_code == 200
    assert stranger.client.get(path).status_code == 404
