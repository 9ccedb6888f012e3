"""Somebody presses a button twice, because the first time nothing seemed to happen: one thing comes of it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import AskedOnce, Event
from governance.models.agreements import Agreement
from governance.models.disputes import Dispute, Ending, Statement
from governance.models.obligations import Obligation
from governance.models.proposals import Comment, Proposal, ProposalVersion
from insights.models import Cycle
from organizations.models.network import Network
from tests.governance.disagreeing import Quarrel, quarrel_of
from tests.governance.table import WAITING, Table, close, put_to_vote, say, sit_down
from tests.governance.test_deciding import YES
from tests.pressed import rows, twice

WORDS = "Two days are too short for us."


@pytest.fixture
def lately(network: Network) -> Table:
    """As the pages see it: the clock on the wall."""
    return sit_down(network, timezone.now() - timedelta(days=30))


def test_one_proposal_is_drafted_and_another_form_makes_another(lately: Table):
    typed = {"title": "A", "reason": "B", "text": "C", "area": "norms"}
    page = "/council/propose/"
    first = twice(lately.shelter.client, page, page, typed)
    assert (rows(Proposal), rows(ProposalVersion)) == (1, 1)
    assert twice(lately.shelter.client, page, page, typed) != first
    assert rows(Proposal) == 2


def test_a_comment_is_read_once(lately: Table):
    mine = put_to_vote(lately, lately.pantry, WAITING, timezone.now() - timedelta(days=12))
    page = f"/council/proposals/{mine.pk}/"
    twice(lately.mother.client, page, f"{page}comments/", {"words": WORDS})
    assert rows(Comment) == 1
    twice(lately.mother.client, page, f"{page}comments/", {"words": WORDS})  # they mean it
    assert rows(Comment) == 2
    assert Event.objects.filter(kind="proposal.commented").count() == 2


def test_what_a_decision_changed_is_proposed_back_once_by_each(lately: Table):
    mine = put_to_vote(lately, lately.pantry, WAITING, timezone.now() - timedelta(days=20))
    say(lately, mine, [(one, YES) for one in lately.voters], mine.votes_from)
    assert close(mine).status == "in_force"
    back = f"/council/proposals/{mine.pk}/back/"
    first, second = (lately.mother.client.post(back).url for _ in range(2))
    assert first == second
    assert lately.clinic.client.post(back).url != first
    assert rows(Proposal) == 3


def test_a_dispute_is_raised_once_and_each_word_said_once(network: Network):
    quarrel: Quarrel = quarrel_of(network, timezone.now())
    pantry, clinic = quarrel.table.pantry, quarrel.table.clinic
    new = "/disputes/new/"
    here = twice(pantry.client, new, new, {"other": clinic.organization.pk, "words": WORDS})
    assert (rows(Dispute), rows(Statement)) == (1, 1)
    twice(clinic.client, here, f"{here}say/", {"words": "We hear you."})
    assert rows(Statement) == 2
    twice(clinic.client, here, f"{here}ending/", {"words": "Three days."})
    assert rows(Ending) == 1


def test_a_trial_begins_once(lately: Table):
    day = timezone.now().date()
    typed = {
        "where": lately.pantry.organization.pk, "aim": "Sooner", "change": "We look each noon.",
        "prediction": "Half the hours.", "measure": "answer",
        "begins_on": day + timedelta(days=3), "ends_on": day + timedelta(days=30),
    }  # fmt: skip
    twice(lately.pantry.client, "/trying/new/", "/trying/new/", typed)
    assert rows(Cycle) == 1


def test_a_draft_of_an_agreement_and_a_line_of_it_are_written_once(lately: Table):
    """Otherwise one of two drafts stays behind, and asks for months to be signed."""
    today = timezone.now().date()
    carla = lately.convener.client
    new = f"/network/partners/{lately.pantry.organization.pk}/agreements/new/"
    paper = {"kind": "participation", "words": "We help each other.", "begins_on": today}
    here = twice(carla, new, new, paper)
    assert rows(Agreement) == 1
    line = {
        "side": "partner", "words": "Says how many came.", "first_on": today + timedelta(days=9),
        "every_months": 0,
    }  # fmt: skip
    twice(carla, here, f"{here}obligations/", line)
    assert rows(Obligation) == 1
    twice(carla, here, f"{here}obligations/", line)  # they mean it
    assert rows(Obligation) == 2
    assert twice(carla, new, new, paper) != here


@pytest.mark.parametrize("model", [one for one in apps.get_models() if issubclass(one, AskedOnce)])
def test_each_kind_of_row_that_a_form_makes_is_held_by_the_database(model: type[AskedOnce]):
    held = [set(each.fields) for each in model._meta.constraints if hasattr(each, "fields")]
    assert {"network", "request_key"} in held


def test_the_database_takes_a_key_once(lately: Table):
    mine = put_to_vote(lately, lately.pantry, WAITING, timezone.now())
    said = {
        "network": lately.network, "proposal": mine, "version": 1, "words": WORDS,
        "said_by": lately.mother.user, "said_at": timezone.now(), "request_key": mine.pk,
    }  # fmt: skip
    Comment.objects.create(**said)
    with pytest.raises(IntegrityError, match="asked_once"), transaction.atomic():
        Comment.objects.create(**said)
