"""What becomes of the requests to an organization that takes a break, leaves or comes back?"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from core.actor import Actor
from core.history import Fact, record_all
from core.steps import Step
from governance.in_force import in_force
from governance.in_force import numbers as numbers_of
from organizations.models.directory import Service
from organizations.models.network import Organization
from referrals.actions.desk import let_go
from referrals.actions.incident import Closing, close_down
from referrals.actions.stepping import lock_need, lock_referrals, owe
from referrals.lifecycle import LIVE, WaitingOn
from referrals.models.incident import Incident
from referrals.models.referral import Referral
from screening.actions import needs
from screening.actions.at_desk import take_over
from screening.followup import Patience
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import AWAY, Need

WHY = "paused"  # of a need at the desk: the partner that helps takes a break


def follows_or_helps(organization: Organization) -> QuerySet[Need]:
    """The needs whose next step may be this organization's: they are locked before its door is shut."""
    live = Referral.objects.filter(receiver=organization, status__in=sorted(LIVE))
    rows = Need.objects.filter(network_id=organization.network_id)
    own = rows.open().filter(organization=organization).values_list("pk", flat=True)
    return rows.filter(pk__in={*own, *live.values_list("need_id", flat=True)})


def follow_standing(
    *, actor: Actor, organization: Organization, successor_id: UUID | None, at: datetime
) -> None:
    """Called by `organizations`, in its transaction."""
    del successor_id  # it follows the organization's own families
    if organization.is_live:
        _goes_on(actor, organization, at)
    elif organization.has_left:
        _ends(actor, organization, at)
    else:
        _stands_in(actor, organization, at)


def _ends(actor: Actor, organization: Organization, at: datetime) -> None:
    """As when all its services close overnight: one list, others to ask, owners told once."""
    live = Referral.objects.filter(receiver=organization, status__in=sorted(LIVE))
    offered = Service.objects.filter(organization=organization, status=Service.Status.ACTIVE)
    if not (live.exists() or offered.exists()):
        return
    usual = Patience.of(in_force(organization.network_id, "need.", at))
    today = organization.open_days.local_date(at)
    closing = Closing(
        organization.pk, Incident.Cause.GONE, today, usual.after_closing,
        today + timedelta(days=usual.more_time_calendar),
    )  # fmt: skip
    close_down(actor=actor, closing=closing, at=at)


def _stands_in(actor: Actor, organization: Organization, at: datetime) -> None:
    """The step that the partner owes is the desk's meanwhile; of what is delicate, its owner's."""
    held = _waiting_for(organization)
    if not held:
        return
    coming = [need for need in held if not need.is_at_desk]
    facts = take_over(needs.coming_to_desk(coming, WHY, at=at), at=at)
    taken = {fact.subject.pk for fact in facts}
    own = [need for need in coming if need.pk not in taken]
    numbers = numbers_of(organization.network_id, "need.", at)
    for need in own:
        waits = Patience.of(numbers.of(need.organization_id))
        due = needs.choose_by(need, waits, at=at)
        need.owe(Step("nudge_or_switch", Turn.OWNER, due, due))
    Need.objects.bulk_update(own, [*Need.OWED_FIELDS])
    told = [Fact("need.partner_paused", need) for need in own]
    record_all([*facts, *told], actor=actor, at=at)


def _waiting_for(organization: Organization) -> list[Need]:
    """Whose most urgent step is the partner's."""
    theirs = Referral.objects.filter(
        receiver=organization, status__in=sorted(LIVE), waiting_on=WaitingOn.RECEIVER
    )
    rows = Need.objects.filter(pk__in=theirs.values("need_id"), status=NeedStatus.BEING_HELPED)
    held = rows.select_related("organization__network").order_by("id")
    return list(held.select_for_update(of=("self",), no_key=True))


def _goes_on(actor: Actor, organization: Organization, at: datetime) -> None:
    """What the desk had of it meanwhile is its own again; a day that has passed begins anew."""
    theirs = Referral.objects.filter(receiver=organization, status__in=sorted(LIVE))
    helped = Need.objects.filter(pk__in=theirs.values("need_id"), at_desk_why=WHY)
    own = Need.objects.filter(
        network_id=organization.network_id, organization=organization, at_desk_why=AWAY
    )
    for need_id in sorted(
        {*helped.values_list("pk", flat=True), *own.values_list("pk", flat=True)}
    ):
        need = lock_need(need_id)
        for late in lock_referrals(need).filter(receiver=organization, next_step_due__lte=at):
            late.need = need
            if late.waiting_on == WaitingOn.RECEIVER:
                owe(late, at=at)
                late.save(update_fields=[*Referral.OWED_FIELDS])
        let_go(need, actor=actor, at=at)
