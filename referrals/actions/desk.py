"""What lies at the coordination desk, and how does it come there and back? The owner stays the owner."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from organizations.models.directory import Service
from organizations.models.network import Organization
from people.models.person import shuts_out
from referrals.actions.resuming import resume
from referrals.actions.stepping import lock_need
from referrals.search import desk as at_desk
from screening.actions import needs
from screening.actions.at_desk import MAY_COME, take_over
from screening.actions.handing import give_to
from screening.actions.owners import NobodyTakesOver, somebody_at
from screening.models.need import Need

ASKED = "asked"  # somebody brought it: no step was late
AT_ONCE = 100  # leave the desk in one transaction

_MUST_LEAVE = f"""
SELECT n.id FROM screening_need AS n JOIN people_person AS p ON p.id = n.subject_id
WHERE n.network_id = %(network)s AND n.is_at_desk AND NOT ({MAY_COME})
AND n.subject_id = COALESCE(%(person)s::uuid, n.subject_id) ORDER BY n.id LIMIT %(limit)s
"""  # noqa: S608 both parts are our own


@action
def to_desk(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """The owner asks the desk for help. Who is responsible does not change."""
    need = needs.locked(actor, need_id, at=at)
    access.require(actor, "needs.manage", need)
    if need.is_closed or need.is_at_desk:
        raise StepNotPossible(_("This need has moved on. Look at it again, then decide."))
    facts = take_over(needs.coming_to_desk([need], ASKED, at=at), at=at)
    if not facts:
        raise StepNotPossible(
            _(
                "This one stays in your own organization, or nobody works at the desk. Ask your supervisor."
            )
        )
    record_all(facts, actor=actor, at=at)
    need.refresh_from_db()
    return need


@action
def suggest(*, actor: Actor, need_id: UUID, service_id: UUID, at: datetime) -> Need:
    """The desk knows whom to ask, and the family has to say yes first: the owner, who knows them, asks."""
    need = lock_need(Need.objects.at_desk(actor).values_list("pk", flat=True).get(pk=need_id))
    access.require(actor, "needs.help_at_desk", need)
    service = Service.objects.get(network_id=actor.network_id, pk=service_id)
    facts = bring_back(need, at=at)
    facts.append(Fact("need.desk_suggests", need, tell=False, details={"service": service.pk}))
    record_all(facts, actor=actor, at=at)
    return need


@action
def back_from_desk(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """The owner goes on with it, or the desk gives it back: what is owed follows from where it stands."""
    need = lock_need(_reached(actor, need_id, at=at))
    access.require(actor, "needs.take_from_desk", need)
    record_all(bring_back(need, at=at), actor=actor, at=at)
    return need


def _reached(actor: Actor, need_id: UUID, *, at: datetime) -> UUID:
    """As its owner's people see it; or as the desk does, whose second press finds it gone back already."""
    reach = Q(pk__in=Need.objects.visible_to(actor, at=at).filter(pk=need_id).values("pk"))
    if actor.holds("run_desk", actor.network_id):
        reach |= Q(
            ~shuts_out(actor, "subject_id"), network_id=actor.network_id, is_sensitive=False,
            subject__contact_with_care=False,
        )  # fmt: skip
    return Need.objects.filter(reach).values_list("pk", flat=True).get(pk=need_id)


def bring_back(need: Need, *, at: datetime) -> list[Fact]:
    """A locked need owes again what its status, or its most urgent live request, owes (saved)."""
    if not need.is_at_desk:
        return []
    facts = [Fact("need.back_from_desk", need)]
    if need.responsible_id is None:
        facts.append(give_to(need, somebody_at(need), "need.assigned"))
    need.leave_desk()
    resume(need, at)
    return facts


@action
def leave_when_over(*, network_id: UUID, at: datetime) -> int:
    """It has become delicate, or nobody works at the desk any more: its owner goes on. How many."""
    return leave_what_is_over(network_id, actor=Actor.system(network_id), at=at)


def leave_the_desk(*, actor: Actor, organization: Organization, at: datetime) -> None:
    """Called by `organizations`: what a victim service follows lies at no desk. More than a page goes by the clock."""
    leave_what_is_over(organization.network_id, actor=actor, at=at)


def leave_what_is_over(
    network_id: UUID, *, actor: Actor, at: datetime, person_id: UUID | None = None
) -> int:
    """As above, inside an action; or only what is about one person."""
    said = {"network": network_id, "person": person_id, "limit": AT_ONCE}
    with connection.cursor() as cursor:
        cursor.execute(_MUST_LEAVE, said)
        over = [need_id for (need_id,) in cursor.fetchall()]
    return sum(let_go(lock_need(need_id), actor=actor, at=at) for need_id in over)


def let_go(need: Need, *, actor: Actor, at: datetime) -> bool:
    """Where nobody at all could follow it, the desk keeps it, and its lead hears of it again and again."""
    try:
        facts = bring_back(need, at=at)
    except NobodyTakesOver:
        return False
    record_all(facts, actor=actor, at=at)
    return True


@action
def assign(*, actor: Actor, need_id: UUID, helper_id: UUID, at: datetime) -> Need:
    """Somebody at the desk takes it, or gives it to a colleague there. Its owner does not change."""
    need = lock_need(Need.objects.at_desk(actor).values_list("pk", flat=True).get(pk=need_id))
    access.require(actor, "needs.help_at_desk", need)
    if helper_id not in {user.pk for user in at_desk.helpers(need.network_id)}:
        raise BadInput(_("Choose somebody who works at the desk."))
    need.desk_helper_id = helper_id
    need.save(update_fields=["desk_helper"])
    fact = Fact("need.taken_at_desk", need, tell=False, details={"helper": helper_id})
    record_all([fact], actor=actor, at=at)
    return need
