"""Is what a test has just been shown a page of this house? Asked of every page in every test."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

BANNED = {
    "a component that was not rendered": re.compile(r"</?c-[a-z]"),
    "a template tag that was not rendered": re.compile(r"\{[%{]\s"),
    "a style attribute (refused by our policy)": re.compile(r"<[^>]*\sstyle=", re.IGNORECASE),
    "a style element (refused by our policy)": re.compile(r"<style\b", re.IGNORECASE),
    "an inline handler (refused by our policy)": re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE),
    "an inline script (refused by our policy)": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)", re.IGNORECASE
    ),
    "something from elsewhere": re.compile(r"<(?:script|link|img)[^>]*=.https?://(?!testserver)"),
}
WHOLE = re.compile(r"<html\b", re.IGNORECASE)
HEADING = re.compile(r"<h1\b", re.IGNORECASE)


def breaches(page: str) -> list[str]:
    found = [what for what, pattern in BANNED.items() if pattern.search(page)]
    if WHOLE.search(page) and len(HEADING.findall(page)) != 1:
        found.append("not exactly one h1")
    return found


class PageRulesMiddleware:
    """Put before all others by tests/conftest.py; the test that asked for the page fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            found = breaches(response.content.decode())
            assert not found, f"{request.path}: {', '.join(found)}"
        return response
