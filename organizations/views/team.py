"""Who works here, in which roles?"""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from organizations import listing
from organizations.actions import members
from organizations.forms.members import EndForm, RolesForm
from organizations.models.members import Membership
from organizations.words import ROLES


@require_safe
def team(request: ActorRequest) -> HttpResponse:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=request.actor.organization_id
    )
    access.require(request.actor, "organizations.manage_members", organization)
    ours = listing.members_in(request.actor).filter(organization=organization)
    rows = [(one, [ROLES[role][0] for role in one.roles]) for one in ours.order_by("user__name")]
    return render(request, "organizations/team.html", {"organization": organization, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    membership = _member(request, membership_id)
    to_give = members.roles_to_give(request.actor, membership.organization)
    form = RolesForm(request.POST or None, to_give=to_give, initial={"roles": membership.roles})
    if not form.is_valid():
        end_form = EndForm(colleagues=_colleagues(membership))
        context = {"form": form, "end_form": end_form, "membership": membership}
        status = 422 if form.is_bound else 200
        return render(request, "organizations/roles.html", context, status=status)
    members.change_roles(
        actor=request.actor,
        membership_id=membership_id,
        roles=form.cleaned_data["roles"],
        at=timezone.now(),
    )
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("organizations:team")


@require_POST
def end(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    form = EndForm(request.POST, colleagues=_colleagues(_member(request, membership_id)))
    if not form.is_valid():
        raise BadInput(_("Choose somebody who works here."))
    members.end(
        actor=request.actor, membership_id=membership_id, successor_id=form.cleaned_data["successor"],
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("They no longer work here on Porchlight."))
    return redirect("organizations:team")


@require_POST
def forget_second_step(request: ActorRequest, membership_id: UUID) -> HttpResponse:
    """They hear of it by mail: if they did not ask for it, somebody else did."""
    user = members.forget_second_step(
        actor=request.actor, membership_id=membership_id, at=timezone.now()
    )
    get_adapter(request).send_notification_mail("account/email/second_step_forgotten", user)
    messages.success(request, _("Taken away. At their next sign-in they set up another."))
    return redirect("organizations:team")


def _colleagues(membership: Membership) -> list[tuple[str, str]]:
    """Who else works there, by name."""
    others = Membership.objects.filter(organization=membership.organization, until=None)
    rows = others.exclude(pk=membership.pk).order_by("user__name")
    return [(str(one.user_id), one.user.name) for one in rows.select_related("user")]


def _member(request: ActorRequest, membership_id: UUID) -> Membership:
    membership = get_object_or_404(listing.members_in(request.actor), pk=membership_id)
    access.require(request.actor, "organizations.manage_members", membership.organization)
    return membership
