"""Bring people in, give them roles, let them go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import browsers, keys, second_step
from accounts.models import User
from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput, DomainError, NotAllowed, StepNotPossible
from core.tenancy import action
from organizations.actions import programs, standing
from organizations.actions.door import shut
from organizations.grants import ROLES, Role, sync
from organizations.lifecycle import PathStep
from organizations.listing import who_answers
from organizations.models.members import Membership
from organizations.models.network import Organization


class AlreadyMember(BadInput):
    code = "already_member"
    sentence = _("This person is a member already. Change their roles instead.")


class KnownAsAnother(DomainError):
    code = "known_as_another"
    sentence = _("Somebody else who works here is known by that name already.")


class WorksElsewhere(DomainError):
    code = "works_elsewhere"
    sentence = _("They work elsewhere, too. Whoever runs this Porchlight can take it away.")


class LastAdmin(DomainError):
    code = "last_admin"
    sentence = _("Somebody must stay who can bring people in. Make another admin first.")


def roles_to_give(actor: Actor, organization: Organization) -> list[Role]:
    """Only the convener gives roles that reach into the whole network."""
    convenes = actor.holds("convene", organization.network_id)
    return [role for role, (_here, network_wide) in ROLES.items() if convenes or not network_wide]


# Called when somebody has left, or has other roles now, in the same transaction.
_ON_LEAVING: list[Callable[..., None]] = []


def on_leaving(call: Callable[..., None]) -> Callable[..., None]:
    """Called at start-up by the apps in which somebody may owe a step."""
    _ON_LEAVING.append(call)
    return call


# Called when nobody there signs in to answer any more, in the same transaction.
_ON_SILENCE: list[Callable[..., None]] = []


def on_silence(call: Callable[..., None]) -> Callable[..., None]:
    """Called at start-up by the app in which an organization may be asked something."""
    _ON_SILENCE.append(call)
    return call


def _hand_over(
    actor: Actor, membership: Membership, successor_id: UUID | None, at: datetime
) -> None:
    """What they owe goes to somebody else, then their grants are what their roles say now."""
    organization, is_last = membership.organization, _is_last_to_answer(membership)
    if is_last:
        shut(organization)  # before anything is locked that hangs on it
    for call in _ON_LEAVING:
        call(actor=actor, membership=membership, successor_id=successor_id, at=at)
    programs.end_with(membership, at=at)  # while it is known what they held
    sync(membership)
    for call in _ON_SILENCE if is_last else ():
        call(actor=actor, organization=organization, at=at)


def _is_last_to_answer(membership: Membership) -> bool:
    stays = () if membership.until else membership.roles
    if any("work_referrals" in ROLES[Role(role)][0] for role in stays):
        return False
    return who_answers(membership.organization_id) == {membership.user_id}


@dataclass(frozen=True, slots=True)
class Invitee:
    email: str
    name: str
    roles: Iterable[str]


@action
def invite(*, actor: Actor, organization_id: UUID, invitee: Invitee, at: datetime) -> Membership:
    """A new member, who chooses a password by mail. With the first one of a listed organization talks begin."""
    organization = _locked(actor, organization_id)
    require(actor, "organizations.invite", organization)
    if organization.has_left or organization.has_declined:
        raise StepNotPossible(_("It takes no part in the network. Begin to talk again first."))
    given = _allowed(actor, organization, invitee.roles)
    user = account_of(invitee)
    membership = Membership.objects.filter(organization=organization, user=user).first()
    if membership is not None and membership.until is None:
        raise AlreadyMember
    membership = membership or Membership(
        network_id=organization.network_id, organization=organization, user=user
    )
    membership.roles, membership.since, membership.until = given, at, None
    membership.save()
    sync(membership)
    _talks_begin(organization, actor, at)
    history.record(
        "organization.invited",
        organization,
        actor=actor,
        at=at,
        tell=False,
        user=user.pk,
        roles=given,
    )
    return membership


@action
def change_roles(
    *, actor: Actor, membership_id: UUID, roles: Iterable[str], at: datetime
) -> Membership:
    membership = _member(actor, membership_id)
    kept = set(membership.roles) - set(roles_to_give(actor, membership.organization))
    membership.roles = sorted(kept) + _allowed(actor, membership.organization, roles)
    membership.save(update_fields=["roles"])
    _hand_over(actor, membership, None, at)
    _still_has_an_admin(membership.organization)
    history.record(
        "membership.changed", membership, actor=actor, at=at, tell=False, roles=membership.roles
    )
    return membership


@action
def end(
    *, actor: Actor, membership_id: UUID, at: datetime, successor_id: UUID | None = None
) -> Membership:
    """They may do nothing here from now on; what they did stays theirs, what they owe goes to somebody else."""
    membership = _member(actor, membership_id)
    membership.until, membership.external_id = at, ""  # it may name somebody else from now on
    membership.save(update_fields=["until", "external_id"])
    _hand_over(actor, membership, successor_id, at)
    _still_has_an_admin(membership.organization)
    _shut_out_for_good(membership.user, at)
    history.record("membership.ended", membership, actor=actor, at=at, tell=False)
    return membership


@action
def end_all(*, actor: Actor, organization_id: UUID, at: datetime) -> int:
    """The organization has left: from now on nobody comes in through it. How many there were.

    NobodyTakesOver: somebody there still follows a family whom nobody else may see.
    """
    organization = _locked(actor, organization_id)
    require(actor, "organizations.end_access", organization)
    if not organization.has_left:
        raise StepNotPossible(_("It takes part in the network. Nothing was changed."))
    rows = Membership.objects.filter(organization=organization, until=None)
    there = list(rows.select_related("user").order_by("since", "id"))
    for membership in there:
        membership.organization, membership.until = organization, at
        membership.save(update_fields=["until"])
        _hand_over(actor, membership, None, at)
        _shut_out_for_good(membership.user, at)
        history.record("membership.ended", membership, actor=actor, at=at, tell=False)
    return len(there)


@action
def deactivate(*, actor: Actor, membership_id: UUID, at: datetime) -> Membership:
    """They have left, says the personnel office. Working nowhere else, they cannot sign in any more either."""
    membership = end(actor=actor, membership_id=membership_id, at=at)
    user = User.objects.select_for_update(no_key=True).get(pk=membership.user_id)
    if not Membership.objects.filter(user=user, until=None).exists():
        user.is_active = False
        user.save(update_fields=["is_active"])
        history.record("account.closed", membership, actor=actor, at=at, tell=False, user=user.pk)
    return membership


@action
def know_as(*, actor: Actor, membership_id: UUID, external_id: str, at: datetime) -> Membership:
    """How the personnel office's program calls them; empty: it calls them nothing any more."""
    membership = _member(actor, membership_id)
    others = Membership.objects.filter(organization=membership.organization, until=None)
    if external_id and others.filter(external_id=external_id).exclude(pk=membership.pk).exists():
        raise KnownAsAnother
    membership.external_id = external_id
    membership.save(update_fields=["external_id"])
    history.record("membership.known_as", membership, actor=actor, at=at, tell=False)
    return membership


