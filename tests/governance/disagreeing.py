"""Two partners who disagree, and who helps them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from governance.actions.disputes import raise_dispute, step_up
from governance.actions.mediating import Promised, list_mediator, name_mediator
from governance.disputes import Voice
from governance.models.disputes import Dispute, Mediator
from organizations.grants import Role
from organizations.models.network import Network
from tests.governance.table import Table, sit_down
from tests.story import Worker, found, hire

DAY = timedelta(days=1)
WORDS = "Our requests lie with them for weeks, and nobody picks up the telephone."


@dataclass(frozen=True)
class Quarrel:
    """The pantry of the council's table, and the clinic of it; Maya Lindt is on the list of mediators."""

    table: Table
    mediator: Worker
    listed: Mediator

    @property
    def network(self) -> Network:
        return self.table.network

    def raised(self, at: datetime) -> Dispute:
        first, second = self.table.pantry, self.table.clinic.organization
        return raise_dispute(actor=first.actor, other_id=second.pk, words=WORDS, at=at)

    def mediated(self, at: datetime) -> Dispute:
        dispute = step_up(actor=self.table.clinic.actor, dispute_id=self.raised(at).pk, at=at)
        here = {"dispute_id": dispute.pk, "mediator_id": self.listed.pk}
        return name_mediator(actor=self.table.convener.actor, **here, at=at)

    def at_council(self, at: datetime) -> Dispute:
        dispute, words = self.mediated(at), "They answer after two weeks. We ask for two days."
        return step_up(actor=self.table.pantry.actor, dispute_id=dispute.pk, words=words, at=at)

    def pledge(self, day: date) -> Promised:
        return Promised(Voice.SECOND, "Answer each request within two days.", day)


def quarrel_of(network: Network, at: datetime) -> Quarrel:
    table = sit_down(network, at - 30 * DAY)
    mediator = hire(found(network, "Good Neighbors"), "Maya Lindt", Role.INTAKE)
    listed = list_mediator(
        actor=table.convener.actor, user_id=mediator.user.pk, about="Spanish", at=at
    )
    return Quarrel(table, mediator, listed)


@pytest.fixture
def quarrel(network: Network, now: datetime) -> Quarrel:
    return quarrel_of(network, now)
