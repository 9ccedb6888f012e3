"""Which questions are refused before anybody reads them? Those with a letter that no text has."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

NO_LETTER = "%00"  # a database keeps it in no text: looked for, it would be an error of ours
PROBLEM = {
    "type": "about:blank", "title": HTTPStatus.BAD_REQUEST.phrase, "status": HTTPStatus.BAD_REQUEST.value,
    "code": "bad_input", "detail": "There is a letter in the address that no text has.",
}  # fmt: skip


class OddQuestionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NO_LETTER not in request.META.get("QUERY_STRING", ""):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse(PROBLEM, status=400, content_type="application/problem+json")
        raise BadRequest
