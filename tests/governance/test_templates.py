"""The words with which a network begins its agreements: kept for each kind, changed by those who decide."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed
from governance.actions.deciding import decide_due
from governance.actions.proposals import Wording, act_now, draft
from governance.actions.templates import set_template
from governance.counting import Answer
from governance.effects.registry import Change
from governance.effects.templates import KIND, aloud, newest
from governance.kinds import Kind
from governance.lifecycle import Area
from governance.models.proposals import Proposal, ProposalVersion
from governance.models.templates import AgreementTemplate
from organizations.models.network import Network, Organization
from tests.governance.table import Table, close, put_to_vote, say
from tests.story import Worker

DAY = timedelta(days=1)
WORDS = "1. We meet.\n2. We help.\n3. We listen."
ANEW = "1. We meet.\n2. We help, and say when.\n3. We listen."


def wish(words: str = ANEW, kind: str = Kind.GRANT) -> Wording:
    return Wording("Say when", "Nobody knew.", changes=(Change(KIND, kind, words),))


def carried(table: Table, wording: Wording, at: datetime) -> Proposal:
    """All say yes, and it holds at once."""
    asked = put_to_vote(table, table.pantry, wording, at)
    say(table, asked, [(one, Answer.YES) for one in table.voters], asked.votes_from)
    return close(asked)


def test_only_the_lines_that_differ_are_read_aloud():
    said = aloud(Change(KIND, Kind.GRANT, ANEW, WORDS))
    assert (str(said.what), said.before, said.after) == (
        "Grant", "2. We help.", "2. We help, and say when."
    )  # fmt: skip
    assert aloud(Change(KIND, Kind.GRANT, WORDS)).before == "nothing"


def test_until_a_council_sits_the_convener_keeps_them(
    convener, stranger, keeper, network: Network, now: datetime
):
    said = {"kind": Kind.GRANT, "at": now}
    made = set_template(actor=convener.actor, words=WORDS, **said)
    assert made is not None
    assert set_template(actor=convener.actor, words=f" {WORDS} ", **said) is None
    assert {kind: one.words for kind, one in newest(network.pk, now).items()} == {"grant": WORDS}
    for nobody in (stranger, keeper):
        with pytest.raises(NotAllowed):
            set_template(actor=nobody.actor, words=WORDS, **said)
    with pytest.raises(BadInput):
        set_template(actor=convener.actor, words=" ", **said)


def test_once_a_council_sits_only_its_decision_changes_them(table: Table, now: datetime):
    with pytest.raises(NotAllowed):
        set_template(actor=table.convener.actor, kind=Kind.GRANT, words=WORDS, at=now)
    with pytest.raises(Exception, match="decided"), transaction.atomic():
        AgreementTemplate.objects.create(
            network=table.network, kind=Kind.GRANT, words=WORDS, version=1, begins_at=now
        )
    proposal = carried(table, wish(WORDS), now)
    assert proposal.area == Area.PARTNERS
    kept = newest(table.network.pk, proposal.in_force_at)["grant"]
    assert (kept.words, kept.decision_id) == (WORDS, proposal.pk)


def test_an_emergency_act_that_nobody_confirms_leaves_the_words_that_were(
    table: Table, now: datetime
):
    first = carried(table, wish(WORDS), now)
    at = first.in_force_at + DAY
    drafted = draft(actor=table.convener.actor, wording=wish(), at=at)
    acted = act_now(actor=table.convener.actor, proposal_id=drafted.pk, at=at)
    assert newest(table.network.pk, at)["grant"].words == ANEW
    decide_due(network_id=table.network.pk, at=acted.votes_until + DAY)
    decide_due(network_id=table.network.pk, at=acted.votes_until + 2 * DAY)
    assert newest(table.network.pk, acted.votes_until + 3 * DAY)["grant"].words == WORDS


@pytest.mark.parametrize("but", [{"kind": "magic"}, {"words": " "}, {"words": "x" * 20_001}])
def test_what_could_not_hold_is_not_put_to_anybody(table: Table, now: datetime, but: dict):
    with pytest.raises(BadInput):
        draft(actor=table.pantry.actor, wording=wish(**but), at=now)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE governance_agreementtemplate SET words = 'other'",
        "DELETE FROM governance_agreementtemplate",
    ],
)
def test_earlier_words_are_kept_even_from_raw_sql(convener, now: datetime, change: str):
    set_template(actor=convener.actor, kind=Kind.GRANT, words=WORDS, at=now)
    with pytest.raises(Exception, match=r"."), transaction.atomic():
        connection.cursor().execute(change)


def test_from_the_words_of_the_network_to_a_draft_on_pages(
    convener: Worker, keeper: Worker, foreigner: Worker, pantry: Organization
):
    page, one = reverse("governance:templates"), reverse("governance:template", args=["grant"])
    assert convener.client.post(one, {"words": " "}).status_code == 422
    assert convener.client.post(one, {"words": WORDS}).status_code == 302
    assert keeper.client.get(one).status_code == 403
    assert convener.client.get(one.replace("grant", "magic")).status_code == 404
    assert "2. We help." in keeper.client.get(page).content.decode()
    assert "2. We help." not in foreigner.client.get(page).content.decode()
    new = reverse("governance:draft_agreement", args=[pantry.pk])
    assert "?kind=grant" in convener.client.get(new).content.decode()
    filled = convener.client.get(f"{new}?kind=grant").content.decode()
    assert "2. We help." in filled
    assert "2. We help." not in convener.client.get(f"{new}?kind=memorandum").content.decode()


def test_it_is_proposed_on_the_page_where_one_proposes(table: Table):
    typed = {
        "title": "Say when", "reason": "Nobody knew.", "area": "norms",
        f"{KIND}-kind": "grant", f"{KIND}-words": ANEW,
    }  # fmt: skip
    page = reverse("governance:propose")
    assert (
        table.pantry.client.post(page, {**typed, f"{KIND}-words": "x" * 20_001}).status_code == 422
    )
    answer = table.pantry.client.post(page, typed)
    assert answer.status_code == 302
    assert ProposalVersion.objects.get().changes[0]["after"] == ANEW
    assert "We help, and say when" in table.pantry.client.get(answer["Location"]).content.decode()
