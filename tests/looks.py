"""Was it written down who looked? Asked of every answer that names the family of the stories, in every test."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse

NAME = b"Delgado"  # nobody else in any story is called so
THEIR_OWN = "/f/"  # the family itself, by its link
# Invented people, what somebody typed, and messages that a test has caught.
NO_RECORD = ("/styleguide/", "/dev/messages/", "/kept/", "/people/found/")


class LooksMiddleware:
    """Put before all others by tests/conftest.py; the test that was shown her name fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        written: list[str] = []
        typed = holds_her(request)  # whoever typed the name is shown their own words

        def listen(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            if "INSERT INTO people_disclosure" in str(sql):
                written.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(listen):
            response = self.get_response(request)
        if not (written or typed) and shows_her(request, response):
            raise AssertionError(
                f"{request.method} {request.path} names her, and no look is on record"
            )
        return response


def holds_her(request: HttpRequest) -> bool:
    try:
        return NAME in request.body
    except RequestDataTooBig:  # the view will say so
        return False


def shows_her(request: HttpRequest, response: HttpResponse) -> bool:
    without_record = request.path.startswith((THEIR_OWN, *NO_RECORD))
    return not (response.streaming or without_record) and NAME in response.content
