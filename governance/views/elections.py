"""One election: which seats, who stands, one's own vote, and what came of it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import elections, polling
from governance.forms.elections import AcceptForm, NameForm, PaperForm
from governance.models.elections import Election, Nominee
from governance.search.elections import (
    Elector,
    counted_rounds,
    mine_to_cast,
    numbers_of,
    standing,
    voted,
    with_seats,
)
from governance.words.elections import (
    ELECTORS_WORDS,
    POLL_WORDS,
    STANDS_FOR_ORGANIZATION,
    STANDS_WORDS,
    election_words,
)

Failed = tuple[str, forms.Form] | None


@require_safe
def election(request: ActorRequest, election_id: UUID) -> HttpResponse:
    return _page(request, election_id, timezone.now())


@require_POST
def name(request: ActorRequest, election_id: UUID) -> HttpResponse:
    """Somebody stands: the reader, or whoever is asked now."""
    at, found = timezone.now(), _found(request, election_id)
    form = NameForm(found.network_id, request.POST)
    return _taken(
        request, election_id, at, form, "name",
        lambda: elections.nominate(
            actor=request.actor, election_id=election_id, at=at, words=form.cleaned_data["words"],
            user_id=form.cleaned_data["email"] or request.actor.as_user,
        ),
        thanks=_("It is written down."),
    )  # fmt: skip


@require_POST
def answer(request: ActorRequest, election_id: UUID, nominee_id: UUID, said: str) -> HttpResponse:
    """Whoever was named says yes or no."""
    if said not in {"yes", "no"}:
        raise Http404
    at, form = timezone.now(), AcceptForm(request.POST)
    found = _found(request, election_id)
    nominee = get_object_or_404(found.nominees.all(), pk=nominee_id)
    access.require(request.actor, "governance.answer_nomination", nominee)
    return _taken(
        request, election_id, at, form, "accept",
        lambda: elections.answer_nomination(
            actor=request.actor, nominee_id=nominee_id, accepts=said == "yes", at=at,
            words=form.cleaned_data["words"],
        ),
        thanks=_("It is written down."),
    )  # fmt: skip


@require_POST
def cast(request: ActorRequest, election_id: UUID) -> HttpResponse:
    """The code is shown once, as of every vote."""
    at, found = timezone.now(), _found(request, election_id)
    mine = mine_to_cast(request.actor, found)  # whoever has no vote is not asked back for a tick
    access.require(request.actor, "governance.elect_for", next(iter(mine), None))
    form = PaperForm(standing(found), request.POST)

    def vote() -> None:
        ballot = polling.elect_by_ballot(
            actor=request.actor, election_id=election_id, elector_id=form.cleaned_data["elector"],
            choices=form.cleaned_data["choices"], at=at,
        )  # fmt: skip
        words = _("Your vote is in. Note its code to find it again when it is counted: %(code)s")
        messages.success(request, words % {"code": ballot.receipt})

    return _taken(request, election_id, at, form, "paper", vote)


def _taken(
    request: ActorRequest, election_id: UUID, at: datetime, form: forms.Form, which: str,
    act: Callable[[], Any], *, thanks: str = "",
) -> HttpResponse:  # fmt: skip
    """What was typed comes back beside the complaint."""
    if form.is_valid():
        try:
            act()
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            if thanks:
                messages.success(request, thanks)
            return redirect("governance:election", election_id)
    return _page(request, election_id, at, status=422, failed=(which, form))


def _found(request: ActorRequest, election_id: UUID) -> Election:
    rows = with_seats(Election.objects.visible_to(request.actor))
    rows = rows.select_related("network", "council")
    return get_object_or_404(rows, pk=election_id)


def _page(
    request: ActorRequest, election_id: UUID, at: datetime, status: int = 200, failed: Failed = None
) -> HttpResponse:
    found = _found(request, election_id)
    access.require(request.actor, "governance.see_council", found.network)
    may_name = found.is_nominating and at < found.votes_from
    context = {
        "at": at, "election": found, "state": POLL_WORDS[found.status],
        "kind": election_words(found.kind, numbers_of(found)), "elects": ELECTORS_WORDS[found.kind],
        "may_stand": STANDS_WORDS.get(found.kind, STANDS_FOR_ORGANIZATION),
        "places": list(found.places.select_related("seat", "nominee__user").order_by("seat__number")),
        "standing": standing(found), "rounds": counted_rounds(found),
        "electors": len(found.electorate), "voted": len(voted(found)),
        "asked": _asked(request, found) if may_name else None,
        "name": _kept(failed, "name") or NameForm(found.network_id) if may_name else None,
        "accept": _kept(failed, "accept") or AcceptForm(auto_id="id_accept_%s"),
        "papers": list(_papers(request, found, at, failed)),
        "failed": failed[1] if failed else None,
    }  # fmt: skip
    return render(request, "governance/election.html", context, status=status)


def _kept(failed: Failed, which: str) -> forms.Form | None:
    return failed[1] if failed and failed[0] == which else None


def _asked(request: ActorRequest, election: Election) -> Nominee | None:
    """The reader, where they were named or stand."""
    return election.nominees.filter(user=request.actor.as_user).select_related("named_by").first()


def _papers(
    request: ActorRequest, election: Election, at: datetime, failed: Failed
) -> Iterator[dict[str, Any]]:
    """One for each elector that the reader speaks for."""
    if not election.is_voting or election.votes_until is None or at >= election.votes_until:
        return
    there, spoken = standing(election), voted(election)
    for elector in mine_to_cast(request.actor, election):
        form = paper_of(elector.pk, there, _kept(failed, "paper"))
        yield {"form": form, "name": name_of(elector), "has_voted": elector.pk in spoken}


def paper_of(elector_id: UUID, there: list[Nominee], failed: forms.Form | None) -> forms.Form:
    """What was ticked on it comes back, where this is the paper that was refused."""
    if failed and failed.data.get("elector") == str(elector_id):
        return failed
    return PaperForm(there, initial={"elector": elector_id}, auto_id=f"id_{elector_id.hex}_%s")


def name_of(elector: Elector) -> str:
    """An organization's name; of a seat its number."""
    said = getattr(elector, "name", "")
    return said or _("Seat %(number)d") % {"number": getattr(elector, "number", 0)}
