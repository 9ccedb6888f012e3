"""What was typed when a session ended is not lost: sealed, shown only to the person who typed it, for half an hour."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.models import KeptForm, User
from core.actor import NOBODY

COOKIE = "last_person"
LIFETIME = timedelta(minutes=30)
LONGEST_PATH = 300
MOST = 200_000  # letters; more than any form of ours holds
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "oldpassword", "credential", "lock_")

View = Callable[..., HttpResponse]


class KeptFormMiddleware:
    """Stands before the login check: a form sent without a session is kept for whoever was last signed in here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if person := getattr(request, "just_signed_in", None):
            response.set_signed_cookie(
                COOKIE, str(person), max_age=24 * 3600, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        open_to_all = not getattr(view, "login_required", True)
        if (
            request.method != "POST"
            or open_to_all
            or request.user.is_authenticated
            or request.path.startswith("/api/")
        ):
            return None
        kept = keep(request)
        if kept is None:
            return None
        here = reverse("kept_form", args=[kept.pk])
        return redirect(f"{reverse('account_login')}?next={here}")


@receiver(user_logged_in)
def remember(request: HttpRequest | None, user: User, **_: Any) -> None:
    """Whose browser this is, beyond the session: an id in a signed cookie, nothing else."""
    if request is not None:
        setattr(request, "just_signed_in", user.pk)  # noqa: B010 the request has no such attribute to type


def keep(request: HttpRequest, path: str = "") -> KeptForm | None:
    """Seal the fields for the person this browser last belonged to; None when nobody is known."""
    try:
        person = request.get_signed_cookie(COOKIE, max_age=24 * 3600)
    except (KeyError, BadSignature):
        return None
    user = User.objects.filter(pk=UUID(person), is_active=True).first()
    return None if user is None else keep_for(user, request, path)


def keep_for(user: User, request: HttpRequest, path: str = "") -> KeptForm | None:
    """None when it is longer than any form of ours."""
    fields = json.dumps(fields_of(request))
    if len(fields) > MOST:
        return None
    path = path or request.path
    path = path if len(path) <= LONGEST_PATH else path.partition("?")[0][:LONGEST_PATH]
    return KeptForm.objects.create(
        user=user, path=path, fields=fields, expires_at=timezone.now() + LIFETIME
    )


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, without tokens and passwords. Files cannot be kept."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in pairs if not name.startswith(NEVER_KEPT)]


@require_safe
def kept_form(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """Signed in again: here is what you typed; send it now, or leave it. Half typed: go on with it."""
    kept = _kept(request, kept_id)
    if kept is None:
        raise Http404
    half = kept.path if "half" in request.GET else ""
    words = {"path": kept.path, "typed": json.loads(kept.fields), "half": half, "kept": kept}
    return render(request, "kept_form.html", words)


def kept_fields(request: HttpRequest, kept_id: UUID) -> list[tuple[str, str]] | None:
    kept = _kept(request, kept_id)
    fields: list[tuple[str, str]] | None = json.loads(kept.fields) if kept else None
    return fields


def _kept(request: HttpRequest, kept_id: UUID) -> KeptForm | None:
    return KeptForm.objects.filter(
        pk=kept_id, user_id=request.user.pk or NOBODY, expires_at__gt=timezone.now()
    ).first()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere. Only our own page is offered its words again."""
    ours = url_has_allowed_host_and_scheme(request.headers.get("Origin", ""), {request.get_host()})
    fields = fields_of(request) if ours and request.user.is_authenticated else []
    return render(request, "403_csrf.html", {"path": request.path, "typed": fields}, status=403)
