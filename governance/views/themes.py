"""What do families say, all in all, and what came of it? Everybody in the network reads it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions.themes import tell_families
from governance.forms.themes import TellFamiliesForm
from governance.search.themes import could_come_of_it, theme_rows
from organizations.listing import network_of
from organizations.models.network import Network


@require_http_methods(["GET", "HEAD", "POST"])
def families_say(request: ActorRequest) -> HttpResponse:
    """Sums by theme, small ones kept back; what the council made of them; and a sentence for families."""
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.see_council", network)
    may_tell = access.can(request.actor, "governance.tell_families", network)
    form = TellFamiliesForm(
        could_come_of_it(network.pk) if may_tell else [], network.languages, request.POST or None
    )
    if form.is_bound and form.is_valid() and _told(request, form):
        return redirect("governance:families_say")
    if form.is_bound:
        access.require(request.actor, "governance.tell_families", network)
    language = get_language() or "en"
    rows = theme_rows(network.pk, language=language, at=timezone.now())
    context = {"rows": rows, "form": form, "may_tell": may_tell}
    status = 422 if form.errors else 200
    return render(request, "governance/families_say.html", context, status=status)


def _told(request: ActorRequest, form: TellFamiliesForm) -> bool:
    said = form.cleaned_data
    try:
        tell_families(
            actor=request.actor, proposal_id=UUID(said["proposal"]), theme=said["theme"],
            words=form.words, at=timezone.now(),
        )  # fmt: skip
    except BadInput as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Families who spoke of it read this once the decision holds."))
    return True
