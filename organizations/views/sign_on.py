"""By which sign-in of its own do people of this organization come in? Said by its admin or the convener."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import saml_metadata
from core import access
from core.errors import BadInput
from core.http import ActorRequest
from organizations import listing, vouching
from organizations.actions import sign_on as actions
from organizations.models.network import Organization
from organizations.models.sign_on import SignOn, SignOnDomain
from organizations.sign_on_forms import FORMS, ProviderForm

STEPS: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "on": (
        partial(actions.switch, on=True),
        _("Switched on. It holds from everybody’s next sign-in on."),
    ),
    "off": (
        partial(actions.switch, on=False),
        _("Switched off. Everybody signs in with a Porchlight password."),
    ),
    "confirm": (
        actions.confirm_domains,
        _("Confirmed. People with such an address are led there."),
    ),
    "end": (actions.take_away, _("Taken away. Everybody signs in with a Porchlight password.")),
}


KINDS = {SignOn.Kind.OIDC.value: "OpenID Connect", SignOn.Kind.SAML.value: "SAML 2.0"}


@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization = _found(request, organization_id)
    known = SignOn.objects.filter(organization=organization).first()
    kind = _kind(request, known)
    form = FORMS[kind](request.POST or None, request.FILES or None, known=known)
    if not form.is_valid() or not _saved(request, organization, form):
        return _page(request, organization, known, form)
    messages.success(request, _now("Saved. Now try it, before your people do."))
    return redirect("organizations:sign_on", organization_id)


@require_POST
def step(request: ActorRequest, organization_id: UUID, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    organization = _found(request, organization_id)
    act, said = STEPS[step]
    act(actor=request.actor, organization_id=organization.pk, at=timezone.now())
    messages.success(request, str(said))
    return redirect("organizations:sign_on", organization_id)


def _kind(request: ActorRequest, known: SignOn | None) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in FORMS else known.kind if known else SignOn.Kind.OIDC.value


def _kinds(now: str) -> list[dict[str, object]]:
    """The two languages, as tabs."""
    return [
        {"label": label, "url": f"?kind={kind}", "current": kind == now, "count": None}
        for kind, label in KINDS.items()
    ]


def _saved(request: ActorRequest, organization: Organization, form: ProviderForm) -> bool:
    try:
        actions.set_up(
            actor=request.actor,
            organization_id=organization.pk,
            provider=form.provider(),
            at=timezone.now(),
        )
    except BadInput as error:
        form.add_error("domains", str(error))
        return False
    return True


def _page(
    request: ActorRequest, organization: Organization, known: SignOn | None, form: ProviderForm
) -> HttpResponse:
    convenes = access.can(request.actor, "network.convene", organization.network)
    waiting = SignOnDomain.objects.filter(sign_on=known, confirmed_at=None) if known else []
    context = {
        "organization": organization,
        "known": known,
        "form": form,
        "kinds": _kinds(form.kind),
        "is_saml": form.kind == SignOn.Kind.SAML,
        "back_address": vouching.way_back(organization.pk),
        "end_address": vouching.way_to_end(organization.pk),
        "our_name": vouching.our_name(organization.pk),
        "good_until": saml_metadata.last_day(known.certificates)
        if known and known.certificates
        else None,
        "waiting": [one.name for one in waiting],
        "convenes": convenes,
        "how_many": known.people.count() if known else 0,
        "back_url": "organizations:partners" if convenes else "organizations:team",
    }
    status = 422 if form.errors else 200
    return render(request, "organizations/sign_on.html", context, status=status)


def _found(request: ActorRequest, organization_id: UUID) -> Organization:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "organizations.sign_on", organization)
    return organization
