"""Which pages open without signing in? A list short enough to be read; tests/matrix knocks at all of them."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# Address -> why it is open. A new open page is a decision: write it here.
OPEN = {
    "/healthz": "a load balancer has no account",
    "/readyz": "a load balancer has no account",
    "/metrics": "opens with its own token; without it there is no such page",
    "/": "says what this is and where to sign in",
    "/language/": "the language is chosen before signing in",
    "/styleguide/": "invented people only",
    "/styleguide/family/": "invented people only",
    "/styleguide/paper/": "invented people only",
    "/api/v1/openapi.yaml": "the shape of the API, no data",
    "/api/v1/docs/": "the shape of the API, no data",
    "/decisions/x/": "what partners decided, where they decided that everybody may read it; else there is no such page",
    "/decisions/x/feed/": "as above",
    "/dev/messages/": "exists only where `make run` catches messages",
    "/hooks/texts/reply/": "the provider of texts signs each call; without that it is refused unread",
    "/hooks/texts/receipt/": "as above",
    "/hooks/mail/": "the mail provider signs each call, with its time; without that it is refused unread",
}
OPEN["/locked/now/"] = (
    "signed out meanwhile: what was typed waits, sealed, for whoever was last here; nothing is shown"
)
_SIGN_ON = "/sign-on/00000000-0000-0000-0000-000000000007"
OPEN |= {
    "/sign-on/": "one comes in here",
    f"{_SIGN_ON}/go/": "leads to the sign-in of an organization",
    f"{_SIGN_ON}/back/": "from there; without a question of ours in this browser it is refused",
    f"{_SIGN_ON}/ended/": "a provider signs what it says here; without that nothing ends",
    f"{_SIGN_ON}/metadata/": "addresses of ours, the same for whoever is there and who is not",
    f"{_SIGN_ON}/left/": "has just signed out",
}
LINKS = (
    "/f/",
    "/o/",
    "/v/",
    "/d/",
    "/tablet/",
)  # opened by a signed link or a handed-over tablet, not an account
NOT_OURS = "allauth"  # signing in cannot ask for a sign-in
SAMPLES = {"uuid": str(UUID(int=7)), "int": "1"}
PLACE = re.compile(r"<(?:(\w+):)?\w+>")


def sample(route: str) -> str:
    return "/" + PLACE.sub(lambda found: SAMPLES.get(found[1], "x"), route)


def pages(
    resolver: URLResolver, before: str = ""
) -> Iterator[tuple[str, Callable[..., HttpResponse]]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from pages(entry, route)
        elif isinstance(entry, URLPattern) and not entry.callback.__module__.startswith(NOT_OURS):
            yield sample(route), entry.callback


ALL = dict(pages(get_resolver()))
API = {page for page, view in ALL.items() if hasattr(view, "cls")}
OPENED = {page for page, view in ALL.items() if not getattr(view, "login_required", True)} - API


def test_the_open_pages_are_exactly_those_that_were_decided() -> None:
    assert {page for page in OPENED if not page.startswith(LINKS)} == set(OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize("page", sorted(API))
def test_a_program_without_a_key_is_told_so(page: str) -> None:
    for answer in (Client().get(page), Client().post(page)):
        assert answer.status_code == 401
        own_way = "scim" if "/scim/" in page else "problem"
        assert answer["Content-Type"] == f"application/{own_way}+json"
