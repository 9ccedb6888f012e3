"""Whom does an agreement bind, beside the network? Named on a draft; each signs for itself, and may leave."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record
from core.tenancy import action
from governance.kinds import Part
from governance.models.agreements import Agreement, Party
from organizations.lifecycle import Stage
from organizations.models.network import Organization

CHANGED, WAITS = "agreement.also_changed", "agreement.also_waits"
_ALSO = {
    "agreement.offered": WAITS,
    "agreement.proposed": WAITS,
    "agreement.step_due": WAITS,
    "agreement.in_force": CHANGED,
    "agreement.ended": CHANGED,
    "agreement.ran_out": CHANGED,
    "agreement.left": CHANGED,
    "agreement.turned_down": CHANGED,
}  # what the other parties hear, beside the one on whose history it stands


@action
def bind(
    *, actor: Actor, agreement_id: UUID, organization_id: UUID, part: Part, at: datetime
) -> Agreement:
    """One more party of a draft; of one that is named there already, what it is in it."""
    agreement = draft_of(actor, agreement_id, at)
    organization = Organization.objects.get(network_id=actor.network_id, pk=organization_id)
    if organization.kind == Organization.Kind.CONVENER or organization.status == Stage.LEFT:
        raise BadInput(_("Choose an organization that takes part in the network."))
    Party.objects.update_or_create(
        network_id=agreement.network_id, agreement=agreement, organization=organization,
        defaults={"part": part},
    )  # fmt: skip
    _note("agreement.party_named", agreement, organization, actor, at)
    return agreement


@action
def unbind(*, actor: Actor, agreement_id: UUID, organization_id: UUID, at: datetime) -> Agreement:
    """Out of a draft, with the lines that name it. With whom it was written stays a party."""
    agreement = draft_of(actor, agreement_id, at)
    if organization_id == agreement.organization_id:
        raise StepNotPossible(_("The agreement was begun with them. Drop it instead."))
    party = agreement.parties.select_related("organization").get(organization_id=organization_id)
    strike_out(agreement, party, actor, at)
    return agreement


def strike_out(agreement: Agreement, party: Party, actor: Actor, at: datetime) -> None:
    agreement.obligations.filter(organization_id=party.organization_id).delete()
    party.delete()
    _note("agreement.party_taken_out", agreement, party.organization, actor, at)


def draft_of(actor: Actor, agreement_id: UUID, at: datetime) -> Agreement:
    """Locked; StepNotPossible, unless its words may still change."""
    rows = Agreement.objects.visible_to(actor, at=at).select_related("organization")
    agreement = rows.select_for_update(of=("self",), no_key=True).get(pk=agreement_id)
    require(actor, "partnerships.convene", agreement.organization)
    if not agreement.is_draft:
        raise StepNotPossible(_("Its words are fixed. Write the next version instead."))
    return agreement


def name_parties(agreement: Agreement, before: Agreement | None) -> None:
    """Of a new paper: with whom it is written; of a next version, all whom the one before binds still."""
    parts = {agreement.organization_id: Part.TAKES_PART.value}
    if before is not None:
        standing = before.parties.filter(left_at=None)
        parts |= dict(standing.values_list("organization_id", "part"))
    Party.objects.bulk_create(
        Party(network_id=agreement.network_id, agreement=agreement, organization_id=pk, part=part)
        for pk, part in parts.items()
    )


def party_of(agreement: Agreement, organization_id: UUID | None) -> Organization:
    """One that has not left; DoesNotExist for whoever is none. None: with whom it was written."""
    party = agreement.parties.select_related("organization").get(
        organization_id=organization_id or agreement.organization_id, left_at=None
    )
    return party.organization


def is_signed_by_all(agreement: Agreement) -> bool:
    """By the network, and by each party."""
    return agreement.signatures.count() == agreement.parties.count() + 1


def facts(kind: str, agreement: Agreement, **details: object) -> Iterator[Fact]:
    """One on the history of each whom it concerns: the first tells the network too, the others only their own."""
    said = {"agreement": str(agreement.pk), "kind": agreement.kind, **details}
    parties = list(agreement.parties.filter(left_at=None).select_related("organization"))
    parties.sort(key=lambda one: (one.organization_id != agreement.organization_id, str(one.pk)))
    organizations = [one.organization for one in parties] or [agreement.organization]
    yield Fact(kind, organizations[0], details=said)
    if also := _ALSO.get(kind):
        signed = set(agreement.signatures.values_list("organization_id", flat=True))
        for one in organizations[1:]:
            if also == CHANGED or one.pk not in signed:
                yield Fact(also, one, details=said)


def _note(
    kind: str, agreement: Agreement, organization: Organization, actor: Actor, at: datetime
) -> None:
    record(kind, organization, actor=actor, at=at, tell=False, agreement=str(agreement.pk))
