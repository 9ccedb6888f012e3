"""Which programs of this organization hold a key, and what may each do?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import keys
from core import access
from core.http import ActorRequest
from organizations import listing
from organizations.actions import programs
from organizations.forms.members import ProgramForm
from organizations.models.network import Organization
from organizations.scopes import SCOPE_WORDS, Scope


@require_safe
def program_keys(request: ActorRequest) -> HttpResponse:
    return _page(request, _ours(request), ProgramForm())


@require_POST
def issue_program_key(request: ActorRequest) -> HttpResponse:
    """The one page on which the key stands: it is in no session and no redirect."""
    organization, form = _ours(request), ProgramForm(request.POST)
    if not form.is_valid():
        return _page(request, organization, form)
    program = form.program()
    key = programs.issue_key(
        actor=request.actor, organization_id=organization.pk, program=program, at=timezone.now()
    )
    words = {"key": key, "name": program.name, "back": "organizations:program_keys"}
    return render(request, "accounts/new_key.html", words)


@require_POST
def revoke_program_key(request: ActorRequest, key_id: UUID) -> HttpResponse:
    organization = _ours(request)
    programs.revoke_key(
        actor=request.actor, organization_id=organization.pk, key_id=key_id, at=timezone.now()
    )
    messages.success(request, _("Revoked. Programs that use that key are refused from now on."))
    return redirect("organizations:program_keys")


def _ours(request: ActorRequest) -> Organization:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=request.actor.organization_id
    )
    access.require(request.actor, "organizations.manage_keys", organization)
    return organization


def _page(request: ActorRequest, organization: Organization, form: ProgramForm) -> HttpResponse:
    at = timezone.now()
    alive = list(keys.alive_of(organization.pk, at=at).order_by("-created_at"))
    makers, runs = listing.made_by([key.pk for key in alive]), listing.who_runs(organization.pk)
    context: dict[str, Any] = {
        "organization": organization,
        "rows": [
            (
                key,
                [SCOPE_WORDS[Scope(scope)] for scope in key.scopes],
                makers.get(key.pk) not in runs,
            )
            for key in alive
        ],
        "form": form,
        "at": at,
    }
    status = 422 if form.errors else 200
    return render(request, "organizations/program_keys.html", context, status=status)
