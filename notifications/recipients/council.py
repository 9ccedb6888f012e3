"""Who speaks for a seat or elects one, who has not voted, who asked for it; and who helps in a dispute?"""

from collections.abc import Callable, Iterable

from accounts.models import User
from governance.models.councils import Council, Seat
from governance.search.elections import Elector, entitled, voted
from governance.search.votes import spoken_on
from notifications.audience import Audience
from notifications.recipients.cases import Case
from notifications.recipients.holders import council, holders_in


def _all(case: Case) -> Iterable[User]:
    """Of a matter or a meeting, whoever sits where it is asked; of a dispute, in the council; else everybody."""
    asked = case.proposal or case.meeting
    if asked is None and case.dispute is None:
        return council(case.network_id)
    rows = Seat.objects.filter(network_id=case.network_id, council__ended_at=None)
    kind = asked.council.kind if asked else Council.Kind.COUNCIL
    seats = rows.filter(council__kind=kind).there_are()
    ids = {user for seat in seats for user in (seat.holder_id, seat.alternate_id) if user}
    return User.objects.filter(pk__in=ids, is_active=True).order_by("pk")


def _silent(case: Case) -> Iterable[User]:
    """Of each seat from which a vote is waited for: its holder and whoever stands in."""
    if case.proposal is None:
        return []
    seats = Seat.objects.filter(network_id=case.network_id, council=case.proposal.council_id)
    spoken = spoken_on(case.proposal)
    left = [one for one in seats.there_are() if one.has_vote and one.pk not in spoken]
    ids = {user for seat in left for user in (seat.holder_id, seat.alternate_id) if user}
    return User.objects.filter(pk__in=ids, is_active=True).order_by("pk")


def _proposer(case: Case) -> Iterable[User]:
    made_by = case.proposal.made_by_id if case.proposal else None
    return User.objects.filter(pk=made_by, is_active=True) if made_by else []


def _mediator(case: Case) -> Iterable[User]:
    mediator = case.dispute.mediator if case.dispute else None
    return User.objects.filter(pk=mediator.user_id, is_active=True) if mediator else []


def _keeper(case: Case) -> Iterable[User]:
    keeper = case.dispute.keeper_id if case.dispute else None
    return User.objects.filter(pk=keeper, is_active=True) if keeper else []


def _electors(case: Case) -> Iterable[User]:
    return _casting(entitled(case.election)) if case.election else []


def _electors_silent(case: Case) -> Iterable[User]:
    if case.election is None:
        return []
    spoken = voted(case.election)
    return _casting([one for one in entitled(case.election) if one.pk not in spoken])


def _casting(electors: Iterable[Elector]) -> Iterable[User]:
    """Who runs an organization; who speaks for a seat. Each once."""
    found = list(electors)
    seats = [one for one in found if isinstance(one, Seat)]
    ids = {user for seat in seats for user in (seat.holder_id, seat.alternate_id) if user}
    places = [one.pk for one in found if not isinstance(one, Seat)]
    ids |= set(holders_in(["manage_members"], places).values_list("pk", flat=True))
    return User.objects.filter(pk__in=ids, is_active=True).order_by("pk")


def _named(case: Case) -> Iterable[User]:
    user_id = case.named("user")
    return User.objects.filter(pk=user_id, is_active=True) if user_id else []


def _elected(case: Case) -> Iterable[User]:
    if case.election is None:
        return []
    chosen = case.election.nominees.filter(is_elected=True)
    return User.objects.filter(pk__in=chosen.values("user_id"), is_active=True).order_by("pk")


OF_COUNCIL: dict[Audience, Callable[[Case], Iterable[User]]] = {
    Audience.COUNCIL: _all,
    Audience.COUNCIL_SILENT: _silent,
    Audience.PROPOSER: _proposer,
    Audience.MEDIATOR: _mediator,
    Audience.KEEPER: _keeper,
    Audience.ELECTORS: _electors,
    Audience.ELECTORS_SILENT: _electors_silent,
    Audience.NAMED: _named,
    Audience.ELECTED: _elected,
}
