"""What was decided is put back by a proposal too; both pages name each other."""

import pytest

from core.errors import StepNotPossible
from governance.actions.deciding_seats import new_seat
from governance.actions.proposals import Wording, open_for_comments
from governance.actions.rolling_back import propose_back
from governance.counting import Answer
from governance.models.proposals import Proposal
from tests.governance.table import WAITING, Table, answer_days, close, put_to_vote, say
from tests.story import Worker


def carried(table: Table, wording: Wording, at) -> Proposal:
    mine = put_to_vote(table, table.pantry, wording, at)
    say(table, mine, [(one, Answer.YES) for one in table.voters], mine.votes_from)
    return close(mine)


def test_it_is_put_back_by_a_proposal_and_both_pages_say_so(
    table: Table, stranger: Worker, foreigner: Worker, now
):
    first = carried(table, WAITING, now)
    page = f"/council/proposals/{first.pk}/"
    assert "Propose to put it back" in table.clinic.client.get(page).content.decode()
    assert "Propose to put it back" not in stranger.client.get(page).content.decode()
    assert stranger.client.post(f"{page}back/").status_code == 403
    assert foreigner.client.post(f"{page}back/").status_code == 404
    back = propose_back(actor=table.clinic.actor, proposal_id=first.pk, at=first.in_force_at)
    assert (back.status, back.rolls_back_id) == ("draft", first.pk)
    assert "would put it back" not in table.pantry.client.get(page).content.decode()
    open_for_comments(actor=table.clinic.actor, proposal_id=back.pk, at=first.in_force_at)
    assert (
        f"Proposal {back.number} would put it back"
        in table.pantry.client.get(page).content.decode()
    )
    other = table.pantry.client.get(f"/council/proposals/{back.pk}/").content.decode()
    assert f"Puts back what proposal {first.number} changed" in other


def test_once_it_is_carried_what_stood_before_holds(table: Table, now):
    first = carried(table, WAITING, now)
    assert answer_days(table, first.in_force_at) == 3
    back = propose_back(actor=table.pantry.actor, proposal_id=first.pk, at=first.in_force_at)
    assert [one["after"] for one in back.versions.get().changes] == [2]


def test_what_was_not_carried_or_cannot_be_taken_back_is_not_put_back(table: Table, now):
    waiting = put_to_vote(table, table.pantry, WAITING, now)
    seats = Wording("Two more", "We grow.", changes=(new_seat("cbo"), new_seat("lived_experience")))
    seated = carried(table, seats, now)
    assert seated.status == "in_force"
    for one in (waiting, seated):
        with pytest.raises(StepNotPossible, match="cannot be put back"):
            propose_back(actor=table.pantry.actor, proposal_id=one.pk, at=seated.votes_until)
