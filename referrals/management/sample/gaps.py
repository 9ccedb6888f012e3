"""What nobody in the sample county can help with; and one service that has room again."""

from datetime import datetime, timedelta

from core.actor import Actor
from organizations.actions.room import RoomSaid, say
from organizations.models.directory import Service
from screening.actions.gaps import record_gap
from screening.lifecycle import WhyNobody
from screening.models.need import Need

HOUR = timedelta(hours=1)
WHY = {"shelter": WhyNobody.FULL, "tutoring": WhyNobody.TOO_FAR}


def nobody_helps(worker: Actor, needs: list[Need], at: datetime) -> None:
    for need in needs:
        why = WHY.get(need.topic, WhyNobody.NONE_EXISTS)
        record_gap(actor=worker, need_id=need.pk, why=why, at=at)


def opens_again(
    worker: Actor, partner: Actor, service: Service, needs: list[Need], at: datetime
) -> None:
    """Full, so nobody could help; then there is room, and the need stands open again."""
    say(actor=partner, service_id=service.pk, said=RoomSaid("full"), at=at)
    for need in needs:
        record_gap(actor=worker, need_id=need.pk, why=WhyNobody.FULL, at=at + HOUR)
    said = RoomSaid("limited", places=2, note="Two visits this week")
    say(actor=partner, service_id=service.pk, said=said, at=at + 20 * HOUR)
