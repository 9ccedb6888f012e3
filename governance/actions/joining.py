"""Who says that an organization comes in for good, rests or goes: itself, the convener, or the council?"""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from governance.in_force import in_force
from governance.joining import BY_COUNCIL, COMES_BACK, COMES_IN, DECIDED, JOINING, Word, may_join
from governance.models.standing import PartnerTold, SaidSo
from governance.rules import has_council
from organizations.lifecycle import PATH, PathStep, Stage
from organizations.models.network import Organization

Reason = Callable[[Organization, PathStep, datetime], bool]
_reasons: list[Reason] = []
THE_COUNCIL_SAYS = _(
    "In this network the council decides it. Make a proposal; in an emergency it can hold at once."
)
SUCH_DO_NOT_JOIN = _(
    "Partners have decided that organizations of this kind do not join. A proposal can change it."
)


def also_decided(reason: Reason) -> Reason:
    """Called at start-up by whoever knows of another case in which the council alone may say so.

    The database asks `governance_council_says`: teach it the same.
    """
    if reason not in _reasons:
        _reasons.append(reason)
    return reason


def who_may_say(
    *, actor: Actor, organization: Organization, step: PathStep, at: datetime
) -> str | Promise:
    """Asked by `organizations` before every step. The clock does only what was said or decided before."""
    if actor.is_system:
        return ""
    values = in_force(organization.network_id, JOINING, at)
    if step in COMES_IN and not values.get(may_join(organization.kind), 1):
        return SUCH_DO_NOT_JOIN
    if step not in DECIDED or not is_decided(organization, step, at):
        return ""
    if step in COMES_BACK:
        newest = newest_word(organization)
        is_held = newest is not None and newest.word == Word.COUNCIL
        return THE_COUNCIL_SAYS if is_held else ""
    own = PATH[step].by_partner and actor.holds("manage_members", organization.pk)
    return "" if own or has_told(actor, organization, step, at) else THE_COUNCIL_SAYS


def has_told(actor: Actor, organization: Organization, step: PathStep, at: datetime) -> bool:
    """Whether the partner's own word was written down by this actor, at this very moment."""
    rows = PartnerTold.objects.filter(
        network_id=organization.network_id, organization_id=organization.pk, at=at
    )
    return rows.filter(stage=PATH[step].target, by_id=actor.user_id).exists()


def is_decided(organization: Organization, step: PathStep, at: datetime) -> bool:
    """Whether it takes a decision to do this to a partner against its word."""
    if any(reason(organization, step, at) for reason in _reasons):
        return True
    values = in_force(organization.network_id, JOINING, at)
    return bool(values[BY_COUNCIL]) and has_council(organization.network)


def keep_word(*, actor: Actor, organization: Organization, step: PathStep, at: datetime) -> None:
    """Called by `organizations` in the transaction of every step. A decision has said so itself."""
    if step not in DECIDED:
        return
    newest = newest_word(organization) if actor.is_system else None
    stage = Stage(PATH[step].target)
    if newest and (newest.word, newest.stage, newest.at) == (Word.COUNCIL, stage, at):
        return
    SaidSo.objects.create(
        network_id=organization.network_id, organization=organization, stage=stage, at=at,
        word=_word(actor, organization, step, at),
    )  # fmt: skip


def newest_word(organization: Organization) -> SaidSo | None:
    rows = SaidSo.objects.filter(
        network_id=organization.network_id, organization_id=organization.pk
    )
    return rows.order_by("-id").first()


def _word(actor: Actor, organization: Organization, step: PathStep, at: datetime) -> Word:
    if actor.is_system:
        return Word.PLANNED
    if has_told(actor, organization, step, at):
        return Word.TOLD
    return Word.PARTNER if actor.holds("manage_members", organization.pk) else Word.CONVENER
