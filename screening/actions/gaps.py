"""Nobody can help now: say why, look again every month, and try again as soon as there is a way."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from core import access, ladders
from core.actor import Actor
from core.errors import StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from organizations.models.directory import Service
from screening.actions import needs
from screening.actions.at_desk import TakeOver, take_over
from screening.actions.needs import Word
from screening.followup import LADDERS, Situation
from screening.lifecycle import GapEnd, NeedStatus, Voice, WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need

FOR_THE_OWNER = Word(Voice.OWNER, written_by=Voice.OWNER)  # the desk writes for the owner


@action
def record_gap(*, actor: Actor, need_id: UUID, why: WhyNobody, at: datetime) -> Need:
    """Nobody can help with this now. It is looked at again in a month, or when a service opens."""
    need = _locked(actor, need_id, at=at)
    access.require(actor, "needs.record_gap", need)
    fact = needs.move(
        need, NeedStatus.NO_RESOURCE, FOR_THE_OWNER, actor=actor, at=at, kind="need.gap_recorded",
        why=why.value,
    )  # fmt: skip
    Gap.objects.create(
        network_id=need.network_id, need=need, topic=need.topic, why=why, zip3=need.subject.zip3,
        recorded_by_id=actor.user_id, recorded_at=at,
    )  # fmt: skip
    record_all([fact, *_to_desk(need, at)], actor=actor, at=at)
    return need


@action
def still_none(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """Somebody has looked again: still nobody. The next look is a month away."""
    need, gap = _with_gap(actor, need_id, at=at)
    gap.reviewed_at = at
    gap.save(update_fields=["reviewed_at"])
    needs.owe(need, NeedStatus.NO_RESOURCE, at=at)
    need.version += 1
    need.save(update_fields=[*Need.OWED_FIELDS, "version"])
    reviewed = Fact("need.gap_reviewed", need, tell=False)
    record_all([reviewed, *_to_desk(need, at)], actor=actor, at=at)
    return need


def _to_desk(need: Need, at: datetime) -> list[Fact]:
    """The desk looks again, unless it is delicate or nobody is there: then its owner does."""
    row, days = LADDERS[Situation.GAP_AT_DESK], need.organization.network.open_days
    due = ladders.due(row, needs.patience(need, at=at), days, since=at).due
    wanted = TakeOver(need.pk, NeedStatus.NO_RESOURCE, due, row.next_step)
    facts = [fact._replace(tell=False) for fact in take_over([wanted], at=at)]
    if facts:
        need.refresh_from_db(fields=Need.OWED_FIELDS)
    return facts


@action
def try_again(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """There may be a way now: the owner chooses a service."""
    need, gap = _with_gap(actor, need_id, at=at)
    _end(gap, GapEnd.TRIED_AGAIN, at)
    fact = needs.move(
        need, NeedStatus.WANTS_HELP, FOR_THE_OWNER, actor=actor, at=at, kind="need.tried_again"
    )
    record_all([fact], actor=actor, at=at)
    return need


def open_again(gap: Gap, service: Service, *, actor: Actor, at: datetime) -> Fact:
    """A service that fits has opened: the owner's choice begins with it. `gap.need` is locked."""
    _end(gap, GapEnd.OPENED, at, service)
    return needs.move(
        gap.need, NeedStatus.WANTS_HELP, Word(Voice.SYSTEM), actor=actor, at=at,
        kind="need.help_opened", service=service.pk,
    )  # fmt: skip


def _end(gap: Gap, how: GapEnd, at: datetime, service: Service | None = None) -> None:
    gap.ended_at, gap.ended_how, gap.service = at, how, service
    gap.save(update_fields=["ended_at", "ended_how", "service"])


def _with_gap(actor: Actor, need_id: UUID, *, at: datetime) -> tuple[Need, Gap]:
    need = _locked(actor, need_id, at=at)
    access.require(actor, "needs.review_gap", need)
    gap = Gap.objects.open().filter(need=need).first()
    if gap is None:
        raise StepNotPossible(_("This need has moved on. Look at it again, then decide."))
    return need, gap


def _locked(actor: Actor, need_id: UUID, *, at: datetime) -> Need:
    """As everywhere; and the desk reaches what is not delicate, without reading whose it is."""
    reach = Q(pk__in=Need.objects.visible_to(actor, at=at).filter(pk=need_id).values("pk"))
    if actor.holds("run_desk", actor.network_id):
        reach |= Q(pk__in=Need.objects.open_to_desk(actor).filter(pk=need_id).values("pk"))
    rows = Need.objects.filter(reach).select_related("organization__network")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=need_id)
