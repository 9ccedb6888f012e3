"""Which numbers does every family read? The convener's page, with what stood there before."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core import access, history
from core.http import ActorRequest
from organizations import listing
from organizations.actions.numbers import SAID, Numbers, say_numbers
from organizations.forms.services import NumbersForm
from organizations.models.network import Network

SHOWN = 20  # changes that the page lists
NAMES: dict[str, str | Promise] = {
    "crisis_line": gettext_lazy("In a crisis"),
    "help_line": gettext_lazy("For other help"),
}
Row = dict[str, object]


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: ActorRequest) -> HttpResponse:
    network = Network.objects.get(pk=listing.network_of(request.actor))
    access.require(request.actor, "network.convene", network)
    typed = request.POST if request.method == "POST" else None
    form = NumbersForm(typed, initial=asdict(Numbers.of(network)))
    if form.is_valid():
        said = Numbers(**form.cleaned_data)
        say_numbers(actor=request.actor, numbers=said, at=timezone.now())
        messages.success(request, _("Saved. Every family reads these numbers from now on."))
        return redirect("organizations:numbers")
    context = {"form": form, "network": network, "changes": _changes(network)}
    status = 422 if form.errors else 200
    return render(request, "organizations/numbers.html", context, status=status)


def _changes(network: Network) -> list[Row]:
    """The newest first."""
    events = list(history.of(network.pk).filter(kind=SAID).order_by("-id")[:SHOWN])
    names: dict[UUID | None, str] = dict(
        User.objects.filter(pk__in={event.actor_id for event in events}).values_list("pk", "name")
    )
    return [
        {"what": words, "before": event.details[name][0], "after": event.details[name][1],
         "at": event.happened_at, "by": names.get(event.actor_id, "")}
        for event in events
        for name, words in NAMES.items()
        if name in event.details
    ]  # fmt: skip
