"""How an election goes on by itself: it opens, votes are cast and counted, and those elected sit down."""

import logging
import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, Subject, of, record, record_all
from core.tenancy import action
from governance.actions.ballots import goes_first, hidden, new_receipt
from governance.actions.councils import Term, take_seat
from governance.actions.elections import locked
from governance.counting import WITHOUT_VOTE, SeatKind
from governance.in_force import in_force
from governance.lifecycle import Poll
from governance.models.councils import Seat
from governance.models.elections import (
    Election,
    ElectionBallot,
    ElectionPlace,
    ElectionTurnout,
    Nominee,
)
from governance.record import polled
from governance.search.elections import electors, entitled, packed, standing
from governance.terms import Deciding
from organizations.lifecycle import Stage
from organizations.models.members import Membership
from organizations.models.network import Network

logger = logging.getLogger(__name__)
ONE_DAY = timedelta(days=1)
PUT_OFF = timedelta(hours=1)
ROUNDS = 2  # after a run-off that is a tie again, the seat stays empty


# --- vote ----------------------------------------------------------------------------------------


@action
def elect_by_ballot(
    *, actor: Actor, election_id: UUID, elector_id: UUID, choices: Iterable[UUID], at: datetime,
    via: str = "page",
) -> ElectionBallot:  # fmt: skip
    """Everybody whom this elector would like there, or nobody. Until the vote closes a mind may change."""
    election = locked(actor, election_id)
    elector = next((one for one in entitled(election) if one.pk == elector_id), None)
    require(actor, "governance.elect_for", elector)
    if not election.is_voting or election.votes_until is None or at >= election.votes_until:
        raise StepNotPossible(_("There is no vote now."))
    if isinstance(elector, Seat):
        said = {"elector": str(elector.pk), "round": election.round}
        votes = of(election.pk).filter(kind="election.voted", details__contains=said)
        goes_first(elector, actor, votes)
    wanted, known = set(choices), {nominee.pk for nominee in standing(election)}
    if not wanted <= known:
        raise BadInput(_("Choose among those who stand."))
    voter = hidden(elector_id, election.ballot_salt)
    earlier = ElectionBallot.objects.filter(network_id=election.network_id, election=election)
    ballot = ElectionBallot.objects.create(
        network_id=election.network_id, election=election, round=election.round, voter=voter,
        turn=earlier.filter(voter=voter).count() + 1, choices=sorted(one.hex for one in wanted),
        receipt=new_receipt(), on=election.network.open_days.local_date(at),
    )  # fmt: skip
    ElectionTurnout.objects.get_or_create(
        network_id=election.network_id, election=election, round=election.round, elector=elector_id,
        defaults={"cast_by_id": actor.as_user, "via": via, "at": at},
    )  # fmt: skip
    record(
        "election.voted", election, actor=actor, at=at, via=via, tell=False, elector=elector_id,
        round=election.round,
    )  # fmt: skip
    return ballot


# --- by itself -----------------------------------------------------------------------------------


@action
def open_elections(*, network_id: UUID, at: datetime) -> int:
    """For every seat with a vote that nobody holds, or whose term ends soon. How many were opened."""
    network = Network.objects.get(pk=network_id)
    deciding, today = _deciding(network_id, at), network.open_days.local_date(at)
    ahead = today + timedelta(days=deciding.elect_ahead_calendar)
    since = at - timedelta(days=deciding.elect_again_calendar)
    lately = ElectionPlace.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=since, nominee=None), network_id=network_id
    )
    rows = Seat.objects.filter(
        Q(holder=None) | Q(ends_on__lte=ahead), network_id=network_id, council__ended_at=None
    )
    free = rows.there_are().exclude(kind__in=WITHOUT_VOTE).exclude(pk__in=lately.values("seat_id"))
    seats = free.select_for_update(of=("self",), no_key=True, skip_locked=True)

    def alike(seat: Seat) -> tuple[str, str, date]:
        return seat.council_id.hex, seat.kind, seat.ends_on + ONE_DAY if seat.ends_on else today

    groups = groupby(sorted(seats, key=lambda seat: (*alike(seat), seat.number)), key=alike)
    opened = [
        _open(network, list(same), free_on, deciding, at) for (_c, _k, free_on), same in groups
    ]
    facts = [Fact("election.opened", one) for one in opened if one]
    record_all(facts, actor=Actor.system(network_id), at=at)
    return len(facts)


