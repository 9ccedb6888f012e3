"""Which doors are there, who hears what behind each, and how does one knock? The list is the URL conf's."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrix.cast import ALL, NOBODY, Cells, Who, one_each, together
from tests.matrix.world import World, undone

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
API = "api/"
SIGN_IN = "sign in"
IN = "in"  # the page, one that follows from it, or a form with a complaint about what was typed
LET_IN = {IN, 200}
COMES_IN = {200, 201, 204, 302, 400, 409, 413, 422}
METHODS = ("get", "post", "put", "patch")
Answer = int | str


@dataclass(frozen=True)
class Told:
    """Who hears what; everybody else hears `others`."""

    said: Mapping[Answer, Cells]
    others: Answer

    def expected(self, who: Who) -> Answer:
        for answer, cells in self.said.items():
            if who in cells:
                return answer
        return self.others


@dataclass(frozen=True)
class Door:
    """`at`: what stands in its places, where it is not the usual thing. `typed`: enough to pass the form."""

    get: Told | None = None
    post: Told | None = None
    put: Told | None = None
    patch: Told | None = None
    at: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, object] = field(default_factory=dict)
    who: tuple[Who, ...] = ALL
    is_open: bool = False  # nobody is sent to sign in

    def answers(self) -> Iterator[tuple[str, Told]]:
        for method in METHODS:
            told = getattr(self, method)
            if told is not None:
                yield method, told

    def expected(self, told: Told, who: Who) -> Answer:
        heard = told.expected(who)
        return heard if self.is_open or who != NOBODY else SIGN_IN

    def knocks(self, told: Told) -> Iterator[tuple[Who, Answer]]:
        """Who knocks, and what they are to hear: those who come in alone, the others together."""
        hearing: dict[Answer, list[Who]] = defaultdict(list)
        for who in self.who:
            hearing[self.expected(told, who)].append(who)
        for answer, whos in hearing.items():
            for who in one_each(whos) if answer in LET_IN else together(whos):
                yield who, answer


def only(cells: Cells, others: Answer = 404, **more: Cells) -> Told:
    """These come in; `hear_403=...` and the like name others who hear something else than the rest."""
    heard = {int(name.removeprefix("hear_")): these for name, these in more.items()}
    return Told({IN: cells, **heard}, others)


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address as the URL conf writes it, in its order, with the names of what stands in it."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def address(route: str, places: Mapping[str, object]) -> str:
    """The route with something in its places."""
    plain = route.replace("^", "").replace("$", "")
    return "/" + PLACE.sub(lambda found: str(places[found[1] or found[2]]), plain)


def names_of(route: str) -> list[str]:
    return [found[1] or found[2] for found in PLACE.finditer(route)]


@dataclass(frozen=True)
class Heard:
    """An answer, and whether anything was written."""

    response: HttpResponse
    has_written: bool

    @property
    def answer(self) -> Answer:
        status = self.response.status_code
        to_sign_in = self.response.get("Location", "").startswith("/accounts/login/")
        return SIGN_IN if to_sign_in or status == 401 else status

    def is_as(self, expected: Answer) -> bool:
        return self.answer in COMES_IN if expected == IN else self.answer == expected


def knock(
    world: World, who: Who, method: str, path: str, typed: Mapping[str, object] | None = None
) -> Heard:
    """As this person, by browser or by program. Whatever it did is undone, but for the browser's session."""
    is_api = path.startswith(f"/{API}")
    world.let_in(who)
    client = (world.programs if is_api else world.browsers)[who]
    body = {"data": dict(typed or {})} if method != "get" else {}
    if is_api and body:
        body["content_type"] = "application/json"
    with undone():
        before = world.written()
        response = getattr(client, method)(path, **body)
        heard = Heard(response, world.written() != before)
    signed_in = (
        {} if is_api or who == NOBODY else {settings.SESSION_COOKIE_NAME: world.sessions[who]}
    )
    client.cookies = SimpleCookie(signed_in)
    return heard


_OWN_WORDS = re.compile(rb"name=.csrfmiddlewaretoken. value=.[A-Za-z0-9]+.")


def body_of(response: HttpResponse, path: str) -> bytes:
    """What was shown, without what is new in every answer and without the address that was asked."""
    return _OWN_WORDS.sub(b"", response.content.replace(path.encode(), b""))


NEVER_MADE = UUID("0199ffff-ffff-7fff-bfff-ffffffffffff")
