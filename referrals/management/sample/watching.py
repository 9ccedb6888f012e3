"""Once in the county somebody was in danger, somebody opened what only named people see, and somebody looked twice."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.actor import Actor
from people import disclosures
from people.actions.glass import break_glass
from people.actions.safety import Said, raise_alert, take_alert
from people.lifecycle import Danger, Emergency, Purpose
from people.models.person import Person
from screening.models.need import Need, NeedQuerySet

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def in_danger(workers: Mapping[str, Actor], now: datetime) -> None:
    """Said by whoever works with the family; the duty has taken it, and it is open still."""
    navigator = workers["navigator"]
    need = _needs_of(navigator).filter(is_sensitive=False).order_by("id").first()
    if need is None:
        return
    said = Said(Danger.SELF_HARM, "She said on the telephone that she cannot go on.")
    alert = raise_alert(actor=navigator, person_id=need.subject_id, said=said, at=now - HOUR / 2)
    take_alert(actor=workers["supervisor"], alert_id=alert.pk, at=now - HOUR / 4)


def opened_in_an_emergency(workers: Mapping[str, Actor], now: datetime) -> None:
    """By a colleague who is not named; the privacy officer has not judged it yet."""
    colleague = workers["colleague"]
    others = Need.objects.filter(organization_id=colleague.as_organization, is_sensitive=True)
    need = others.exclude(responsible_id=colleague.user_id).order_by("id").first()
    if need is None:
        return
    break_glass(
        actor=colleague, person_id=need.subject_id, reason=Emergency.TODAY, at=now - DAY,
        words="The court moved her hearing to this afternoon, and Priya is on a plane.",
    )  # fmt: skip


def looked_at_twice(workers: Mapping[str, Actor], now: datetime) -> None:
    """A record that the family asked to have watched; whoever looked may have a good reason."""
    navigator, colleague = workers["navigator"], workers["colleague"]
    need = _needs_of(navigator).order_by("-id").first()
    if need is None:
        return
    Person.objects.filter(pk=need.subject_id).update(is_watched=True)
    for days in (2, 1):
        disclosures.record(
            actor=colleague, person_ids=[need.subject_id], what="people.record",
            purpose=Purpose.CARE, at=now - days * DAY,
        )  # fmt: skip


def _needs_of(navigator: Actor) -> NeedQuerySet:
    return Need.objects.filter(
        organization_id=navigator.as_organization, responsible_id=navigator.user_id
    ).open()
