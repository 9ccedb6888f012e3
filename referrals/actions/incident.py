"""A service closes overnight: its live requests end at once, and every need of theirs has its next step.

One transaction, and as many statements for a hundred families as for one. Each owner is told once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from governance.in_force import in_force
from organizations.actions import openings
from organizations.models.directory import Service
from organizations.models.network import Organization
from referrals.actions.stepping import Taking, advance, mirrored, say
from referrals.lifecycle import LIVE, Speaker, Step, Urgency
from referrals.models.incident import Incident, IncidentCase
from referrals.models.referral import Referral
from referrals.rules import is_helped_along
from screening.actions import needs
from screening.actions.at_desk import take_over
from screening.actions.needs import Word, voice_of
from screening.followup import Patience, Situation
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need

WHY = "incident"  # it came to the desk from the shared list
REFERRAL_FIELDS = (
    *("status", "reason", "reason_why", "said_by", "recorded_by", "via", "ended_at", "version"),
    *Referral.OWED_FIELDS,
)
NEED_FIELDS = (
    *("status", "since", "said_by", "recorded_by", "via", "closed_at", "version"),
    *Need.OWED_FIELDS,
)
URGENT_FIRST = {Urgency.TODAY: 0, Urgency.THIS_WEEK: 1, Urgency.ROUTINE: 2}


@dataclass(frozen=True, slots=True)
class Closing:
    """What has closed: one service, or without one all that the organization offers."""

    organization_id: UUID
    cause: Incident.Cause
    since: date
    choose_within: int
    patience_until: date
    service_id: UUID | None = None


@action
def close_down(*, actor: Actor, closing: Closing, at: datetime) -> Incident:
    """From now on nobody is sent there, and whoever waited for it is looked after anew."""
    organization = Organization.objects.select_related("network").get(
        network_id=actor.network_id, pk=closing.organization_id
    )
    access.require(actor, "incidents.open", organization)
    _is_true(closing, organization, at)
    standing, known = _held(closing)
    services = _closed(closing, known, at)
    incident = _written(actor, closing, organization, services, at)
    takings, others = _under_way(actor, standing, known, at)
    speaker = Speaker.RECEIVER if _is_theirs(actor, organization) else Speaker.DESK
    facts = [*_ended(takings, speaker), *_put_back(takings, others, closing)]
    Referral.objects.bulk_update([one.referral for one in takings], REFERRAL_FIELDS)
    Need.objects.bulk_update(_each_need(takings), NEED_FIELDS)
    _list(incident, takings)
    record_all([Fact("incident.opened", incident), *facts], actor=actor, at=at)
    return incident


@action
def reopen(*, actor: Actor, incident_id: UUID, at: datetime) -> Incident:
    """It is offered again: whoever still looks may be sent there, and gaps that waited for it open."""
    rows = Incident.objects.visible_to(actor, at=at).select_related("organization__network")
    incident = rows.select_for_update(of=("self",), no_key=True).get(pk=incident_id)
    access.require(actor, "incidents.open", incident.organization)
    if incident.is_over:
        raise StepNotPossible(_("This is over. Nothing was changed."))
    incident.ended_at = at
    incident.save(update_fields=["ended_at"])
    closed = Service.objects.filter(pk__in=incident.services).exclude(status=Service.Status.ACTIVE)
    for service in closed.select_related("organization__network").order_by("id"):
        service.status, service.version = Service.Status.ACTIVE, service.version + 1
        service.save(update_fields=["status", "version"])
        openings.opened(service, at=at)
    record_all([Fact("incident.ended", incident)], actor=actor, at=at)
    return incident


@action
def take(*, actor: Actor, case_id: UUID, at: datetime) -> IncidentCase:
    """I look after this one. From the desk, the need comes to the desk with it; its owner stays the owner."""
    rows = IncidentCase.objects.visible_to(actor, at=at).select_related(
        "need__organization__network"
    )
    case = rows.select_for_update(of=("self", "need"), no_key=True).get(pk=case_id)
    access.require(actor, "incidents.take", case)
    if not case.need.wants_help:
        raise StepNotPossible(_("Somebody has found another way already. Nothing was changed."))
    if case.helper_id not in {None, actor.user_id}:
        raise StepNotPossible(_("A colleague has taken it already. Nothing was changed."))
    case.helper_id, case.taken_at = actor.user_id, at
    case.save(update_fields=["helper", "taken_at"])
    taken = Fact("need.taken_from_list", case.need, tell=False, details={"helper": actor.user_id})
    record_all([taken, *_to_desk(actor, case.need, at)], actor=actor, at=at)
    return case


# --- how ------------------------------------------------------------------------------------------


def _is_theirs(actor: Actor, organization: Organization) -> bool:
    """Said by the organization itself, not by the network about it."""
    return actor.holds("manage_services", organization.pk)


def _is_true(closing: Closing, organization: Organization, at: datetime) -> None:
    today = organization.open_days.local_date(at)
    if closing.since > today:
        raise BadInput(_("Choose today or an earlier day. What closes later is written down then."))
    if closing.patience_until < today:
        raise BadInput(_("Choose a day from today on, until which owners have more time."))


def _held(closing: Closing) -> tuple[dict[UUID, Need], list[Service]]:
    """Everybody who waits there, then all that is closing: needs are locked first, as everywhere.

    Who was sent there in between is not among them: then all is let go, and looked for once more.
    """
    one = Q(pk=closing.service_id) if closing.service_id else Q()
    rows = Service.objects.filter(one, organization_id=closing.organization_id)
    live = Referral.objects.filter(service__in=rows, status__in=sorted(LIVE))
    waiting = Need.objects.filter(pk__in=live.values("need_id"))
    held = (
        waiting.select_related("organization__network").prefetch_related("subject").order_by("id")
    )
    while True:
        before = transaction.savepoint()
        standing = {n.pk: n for n in held.select_for_update(of=("self",), no_key=True)}
        known = list(rows.select_for_update(no_key=True).order_by("id"))
        if not live.exclude(need_id__in=list(standing)).exists():
            transaction.savepoint_commit(before)
            return standing, known
        transaction.savepoint_rollback(before)  # lets the locks go


def _closed(closing: Closing, known: list[Service], at: datetime) -> list[Service]:
    """Those that were offered, closed now. Locked, so that two who say so at once close it once."""
    offered = [service for service in known if service.is_offered]
    live = Referral.objects.filter(service__in=known, status__in=sorted(LIVE))
    if not offered and not live.exists():
        raise BadInput(_("Nothing is offered there any more. Look at the list of what has closed."))
    gone = closing.cause is Incident.Cause.GONE
    if gone and _stays_listed(closing.organization_id):
        return offered or known
    status = Service.Status.DEFUNCT if gone else Service.Status.TEMPORARILY_CLOSED
    for service in offered:
        service.status, service.version, service.confirmed_at = status, service.version + 1, at
    Service.objects.bulk_update(offered, ["status", "version", "confirmed_at"])
    return offered or known


def _stays_listed(organization_id: UUID) -> bool:
    """It answers no requests any more, and families may still be given its address."""
    return Organization.objects.filter(pk=organization_id, keeps_listing=True).exists()


def _written(
    actor: Actor,
    closing: Closing,
    organization: Organization,
    services: list[Service],
    at: datetime,
) -> Incident:
    return Incident.objects.create(
        network_id=organization.network_id, organization=organization,
        services=[service.pk for service in services], cause=closing.cause,
        closed_since=closing.since, opened_at=at, opened_by_id=actor.user_id,
        choose_within=closing.choose_within, patience_until=closing.patience_until,
    )  # fmt: skip


def _under_way(
    actor: Actor, standing: dict[UUID, Need], closing: Sequence[Service], at: datetime
) -> tuple[list[Taking], dict[UUID, list[Referral]]]:
    """What ends now, also of what had closed before; and what else goes on for the same needs."""
    service_ids = {service.pk for service in closing}
    live = Referral.objects.filter(need_id__in=list(standing), status__in=sorted(LIVE))
    tries = live.select_related("service", "receiver__network").order_by("id")
    takings, others = [], defaultdict(list)
    for referral in tries.select_for_update(of=("self",), no_key=True):
        referral.need = standing[referral.need_id]
        if referral.service_id in service_ids:
            takings.append(Taking(actor, at, referral, referral.need))
        else:
            others[referral.need_id].append(referral)
    return takings, others


def _ended(takings: list[Taking], speaker: Speaker) -> list[Fact]:
    """Each with its own reason in its own history. Its place on a wait list stays to be read."""
    for taking in takings:
        say(taking.referral, speaker, speaker, Via.SYSTEM)
        advance(taking, Step.CANCEL, reason="service_closed")
        taking.record("referral.cancelled", tell=False, reason="service_closed")
    return [fact for taking in takings for fact in taking.facts]


def _put_back(
    takings: list[Taking], others: dict[UUID, list[Referral]], closing: Closing
) -> Iterable[Fact]:
    """Each need once: it goes on with who else helps, or its owner finds another way."""
    if not takings:
        return
    first = takings[0]
    waits = replace(
        Patience.of(in_force(first.need.network_id, "need.", first.at)),
        after_closing=closing.choose_within,
    )
    told: set[UUID] = set()
    for taking in _once(takings):
        need = taking.need
        if not need.is_being_helped:
            continue
        if need.pk in others:
            mirrored(need, min(others[need.pk], key=lambda one: (one.next_step_due, one.pk)))
            continue
        yield _looks_again(taking, waits)
        if not need.is_sensitive and need.subject_id not in told:
            told.add(need.subject_id)
            yield Fact("need.way_closed", need)


def _looks_again(taking: Taking, waits: Patience) -> Fact:
    """What is needed today has no more time than ever."""
    need, urgent = taking.need, taking.referral.urgency == Urgency.TODAY
    fact = needs.moved(
        need, NeedStatus.WANTS_HELP, Word(voice_of(taking.actor, need)), actor=taking.actor,
        at=taking.at, situation=Situation.CHOOSE_NEXT if urgent else Situation.SERVICE_CLOSED,
        waits=waits, kind="need.wants_help_again", reason="service_closed",
    )  # fmt: skip
    return fact._replace(tell=False)  # the owner is told once, of all of them


def _once(takings: list[Taking]) -> list[Taking]:
    """The most urgent request of each need, in the order in which they are looked after."""
    first: dict[UUID, Taking] = {}
    for taking in sorted(takings, key=_urgent_first):
        first.setdefault(taking.need.pk, taking)
    return list(first.values())


def _urgent_first(taking: Taking) -> tuple[object, ...]:
    referral = taking.referral
    needed = referral.needed_by or taking.need.needed_by
    return (
        URGENT_FIRST[Urgency(referral.urgency)], needed is None, needed or referral.sent_at,
        referral.sent_at, referral.pk,
    )  # fmt: skip


def _each_need(takings: list[Taking]) -> list[Need]:
    return [taking.need for taking in _once(takings)]


def _list(incident: Incident, takings: list[Taking]) -> None:
    IncidentCase.objects.bulk_create(
        IncidentCase(
            network_id=incident.network_id, incident=incident, need=taking.need,
            referral=taking.referral, place=place,
        )
        for place, taking in enumerate(_once(takings), start=1)
    )  # fmt: skip


def _to_desk(actor: Actor, need: Need, at: datetime) -> list[Fact]:
    """Who takes it for their own organization goes on there; who takes it at the desk has it there."""
    if actor.holds("see_people", need.organization_id):
        return []
    facts = take_over(needs.coming_to_desk([need], WHY, at=at), at=at)
    need.refresh_from_db()
    if not is_helped_along(actor, need):
        raise StepNotPossible(
            _("This one stays in its own organization. Its owner goes on with it.")
        )
    need.desk_helper_id = actor.user_id
    need.save(update_fields=["desk_helper"])
    return facts
