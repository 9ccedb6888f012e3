"""A service closes: what the tests of closings begin with."""

from datetime import datetime, timedelta

from organizations.models.directory import Service
from referrals.actions.incident import Closing, close_down
from referrals.models.incident import Incident
from tests.story import Worker

DAY = timedelta(days=1)


def fire(service: Service, at: datetime, **but: object) -> Closing:
    said = {
        "organization_id": service.organization_id, "service_id": service.pk, "cause": Incident.Cause.DISASTER,
        "since": at.date(), "choose_within": 3, "patience_until": at.date() + 14 * DAY,
    }  # fmt: skip
    return Closing(**{**said, **but})


def close(worker: Worker, service: Service, at: datetime, **but: object) -> Incident:
    return close_down(actor=worker.actor, closing=fire(service, at, **but), at=at)
