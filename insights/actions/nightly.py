"""Every night each network is audited and counted, once, however many clocks tick."""

import time
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from core.actor import Actor
from core.history import Fact, record_all
from core.ids import floor
from core.models import Event
from core.tenancy import action
from insights.models import Night
from insights.search.chain import HISTORY_IS_SEALED, check_tonight
from insights.search.figures import figures
from organizations.models.network import Network
from people.search.unusual import Kind, unusual
from referrals.actions.audit import audit
from referrals.search.top import SOMEBODY_ABOVE, nobody_above

A_NIGHT_AGO = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
IN_THE_HOUR = (
    "in_the_hour"  # in the event's details: how many read more people than partners decided
)
NIGHT_BEGINS = timedelta(hours=2)  # when least is written


@action
def audit_the_night(*, network_id: UUID, at: datetime) -> Night | None:
    """None when this night is counted already, or another worker is at it right now.

    A network that was away at night is audited when it is back. A broken promise is told.
    """
    network = _claim(network_id)
    if network is None:
        return None
    date = network.open_days.local_date(at - NIGHT_BEGINS)
    if Night.objects.filter(network=network, date=date).exists():
        return None
    began = time.monotonic()
    broken = {finding.promise.name: finding.broken for finding in audit(network_id, at=at)}
    broken[SOMEBODY_ABOVE] = len(nobody_above(network_id))
    broken[HISTORY_IS_SEALED] = len(list(check_tonight(network_id, at=at)))
    counted = figures(network_id, at=at)
    took = round(1000 * (time.monotonic() - began))
    night = Night.objects.create(
        network=network, date=date, at=at, took_ms=took, broken=broken, figures=counted
    )
    _tell_unusual(network, at)
    if night.dead_ends:
        _tell(night, at)
    return night


def _claim(network_id: UUID) -> Network | None:
    """Only one worker counts; the others pass over instead of waiting for minutes."""
    return (
        Network.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk=network_id)
        .first()
    )


def _tell_unusual(network: Network, at: datetime) -> None:
    """The privacy officer hears that there is something to ask about; which, stands on the page."""
    kinds = Counter(one.kind.value for one in unusual(network.pk, since=at - A_NIGHT_AGO, at=at))
    if kinds:
        fact = Fact("access.unusual", network, details=dict(kinds))
        record_all([fact], actor=Actor.system(network.pk), at=at)


@action
def tell_of_the_hour(*, network_id: UUID, at: datetime) -> None:
    """Who read very many records in the hour that ended: the officer hears it now, and once.

    An hour that another worker holds is passed over: the night finds it.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    network = _claim(network_id)
    if network is None or _is_told(network, hour):
        return
    found = unusual(network.pk, since=hour - AN_HOUR, at=hour)
    many = sum(one.kind == Kind.MANY for one in found)
    if many:
        fact = Fact("access.unusual", network, details={IN_THE_HOUR: many})
        record_all([fact], actor=Actor.system(network.pk), at=at)


def _is_told(network: Network, hour: datetime) -> bool:
    told = Event.objects.filter(
        subject_id=network.pk, id__gte=floor(hour - A_NIGHT_AGO), kind="access.unusual"
    )
    return told.filter(happened_at__gte=hour, details__has_key=IN_THE_HOUR).exists()


def _tell(night: Night, at: datetime) -> None:
    promises = sorted(name for name, broken in night.broken.items() if broken)
    details = {"promises": promises, "rows": night.dead_ends}
    fact = Fact("network.promise_broken", night.network, details=details)
    record_all([fact], actor=Actor.system(night.network_id), at=at)
