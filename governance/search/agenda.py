"""What is there to talk about? The agenda makes itself: each part of the product says its own line, about no person.

An app above registers its source at start-up; nothing here knows it.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from governance.lifecycle import Status
from governance.models.agreements import Party
from governance.models.councils import Council, Seat
from governance.models.disputes import Dispute
from governance.models.proposals import Proposal
from governance.search.council import titled
from governance.search.elections import elections_of, numbers_of
from governance.words.elections import election_words

Text = str | Promise


class Line(NamedTuple):
    """A sentence, and the page where everybody reads on, if there is one."""

    words: Text
    url: str = ""


Source = Callable[[Council, datetime], Iterator[Line] | list[Line]]
_SOURCES: list[tuple[int, Source]] = []


def register(source: Source, *, order: int) -> None:
    """At start-up; a lower order comes first."""
    _SOURCES.append((order, source))
    _SOURCES.sort(key=lambda entry: entry[0])


def agenda(council: Council, *, at: datetime) -> list[Line]:
    """Each source costs a statement or two, however much there is."""
    return [line for _order, source in _SOURCES for line in source(council, at)]


def proposals(council: Council, _at: datetime) -> Iterator[Line]:
    open_ones = Proposal.objects.filter(
        network_id=council.network_id, council=council,
        status__in=[Status.COMMENTING, Status.VOTING],
    )  # fmt: skip
    words = _("Proposal %(number)d: %(title)s")
    for one in titled(list(open_ones.order_by("number"))):
        said = {"number": one.proposal.number, "title": one.title}
        yield Line(words % said, reverse("governance:proposal", args=[one.proposal.pk]))


def elections(council: Council, _at: datetime) -> Iterator[Line]:
    for one in elections_of(council.network_id):
        if one.council_id == council.pk and one.is_open:
            words = _("Election: %(kind)s") % {"kind": election_words(one.kind, numbers_of(one))}
            yield Line(words, reverse("governance:election", args=[one.pk]))


def empty_seats(council: Council, _at: datetime) -> Iterator[Line]:
    seats = Seat.objects.filter(network_id=council.network_id, council=council, holder=None)
    for seat in seats.there_are().order_by("number"):
        yield Line(
            _("Seat %(number)d is empty") % {"number": seat.number}, reverse("governance:council")
        )


def late_agreements(council: Council, at: datetime) -> Iterator[Line]:
    """For the council itself: what was promised and is late, with all whom it still binds."""
    if council.kind != Council.Kind.COUNCIL:
        return
    late = Party.objects.filter(
        network_id=council.network_id, left_at=None, agreement__next_step_due__lte=at
    )
    names: dict[UUID, list[str]] = {}
    for paper, name in late.order_by("organization__name").values_list(
        "agreement_id", "organization__name"
    ):
        names.setdefault(paper, []).append(name)
    for said in sorted({tuple(each) for each in names.values()}):
        yield Line(
            _("An agreement with %(name)s is late") % {"name": get_text_list(list(said), _("and"))}
        )


def disputes(council: Council, _at: datetime) -> Iterator[Line]:
    """That there is one, and neither between whom nor about what."""
    here = Dispute.objects.filter(network_id=council.network_id, closed_at=None)
    if council.kind == Council.Kind.COUNCIL and here.exclude(council_since=None).exists():
        yield Line(_("A dispute has come to the council"))
