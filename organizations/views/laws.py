"""Under which laws does an organization keep what it knows of families, and what follows from each?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from organizations import listing
from organizations.actions.laws import say_laws
from organizations.forms.laws import LawsForm
from organizations.models.laws import LawsSaid
from organizations.models.network import Organization
from organizations.words import LAW_WORDS

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def laws(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    here = listing.organizations_in_directory(request.actor)
    organization = get_object_or_404(here, pk=organization_id)
    access.require(request.actor, "organizations.stand", organization)
    form = LawsForm(request.POST if request.method == "POST" else None, organization)
    if form.is_bound and form.is_valid() and _said(request, organization, form):
        messages.success(request, _("Written down. It holds from now on."))
        return redirect("organizations:laws", organization_id)
    said = LawsSaid.objects.filter(organization=organization).select_related("said_by")
    context = {
        "organization": organization,
        "form": form,
        "said": [(one, _named(one)) for one in said.order_by("-said_at", "-id")[:SHOWN]],
        "at": timezone.now(),
    }
    return render(request, "organizations/laws.html", context, status=422 if form.errors else 200)


def _said(request: ActorRequest, organization: Organization, form: LawsForm) -> bool:
    said, reason = form.said()
    try:
        say_laws(
            actor=request.actor, organization_id=organization.pk, laws=said, reason=reason,
            at=timezone.now(),
        )  # fmt: skip
    except BadInput as refused:
        form.add_error("reason", str(refused))
        return False
    return True


def _named(said: LawsSaid) -> list[str]:
    return [str(words) for name, words in LAW_WORDS.items() if getattr(said, name)]
