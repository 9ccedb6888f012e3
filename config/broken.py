"""What is answered when nothing else could be? A kind page, or a problem for programs, and no details."""

import sys
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.defaults import page_not_found

SOON = "10"  # seconds, for programs that try again by themselves
NO_DATABASE = (OperationalError, InterfaceError)
CODES = {503: "unavailable", 500: "broken", 404: "not_found", 400: "bad_input", 413: "too_large"}
DETAIL = {
    HTTPStatus.BAD_REQUEST: "Something in the address or the body cannot be read.",
    HTTPStatus.NOT_FOUND: "There is nothing here that you may see.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The records cannot be reached right now. Try again in a moment.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something broke on our side. Nothing was changed.",
}


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500. The page is rendered without request and database: both may be the cause."""
    is_away = isinstance(sys.exc_info()[1], NO_DATABASE)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_away else HTTPStatus.INTERNAL_SERVER_ERROR
    response = kind_answer(request, status)
    if is_away:
        response["Retry-After"] = SOON
    return response


@login_not_required
def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: a program hears a problem where its address is none of ours."""
    if request.path.startswith("/api/"):
        return _problem(HTTPStatus.NOT_FOUND)
    return page_not_found(request, exception)


@login_not_required
def not_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400; what was wrong stands in the log, without what was typed."""
    return kind_answer(request, HTTPStatus.BAD_REQUEST)


def kind_answer(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    return _problem(status) if request.path.startswith("/api/") else _page(status)


def _page(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status.value}.html"), status=status)


def _problem(status: HTTPStatus) -> HttpResponse:
    body = {
        "type": "about:blank", "title": status.phrase, "status": status.value,
        "code": CODES[status],
        "detail": DETAIL[status],
    }  # fmt: skip
    return JsonResponse(body, status=status, content_type="application/problem+json")
