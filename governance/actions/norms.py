"""The norms change by a decision; an organization agrees to the version that holds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import StepNotPossible
from core.history import record
from core.tenancy import action
from governance.effects.registry import Change, Decision
from governance.models.norms import Norms, NormsAgreed
from organizations.models.network import Organization


def bring_norms_into_force(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """The next version; those before stay as they were. Inside the transaction of the decision."""
    newest = Norms.objects.versions(decision.network_id).first()
    for number, change in enumerate(changes, newest.number + 1 if newest else 1):
        norms = Norms.objects.create(
            network_id=decision.network_id, number=number, text=change.after.strip(), begins_at=at,
            decision_id=decision.proposal_id,
        )  # fmt: skip
        actor = Actor.system(decision.network_id)
        record("norms.changed", norms, actor=actor, at=at, tell=False, number=number)


@action
def agree_to_norms(
    *, actor: Actor, organization_id: UUID, at: datetime, number: int | None = None
) -> NormsAgreed:
    """By whoever runs the organization, or the convener on its word. A second time changes nothing.

    `number`: of the version that they have read. Nobody agrees to words that came in the meantime.
    """
    organization = Organization.objects.get(pk=organization_id, network_id=actor.network_id)
    require(actor, "governance.agree_to_norms", organization)
    norms = Norms.objects.in_force(organization.network_id)
    if norms is None:
        raise StepNotPossible(_("There are no norms to agree to yet."))
    if number not in {None, norms.number}:
        raise StepNotPossible(_("The norms have changed in the meantime. Please read them again."))
    own = actor.holds("manage_members", organization.pk)
    agreed, is_new = NormsAgreed.objects.get_or_create(
        network_id=organization.network_id, norms=norms, organization=organization,
        defaults={"agreed_by_id": actor.as_user, "agreed_at": at, "is_told": not own},
    )  # fmt: skip
    if is_new:
        record("norms.agreed", organization, actor=actor, at=at, tell=False, number=norms.number)
    return agreed
