"""In which order is everything measured? Rows, pages, sending, waiting, import: reading before writing."""

from argparse import Namespace
from collections.abc import Callable, Iterator

from django.utils import timezone

from benchmarks import directory, report, rows
from benchmarks.county import County, Size
from benchmarks.crowd import Crowd
from benchmarks.figures import Figure, plain
from benchmarks.ground import Ground
from benchmarks.pages import Pages
from benchmarks.telling import Telling
from benchmarks.waiting import Waiting


class Measuring:
    def __init__(self, ground: Ground, asked: Namespace, say: Callable[[str], None]) -> None:
        self.ground, self.asked, self.say = ground, asked, say
        size = Size(asked.rows, asked.requests, asked.rounds)
        self.county = County(size, timezone.now())

    def run(self) -> None:
        self.fill()
        pages = Pages(self.ground, self.county)
        pages.prepare()
        self.say("Starting the web server: gunicorn, 2 workers")
        self.ground.serve()
        telling = Telling(self.ground, self.county)
        figures, rates = [], []
        for figure in self.figures(pages, telling):
            figures.append(figure)
            self.say(f"{figure.name}: {figure.ratio:.3g} {figure.verdict}")
        if not self.asked.sweep:
            self.say("Bringing in a directory")
            rates = [*telling.rates, *directory.figures(self.ground, self.county)]
        print(f"\n{plain(figures)}\n")
        for rate in rates:
            print(f"{rate.name}: {rate.words}")
        if self.asked.write:
            page = report.Report(self.ground, self.asked, figures, rates)
            self.say(f"Written to {page.write()}")
        self.say("Done")

    def figures(self, pages: Pages, telling: Telling) -> Iterator[Figure]:
        """Reading before writing; with `--sweep` only what waiting costs."""
        if not self.asked.sweep:
            yield from pages.figures()
        yield from Waiting(self.ground, self.county).figures()
        yield from Crowd(self.ground, self.county).figures()
        if not self.asked.sweep:
            yield from telling.figures()

    def fill(self) -> None:
        self.say(f"Making {self.county.size.people:,} people through the models")
        self.county.make()
        self.say(f"Making {self.county.size.rows:,} referrals, each with its need and its event")
        rows.fill(self.county, self.ground.server.url("postgres"))
