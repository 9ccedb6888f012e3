"""Which questions are refused before anybody reads them? Those with a letter that no text has."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from config.broken import kind_answer

NO_LETTER = "%00"  # a database keeps it in no text: looked for, it would be an error of ours


class OddQuestionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NO_LETTER in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            return kind_answer(request, HTTPStatus.BAD_REQUEST)
        return self.get_response(request)