def _open(
    network: Network, seats: list[Seat], free_on: date, deciding: Deciding, at: datetime
) -> Election | None:
    """Where nobody could vote there is nothing to open: the seat stays with the convener."""
    first = seats[0]
    if not electors(network.pk, SeatKind(first.kind)):
        return None
    until = network.open_days.after(at, deciding.stand)
    election = Election.objects.create(
        network=network, council_id=first.council_id, kind=first.kind, status=Poll.NOMINATING,
        opened_at=at, free_on=free_on, votes_from=until,
        waiting_on="partners", next_step="stand", next_step_due=until, wake_at=until,
    )  # fmt: skip
    ElectionPlace.objects.bulk_create(
        ElectionPlace(network=network, election=election, seat=seat) for seat in seats
    )
    return election


@action
def hold_elections(*, network_id: UUID, at: datetime, limit: int = 50) -> int:
    """Deal with what is due. What cannot be done is tried again every hour, and stalls no other."""
    due = Election.objects.filter(network_id=network_id, wake_at__lte=at)
    rows = due.select_related("network").select_for_update(
        of=("self",), no_key=True, skip_locked=True
    )
    elections = list(rows.order_by("wake_at", "id")[:limit])
    for election in elections:
        try:
            with transaction.atomic():
                _deal(election, at)
        except Exception:
            logger.exception("An election cannot go on", extra={"election": str(election.pk)})
            Election.objects.filter(pk=election.pk).update(wake_at=at + PUT_OFF)
    return len(elections)


def _deal(election: Election, at: datetime) -> None:
    if election.is_nominating:
        _begin_vote(election, at)
    elif election.is_voting and election.votes_until and at < election.votes_until:
        election.wake_at, election.rung = election.votes_until, election.rung + 1
        election.save(update_fields=["wake_at", "rung"])
        _note("election.vote_reminded", election, at)
    elif election.is_voting:
        _close(election, at)
    else:
        _sit_down(election, at)


def _begin_vote(election: Election, at: datetime) -> None:
    """Nobody is elected without a vote, not even whoever stands alone."""
    _leave_out_who_left(election, at)
    election.electorate = packed(electors(election.network_id, SeatKind(election.kind)))
    if not (standing(election) and election.electorate and _open_places(election)):
        _ends(election, Poll.NOBODY, at)
        return
    deciding = _deciding(election.network_id, at)
    election.status = Poll.VOTING
    _owe_votes(election, at, election.network.open_days.after(at, deciding.elect))
    election.save()
    _note("election.vote_opened", election, at)


def _leave_out_who_left(election: Election, at: datetime) -> None:
    """A vote for somebody who cannot sit there is lost."""
    for nominee in standing(election):
        works = Membership.objects.filter(
            user=nominee.user_id, network_id=election.network_id, until=None
        )
        if nominee.organization_id:
            works = works.filter(organization=nominee.organization_id).exclude(
                organization__status=Stage.LEFT
            )
        if not works.exists():
            nominee.ended_at = at
            nominee.save(update_fields=["ended_at"])


def _owe_votes(election: Election, since: datetime, until: datetime) -> None:
    """Half way, whoever has not voted is reminded once."""
    election.ballot_salt = secrets.token_hex(32)
    election.votes_until = until
    election.waiting_on, election.next_step, election.next_step_due = "electors", "vote", until
    election.wake_at, election.rung = since + (until - since) / 2, 0


def _close(election: Election, at: datetime) -> None:
    """A tie for the last places is put to the vote once more, between those who are tied."""
    there = standing(election)
    already = election.nominees.filter(is_elected=True).count()
    places = max(0, _open_places(election) - already)
    gone = _papers_of_who_left(election)
    kept = polled(election, election.round, [one.pk.hex for one in there], places, gone)
    election.rounds = [*election.rounds, kept]
    elected, tied = map(UUID, kept["elected"]), map(UUID, kept["tied"])
    election.nominees.filter(pk__in=list(elected)).update(is_elected=True)
    if kept["tied"] and election.round < ROUNDS:
        election.round += 1
        election.nominees.filter(pk__in=list(tied)).update(round=election.round)
        until = election.network.open_days.after(at, _deciding(election.network_id, at).run_off)
        _owe_votes(election, at, until)
        election.save()
        _note("election.run_off", election, at)
    elif election.nominees.filter(is_elected=True).exists():
        _name_the_day(election, at)
    else:
        _ends(election, Poll.NOBODY, at)


