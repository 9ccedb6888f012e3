"""Under which laws does an organization keep records? Said by its admin or the convener."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import history
from core.access import require
from core.actor import Actor
from core.tenancy import action
from organizations.models.network import Organization


@dataclass(frozen=True, slots=True)
class Laws:
    """A program under 42 CFR part 2; a school under FERPA."""

    is_part2_program: bool = False
    is_school: bool = False


@action
def say_laws(*, actor: Actor, organization_id: UUID, laws: Laws, at: datetime) -> Organization:
    """From now on nothing of theirs is shared without a signed agreement that names the partner and ends."""
    rows = Organization.objects.filter(network_id=actor.network_id)
    organization = rows.select_for_update(of=("self",), no_key=True).get(pk=organization_id)
    require(actor, "organizations.stand", organization)
    organization.is_part2_program, organization.is_school = laws.is_part2_program, laws.is_school
    organization.save(update_fields=["is_part2_program", "is_school"])
    history.record(
        "organization.laws_said", organization, actor=actor, at=at, tell=False,
        is_part2_program=laws.is_part2_program, is_school=laws.is_school,
    )  # fmt: skip
    return organization
