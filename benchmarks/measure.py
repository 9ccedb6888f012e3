"""In which order is everything measured? Rows, pages, sending, waiting, import: reading before writing."""

from argparse import Namespace
from collections.abc import Callable, Iterator

from django.utils import timezone

from benchmarks import directory, report, rows
from benchmarks.auditing import Auditing
from benchmarks.county import County, Size
from benchmarks.crowd import Crowd
from benchmarks.figures import Figure, Rate, plain
from benchmarks.ground import Ground
from benchmarks.pages import Pages
from benchmarks.sealing import Sealing
from benchmarks.searching import Searching
from benchmarks.telling import Telling
from benchmarks.trust import Trust
from benchmarks.waiting import Waiting


class Measuring:
    def __init__(self, ground: Ground, asked: Namespace, say: Callable[[str], None]) -> None:
        self.ground, self.asked, self.say = ground, asked, say
        size = Size(asked.rows, asked.requests, asked.rounds)
        self.county = County(size, timezone.now())
        self.rates: list[Rate] = []

    def run(self) -> None:
        self.fill()
        figures = []
        for figure in self.figures():
            figures.append(figure)
            self.say(f"{figure.name}: {figure.ratio:.3g} {figure.verdict}")
        print(f"\n{plain(figures)}\n")
        for rate in self.rates:
            print(f"{rate.name}: {rate.words}")
        if self.asked.write:
            page = report.Report(self.ground, self.asked, figures, self.rates)
            self.say(f"Written to {page.write()}")
        self.say("Done")

    def figures(self) -> Iterator[Figure]:
        parts = {
            "sweep": self.sweep,
            "audit": self.audit,
            "engine": self.engine,
            "search": self.search,
        }
        yield from parts.get(self.asked.only, self.everything)()

    def everything(self) -> Iterator[Figure]:
        """Reading before writing."""
        pages, telling = Pages(self.ground, self.county), Telling(self.ground, self.county)
        pages.prepare()
        self.serve()
        yield from pages.figures()
        yield from Trust(self.ground, self.county, pages).figures()
        yield from self.audit()
        yield from self.waiting()
        yield from telling.figures()
        self.say("Bringing in a directory")
        self.rates += [*telling.rates, *directory.figures(self.ground, self.county)]

    def sweep(self) -> Iterator[Figure]:
        self.serve()
        yield from self.waiting()

    def engine(self) -> Iterator[Figure]:
        yield from self.questions()
        yield from self.sweep()

    def audit(self) -> Iterator[Figure]:
        yield from self.questions()
        yield from Sealing(self.ground, self.county).figures()

    def questions(self) -> Iterator[Figure]:
        auditing = Auditing(self.ground, self.county)
        yield from auditing.figures()
        self.rates += auditing.rates

    def search(self) -> Iterator[Figure]:
        searching = Searching(self.ground, self.county)
        searching.fill()
        self.say("Searching")
        yield from searching.figures()
        self.rates += searching.rates

    def waiting(self) -> Iterator[Figure]:
        yield from Waiting(self.ground, self.county).figures()
        yield from Crowd(self.ground, self.county).figures()

    def serve(self) -> None:
        self.say("Starting the web server: gunicorn, 2 workers")
        self.ground.serve()

    def fill(self) -> None:
        self.say(f"Making {self.county.size.people:,} people through the models")
        self.county.make()
        if self.asked.only == "search":
            self.say(f"Making {self.county.size.rows:,} people who are looked for")
            return
        events = "" if self.asked.only else " and its event"
        self.say(f"Making {self.county.size.rows:,} referrals, each with its need{events}")
        rows.fill(self.county, self.ground.server.url("postgres"), bare=bool(self.asked.only))
