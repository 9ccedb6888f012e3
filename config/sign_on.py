"""Who comes in through the sign-in of their own organization? They leave for it, and come back vouched for, or not."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import oidc, saml_metadata, vouched
from accounts.models import User
from accounts.vouched import Asked, NotVouched, ProviderDown, Vouched
from config import sign_on_ways, signing_in
from core import access, history
from core.actor import Actor
from core.http import ActorRequest, own_context, request_id
from core.tenancy import tenant_context
from organizations import listing, vouching
from organizations.actions import sign_on as actions
from organizations.models.sign_on import SignOn
from screening.views.sheets import is_shared

log = logging.getLogger(__name__)
ROUNDS, MOST = "sign_on_rounds", 5  # in the session: those that may still come back
FROM_HERE = "from_here"  # in a form that a page of ours has sent on


class DoorForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address at work"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


@login_not_required
@own_context
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: HttpRequest) -> HttpResponse:
    """Says by the end of an address which way leads on; it answers alike for whoever has an account and who has not."""
    form = DoorForm(request.POST or None)
    doors = vouching.doors_of(form.cleaned_data["email"]) if form.is_valid() else []
    words = {
        "form": form,
        "doors": [(one, one.host) for one in doors],
        "is_answered": form.is_valid(),
        "must": request.session.get(vouched.REACH) == [],
        "next": _inside(request, request.POST.get("next") or request.GET.get("next")),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "sign_on/door.html", words, status=status)


@login_not_required
@own_context
@require_safe
def go(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    there = _switched_on(organization_id)
    return _leave(request, there, onward=_inside(request, request.GET.get("next")))


@require_safe
def try_it(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    """The whole way there and back by an admin, who stays who they are."""
    here = get_object_or_404(listing.organizations_in_directory(request.actor), pk=organization_id)
    access.require(request.actor, "organizations.sign_on", here)
    there = vouching.sign_on_of(here.pk)
    if there is None:
        raise Http404
    sign_on_ways.forget(there)
    return _leave(request, there, trying=True)


@csrf_exempt  # a provider's form comes from elsewhere; what is believed answers a question of this session
@login_not_required
@own_context
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """From their provider. Without a question of ours in this browser no answer is even read."""
    if request.method == "POST" and FROM_HERE not in request.POST:
        return _once_more(request)
    came = sign_on_ways.Came(request.GET.dict(), request.POST.dict())
    known = _round(request, came.state, organization_id)
    there = vouching.sign_on_of(organization_id)
    if known is None or there is None:
        return _sorry(request, there, NotVouched("state"))
    asked = Asked(known["state"], known["nonce"], known["verifier"])
    since = datetime.fromtimestamp(known["began"], UTC) if known["again"] else None
    try:
        said = sign_on_ways.vouched(there, asked, came, since=since, at=timezone.now())
    except NotVouched as error:
        return _sorry(request, there, error, trying=known["trying"])
    return _tried(request, there, said) if known["trying"] else _arrive(request, there, said, known)


def _once_more(request: HttpRequest) -> HttpResponse:
    """A form of somebody else's page brings no session along: sent once more from a page of ours, it does."""
    carried = {name: request.POST.get(name, "") for name in ("SAMLResponse", "RelayState")}
    words = {"carried": carried, "from_here": FROM_HERE}
    return render(request, "sign_on/once_more.html", words)


