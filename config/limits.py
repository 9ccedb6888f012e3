"""How much may a request bring with it? More than that is refused before anybody reads it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from config.broken import kind_answer
from interop.actions.uploads import MOST_BYTES

ROUND_IT = 64 * 1024  # the rest of the form that a file comes with
MOST = 5 * 1024 * 1024  # bytes: the longest form, and the week's list of a large partner
# Whoever may bring more, by the beginning of the address.
MORE = {
    "/network/import/": MOST_BYTES + ROUND_IT,
    "/hooks/": 64 * 1024,
    "/sign-on/": 512 * 1024,
    "/api/": 1024 * 1024,
}


def most_for(path: str) -> int:
    """Bytes of a request's body."""
    return next((most for start, most in MORE.items() if path.startswith(start)), MOST)


class SizeMiddleware:
    """Neither Django (for a file) nor the API's framework (for JSON) has a limit of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) <= most_for(request.path):
            return self.get_response(request)
        return kind_answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