def _papers_of_who_left(election: Election) -> list[str]:
    """These do not count any more. Only the salt of the round finds them, and it is forgotten next."""
    cast = ElectionTurnout.objects.filter(
        network_id=election.network_id, election=election, round=election.round
    )
    there = {one.pk for one in entitled(election)}
    return sorted(
        hidden(elector, election.ballot_salt)
        for elector in cast.values_list("elector", flat=True)
        if elector not in there
    )


def _open_places(election: Election) -> int:
    """A seat may have ended by a decision meanwhile."""
    return election.places.filter(closed_at=None).count()


def _name_the_day(election: Election, at: datetime) -> None:
    """The day after the vote at the earliest, and not before the seat is free."""
    tomorrow = election.network.open_days.local_date(at) + ONE_DAY
    election.takes_on = max(election.free_on, tomorrow)
    _give_places(election, at)
    election.status, election.decided_at, election.ballot_salt = Poll.ELECTED, at, ""
    starts = datetime.combine(election.takes_on, time(0), ZoneInfo(election.network.time_zone))
    election.waiting_on, election.next_step = "clock", "take_seats"
    election.next_step_due = election.wake_at = starts
    election.rung = 0
    election.save()
    _note("election.decided", election, at)


def _give_places(election: Election, at: datetime) -> None:
    """An organization that has one of these seats keeps it; the others in the order in which they are numbered."""
    free = {
        place.seat_id: place
        for place in election.places.filter(closed_at=None)
        .select_related("seat")
        .order_by("seat__number")
    }
    winners = list(election.nominees.filter(is_elected=True).order_by("named_at", "id"))
    for own in (True, False):
        for nominee in tuple(winners):
            mine = [p for p in free.values() if not own or _is_own(p.seat, nominee)]
            if mine:
                place = free.pop(mine[0].seat_id)
                place.nominee = nominee
                place.save(update_fields=["nominee"])
                winners.remove(nominee)
    for place in free.values():
        place.closed_at = at
        place.save(update_fields=["closed_at"])


def _is_own(seat: Seat, nominee: Nominee) -> bool:
    if nominee.organization_id:
        return seat.organization_id == nominee.organization_id
    return seat.holder_id == nominee.user_id


def _sit_down(election: Election, at: datetime) -> None:
    """Whoever filled the seat meanwhile gives it up. Who cannot sit there any more leaves it to be filled."""
    deciding = _deciding(election.network_id, at)
    places = election.places.filter(closed_at=None).select_related("nominee", "seat")
    for place in places.order_by("seat__number"):
        if place.nominee:
            _sits(place.nominee, place.seat_id, deciding, at)
        place.closed_at = at
        place.save(update_fields=["closed_at"])
    election.status = Poll.SEATED
    election.owe_nothing()
    election.save()
    _note("election.seated", election, at)


def _sits(nominee: Nominee, seat_id: UUID, deciding: Deciding, at: datetime) -> None:
    seats = Seat.objects.there_are().select_related("council", "network")
    seat = seats.select_for_update(of=("self",), no_key=True).get(pk=seat_id)
    today = seat.network.open_days.local_date(at)
    until = deciding.term_until(today)
    again = seat.holder_id == nominee.user_id
    term = Term(
        nominee.user_id, until, seat.alternate_id if again else None, seat.has_stipend,
        chairs=again and seat.chairs,
    )  # fmt: skip
    try:
        with transaction.atomic():
            take_seat(seat, nominee.organization_id, term, at)
    except (BadInput, IntegrityError):
        about = Subject("governance.election", nominee.election_id, nominee.network_id)
        fact = Fact("nominee.cannot_sit", about, details={"nominee": nominee.pk, "seat": seat_id})
        record_all([fact], actor=Actor.system(nominee.network_id), at=at)


def _ends(election: Election, status: Poll, at: datetime) -> None:
    election.status, election.decided_at, election.ballot_salt = status, at, ""
    election.owe_nothing()
    election.save()
    election.places.filter(closed_at=None).update(closed_at=at)
    _note("election.nobody", election, at)


def _deciding(network_id: UUID, at: datetime) -> Deciding:
    return Deciding.of(in_force(network_id, "decide.", at))


def _note(kind: str, election: Election, at: datetime) -> None:
    record_all([Fact(kind, election)], actor=Actor.system(election.network_id), at=at)
