"""Two elections of the sample county: one is decided and seated, in the other people vote now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.elections import nominate
from governance.actions.polling import elect_by_ballot, hold_elections, open_elections
from governance.counting import SeatKind
from governance.models.councils import Council, Seat
from governance.models.elections import Election
from governance.search.elections import standing

DAY = timedelta(days=1)
ENDS_SOON = 37  # days: the term of the seat that is elected now
WORDS = {
    "father": "My son has asthma. We moved three times in a year. I know what waiting is.",
    "hears": "I read what families tell us, each week.",
    "mother": "I have sat here for a year, and would go on.",
}
Workers = Mapping[str, Actor]


def seats_are_elected(workers: Workers, council: Council, since: datetime, at: datetime) -> None:
    """The seat that began empty, then the one whose term ends soon. Who votes sits for the community."""
    first = _opened(council, since + DAY)
    _stand(workers, first, ("father", "hears"))
    _votes(
        workers,
        first,
        {"council": "father", "housing": "father", "rides": "hears", "mother": "father"},
        at,
    )
    _let_time_pass(council, at)
    now = _opened(council, at - 22 * DAY)
    _stand(workers, now, ("mother", "hears"))
    _votes(workers, now, {"council": "mother", "housing": "mother"}, at)


def _opened(council: Council, at: datetime) -> Election:
    open_elections(network_id=council.network_id, at=at)
    rows = Election.objects.filter(network_id=council.network_id, kind=SeatKind.LIVED_EXPERIENCE)
    return rows.latest("opened_at")


def _stand(workers: Workers, election: Election, who: Sequence[str]) -> None:
    for days, name in enumerate(who, start=1):
        nominate(
            actor=workers[name], election_id=election.pk, user_id=workers[name].as_user,
            words=WORDS[name], at=election.opened_at + days * DAY,
        )  # fmt: skip


def _votes(workers: Workers, election: Election, papers: Mapping[str, str], at: datetime) -> None:
    """By each voter, whom they would like there."""
    begins = election.votes_from
    _let_time_pass(election.council, begins)
    people = {one.user_id: one.pk for one in standing(election)}
    for name, liked in papers.items():
        seat = Seat.objects.get(council=election.council_id, holder=workers[name].as_user)
        elect_by_ballot(
            actor=workers[name], election_id=election.pk, elector_id=seat.pk,
            choices=[people[workers[liked].as_user]], at=min(begins + DAY, at),
        )  # fmt: skip


def _let_time_pass(council: Council, until: datetime) -> None:
    """As the clock would have come by, each time when something was due."""
    live = Election.objects.filter(network_id=council.network_id, wake_at__lte=until)
    while (wakes := live.order_by("wake_at").values_list("wake_at", flat=True).first()) is not None:
        hold_elections(network_id=council.network_id, at=wakes)
