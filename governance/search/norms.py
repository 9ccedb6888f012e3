"""Which norms hold, who has agreed to them, and who has not yet?"""

from uuid import UUID

from governance.models.norms import Norms, NormsAgreed
from organizations.lifecycle import Stage
from organizations.models.network import Organization

ON_THEIR_WAY = (Stage.ONBOARDING, Stage.PILOT, Stage.ACTIVE, Stage.PAUSED)


def versions(network_id: UUID) -> list[Norms]:
    """The newest first."""
    return list(Norms.objects.versions(network_id).select_related("decision"))


def has_agreed(organization_id: UUID, norms: Norms | None) -> bool:
    """To those that hold; where none hold, there is nothing to agree to."""
    if norms is None:
        return True
    agreed = NormsAgreed.objects.filter(norms=norms, organization_id=organization_id)
    return agreed.exists()


def agreed_to(norms: Norms) -> list[NormsAgreed]:
    rows = NormsAgreed.objects.filter(network_id=norms.network_id, norms=norms)
    return list(rows.select_related("organization").order_by("agreed_at", "id"))


def not_yet(norms: Norms) -> list[Organization]:
    """Who is in the network, or about to be, and has not agreed to them."""
    agreed = NormsAgreed.objects.filter(norms=norms).values("organization_id")
    there = Organization.objects.filter(network_id=norms.network_id, status__in=ON_THEIR_WAY)
    return list(there.exclude(pk__in=agreed).order_by("name", "id"))
