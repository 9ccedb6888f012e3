"""Prove that the history is what it was when it was sealed; exit 1 when it is not."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.tenancy import tenant_context
from insights.models import Seal
from insights.search.chain import Fault, check, said
from organizations.models.network import Network


class Command(BaseCommand):
    help = "Hold every seal of every network against its rows. Finds what was altered, deleted or slipped in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs: one document")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = [_check(network) for network in Network.objects.order_by("name")]
        self.stdout.write(json.dumps(checked) if options["json"] else _as_text(checked))
        faults = sum(len(network["faults"]) for network in checked)
        if faults:
            raise CommandError(f"{faults} seals do not fit.")


def _check(network: Network) -> dict[str, Any]:
    began = time.monotonic()
    with tenant_context(network.pk):
        faults: list[Fault] = list(check(network.pk))
        rows = sum(Seal.objects.filter(network=network).values_list("rows", flat=True))
    seconds = round(time.monotonic() - began, 3)
    return {"network": str(network.pk), "name": network.name, "rows": rows, "seconds": seconds,
            "faults": said(faults)}  # fmt: skip


def _as_text(checked: list[dict[str, Any]]) -> str:
    lines = []
    for network in checked:
        lines.append(f"{network['name']}: {network['rows']} sealed rows in {network['seconds']} s")
        lines += [
            f"  seal {fault['seal']}: {fault['what']} in {fault['table']}, "
            f"written between {fault['since']} and {fault['until']}"
            for fault in network["faults"]
        ]
    return "\n".join(lines)
