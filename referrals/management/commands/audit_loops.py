"""Prove over the whole database that nothing is a dead end; exit 1 when something is."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.tenancy import tenant_context
from organizations.models.network import Network
from referrals.actions.audit import Finding, audit
from referrals.search.top import nobody_above


class Command(BaseCommand):
    help = "Count what breaks a promise, in every network. All numbers must be 0."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs: one document")

    def handle(self, *args: Any, **options: Any) -> None:
        audited = [(network, _findings(network)) for network in Network.objects.order_by("name")]
        self.stdout.write(_as_json(audited) if options["json"] else _as_text(audited))
        broken = sum(finding.broken for _, findings in audited for finding in findings)
        if broken:
            raise CommandError(f"{broken} rows break a promise.")
        for network, _findings_there in audited:
            _must_have_a_top(network)
        if not options["json"]:
            self.stdout.write("Nothing is a dead end.")


Audited = list[tuple[Network, list[Finding]]]


def _findings(network: Network) -> list[Finding]:
    with tenant_context(network.pk):
        return audit(network.pk, at=timezone.now())


def _must_have_a_top(network: Network) -> None:
    """A ladder that ends at nobody keeps every promise of the rows, and still forgets a family."""
    with tenant_context(network.pk):
        alone = nobody_above(network.pk)
    if alone:
        raise CommandError(
            f"{network.name}: no supervisor and no desk stands above {', '.join(map(str, alone))}."
        )


def _as_text(audited: Audited) -> str:
    lines = []
    for network, findings in audited:
        lines.append(network.name)
        for finding in findings:
            lines.append(f"  {finding.broken:>7}  {finding.promise.words}")
            lines += [f"           {row}" for row in finding.ids]
    return "\n".join(lines)


def _as_json(audited: Audited) -> str:
    return json.dumps(
        [
            {
                "network": str(network.pk),
                "promises": [
                    {
                        "name": finding.promise.name,
                        "number": finding.promise.number,
                        "words": str(finding.promise.words),
                        "broken": finding.broken,
                        "ids": finding.ids,
                    }
                    for finding in findings
                ],
            }
            for network, findings in audited
        ]
    )
