"""The council of the sample county: two seats wait for somebody, it elects, has norms, votes on a matter, and meets."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.ballots import vote
from governance.actions.councils import Place, Term, found_council
from governance.actions.deciding import decide_due
from governance.actions.meetings import call_meeting
from governance.actions.norms import agree_to_norms
from governance.actions.proposals import Wording, comment, draft, open_for_comments
from governance.counting import Answer, SeatKind
from governance.effects import norms
from governance.effects.registry import Change
from governance.models.councils import Council, Seat
from governance.models.proposals import Proposal
from organizations.models.network import Organization
from referrals.management.sample.electing import ENDS_SOON, seats_are_elected

DAY = timedelta(days=1)
# Kind, whose seat it is in the cast, and who sits there.
SEATS = (
    (SeatKind.CBO, "stanne", "council"),
    (SeatKind.CBO, "keystone", "housing"),
    (SeatKind.CBO, "ride", "rides"),
    (SeatKind.LIVED_EXPERIENCE, "", "mother"),
    (SeatKind.HEALTH_CARE, "riverside", "supervisor"),
    (SeatKind.FUNDER, "", ""),
    (SeatKind.GOVERNMENT, "county", ""),
    (SeatKind.CONVENER, "table", "convener"),
    (SeatKind.LIVED_EXPERIENCE, "", ""),
)
NORMS = """Whoever cannot help says so on the day on which they know it, in a friendly sentence.
We talk with families, not about them.
Who is stuck says so: asking early is good work."""
KIND = Wording(
    "We say no the same day",
    "A quick no lets a family ask somewhere else. Silence costs them a week.",
    changes=(Change(norms.KIND, norms.KEY, NORMS),),
)
LONGER = Wording(
    "Three days instead of two for a first answer",
    "Most of us meet our volunteers twice a week. Two days are over before anybody has read a request.",
    changes=(Change("policy", "referral.answer", 3),),
)


def sits(
    workers: Mapping[str, Actor], organizations: Mapping[str, Organization], at: datetime
) -> None:
    """Founded after the last meeting at which the convener wrote the numbers down."""
    until, soon = (at + 330 * DAY).date(), (at + ENDS_SOON * DAY).date()
    places = [
        Place(
            kind, organizations[where].pk if where else None,
            Term(
                workers[who].as_user, soon if who == "mother" else until, has_stipend=who == "mother",
                chairs=who == "council",
            )
            if who else None,
        )
        for kind, where, who in SEATS
    ]  # fmt: skip
    since = at - 35 * DAY
    council = found_council(
        actor=workers["convener"], kind=Council.Kind.COUNCIL, places=places, at=since
    )
    norm = _asked(workers["council"], KIND, since + DAY)
    _vote(workers, norm, "council housing rides mother supervisor", norm.votes_from or at)
    decide_due(network_id=norm.network_id, at=norm.votes_until or at)
    seats_are_elected(workers, council, since, at)
    for place in ("harvest", "table"):
        who = workers["orgadmin" if place == "harvest" else "convener"]
        agree_to_norms(actor=who, organization_id=organizations[place].pk, at=at - 5 * DAY)
    call_meeting(
        actor=workers["convener"], council_id=council.pk, begins_at=at + 7 * DAY,
        place="The library, room 2", at=at - 3 * DAY,
    )  # fmt: skip
    longer = _asked(workers["council"], LONGER, at - 10 * DAY)
    said = "For a family without food two days are long enough. Could it be three for all but food?"
    comment(actor=workers["supervisor"], proposal_id=longer.pk, words=said, at=at - 2 * DAY)
    _vote(workers, longer, "housing rides", longer.votes_from or at)


def _asked(by: Actor, wording: Wording, at: datetime) -> Proposal:
    """Written, talked about, and open for votes."""
    proposal = draft(actor=by, wording=wording, at=at)
    proposal = open_for_comments(actor=by, proposal_id=proposal.pk, at=at)
    decide_due(network_id=proposal.network_id, at=proposal.votes_from or at)
    proposal.refresh_from_db()
    return proposal


def _vote(workers: Mapping[str, Actor], proposal: Proposal, who: str, at: datetime) -> None:
    for name in who.split():
        seat = Seat.objects.get(council=proposal.council_id, holder=workers[name].as_user)
        vote(
            actor=workers[name], proposal_id=proposal.pk, seat_id=seat.pk, answer=Answer.YES, at=at
        )
