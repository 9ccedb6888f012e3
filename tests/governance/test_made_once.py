"""Somebody presses a button twice, because the first time nothing seemed to happen: one thing comes of it."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from core.models import Event
from governance.models.disputes import Dispute, Ending, Statement
from governance.models.proposals import Comment, Proposal, ProposalVersion
from insights.models import Cycle
from organizations.models.network import Network
from tests.governance.disagreeing import Quarrel, quarrel_of
from tests.governance.table import WAITING, Table, close, put_to_vote, say, sit_down
from tests.governance.test_deciding import YES
from tests.story import Worker

KEY = re.compile(r'name="request_key" value="([0-9a-f-]{36})"')
WORDS = "Two days are too short for us."


@pytest.fixture
def lately(network: Network) -> Table:
    """As the pages see it: the clock on the wall."""
    return sit_down(network, timezone.now() - timedelta(days=30))


def twice(worker: Worker, page: str, to: str, typed: Mapping[str, object]) -> str:
    """With the key that the page carries; where it leads."""
    keys = set(KEY.findall(worker.client.get(page).content.decode()))
    assert keys
    key = keys.pop()
    first, second = (worker.client.post(to, {**typed, "request_key": key}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    return str(first.url)


def rows(model: type[Model]) -> int:
    return model._default_manager.count()


def test_one_proposal_is_drafted_and_another_form_makes_another(lately: Table):
    typed = {"title": "A", "reason": "B", "text": "C", "area": "norms"}
    page = "/council/propose/"
    first = twice(lately.shelter, page, page, typed)
    assert (rows(Proposal), rows(ProposalVersion)) == (1, 1)
    assert twice(lately.shelter, page, page, typed) != first
    assert rows(Proposal) == 2


def test_a_comment_is_read_once(lately: Table):
    mine = put_to_vote(lately, lately.pantry, WAITING, timezone.now() - timedelta(days=12))
    page = f"/council/proposals/{mine.pk}/"
    twice(lately.mother, page, f"{page}comments/", {"words": WORDS})
    assert rows(Comment) == 1
    twice(lately.mother, page, f"{page}comments/", {"words": WORDS})  # they mean it
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
    here = twice(pantry, new, new, {"other": clinic.organization.pk, "words": WORDS})
    assert (rows(Dispute), rows(Statement)) == (1, 1)
    twice(clinic, here, f"{here}say/", {"words": "We hear you."})
    assert rows(Statement) == 2
    twice(clinic, here, f"{here}ending/", {"words": "Three days."})
    assert rows(Ending) == 1


def test_a_trial_begins_once(lately: Table):
    day = timezone.now().date()
    typed = {
        "where": lately.pantry.organization.pk, "aim": "Sooner", "change": "We look each noon.",
        "prediction": "Half the hours.", "measure": "answer",
        "begins_on": day + timedelta(days=3), "ends_on": day + timedelta(days=30),
    }  # fmt: skip
    twice(lately.pantry, "/trying/new/", "/trying/new/", typed)
    assert rows(Cycle) == 1


def test_the_database_takes_a_key_once(lately: Table):
    mine = put_to_vote(lately, lately.pantry, WAITING, timezone.now())
    said = {
        "network": lately.network, "proposal": mine, "version": 1, "words": WORDS,
        "said_by": lately.mother.user, "said_at": timezone.now(), "request_key": mine.pk,
    }  # fmt: skip
    Comment.objects.create(**said)
    with pytest.raises(IntegrityError, match="asked_once"), transaction.atomic():
        Comment.objects.create(**said)
