"""A need goes from one worker to another: offered and accepted, re-assigned by a supervisor, or left behind."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from core import access
from core.actor import NOBODY, Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from organizations.models.members import Membership
from organizations.models.network import Organization
from people.models.person import Exclusion, Person
from people.search.shut_out import shut_out_people
from screening.actions.at_desk import LEFT, take_over
from screening.actions.needs import coming_to_desk, locked, owe
from screening.actions.owners import NobodyTakesOver, successor_of, supervisor_but
from screening.followup import Situation
from screening.models.handing import FOLLOWERS, HandOver, colleagues
from screening.models.need import Need
from screening.models.with_need import NeedNamed

Resume = Callable[[Need, datetime], None]
_RESUME: list[Resume] = []


def on_resume(call: Resume) -> Resume:
    """Called at start-up by the app that knows what a need owes while partners are asked."""
    _RESUME.append(call)
    return call


@action
def offer(*, actor: Actor, need_id: UUID, user_id: UUID, at: datetime) -> Need:
    """Its owner asks a colleague to take it on. Until they say yes, the owner owes that it is decided."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.offer", need)
    _is_open(need)
    taker = _colleague(need, user_id)
    if taker.pk == need.responsible_id:
        raise BadInput(_("Choose somebody else: this one follows it already."))
    facts = [Fact("need.offered", need, details={"to": taker.pk, "from": actor.user_id})]
    _end(need, HandOver.Answer.TAKEN_BACK, at)
    HandOver.objects.create(
        network_id=need.network_id, need=need, giver_id=actor.as_user, taker=taker, offered_at=at
    )
    _name(need, taker.pk)
    owe(need, Situation.HAND_OVER, at=at)
    need.save(update_fields=[*Need.OWED_FIELDS])
    record_all(facts, actor=actor, at=at)
    return need


