"""Is what a test has just been shown a page of this house? Asked of every page in every test."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Asked of the page in small letters. What looks into every tag is asked only where the first pattern, which is
# found at once, stands somewhere on the page.
BANNED = {
    "a component that was not rendered": (r"</?c-", re.compile(r"</?c-[a-z]")),
    "a template tag that was not rendered": (r"\{[%{]", re.compile(r"\{[%{]\s")),
    "a style attribute (refused by our policy)": (r"\sstyle=", re.compile(r"<[^>]*\sstyle=")),
    "a style element (refused by our policy)": (r"<style", re.compile(r"<style\b")),
    "an inline handler (refused by our policy)": (r"\son[a-z]+=", re.compile(r"<[^>]*\son[a-z]+=")),
    "an inline script (refused by our policy)": (
        r"<script",
        re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)"),
    ),
    "something from elsewhere": (
        r"=.https?://",
        re.compile(r"<(?:script|link|img)[^>]*=.https?://(?!testserver)"),
    ),
}
WHOLE = re.compile(r"<html\b")
HEADING = re.compile(r"<h1\b")


def breaches(page: str) -> list[str]:
    page = page.lower()
    found = [
        what
        for what, (first, pattern) in BANNED.items()
        if re.search(first, page) and pattern.search(page)
    ]
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