@login_not_required
@own_context
@require_safe
def metadata(_request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """For whoever runs a SAML provider. It says addresses of ours, and not whether anybody is behind them."""
    us, here = vouching.our_name(organization_id), vouching.way_back(organization_id)
    return HttpResponse(
        saml_metadata.of_ours(us, here), content_type="application/samlmetadata+xml"
    )


@csrf_exempt  # their provider calls, with no browser: it signs what it says
@login_not_required
@own_context
@require_POST
def ended(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Somebody signed out over there, or was: what it opened here ends too (OpenID Connect Back-Channel Logout)."""
    there, at = vouching.sign_on_of(organization_id), timezone.now()
    token = request.POST.get("logout_token", "")
    if there is None or there.kind != SignOn.Kind.OIDC:
        return JsonResponse({"error": "invalid_request"}, status=400)
    try:
        said = oidc.ended(token, vouching.client_of(there), at=at)
        with tenant_context(there.network_id):
            actions.sign_out(actor=_nobody(there), sign_on=there, ended=said, at=at)
    except (NotVouched, actions.HeardBefore) as error:
        log.warning("not signed out: %s", error.code)
        return JsonResponse({"error": "invalid_request"}, status=400)
    return HttpResponse()


@login_not_required
@own_context
@require_safe
def left(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Signed out here, and still signed in over there: on a shared device that is half a sign-out."""
    there = _switched_on(organization_id)
    out = sign_on_ways.way_out(there)
    words = {"out": out, "host": urlsplit(out).hostname, "there": there}
    return render(request, "sign_on/left.html", words)


def _leave(
    request: HttpRequest, there: SignOn, *, trying: bool = False, onward: str = "/"
) -> HttpResponse:
    asked = Asked.anew()
    # a family may hold this device, and its last reader may be signed in over there still
    again = request.session.get(signing_in.LOCKED, False) or is_shared(request)
    try:
        way = sign_on_ways.way_there(there, asked, at=timezone.now(), again=again)
    except NotVouched as error:
        return _sorry(request, there, error, trying=trying)
    _keep(request, there, asdict(asked) | {"trying": trying, "onward": onward, "again": again})
    return HttpResponseRedirect(way)


def _keep(request: HttpRequest, there: SignOn, known: dict[str, Any]) -> None:
    began = {"for": str(there.organization_id), "began": timezone.now().timestamp()}
    rounds = request.session.get(ROUNDS, {})
    lately = dict(list(rounds.items())[-(MOST - 1) :])
    request.session[ROUNDS] = lately | {known["state"]: known | began}


def _round(request: HttpRequest, state: str, organization_id: UUID) -> dict[str, Any] | None:
    """Each may come back once, soon, to where it was sent from.

    Where nobody is known nothing is written: a stranger's form brings no session, and must not begin another.
    """
    rounds = request.session.get(ROUNDS, {})
    if state not in rounds:
        return None
    known: dict[str, Any] = rounds.pop(state)
    request.session[ROUNDS] = rounds
    if known["for"] != str(organization_id):
        return None
    took = timezone.now().timestamp() - known["began"]
    return known if took < vouched.ROUND.total_seconds() else None


def _arrive(
    request: HttpRequest, there: SignOn, said: Vouched, known: Mapping[str, Any]
) -> HttpResponse:
    at = timezone.now()
    if not there.is_on:
        return _sorry(request, there, NotVouched("off"))
    try:
        with tenant_context(there.network_id):
            user = actions.recognise(actor=_nobody(there), sign_on=there, vouched=said, at=at)
    except actions.NotKnownHere:
        _note_refusal(there, at)
        return _sorry(request, there, NotVouched("not_invited"))
    except actions.HeardBefore:
        return _sorry(request, there, NotVouched("heard_before"))
    if _opens_its_lock(request, there, user, known):
        signing_in.unlock(request, at=at)
        return redirect(known["onward"])
    if request.user.is_authenticated or vouched.BY in request.session:
        logout(request)
    steps = bool(there.second_step_word) and there.second_step_word in said.steps
    organization_id = there.organization_id
    vouched.remember(
        request.session,
        user,
        by=organization_id,
        reach=[organization_id],
        steps=steps,
        there=said.session,
    )
    return perform_login(request, Login(user=user, redirect_url=known["onward"]))


def _opens_its_lock(
    request: HttpRequest, there: SignOn, user: User, known: Mapping[str, Any]
) -> bool:
    """A session that this organization opened, for the same person: it answers for no other."""
    is_locked = known["again"] and request.session.get(signing_in.LOCKED, False)
    by = request.session.get(vouched.BY)
    return is_locked and by == str(there.organization_id) and request.user == user


def _tried(request: HttpRequest, there: SignOn, said: Vouched) -> HttpResponse:
    """Whoever began it must still be here, and still be allowed to."""
    actor, here = cast(ActorRequest, request).actor, there.organization
    if not access.can(actor, "organizations.sign_on", here):
        return _sorry(request, there, NotVouched("not_signed_in"))
    with tenant_context(there.network_id):
        actions.note_try(actor=actor, organization_id=here.pk, at=timezone.now())
        domains = list(there.domains.values_list("name", flat=True))
    words = {
        "there": there,
        "is_verified": bool(said.email),
        "is_ours": vouched.domain_of(said.email) in domains,
        "asks_step": bool(there.second_step_word),
        "step_said": there.second_step_word in said.steps,
        "steps": sorted(said.steps),
    }
    return render(request, "sign_on/tried.html", words)


def _sorry(
    request: HttpRequest, there: SignOn | None, error: NotVouched, *, trying: bool = False
) -> HttpResponse:
    """What to do now. Why exactly stands in the log, and on the page of an admin who tries."""
    log.warning("not vouched for: %s", error.code)
    words = {
        "is_down": isinstance(error, ProviderDown),
        "is_unknown": error.code == "not_invited",
        "code": error.code if trying else "",
        "why": sign_on_ways.WHY.get(error.code, "") if trying else "",
        "there": there,
        "request_id": request_id.get(),
    }
    return render(request, "sign_on/sorry.html", words, status=503 if words["is_down"] else 403)


def _note_refusal(there: SignOn, at: datetime) -> None:
    """After the rollback. Who it was stays over there."""
    said = {"organization": there.organization_id}
    fact = history.Fact("sign_on.refused", there, tell=False, details=said)
    with tenant_context(there.network_id):
        history.record_all([fact], actor=_nobody(there), at=at)


def _nobody(there: SignOn) -> Actor:
    """Whoever stands at the door has not signed in yet."""
    return Actor.system(there.network_id)


def _switched_on(organization_id: UUID) -> SignOn:
    there = vouching.sign_on_of(organization_id)
    if there is None or not there.is_on:
        raise Http404
    return there


def _inside(request: HttpRequest, asked: str | None) -> str:
    ours = (
        asked
        and asked.startswith("/")
        and url_has_allowed_host_and_scheme(
            asked, {request.get_host()}, require_https=request.is_secure()
        )
    )
    return asked if asked and ours else "/"
