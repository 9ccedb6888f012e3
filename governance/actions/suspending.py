"""While a dispute is open nobody cuts off a side by hand; for safety or a breach it rests until the council speaks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.history import of, record
from core.tenancy import action
from governance.actions import proposals
from governance.actions.deciding_partners import KIND
from governance.actions.proposals import Wording
from governance.disputes import Ground
from governance.effects.registry import Change
from governance.models.agreements import Agreement
from governance.models.cuts import GivenUp, Suspension
from governance.models.partnerships import Partnership
from governance.models.proposals import Proposal
from governance.rules import has_council
from governance.search.disputes import in_dispute
from governance.words.disputes import GROUND_TITLES
from organizations.lifecycle import PathStep, Stage
from organizations.models.network import Organization


@action
def suspend(
    *, actor: Actor, organization_id: UUID, ground: Ground, reason: str, at: datetime
) -> Proposal:
    """It rests from now on; unless the council confirms it in time, it falls back by itself, a pilot to its pilot."""
    rows = Organization.objects.select_related("network")
    organization = rows.select_for_update(of=("self",), no_key=True).get(
        network_id=actor.network_id, pk=organization_id
    )
    require(actor, "partnerships.convene", organization)
    if not organization.is_live:
        raise StepNotPossible(_("This organization stands otherwise now. Nothing was changed."))
    if not reason.strip():
        raise BadInput(_("Say what has happened, in a sentence or two."))
    title = GROUND_TITLES[ground] % {"partner": organization.name[:100]}
    change = Change(KIND, str(organization.pk), Stage.PAUSED.value)
    draft = proposals.draft(actor=actor, wording=Wording(title, reason, changes=[change]), at=at)
    Suspension.objects.create(
        network_id=organization.network_id, organization=organization, proposal=draft,
        ground=ground, at=at, by_id=actor.as_user,
    )  # fmt: skip
    acted = proposals.act_now(actor=actor, proposal_id=draft.pk, at=at)
    record("partnership.suspended", organization, actor=actor, at=at, ground=ground.value)
    return acted


def is_protected(organization: Organization, _step: PathStep, _at: datetime) -> bool:
    """Whether only the council says how it stands. Where none sits nobody could say so."""
    return has_council(organization.network) and in_dispute(organization).exists()


def may_act_at_once(proposal: Proposal, changes: Sequence[Change]) -> None:
    """Called before an emergency act: a side of an open dispute rests for a ground, or not at once."""
    keys = [one.key for one in changes if one.kind == KIND]
    sides = Organization.objects.filter(network_id=proposal.network_id, pk__in=keys)
    if not any(in_dispute(one).exists() for one in sides):
        return
    if not Suspension.objects.filter(network_id=proposal.network_id, proposal=proposal).exists():
        raise StepNotPossible(
            _("This waits for the vote. At once a partner rests only for safety or a breach.")
        )


def may_end(agreement: Agreement, actor: Actor, at: datetime) -> None:
    """Called before an agreement in force is ended: by the partner itself, or not while a dispute is open."""
    standing = agreement.parties.filter(left_at=None).select_related("organization__network")
    shielded = [one for one in standing if is_protected(one.organization, PathStep.LEAVE, at)]
    if not shielded:
        return
    for one in shielded:
        may_take_out(one.organization, actor, at)
    GivenUp.objects.create(
        network_id=agreement.network_id, agreement=agreement, at=at, by_id=actor.as_user
    )


def may_take_out(organization: Organization, actor: Actor, at: datetime) -> None:
    """Called before this party's part of an agreement ends: by itself, or not while it is in a dispute."""
    by_itself = actor.holds("manage_members", organization.pk)
    if not by_itself and is_protected(organization, PathStep.LEAVE, at):
        raise NotAllowed(_("Only they themselves end it, or the council by a decision."))


def is_held_back(partnership: Partnership, at: datetime) -> bool:
    """The day on which a side was to leave has come, but somebody else had named it: it waits for the end."""
    organization = partnership.organization
    if not is_protected(organization, PathStep.LEAVE, at):
        return False
    return was_named_by_another(organization)


def was_named_by_another(organization: Organization) -> bool:
    """Whether it was somebody else who wrote down the day on which it leaves."""
    planned = of(organization.pk).filter(kind="partnership.leaving_planned")
    return planned.values_list("acting_for", flat=True).first() != organization.pk
