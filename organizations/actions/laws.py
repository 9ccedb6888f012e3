"""Under which laws does an organization keep records? Said by its admin or the convener."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.tenancy import action
from organizations.models.laws import LawsSaid
from organizations.models.network import Organization

_STAND_STILL = "SELECT * FROM organizations_organization WHERE id = ANY(%s) ORDER BY id FOR SHARE"
_on_laws: list[Callable[..., None]] = []


def on_laws(call: Callable[..., None]) -> None:
    """At start-up: `call(actor=, organization=, at=)` runs inside the action, once the laws are other ones."""
    if call not in _on_laws:
        _on_laws.append(call)


def standing_still(*organization_ids: UUID) -> list[Organization]:
    """As they are now, and until this transaction ends: whoever says something else about their laws waits.

    Before any row is locked that `say_laws` changes in turn.
    """
    return list(Organization.objects.raw(_STAND_STILL, [list(organization_ids)]))


@dataclass(frozen=True, slots=True)
class Laws:
    """A victim service (34 USC 12291); a program under 42 CFR part 2; a school under FERPA."""

    is_victim_service: bool = False
    is_part2_program: bool = False
    is_school: bool = False

    @classmethod
    def of(cls, organization: Organization) -> "Laws":
        return cls(
            organization.is_victim_service, organization.is_part2_program, organization.is_school
        )

    def takes_away(self, before: "Laws") -> bool:
        return any(held and not getattr(self, name) for name, held in asdict(before).items())


@action
def say_laws(
    *, actor: Actor, organization_id: UUID, laws: Laws, reason: str = "", at: datetime
) -> Organization:
    """What follows for records, search and links holds from now on. Protection is taken away with a reason only."""
    rows = Organization.objects.filter(network_id=actor.network_id)
    organization = rows.select_for_update(of=("self",), no_key=True).get(pk=organization_id)
    require(actor, "organizations.stand", organization)
    before = Laws.of(organization)
    if laws == before:
        return organization
    if laws.takes_away(before) and not reason.strip():
        raise BadInput(_("Say why this law does not hold any more. It stays written down."))
    LawsSaid.objects.create(
        network_id=organization.network_id, organization=organization, said_by_id=actor.user_id,
        said_at=at, takes_away=laws.takes_away(before), reason=reason.strip(), **asdict(laws),
    )  # fmt: skip
    for name, holds in asdict(laws).items():
        setattr(organization, name, holds)
    organization.save(update_fields=list(asdict(laws)))
    history.record(
        "organization.laws_said", organization, actor=actor, at=at, tell=False, **asdict(laws)
    )
    for call in _on_laws:
        call(actor=actor, organization=organization, at=at)
    return organization
