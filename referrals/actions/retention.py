"""Let go of what has been kept long enough: words and links by themselves, whole records once somebody confirms it."""

from datetime import datetime, timedelta
from uuid import UUID

from core.actor import Actor
from core.sealed import Sealed
from core.tenancy import action
from people.actions.rights import Asked, begin
from people.lifecycle import Right
from people.models.person import Person
from people.models.rights import RightsRequest
from referrals.models.erasing import sealed_fields
from referrals.models.retention import RetentionRun
from referrals.search.keeping import keeping_of
from referrals.search.retention import (
    CARE,
    HELP,
    LINKS,
    QUESTIONS,
    due_links,
    due_questions,
    due_records,
)

BATCH = 200
A_NIGHT = timedelta(hours=20)
ASKED = Asked(Right.ERASURE, "system")


@action
def keep_no_longer(*, network_id: UUID, at: datetime, limit: int = BATCH) -> RetentionRun | None:
    """One batch of each kind, once a night; None when this night is done. The next one goes on."""
    runs = RetentionRun.objects.filter(network_id=network_id, at__gt=at - A_NIGHT)
    if runs.exists():
        return None
    keeping = keeping_of(network_id, at)
    done = {
        name: _ask(network_id, due_records(network_id, keeping, is_care=name == CARE, at=at, limit=limit), at)
        for name in (CARE, HELP)
    }  # fmt: skip
    questions = due_questions(network_id, keeping, at=at).values_list("pk", flat=True)[:limit]
    done[QUESTIONS] = RightsRequest.objects.filter(pk__in=list(questions)).update(
        **dict.fromkeys(sealed_fields(RightsRequest), Sealed())
    )
    links = due_links(network_id, keeping, at=at)
    done[LINKS] = links.filter(pk__in=list(links.values_list("pk", flat=True)[:limit])).delete()[0]
    return RetentionRun.objects.create(network_id=network_id, at=at, done=done)


def _ask(network_id: UUID, people: list[Person], at: datetime) -> int:
    """The rules ask, a person confirms: a rule that is wrong erases nobody."""
    for person in people:
        begin(Actor.system(network_id), person, ASKED, at)
    return len(people)
