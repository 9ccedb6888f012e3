"""Asking several for one need at once: the first yes is enough, or all of them are kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput
from core.ids import uuid7
from core.tenancy import action
from referrals.actions.send import Sending, send
from referrals.actions.urgent import read_in_time
from referrals.lifecycle import Enough
from referrals.models.referral import Referral
from screening.actions.needs import locked

MOST = 3


@action
def send_to_several(
    *, actor: Actor, need_id: UUID, sendings: Sequence[Sending], enough: Enough, at: datetime
) -> list[Referral]:
    """All are asked, or none. Where the first yes is enough, it ends the others as `answered_elsewhere`."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "referrals.send", need)
    among = uuid7() if enough is Enough.FIRST_YES else None
    each = [
        replace(one, among=among, request_key=uuid5(one.request_key, str(one.service_id)))
        for one in sendings
    ]
    _are_one_intention(need_id, each)
    in_order = sorted(each, key=lambda one: one.service_id)  # services are locked by their ids
    sent = {
        one.service_id: send(actor=actor, need_id=need_id, sending=one, at=at) for one in in_order
    }
    asked = [sent[one.service_id] for one in each]
    if among is not None and not any(one.called for one in each):
        read_in_time(asked, at=at)  # one who is there is enough, where the first yes is
    return asked


def _are_one_intention(need_id: UUID, sendings: Sequence[Sending]) -> None:
    """Two or three different services; and a form sent again asks exactly those whom it asked before."""
    services = {one.service_id for one in sendings}
    if len(services) != len(sendings) or not 2 <= len(services) <= MOST:
        raise BadInput(_("Choose two or three different services."))
    keys = [one.request_key for one in sendings]
    asked = Referral.objects.filter(need_id=need_id, request_key__in=keys)
    if 0 < asked.count() < len(keys):
        raise BadInput(_("This form was used for another request. Load the page again, then send."))
