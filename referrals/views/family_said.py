"""What did the family just say? Kept in its own browser for the one page that thanks for it, then forgotten."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from referrals.views.family_door import Visit

SAID, SALT = "family_said", "referrals.family.said"
KEPT = timedelta(minutes=5)


def thank_for(visit: Visit, page: str, said: Mapping[UUID, str] | None = None) -> HttpResponse:
    """To the page of thanks `page`: pressing back or reload there sends nothing again."""
    told = {"page": page, "said": {need_id.hex: code for need_id, code in (said or {}).items()}}
    response = redirect(visit.url("family_thanks"))
    response.set_cookie(
        SAID, signing.dumps(told, salt=_salt(visit)), max_age=KEPT, httponly=True, path=visit.url(),
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def just_said(request: HttpRequest, visit: Visit) -> tuple[str, dict[UUID, str]]:
    """Which page of thanks, and for what; nothing once it was shown, or on somebody else's link."""
    try:
        told = signing.loads(request.COOKIES.get(SAID, ""), salt=_salt(visit), max_age=KEPT)
    except signing.BadSignature:
        return "", {}
    return told["page"], {UUID(need): code for need, code in told["said"].items()}


def forget(response: HttpResponse, visit: Visit) -> HttpResponse:
    response.delete_cookie(SAID, path=visit.url(), samesite="Lax")
    return response


def _salt(visit: Visit) -> str:
    return f"{SALT}.{visit.link.pk.hex}"
