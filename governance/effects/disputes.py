"""How does a decision end a dispute? By its number only: the words stand where the council reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.http import whole
from governance.effects.registry import Aloud, Change, Text
from governance.lifecycle import Area
from governance.models.disputes import Dispute, Ending


def area(_change: Change) -> Area:
    return Area.PARTNERS


def falls_back(_change: Change) -> bool:
    """What both sides have heard cannot be taken back: no dispute ends in an emergency."""
    return False


def before(network_id: UUID, changes: Sequence[Change], _at: datetime) -> dict[str, Any]:
    """The number of the ending that holds: none while it is open."""
    rows = Dispute.objects.filter(network_id=network_id, pk__in=[one.key for one in changes])
    return {str(pk): str(holds or "") for pk, holds in rows.values_list("pk", "holds")}


def check(network_id: UUID, changes: Sequence[Change], _at: datetime) -> list[Text]:
    """There is such an ending. That both sides agree meanwhile is no hindrance: then nothing is to be done."""
    for one in changes:
        endings = Ending.objects.filter(
            network_id=network_id, dispute_id=UUID(one.key), voice="council"
        )
        if not endings.filter(number=whole(str(one.after))).exists():
            return [_("There is no such ending to decide on.")]
    return []


def aloud(_change: Change) -> Aloud:
    return Aloud(_("A dispute between two partners"), _("open"), _("ended as its own page says"))
