"""What is answered when nothing else could be? A kind page, or a problem for programs, and no details."""

import sys
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

SOON = "10"  # seconds, for programs that try again by themselves
NO_DATABASE = (OperationalError, InterfaceError)
DETAIL = {
    HTTPStatus.SERVICE_UNAVAILABLE: "The records cannot be reached right now. Try again in a moment.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something broke on our side. Nothing was changed.",
}


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500. The page is rendered without request and database: both may be the cause."""
    is_away = isinstance(sys.exc_info()[1], NO_DATABASE)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_away else HTTPStatus.INTERNAL_SERVER_ERROR
    response = _problem(status) if request.path.startswith("/api/") else _page(status)
    if is_away:
        response["Retry-After"] = SOON
    return response


def _page(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status.value}.html"), status=status)


def _problem(status: HTTPStatus) -> HttpResponse:
    body = {
        "type": "about:blank", "title": status.phrase, "status": status.value,
        "code": "unavailable" if status == HTTPStatus.SERVICE_UNAVAILABLE else "broken",
        "detail": DETAIL[status],
    }  # fmt: skip
    return JsonResponse(body, status=status, content_type="application/problem+json")
