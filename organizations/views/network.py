"""Which organizations are in this network, and who brings the listed ones in?"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from organizations import listing, search
from organizations.actions import members
from organizations.forms.members import InviteForm, PartnersForm
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from organizations.views.invitation import send_invitation
from organizations.words import ORGANIZATION_STATUS

PAGE = 50


class Ahead(NamedTuple):
    """What is next with a partner. `owner`: who follows them for the network; empty: all who convene it."""

    words: str | Promise
    due: datetime
    owner: str


Beside = Callable[[ActorRequest, list[UUID], datetime], dict[UUID, Ahead]]
_BESIDE: list[Beside] = []


def beside_partners(says: Beside) -> Beside:
    """Called at start-up by the app above that knows what is next with each partner."""
    _BESIDE.append(says)
    return says


@require_safe
def partners(request: ActorRequest) -> HttpResponse:
    """By name; the page after this one starts behind its last name."""
    network = Network.objects.get(pk=listing.network_of(request.actor))
    access.require(request.actor, "network.convene", network)
    form = PartnersForm(request.GET)
    form.full_clean()
    found = list(_named(request, form)[: PAGE + 1])
    answering = search.who_can_answer(one.pk for one in found)
    at, shown = timezone.now(), found[:PAGE]
    ids = [one.pk for one in shown]
    beside = {pk: ahead for says in _BESIDE for pk, ahead in says(request, ids, at).items()}
    rows = [
        (one, ORGANIZATION_STATUS[one.status], one.pk in answering, beside.get(one.pk))
        for one in shown
    ]
    page = _pages(request.GET, found)
    context = {"form": form, "rows": rows, "page": page, "at": at}
    return render(request, "organizations/partners.html", context)


def _named(request: ActorRequest, form: PartnersForm) -> QuerySet[Organization]:
    found = listing.organizations_in_directory(request.actor)
    if words := form.cleaned_data.get("words"):
        found = found.filter(name__icontains=words)
    if stage := form.cleaned_data.get("stage"):
        found = found.filter(status=stage)
    if after := form.cleaned_data.get("after"):
        found = found.filter(name__gt=after)
    return found.order_by("name", "id")


def _pages(query: QueryDict, found: list[Organization]) -> dict[str, str]:
    asked = query.copy()
    asked.pop("after", None)
    first = f"?{asked.urlencode()}" if "after" in query else ""
    if len(found) <= PAGE:
        return {"first_url": first, "next_url": ""}
    asked["after"] = found[PAGE - 1].name
    return {"first_url": first, "next_url": f"?{asked.urlencode()}"}


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    """Somebody who is to work there gets a mail with a link to choose a password."""
    organization = _to_invite_to(request, organization_id)
    to_give = members.roles_to_give(request.actor, organization)
    form = InviteForm(request.POST or None, to_give=to_give, initial={"roles": ["orgadmin"]})
    membership = _invited(request, organization, form) if form.is_valid() else None
    if membership is None:
        waiting = listing.never_signed_in(organization)
        context = {"form": form, "organization": organization, "waiting": waiting}
        status = 422 if form.is_bound else 200
        return render(request, "organizations/invite.html", context, status=status)
    return _mailed(request, membership)


def _invited(
    request: ActorRequest, organization: Organization, form: InviteForm
) -> Membership | None:
    try:
        return members.invite(
            actor=request.actor,
            organization_id=organization.pk,
            invitee=form.invitee(),
            at=timezone.now(),
        )
    except BadInput as error:
        form.add_error("email", str(error))
        return None


@require_POST
def mail_again(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """For whoever never got the first mail, or let the link grow old."""
    membership = get_object_or_404(listing.members_in(request.actor), pk=membership_id)
    access.require(request.actor, "organizations.invite", membership.organization)
    return _mailed(request, membership)


def _to_invite_to(request: ActorRequest, organization_id: UUID) -> Organization:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "organizations.invite", organization)
    return organization


def _mailed(request: ActorRequest, membership: Membership) -> HttpResponse:
    if send_invitation(request, membership):
        messages.success(request, _("Invited. A mail with a link is on its way."))
    else:
        messages.warning(request, _("Invited, but the mail did not leave. Try again later."))
    if membership.organization_id == request.actor.organization_id:
        return redirect("organizations:team")
    return redirect("organizations:invite", membership.organization_id)
