"""The page about oneself: how Porchlight speaks to you, for whom you act, which programs use your name."""

from typing import Any, cast
from uuid import UUID

from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, second_step
from accounts.browsers import browsers_of
from accounts.forms import ActingForm, KeyForm, PreferencesForm
from accounts.models import User
from core import access
from core.http import ActorRequest, own_context

ACTING_FOR = "organization"  # in the session; read by config.middleware, which checks it each time


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: ActorRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, user=_me(request))
    if not form.is_valid():
        return _page(request, form=form)
    user = actions.change(actor=request.actor, wanted=form.preferences(), at=timezone.now())
    response = redirect("accounts:account")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    with override(user.language):
        messages.success(request, _("Saved."))
    return response


@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    form = ActingForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, acting_form=form)
    chosen = form.cleaned_data["organization"]
    actions.switch(actor=request.actor, organization_id=UUID(chosen), at=timezone.now())
    request.session[ACTING_FOR] = chosen
    messages.success(request, _("Switched. All pages now show what that organization may see."))
    return redirect("accounts:account")


@require_POST
def issue_key(request: ActorRequest) -> HttpResponse:
    """The one page on which the key stands: it is in no session and no redirect."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, key_form=form)
    name = form.cleaned_data["key_name"]
    key = actions.issue_key(actor=request.actor, name=name, at=timezone.now())
    return render(
        request, "accounts/new_key.html", {"key": key, "name": name, "back": "accounts:account"}
    )


@require_POST
def revoke_key(request: ActorRequest, key_id: UUID) -> HttpResponse:
    actions.revoke_key(actor=request.actor, key_id=key_id, at=timezone.now())
    messages.success(request, _("Revoked. Programs that use that key are refused from now on."))
    return redirect("accounts:account")


@require_safe
def browsers(request: ActorRequest) -> HttpResponse:
    found = browsers_of(_me(request), this=request.session.session_key)
    others = any(not one.is_this for one in found)
    context = {"browsers": found, "others": others, "at": timezone.now()}
    return render(request, "accounts/browsers.html", context)


@require_POST
def end_browsers(request: ActorRequest) -> HttpResponse:
    key = request.session.session_key
    actions.sign_out_browsers(actor=request.actor, but=key, at=timezone.now())
    messages.success(request, _("All other browsers are signed out."))
    return redirect("accounts:browsers")


@require_POST
def end_browser(request: ActorRequest, browser_id: int) -> HttpResponse:
    """Somebody else's is not found, and neither is the one in use: that is what signing out is for."""
    key = request.session.session_key
    at = timezone.now()
    if not actions.sign_out_browsers(actor=request.actor, only=browser_id, but=key, at=at):
        raise Http404
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:browsers")


class _RemovePasskey(RemoveWebAuthnView):
    """As allauth does it, but for the last one of somebody who is asked for a second step."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        required = request.session.get(second_step.REQUIRED, False)
        self.may_go = second_step.may_go(self.get_object(), required=required)
        if request.method == "POST" and not self.may_go:
            return self.get(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **words: Any) -> dict[str, Any]:
        said = super().get_context_data(**words)  # type: ignore[no-untyped-call]  # allauth's
        return {**said, "is_the_last_asked": not self.may_go}


@own_context
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    return cast(HttpResponse, _RemovePasskey.as_view()(request, pk=pk))


def _page(request: ActorRequest, **bound: forms.Form) -> HttpResponse:
    user, at = _me(request), timezone.now()
    context: dict[str, Any] = {
        "form": PreferencesForm(user=user),
        "acting_form": ActingForm(request=request),
        "key_form": KeyForm(),
        **bound,
        "works_somewhere": bool(request.memberships),
        "opens_records": access.can(request.actor, "people.say_own_street"),
        "works_in_several": len(request.memberships) > 1,
        "may_issue": access.can(request.actor, "accounts.issue_key", user),
        "keys": user.api_keys.filter(revoked_at=None, expires_at__gt=at).order_by("-created_at"),
        "failed": next((form for form in bound.values() if form.errors), None),
        "at": at,
    }
    status = 422 if context["failed"] else 200
    return render(request, "accounts/account.html", context, status=status)


def _me(request: ActorRequest) -> User:
    return cast(User, request.user)
