"""Whatever the council may decide, nobody does by hand: each kind is refused at its door and in the database.

A kind that is registered without a row here fails the first test.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import NotAllowed, StepNotPossible
from governance.actions.councils import found_council
from governance.actions.deciding_meetings import new_meeting
from governance.actions.meetings import call_off
from governance.actions.policies import set_patience, set_sign_in
from governance.actions.proposals import Wording
from governance.actions.templates import set_template
from governance.counting import Answer
from governance.effects.policies import open_to_decision
from governance.effects.registry import kinds
from governance.in_force import governed
from governance.kinds import Kind
from governance.models.councils import Council, Seat
from governance.models.meetings import Meeting
from governance.models.norms import Norms
from governance.models.policies import Policy
from governance.models.templates import AgreementTemplate
from governance.sign_in import SETTINGS
from organizations.actions.standing import pause
from organizations.models.network import Organization
from people.actions.texts import publish
from people.models.texts import ConsentText, digest_of
from tests.governance.disagreeing import quarrel_of
from tests.governance.table import DAY, Table, close, put_to_vote, say

WORDS = "You choose what we share.\n{agreement}\nYou can stop at any time."
Act = Callable[[Table, datetime], object]


def decided_day(table: Table, now: datetime) -> Meeting:
    if not Meeting.objects.exists():
        change = new_meeting("council", now + 90 * DAY, "The hall")
        mine = put_to_vote(table, table.pantry, Wording("A", "B", changes=(change,)), now)
        say(table, mine, [(one, Answer.YES) for one in table.voters], mine.votes_from)
        close(mine)
    return Meeting.objects.get()


def _policy(table: Table, now: datetime, key: str, value: object) -> None:
    Policy.objects.create(network=table.network, key=key, value=value, version=99, begins_at=now)


def _dispute(table: Table, _now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE governance_dispute SET status = 'decided', closed_at = now(), holds = 1"
        )


# What the convener would press, where there is a button: the gate or the lifecycle refuses it.
BY_HAND: dict[str, Act | None] = {
    "policy": lambda table, now: set_patience(
        actor=table.convener.actor, values={"figures.smallest": 12}, at=now
    ),
    "agreement_template": lambda table, now: set_template(
        actor=table.convener.actor, kind=Kind.GRANT, words="Ours", at=now
    ),
    "consent_text": lambda table, now: publish(
        actor=table.convener.actor, language="en", begins_on=now.date() + DAY, asks_anew=False,
        body=WORDS, at=now,
    ),
    "meeting": lambda table, now: call_off(
        actor=table.convener.actor, meeting_id=decided_day(table, now).pk, at=now
    ),
    "partner": lambda table, now: pause(
        actor=table.convener.actor, organization_id=table.pantry.organization.pk, at=now
    ),
    "seat": lambda table, now: found_council(
        actor=table.convener.actor, kind=Council.Kind.COUNCIL, places=[], at=now
    ),
    "sharing": None,  # no page or action sets it
    "norms": None,
    "dispute": None,  # nobody but the council, or both sides together
    "committee": None,  # decides nothing until the council gives it something: those are numbers
}  # fmt: skip

# What somebody would write who reaches the database.
IN_THE_DATABASE: dict[str, Act] = {
    "policy": lambda table, now: _policy(table, now, "figures.smallest", 12),
    "sharing": lambda table, now: _policy(table, now, "share.food-insecurity", ["name"]),
    "committee": lambda table, now: _policy(table, now, "decide.money_committee", 1),
    "agreement_template": lambda table, now: AgreementTemplate.objects.create(
        network=table.network, kind=Kind.GRANT, words="Ours", version=99, begins_at=now
    ),
    "norms": lambda table, now: Norms.objects.create(
        network=table.network, number=99, text="Ours", begins_at=now, decision_id=uuid4()
    ),
    "consent_text": lambda table, now: ConsentText.objects.create(
        network=table.network, language="en", version=99, body=WORDS, digest=digest_of(WORDS),
        begins_at=now, written_at=now,
    ),
    "meeting": lambda table, now: Meeting.objects.filter(pk=decided_day(table, now).pk).update(
        begins_at=now + 5 * DAY
    ),
    "partner": lambda table, now: Organization.objects.filter(
        pk=table.pantry.organization.pk
    ).update(status="paused"),
    "seat": lambda table, now: Seat.objects.create(
        network=table.network, council=table.council, number=7, kind="cbo", waiting_on="convener",
        next_step="fill_seat", next_step_due=now, wake_at=now,
    ),
    "dispute": _dispute,
}  # fmt: skip


def test_every_kind_that_the_council_may_decide_stands_in_both_tables():
    assert set(kinds()) == set(BY_HAND) == set(IN_THE_DATABASE)


@pytest.mark.parametrize("kind", sorted(kind for kind, act in BY_HAND.items() if act))
def test_the_convener_does_not_do_it_by_hand(table: Table, now: datetime, kind: str):
    act = BY_HAND[kind]
    assert act is not None
    with pytest.raises((NotAllowed, StepNotPossible)):
        act(table, now)


@pytest.mark.parametrize("kind", sorted(set(IN_THE_DATABASE) - {"dispute"}))
def test_whoever_reaches_the_database_does_not_either(table: Table, now: datetime, kind: str):
    if kind == "meeting":
        decided_day(table, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        IN_THE_DATABASE[kind](table, now)
        connection.check_constraints()


def test_nor_ends_a_dispute(network, now: datetime):
    quarrel = quarrel_of(network, now)
    quarrel.at_council(now)
    with pytest.raises(IntegrityError), transaction.atomic():
        IN_THE_DATABASE["dispute"](quarrel.table, now)
        connection.check_constraints()


def test_no_number_whatever_its_name_is_set_on_a_page_or_in_the_database(
    table: Table, now: datetime
):
    """Of every number there is, one by one: those of the pages Patience and Signing in, and all others."""
    for value in governed():
        other = value.lowest if value.default != value.lowest else value.highest
        act = set_sign_in if value.key in SETTINGS else set_patience
        with pytest.raises(NotAllowed):
            act(actor=table.convener.actor, values={value.key: other}, at=now)
        with pytest.raises(IntegrityError, match="decided by the council"), transaction.atomic():
            _policy(table, now, value.key, other)
    assert not Policy.objects.exists()
    assert open_to_decision()


@pytest.mark.parametrize("page", ["governance:patience", "governance:sign_in"])
def test_a_page_of_settings_takes_nothing_from_the_convener(table: Table, page: str):
    said = {value.key.replace(".", "-"): value.default for value in governed()}
    said |= {"referral-answer": 9, "second_step": "", "grace_days": 5, "idle_minutes": 30}
    assert table.convener.client.post(reverse(page), said).status_code == 403
    assert not Policy.objects.exists()
