"""Many families at once, for lists: each with a need that is somebody's turn."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

from core.ids import uuid7
from organizations.topics import TOPICS
from people.models.person import Person
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.story import Worker


def families(worker: Worker, number: int, *, at: datetime, language: str = "en") -> list[Person]:
    clinic = worker.organization
    return Person.objects.bulk_create(
        Person(network_id=clinic.network_id, custodian=clinic, language=language, created_at=at)
        for _ in range(number)
    )


def wanting(
    worker: Worker, people: Iterable[Person], *, at: datetime, topic: str = "food_pantry"
) -> list[Need]:
    """One need each that waits for its owner, due an hour apart."""
    clinic = worker.organization
    needs = Need.objects.bulk_create(
        Need(
            network_id=clinic.network_id, organization=clinic, responsible=worker.user, subject=person, topic=topic,
            category=TOPICS[topic].category, status=NeedStatus.WANTS_HELP, found_at=at, since=at, said_by="family",
            recorded_by="owner", via="in_person", waiting_on=Turn.OWNER, next_step="choose_service",
            next_step_due=at + timedelta(hours=place), wake_at=at + timedelta(hours=place), id=uuid7(),
        )
        for place, person in enumerate(people)
    )  # fmt: skip
    connection.check_constraints()
    return needs
