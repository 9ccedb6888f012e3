"""Is the person who left this screen the one who comes back? A password or a passkey says so; nothing else opens it."""

from typing import Any, cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import second_step
from accounts.forms import PasskeyAgainForm
from accounts.models import KeptForm, User
from accounts.vouched import BY
from config import signing_in
from config.kept import keep, keep_for, kept_fields
from core.http import own_context


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, data: Any = None, *, request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter(self.request).reauthenticate(cast(User, self.request.user), password):
            raise forms.ValidationError(_("That is not your password."))
        return password


@own_context
@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """Wrong passwords count as at the door: by name and address, in the database."""
    back = _back(request)
    if not request.session.get(signing_in.LOCKED):
        return HttpResponseRedirect(back)
    typed = request.POST if "password" in request.POST else None
    form = PasswordForm(typed, request=request)
    key = _passkey(request)
    if (key is not None and key.is_valid()) or (typed is not None and form.is_valid()):
        signing_in.unlock(request, at=timezone.now())
        return HttpResponseRedirect(back)
    context = {
        "form": form,
        "next": back,
        "passkey": _asks_passkey(request),
        "refused": key is not None,
        "door": _door(request, back),
    }
    return render(request, "locked.html", context, status=422 if request.method == "POST" else 200)


def _door(request: HttpRequest, back: str) -> str:
    """The one they came in through opens it, too; empty for everybody else."""
    by = request.session.get(BY)
    return f"{reverse('sign_on_go', args=[by])}?{urlencode({'next': back})}" if by else ""


def _passkey(request: HttpRequest) -> PasskeyAgainForm | None:
    if "credential" not in request.POST:
        return None
    return PasskeyAgainForm(user=request.user, data=request.POST)


def _asks_passkey(request: HttpRequest) -> dict[str, Any] | None:
    user = cast(User, request.user)
    return begin_authentication(user) if second_step.has_passkey(user) else None


@login_not_required  # signed out in another window, or lent to a family: what was typed here waits all the same
@own_context
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """From now on the screen shows nothing; what stood half typed in a form waits for its writer."""
    back = request.POST.get("lock_from", "/")
    if not _is_ours(request, back):
        back = "/"
    if "lock_with" in request.POST and (kept := _half_typed(request, back)):
        back = reverse("kept_form", args=[kept.pk]) + "?half=1"
    is_here = request.user.is_authenticated
    if is_here:
        signing_in.lock(request)
    return redirect(
        f"{reverse('locked' if is_here else 'account_login')}?{urlencode({'next': back})}"
    )


def _half_typed(request: HttpRequest, path: str) -> KeptForm | None:
    if request.user.is_authenticated:
        return keep_for(request.user, request, path=path)
    return keep(request, path=path)


@require_safe
def awake(_request: HttpRequest) -> HttpResponse:
    """A page on which somebody types says so now and then; that it was asked is enough."""
    return HttpResponse(status=204)


@require_safe
def kept_words(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """What was half typed, for the form it came from."""
    fields = kept_fields(request, kept_id)
    if fields is None:
        raise Http404
    return JsonResponse({"fields": fields})


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if _is_ours(request, asked) else "/"


def _is_ours(request: HttpRequest, address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
