"""What can be done on the page of a dispute: what is typed, what happens, and what is said then?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.http import ActorRequest
from governance.actions import disputes as actions
from governance.actions import mediating
from governance.disputes import Stage
from governance.forms.disputes import (
    BeforeCouncilForm,
    CouncilForm,
    EndingForm,
    PersonForm,
    WordsForm,
)
from governance.models.disputes import Dispute
from governance.rules import has_council
from governance.search import disputes as search
from governance.words.policies import Text

Shape = Callable[[Dispute, Any], forms.Form]
People = list[tuple[str, str]]


class PickForm(forms.Form):
    """Which row of the page."""

    row = forms.UUIDField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Deed:
    """`name`: how the action calls what the form calls `field`."""

    form: Shape
    verb: Callable[..., object]
    thanks: Text
    field: str = ""
    name: str = ""

    def do(self, request: ActorRequest, found: Dispute, form: forms.Form, at: datetime) -> None:
        typed = _typed(form)
        if self.field:
            typed[self.name] = typed.pop(self.field)
        self.verb(actor=request.actor, dispute_id=found.pk, at=at, **typed)


def keepers(found: Dispute) -> People:
    """Who else may keep it."""
    ids = [one for one in search.keepers(found.first, found.second) if one != found.keeper_id]
    return _people(ids)


def mediators(found: Dispute) -> People:
    """Who else could mediate."""
    return [(str(one.pk), one.user.name) for one in search.mediators_for(found)]


def _people(ids: list[UUID]) -> People:
    rows = User.objects.filter(pk__in=ids).order_by("name")
    return [(str(one.pk), one.name) for one in rows]


def _typed(form: forms.Form) -> dict[str, Any]:
    if isinstance(form, EndingForm):
        kept = {name: form.cleaned_data[name] for name in ("words", "request_key")}
        return {**kept, "pledges": form.pledges()}
    return dict(form.cleaned_data)


# Several stand on one page: each names its own fields, or a label would point into another form.
def _words(found: Dispute, data: Any) -> forms.Form:
    shape = BeforeCouncilForm if found.is_at_council else WordsForm
    return shape(data, auto_id="id_said_%s")


def _nothing(_found: Dispute, data: Any) -> forms.Form:
    return forms.Form(data)


def _row(_found: Dispute, data: Any) -> forms.Form:
    return PickForm(data)


def _up(found: Dispute, data: Any) -> forms.Form:
    """The council reads words that are written for it."""
    goes_there = found.status == Stage.MEDIATION and has_council(found.network)
    return CouncilForm(data, auto_id="id_up_%s") if goes_there else forms.Form(data)


def _mediator(found: Dispute, data: Any) -> forms.Form:
    return PersonForm(mediators(found), data)


def _keeper(found: Dispute, data: Any) -> forms.Form:
    return PersonForm(keepers(found), data)


DEEDS: dict[str, Deed] = {
    "say": Deed(_words, actions.say, _("Written down for those who have a part in it.")),
    "up": Deed(_up, actions.step_up, _("It goes on. Both sides are told.")),
    "withdraw": Deed(_nothing, actions.withdraw, _("Taken back. The other side is told.")),
    "mediator": Deed(
        _mediator, mediating.name_mediator, _("Named. Both sides and the mediator are told."),
        "user", "mediator_id",
    ),
    "keeper": Deed(
        _keeper, mediating.give_keeper, _("From now on they keep it for the network."),
        "user", "user_id",
    ),
    "ending": Deed(
        EndingForm, mediating.write_ending, _("Written down. It holds once both sides have said yes.")
    ),
    "yes": Deed(_row, mediating.assent, _("Your side has said yes."), "row", "ending_id"),
    "kept": Deed(_row, mediating.kept, _("Written down: it was kept."), "row", "pledge_id"),
    "council": Deed(
        EndingForm, mediating.ask_council,
        _("The council is asked. Seats of the two sides have no vote."),
    ),
}  # fmt: skip
