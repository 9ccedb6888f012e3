"""What may each seat for which the reader speaks still do on a proposal? On its page, and by link on a phone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms

from core.actor import Actor
from governance.forms.proposals import ConflictForm, ProxyForm, VoteForm
from governance.lifecycle import Status
from governance.models.councils import Seat
from governance.models.proposals import Proposal, Standing
from governance.search.council import Asked, seats_of, seats_to_speak_for
from governance.words.deciding import SEAT_WORDS


def others(proposal: Proposal) -> list[Seat]:
    """Those that have a vote and somebody who casts it."""
    return [seat for seat in seats_of(proposal.council) if seat.is_held and seat.has_vote]


def my_seats(
    actor: Actor, proposal: Proposal, read: Asked, failed: forms.Form | None
) -> Iterator[dict[str, Any]]:
    """What was typed comes back beside the complaint. Each form names its own fields: several stand on one page."""
    if proposal.status not in {Status.COMMENTING, Status.VOTING}:
        return
    there = others(proposal)
    for seat in seats_to_speak_for(actor, proposal.council_id):
        if not seat.has_vote:
            continue
        stands = {one.kind for one in read.standings if one.seat_id == seat.pk}
        mine: dict[str, Any] = {"initial": {"seat": seat.pk}}
        rest = [one for one in there if one.pk != seat.pk]
        yield {
            "seat": seat, "kind": SEAT_WORDS[seat.kind], "has_voted": seat.pk in read.voted,
            "supports": Standing.Kind.SUPPORTS in stands,
            "torn": Standing.Kind.CONFLICT in stands, "lent": Standing.Kind.PROXY in stands,
            "vote": _again(failed, VoteForm, seat.pk)
            or VoteForm(auto_id=f"id_{seat.number}_%s", **mine),
            "conflict": _again(failed, ConflictForm, seat.pk)
            or ConflictForm(auto_id=f"id_c{seat.number}_%s", **mine),
            "proxy": _again(failed, ProxyForm, seat.pk)
            or ProxyForm(rest, auto_id=f"id_p{seat.number}_%s", **mine),
        }  # fmt: skip


def _again(failed: forms.Form | None, shape: type[forms.Form], pk: UUID) -> forms.Form | None:
    is_it = isinstance(failed, shape) and failed.data.get("seat") == str(pk)
    return failed if is_it else None
