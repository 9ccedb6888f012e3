"""Count every vote and election again from the record; exit 1 when a decision says something else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.tenancy import tenant_context
from governance.models.elections import Election
from governance.models.proposals import Proposal
from governance.record import differs, election_differs
from organizations.models.network import Network


class Command(BaseCommand):
    help = "Count every decided proposal and election again, from its seats and ballots."

    def handle(self, *args: Any, **options: Any) -> None:
        counted, wrong = 0, []
        for network in Network.objects.order_by("name"):
            with tenant_context(network.pk):
                decided = Proposal.objects.filter(network=network).exclude(decided_at=None)
                for proposal in decided.order_by("number"):
                    counted += 1
                    if differs(proposal):
                        wrong.append(f"{network.short_name} {proposal.number}")
                elections = Election.objects.filter(network=network).exclude(rounds=[])
                for election in elections.order_by("opened_at"):
                    counted += 1
                    if election_differs(election):
                        wrong.append(f"{network.short_name} election {election.pk}")
        self.stdout.write(f"{counted} decisions counted again.")
        if wrong:
            raise CommandError(f"Not as they were counted: {', '.join(wrong)}.")
