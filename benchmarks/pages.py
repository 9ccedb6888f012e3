"""How fast are the lists, as JSON and as pages, at the top and far down, and how fast is sending?"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client

from benchmarks.county import LOWEST, County, id_of
from benchmarks.figures import Figure, Target, at_least, at_most
from benchmarks.ground import Ground
from benchmarks.limits import Script, per_second, replay, statements_of
from benchmarks.load import CLIENTS, Ask, seconds_for
from core.tenancy import tenant_context
from referrals.models.referral import Referral
from referrals.search.keyset import Cursor

MAIN = re.compile(r'(<main id="main"[^>]*>)(.*)</main>', re.DOTALL)
BARE = (
    '{%% extends "base.html" %%}{%% block title %%}Bare{%% endblock %%}'
    "{%% block main %%}{%% verbatim bytes %%}%s{%% endverbatim bytes %%}{%% endblock %%}"
)
OWN = "pgbench, the request's own statements, 4 clients"
_inside = Client(SERVER_NAME="localhost")
TURNS = 5  # a page and its limit take so many in a round: a busy moment then meets both
REPLAYS = 10  # of a list, in each client of pgbench, for each request of ours


class Pages:
    """What is asked of the web server, and of PostgreSQL without it."""

    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county, self.size = ground, county, county.size
        self.sent = 0
        self.lists = {
            "Today as JSON": Ask("/api/v1/needs/", county.navigator.by_key),
            "Requests as JSON": Ask("/api/v1/referrals/?waiting_on=receiver", county.intake.by_key),
        }
        self.pages = {
            "today": Ask("/today/", county.navigator.signed_in),
            "requests": Ask("/requests/", county.intake.signed_in),
        }

    def prepare(self) -> None:
        """Pages without data of the same bytes; written before the server starts."""
        folder = self.ground.templates / "bare"
        folder.mkdir(parents=True)
        for name, ask in self.pages.items():
            page = answer_of(ask).decode()
            found = MAIN.search(page)
            if not found:
                raise SystemExit(f"{ask.path} has no <main>")
            Path(folder / f"{name}.html").write_text(BARE % found[2])

    def figures(self) -> Iterator[Figure]:
        for name, ask in self.lists.items():
            yield self.as_json(name, ask)
        for name, ask in self.pages.items():
            yield from self.as_page(name, ask)
        yield from self.far_down()
        yield self.sending()

    def as_json(self, name: str, ask: Ask) -> Figure:
        answer_of(ask)  # a key's first use on a day is written down
        script = replay(*(statements_of(lambda: answer_of(ask)) for _ in range(2)))
        times = self.size.requests * REPLAYS
        limit = lambda: per_second(self.ground, script, times=times)  # noqa: E731 named, it is read twice
        rounds = self.rounds(lambda: 1 / self.seconds_each(ask), limit)
        statements = f"{OWN} ({len(script.statements)})"
        return Figure(f"{name}, 50 rows", statements, "/s", rounds, at_least(0.025))

    def as_page(self, name: str, ask: Ask) -> Iterator[Figure]:
        """Against its own rows at hand, and against its own bytes."""
        size = len(answer_of(ask)) / 1024
        same = f"the same {size:.0f} KiB from rows at hand, nothing read for the list"
        yield self._beside(f"{name.title()} as HTML", ask, f"again/{name}", same, at_most(3))
        text = "the frame around its bytes as one text"
        yield self._beside(f"{name.title()} as HTML, and mere bytes", ask, f"bare/{name}", text)

    def _beside(
        self, name: str, ask: Ask, other: str, against: str, target: Target | None = None
    ) -> Figure:
        limit = replace(ask, path=f"/{other}/")
        number = max(CLIENTS, self.size.requests // TURNS)
        rounds = tuple(
            (1000 * self.seconds_each(ask, number), 1000 * self.seconds_each(limit, number))
            for _ in range(self.size.rounds * TURNS)
        )
        return Figure(name, against, "ms", rounds, target)

    def far_down(self) -> Iterator[Figure]:
        """A page after so many rows of the biggest inbox, against its first page."""
        depth = self.size.depth
        last = self._row_at(depth)
        position = base64.b64encode(urlencode({"p": str(last.moment)}).encode()).decode()
        listed, page = self.lists["Requests as JSON"], self.pages["requests"]
        yield self._deep("JSON", depth, listed, f"&{urlencode({'cursor': position})}")
        yield self._deep("HTML", depth, page, f"?turn=yours&after={last}")

    def _deep(self, kind: str, depth: int, first: Ask, after: str) -> Figure:
        deep = replace(first, path=first.path + after)
        rounds = self.rounds(
            lambda: 1000 * self.seconds_each(deep), lambda: 1000 * self.seconds_each(first)
        )
        name = f"Requests as {kind}, after {depth:,} rows"
        return Figure(name, "its first page", "ms", rounds, at_most(2))

    def sending(self) -> Figure:
        first, second = (self._one_send() for _ in range(2))
        script = replay(
            statements_of(lambda: answer_of(first)),
            statements_of(lambda: answer_of(second)),
            {
                id_of("fresh", self.sent - 2): "need",
                id_of("person", self._person(self.sent - 2)): "person",
                id_of("consent", self._person(self.sent - 2)): "person",
            },
        )
        rounds = self.rounds(self._sends_per_second, lambda: self._replays_of_sending(script))
        statements = f"{OWN} ({len(script.statements)})"
        return Figure("Send by API", statements, "/s", rounds, at_least(0.20))

    def rounds(
        self, ours: Callable[[], float], limit: Callable[[], float]
    ) -> tuple[tuple[float, float], ...]:
        return tuple((ours(), limit()) for _ in range(self.size.rounds))

    def seconds_each(self, ask: Ask, number: int = 0) -> float:
        number = number or self.size.requests
        seconds_for(self.ground.address, [ask] * CLIENTS)  # both workers have seen it
        return seconds_for(self.ground.address, [ask] * number) / number

    def _row_at(self, depth: int) -> Cursor:
        inbox = Referral.objects.filter(
            network_id=self.county.network.pk,
            receiver_id=self.county.intake.organization_id,
            waiting_on="receiver",
            next_step_due__isnull=False,
        ).order_by("next_step_due", "id")
        with tenant_context(self.county.network.pk):
            return Cursor(*inbox.values_list("next_step_due", "id")[depth])

    def _person(self, fresh: int) -> int:
        return len(self.county.clinics) * (fresh % self.size.in_big_inbox)

    def _one_send(self) -> Ask:
        """The next of the needs that wait, to the biggest inbox."""
        body = {
            "need": str(id_of("fresh", self.sent)),
            "service": str(self.county.services[0].pk),
            "request_key": str(uuid4()),
            "facts": ["name", "phone"],
        }
        self.sent += 1
        headers = {**self.county.navigator.by_key, "Content-Type": "application/json"}
        return Ask("/api/v1/referrals/", headers, "POST", json.dumps(body), status=201)

    def _sends_per_second(self) -> float:
        asks = [self._one_send() for _ in range(self.size.requests)]
        return len(asks) / seconds_for(self.ground.address, asks)

    def _replays_of_sending(self, script: Script) -> float:
        times, people = self.size.requests, len(self.county.clinics)
        counted = (
            r"\set n :n + 1",
            rf"\set need {LOWEST + self.sent - 1} + :client_id * {times} + :n",
            rf"\set person {LOWEST} + {people} * ((:need - {LOWEST}) % {self.size.in_big_inbox})",
        )
        self.sent += CLIENTS * times
        return per_second(self.ground, replace(script, sets=(*counted, *script.sets)), times=times)


def answer_of(ask: Ask) -> bytes:
    """The same request within this process, where its statements can be seen."""
    _inside.cookies.clear()
    answer = _inside.generic(
        ask.method, ask.path, ask.body or "", "application/json", headers=ask.headers
    )
    if answer.status_code != ask.status:
        raise SystemExit(f"{ask.path}: {answer.status_code} {answer.content[:800]!r}")
    return answer.content
