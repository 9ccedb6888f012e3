"""What partners decided is written down as a new version: what was in force before stays readable."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, record_all
from core.tenancy import action
from governance.effects.policies import complaints
from governance.effects.registry import Change, Decision
from governance.in_force import Governed, governed, in_force
from governance.known import forget
from governance.models.policies import Policy
from governance.sign_in import SETTINGS
from organizations.models.network import Network


@action
def set_patience(
    *, actor: Actor, values: Mapping[str, int], at: datetime, reason: str = ""
) -> list[Policy]:
    """Only what differs from what holds is written, all of it or nothing. Takes effect at once."""
    known = {value.key: value for value in governed() if value.is_shown}
    return _decided(known, values, actor, at, reason)


@action
def set_sign_in(
    *, actor: Actor, values: Mapping[str, int], at: datetime, reason: str = ""
) -> list[Policy]:
    """How people of this network sign in: as above. A session that has begun goes on as it began."""
    known = {value.key: value for value in governed() if value.key in SETTINGS}
    return _decided(known, values, actor, at, reason)


def _decided(
    known: Mapping[str, Governed],
    values: Mapping[str, int],
    actor: Actor,
    at: datetime,
    reason: str,
) -> list[Policy]:
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    access.require(actor, "governance.set_patience", network)
    stands = in_force(network.pk, "", at)
    wanted = {key: number for key, number in values.items() if stands.get(key) != number}
    if not wanted.keys() <= known.keys():
        raise BadInput(_("One of these numbers cannot be set here."))
    for complaint in complaints(known, {**stands, **values}).values():
        raise BadInput(complaint)
    rows = _written(network, wanted, actor.user_id, at, reason.strip())
    record_all(_facts(rows, stands), actor=actor, at=at)
    return rows


def bring_into_force(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """What was decided holds from now on, and says by which decision."""
    stands = in_force(decision.network_id, "", at)
    keep(decision, {one.key: one.after for one in changes}, stands, at)


def keep(
    decision: Decision, values: Mapping[str, Any], stands: Mapping[str, Any], at: datetime
) -> None:
    """What differs from what stands, under keys of numbers or of another kind."""
    network = Network.objects.select_for_update(no_key=True).get(pk=decision.network_id)
    wanted = {key: value for key, value in values.items() if stands.get(key) != value}
    actor = Actor.system(network.pk)
    rows = _written(network, wanted, decision.decided_by, at, decision.reason, decision.proposal_id)
    record_all(_facts(rows, stands), actor=actor, at=at)


def keep_by_hand(
    network: Network, key: str, value: Any, *, before: Any, actor: Actor, reason: str, at: datetime
) -> None:
    """As `keep`, before a council sits: the caller has locked the network and asked whether they may."""
    rows = _written(network, {key: value}, actor.user_id, at, reason.strip())
    record_all(_facts(rows, {key: before}), actor=actor, at=at)


def _facts(rows: Sequence[Policy], stands: Mapping[str, Any]) -> list[Fact]:
    return [
        Fact("policy.changed", row, details={"key": row.key, "from": stands[row.key], "to": row.value})
        for row in rows
    ]  # fmt: skip


def _written(
    network: Network, wanted: Mapping[str, Any], set_by: UUID | None, at: datetime, reason: str,
    decision_id: UUID | None = None,
) -> list[Policy]:  # fmt: skip
    forget(network.pk)
    earlier = Policy.objects.filter(network=network, key__in=list(wanted))
    newest = dict(earlier.values_list("key").annotate(Max("version")))
    return Policy.objects.bulk_create(
        Policy(
            network=network, key=key, value=number, version=newest.get(key, 0) + 1, begins_at=at,
            set_by_id=set_by, reason=reason, decision_id=decision_id,
        )
        for key, number in wanted.items()
    )  # fmt: skip
