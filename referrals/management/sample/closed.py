"""What has closed overnight in the sample county: a teacher has fallen ill, and who was to come looks again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.actor import Actor
from organizations.models.directory import Service
from referrals.actions.incident import Closing, close_down
from referrals.models.incident import Incident

TOPIC = "adult_education"
FORTNIGHT = timedelta(days=14)


def night_classes_end(convener: Actor, services: Iterable[Service], *, at: datetime) -> None:
    classes = next(service for service in services if TOPIC in service.topics)
    day = classes.organization.open_days.local_date(at)
    closing = Closing(
        organization_id=classes.organization_id, service_id=classes.pk, cause=Incident.Cause.STAFF,
        since=day, choose_within=3, patience_until=day + FORTNIGHT,
    )  # fmt: skip
    close_down(actor=convener, closing=closing, at=at)
