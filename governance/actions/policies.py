"""What partners decided is written down as a new version: what was in force before stays readable."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, record_all
from core.tenancy import action
from governance.in_force import Governed, governed, in_force
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
    rows = _written(network, wanted, actor, at, reason.strip())
    facts = [
        Fact("policy.changed", row, details={"key": row.key, "from": stands[row.key], "to": row.value})
        for row in rows
    ]  # fmt: skip
    record_all(facts, actor=actor, at=at)
    return rows


def complaints(known: Mapping[str, Governed], values: Mapping[str, int]) -> dict[str, str]:
    """By key, what is wrong with a number: out of bounds, or not after the one it must follow."""
    wrong = {}
    for key, value in known.items():
        if not value.lowest <= values[key] <= value.highest:
            said = {"lowest": value.lowest, "highest": value.highest}
            wrong[key] = _("Choose a number from %(lowest)d to %(highest)d.") % said
        elif value.above and values[key] <= values[value.above]:
            said = {"days": values[value.above]}
            wrong[key] = _("This comes after day %(days)d: choose a later day.") % said
    return wrong


def _written(
    network: Network, wanted: Mapping[str, int], actor: Actor, at: datetime, reason: str
) -> list[Policy]:
    earlier = Policy.objects.filter(network=network, key__in=list(wanted))
    newest = dict(earlier.values_list("key").annotate(Max("version")))
    return Policy.objects.bulk_create(
        Policy(
            network=network, key=key, value=number, version=newest.get(key, 0) + 1, begins_at=at,
            set_by_id=actor.user_id, reason=reason,
        )
        for key, number in wanted.items()
    )  # fmt: skip
