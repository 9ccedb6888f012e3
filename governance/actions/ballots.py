"""Vote, and be able to find one's vote again."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import of, record
from core.models import Event
from core.tenancy import action
from governance.actions.proposals import locked, may_still_speak
from governance.counting import Answer, Method
from governance.models.ballots import Ballot, Turnout
from governance.models.councils import Seat
from governance.models.proposals import Proposal, Standing

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
CODE = 8


@action
def vote(
    *, actor: Actor, proposal_id: UUID, seat_id: UUID, answer: Answer, at: datetime,
    words: str = "", via: str = "page",
) -> Ballot:  # fmt: skip
    """One vote for each seat. Until the vote closes a mind may change: the last word counts."""
    proposal = locked(actor, proposal_id, at=at)
    seats = Seat.objects.visible_to(actor).there_are()
    seat = seats.select_for_update(no_key=True).get(pk=seat_id, council=proposal.council_id)
    require(actor, "governance.speak_for", seat)
    _may_vote(proposal, seat, actor, at)
    if answer is Answer.NO and proposal.method == Method.CONSENT and not words.strip():
        raise BadInput(_("An objection says why: write what would harm whom."))
    ballot = _cast(proposal, seat, answer, words.strip(), at)
    Turnout.objects.get_or_create(
        network_id=proposal.network_id, proposal=proposal, seat=seat,
        defaults={"cast_by_id": actor.as_user, "via": via, "at": at},
    )  # fmt: skip
    record("proposal.voted", proposal, actor=actor, at=at, via=via, tell=False, seat=seat.pk)
    return ballot


def _may_vote(proposal: Proposal, seat: Seat, actor: Actor, at: datetime) -> None:
    may_still_speak(proposal, at)
    if not proposal.is_voting:
        raise StepNotPossible(_("The vote has not begun."))
    if not seat.has_vote:
        raise StepNotPossible(_("This seat has no vote."))
    conflict = proposal.standings.filter(seat=seat, kind=Standing.Kind.CONFLICT)
    if conflict.exists():
        raise StepNotPossible(
            _("This seat gains or loses by it, or has a part in it, so it does not vote.")
        )
    votes = of(proposal.pk).filter(kind="proposal.voted", details__seat=str(seat.pk))
    goes_first(seat, actor, votes)


def goes_first(seat: Seat, actor: Actor, votes: QuerySet[Event]) -> None:
    """Whoever stands in says nothing over a word of the holder: `votes`, all that were cast for this seat."""
    if actor.user_id != seat.holder_id and votes.filter(actor_id=seat.holder_id).exists():
        raise StepNotPossible(_("Whoever holds this seat has voted."))


def _cast(proposal: Proposal, seat: Seat, answer: Answer, words: str, at: datetime) -> Ballot:
    voter = voter_of(proposal, seat)
    earlier = Ballot.objects.filter(network_id=proposal.network_id, proposal=proposal, voter=voter)
    return Ballot.objects.create(
        network_id=proposal.network_id, proposal=proposal, version=proposal.version, voter=voter,
        turn=earlier.count() + 1, seat=None if proposal.is_secret else seat, seat_kind=seat.kind,
        answer=answer, words=words, receipt=new_receipt(),
        on=proposal.network.open_days.local_date(at), is_secret=proposal.is_secret,
    )  # fmt: skip


def voter_of(proposal: Proposal, seat: Seat) -> str:
    """Under which its ballots stand. Of a secret one nobody can tell whose it is once the salt is forgotten."""
    return hidden(seat.pk, proposal.ballot_salt) if proposal.is_secret else seat.pk.hex


def hidden(voter_id: UUID, salt: str) -> str:
    """A keyed digest: it finds the ballots of a voter again as long as the salt is known."""
    said = f"ballot:{salt}:{voter_id.hex}".encode()
    return hmac.new(settings.LINK_KEY.encode(), said, hashlib.sha256).hexdigest()


def new_receipt() -> str:
    """By which a voter finds the vote again."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))