@action
def accept(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """Yes, I take it on: from now on it is theirs."""
    need = locked(actor, need_id, at=at)
    _is_open(need)
    offered = _offered(need)
    access.require(actor, "needs.answer_offer", offered)
    _end(need, HandOver.Answer.ACCEPTED, at)
    facts = [give_to(need, offered.taker_id, "need.taken_on")]
    _go_on(need, at)
    record_all(facts, actor=actor, at=at)
    return need


@action
def decline(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """No, or the giver takes the offer back: it is the giver's as before."""
    need = locked(actor, need_id, at=at)
    offered = _offered(need)
    access.require(actor, "needs.end_offer", offered)
    took_back = actor.user_id == offered.giver_id
    _end(need, HandOver.Answer.TAKEN_BACK if took_back else HandOver.Answer.DECLINED, at)
    _go_on(need, at)
    details = {"to": offered.taker_id, "from": offered.giver_id}
    kind = "need.offer_taken_back" if took_back else "need.offer_declined"
    record_all([Fact(kind, need, details=details)], actor=actor, at=at)
    return need


@action
def assign(*, actor: Actor, need_id: UUID, user_id: UUID, at: datetime) -> Need:
    """A supervisor gives it to somebody; both are told. On a sensitive need they become one of the named."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.assign", need)
    _is_open(need)
    colleague = _colleague(need, user_id)
    if colleague.pk != need.responsible_id:
        _end(need, HandOver.Answer.OVERTAKEN, at)
        was_nobodys = need.is_kept_at_desk
        fact = give_to(need, colleague.pk, "need.assigned")
        if was_nobodys:
            need.leave_desk()
            _go_on(need, at)
        _resume_if_offered(need, at)
        record_all([fact], actor=actor, at=at)
    return need


def move_all(
    *,
    actor: Actor,
    organization: Organization,
    user_id: UUID,
    successor_id: UUID | None,
    at: datetime,
) -> int:
    """Everything that somebody follows goes to the successor, else to a supervisor, else to the desk.

    Gives back how many needs. NobodyTakesOver: something may not come to the desk, or nobody is there.
    """
    rows = Need.objects.filter(network_id=organization.network_id, organization=organization)
    theirs = rows.open().filter(responsible_id=user_id).select_related("organization__network")
    left = list(theirs.select_for_update(of=("self",), no_key=True).order_by("id"))
    _end_offers_to(organization, user_id, at)
    if not left:
        return 0
    successor = successor_of(organization.pk, user_id, successor_id)
    for need in left:
        _end(need, HandOver.Answer.OVERTAKEN, at)
    facts = _leave_to_desk(left, at) if successor is None else give_all(left, successor, at)
    record_all(facts, actor=actor, at=at)
    return len(left)


def give_all(left: list[Need], successor: UUID, at: datetime) -> list[Fact]:
    """Where the family has shut the successor out, a supervisor whom it has not; else it is left to the desk."""
    facts, nobodys, subjects = [], [], {need.subject_id for need in left}
    shut = Exclusion.objects.filter(person__in=subjects, user_id=successor)
    apart = set(shut.values_list("person_id", flat=True))
    for need in left:
        taker: UUID | None = successor
        if need.subject_id in apart:
            gone = {*shut_out_people(need.subject), need.responsible_id or NOBODY}
            taker = supervisor_but(need.organization_id, gone)
        if taker is None:
            nobodys.append(need)
            continue
        facts.append(give_to(need, taker, "need.assigned"))
        _resume_if_offered(need, at)
    return [*facts, *_leave_to_desk(nobodys, at)]


def _leave_to_desk(left: list[Need], at: datetime) -> list[Fact]:
    """Nobody here takes over: the desk does, in one statement for all, until somebody takes them on.

    NobodyTakesOver: what is delicate may not come there.
    """
    coming = [need for need in left if not need.is_at_desk]
    facts = take_over(coming_to_desk(coming, LEFT, at=at), at=at)
    if len(facts) < len(coming):
        raise NobodyTakesOver
    Need.objects.filter(pk__in=[need.pk for need in left]).update(responsible=None)
    return facts


def pass_on(
    *, actor: Actor, membership: Membership, successor_id: UUID | None, at: datetime
) -> None:
    """Called by `organizations`: who has left, or may not see families any more, follows none."""
    stays = membership.until is None and set(membership.roles) & set(FOLLOWERS)
    if not stays:
        move_all(
            actor=actor, organization=membership.organization, user_id=membership.user_id,
            successor_id=successor_id, at=at,
        )  # fmt: skip


def take_from_shut_out(*, actor: Actor, person: Person, at: datetime) -> None:
    """Called by `people`: whom the person has shut out follows nothing of theirs, and is offered nothing.

    It is a supervisor's, else of whoever wrote that down, where they may see it. NobodyTakesOver: nobody's.
    """
    gone = shut_out_people(person)
    offered = HandOver.objects.filter(taker_id__in=gone, answered_at=None)
    theirs = Q(responsible_id__in=gone) | Q(pk__in=offered.values("need_id"))
    rows = Need.objects.filter(theirs, network_id=person.network_id, subject=person).open()
    held = rows.select_related("organization__network").select_for_update(of=("self",), no_key=True)
    facts = []
    for need in held.order_by("id") if gone else ():
        _end(need, HandOver.Answer.OVERTAKEN, at)
        if need.responsible_id in gone:
            facts.append(give_to(need, _instead(actor, need, gone, at), "need.assigned"))
        _resume_if_offered(need, at)
    record_all(facts, actor=actor, at=at)


def _instead(actor: Actor, need: Need, gone: Collection[UUID], at: datetime) -> UUID:
    """Nobody makes a need that they may not see their own by shutting out who follows it."""
    found = supervisor_but(need.organization_id, gone)
    if found is None and Need.objects.visible_to(actor, at=at).filter(pk=need.pk).exists():
        found = actor.user_id
    if found is None:
        raise NobodyTakesOver
    return found


@action
def go_away(*, actor: Actor, successor_id: UUID | None, at: datetime) -> int:
    """Before a vacation: all that I follow goes to a colleague of mine, else to our supervisor or the desk."""
    membership = Membership.objects.select_related("organization__network").get(
        network_id=actor.network_id, organization_id=actor.as_organization, user_id=actor.as_user,
        until=None,
    )  # fmt: skip
    access.require(actor, "needs.go_away", membership.organization_id)
    return move_all(
        actor=actor, organization=membership.organization, user_id=actor.as_user,
        successor_id=successor_id, at=at,
    )  # fmt: skip


# --- how ------------------------------------------------------------------------------------------


def _is_open(need: Need) -> None:
    if not need.is_open:
        raise StepNotPossible(_("This need is closed. Only the family’s word opens it again."))


def _colleague(need: Need, user_id: UUID) -> User:
    colleague = colleagues(need.organization_id).filter(pk=user_id).first()
    if colleague is None:
        raise BadInput(_("Choose somebody who works in your organization."))
    if colleague.pk in shut_out_people(need.subject):
        raise BadInput(_("The family does not want them to know of it. Choose somebody else."))
    return colleague


def _offered(need: Need) -> HandOver:
    offered = HandOver.objects.filter(need=need, answered_at=None).first()
    if offered is None:
        raise StepNotPossible(_("This offer is over. Look at the need again, then decide."))
    return offered


def _end(need: Need, answer: HandOver.Answer, at: datetime) -> None:
    """The open offer of this need, if there is one."""
    need.hand_over_due = None
    offered = HandOver.objects.filter(need=need, answered_at=None).first()
    if offered is not None:
        offered.end(answer, at)


def _end_offers_to(organization: Organization, user_id: UUID, at: datetime) -> None:
    """Who leaves answers no more: what was offered to them is the giver's as before."""
    asked = HandOver.objects.filter(
        network_id=organization.network_id, taker_id=user_id, answered_at=None,
        need__organization_id=organization.pk,
    )  # fmt: skip
    rows = Need.objects.filter(pk__in=asked.values("need_id"))
    held = rows.select_related("organization__network").select_for_update(of=("self",), no_key=True)
    for need in held.order_by("id"):
        _end(need, HandOver.Answer.OVERTAKEN, at)
        _resume_if_offered(need, at)


def give_to(need: Need, user_id: UUID, kind: str) -> Fact:
    """From now on it is theirs (saved); the fact names both."""
    details = {"to": user_id, "from": need.responsible_id}
    need.responsible_id = user_id
    need.save(update_fields=["responsible"])
    _name(need, user_id)
    return Fact(kind, need, details=details)


def _name(need: Need, user_id: UUID) -> None:
    if need.is_sensitive:
        NeedNamed.objects.get_or_create(network_id=need.network_id, need=need, user_id=user_id)


def _resume_if_offered(need: Need, at: datetime) -> None:
    if need.next_step == Situation.HAND_OVER:
        _go_on(need, at)
    else:
        need.save(update_fields=["hand_over_due"])


def _go_on(need: Need, at: datetime) -> None:
    for call in _RESUME:
        call(need, at)
