"""Which browser was let in through this link before? It keeps its way in while others try wrong words."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import knocks
from accounts.links import PATHS
from accounts.models import AccessLink
from accounts.trying import Visitor

SALT = "organizations.link_visitor"
KNOWN_FOR = timedelta(days=90)


def visitor_at(request: HttpRequest, link: AccessLink, *, about: str = "") -> Visitor:
    """`about`: what is tried, if it may change: then tries are counted anew."""
    kept = request.get_signed_cookie(_name(link), "", salt=SALT, max_age=KNOWN_FOR) or ""
    is_known = kept.startswith(_of(link))
    return Visitor(f"{kept if is_known else knocks.place_of(request)} {about}", is_known)


def know_again(response: HttpResponse, link: AccessLink, visitor: Visitor) -> HttpResponse:
    """It says that this browser was let in, and opens nothing."""
    if not visitor.is_known:
        response.set_signed_cookie(
            _name(link), _of(link) + secrets.token_hex(8), salt=SALT, max_age=KNOWN_FOR,
            path=PATHS[link.purpose].partition("{")[0], httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _of(link: AccessLink) -> str:
    return f"{link.pk.hex}.{link.version}."


def _name(link: AccessLink) -> str:
    return f"seen_{link.pk.hex[-8:]}"