@action
def forget_second_step(*, actor: Actor, membership_id: UUID, at: datetime) -> User:
    """Of somebody who works here and nowhere else: what opens another door, its keeper must say."""
    membership = _member(actor, membership_id)
    elsewhere = Membership.objects.filter(user=membership.user, until=None)
    if elsewhere.exclude(pk=membership.pk).exists():
        raise WorksElsewhere
    browsers.end(membership.user)
    ways = second_step.forget(membership.user)
    history.record("account.step_forgotten", membership, actor=actor, at=at, tell=False, ways=ways)
    return membership.user


def _shut_out_for_good(user: User, at: datetime) -> None:
    """Working nowhere any more: what was open somewhere must not come to life when they are invited again."""
    if not Membership.objects.filter(user=user, until=None).exists():
        browsers.end(user)
        keys.revoke_all(user, at=at)


def _locked(actor: Actor, organization_id: UUID) -> Organization:
    """Two admins who let each other go at once come one after the other."""
    return Organization.objects.select_for_update(no_key=True).get(
        Q(network_id=actor.network_id), pk=organization_id
    )


def _member(actor: Actor, membership_id: UUID) -> Membership:
    membership = Membership.objects.select_related("user").get(
        Q(network_id=actor.network_id), pk=membership_id, until=None
    )
    membership.organization = _locked(actor, membership.organization_id)
    require(actor, "organizations.manage_members", membership.organization)
    return membership


def _allowed(actor: Actor, organization: Organization, roles: Iterable[str]) -> list[str]:
    """Sorted and known; nobody gives a role that is not theirs to give."""
    asked = {Role(role) for role in roles}
    if not asked <= set(roles_to_give(actor, organization)):
        raise NotAllowed
    return sorted(asked)


def account_of(invitee: Invitee) -> User:
    """The same person may work in several organizations and networks, and come back after leaving."""
    email = invitee.email.strip()
    known = User.objects.filter(email__iexact=email).first()
    if known is not None and not known.is_active:
        known.is_active = True
        known.save(update_fields=["is_active"])
    return known or User.objects.create_user(email=email, name=invitee.name.strip())


def _talks_begin(organization: Organization, actor: Actor, at: datetime) -> None:
    if organization.status == Organization.Status.LISTED:
        if against := standing.why_not(
            actor=actor, organization=organization, step=PathStep.TALK, at=at
        ):
            raise NotAllowed(against)
        standing.take(organization, PathStep.TALK, actor=actor, at=at)


def _still_has_an_admin(organization: Organization) -> None:
    """Somebody in it holds `manage_members`, in whichever role."""
    admins = {role.value for role, (here, _network) in ROLES.items() if "manage_members" in here}
    live = Membership.objects.filter(organization=organization, until=None, user__is_active=True)
    if not live.filter(roles__overlap=sorted(admins)).exists():
        raise LastAdmin
