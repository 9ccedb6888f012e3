"""Until a council sits the convener says what partners share for a kind of help; then it changes by a proposal."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.tenancy import action
from governance.actions.policies import keep_by_hand
from organizations.models.network import Network
from people.actions.deciding_scopes import before, check, share
from people.lifecycle import Fact
from people.scopes import PREFIX


@action
def bound_sharing(
    *, actor: Actor, category: str, facts: Iterable[str], reason: str, at: datetime
) -> bool:
    """Whether anything was changed. It holds at once, also for what was sent before."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    require(actor, "people.bound_sharing", network)
    wanted = frozenset(facts)
    change = share(category, wanted)
    for complaint in check(network.pk, [change], at):
        raise BadInput(str(complaint))
    if not wanted <= set(Fact):
        raise BadInput(_("Choose facts from the list. Name and language are always shared."))
    stands = before(network.pk, [change], at)[category]
    if change.after == stands:
        return False
    keep_by_hand(
        network, f"{PREFIX}{category}", change.after, before=stands, actor=actor, reason=reason,
        at=at,
    )  # fmt: skip
    return True
