"""Somebody at a browser, whom we watch: nothing may leave our origin or break the policy."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, BrowserContext, Page, Request, StorageState, expect

LOCALES = {"en": "en-US", "es": "es-US", "ar": "ar"}
WIDE, NARROW, NARROWEST = 1440, 390, 320
HEIGHT = 1000
PATIENCE = 60_000  # milliseconds; only a machine that does ten things at once needs them
SIGN_IN = "/accounts/login/"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
WATCH_CSP = """
window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refusedByPolicy.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


@dataclass
class Visitor:
    page: Page
    origin: str
    left_our_origin: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def goto(self, path: str, *, status: int = 200) -> None:
        answer = self.page.goto(f"{self.origin}{path}")
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"

    def sign_in(self, who: str, password: str) -> None:
        self.goto(SIGN_IN)
        self.page.fill("#id_login", f"{who}@example.org")
        self.page.fill("#id_password", password)
        self.page.click("main form.form button[type=submit]")
        self.page.wait_for_url(lambda url: SIGN_IN not in url)

    def sign_out(self) -> None:
        self.goto("/accounts/logout/")
        with self.leaving():
            self.page.locator("main").get_by_role("button", name="Sign out").click()

    def arrives(self, at: str) -> None:
        """Where several pages follow each other by themselves: the last of them is there."""
        self.page.wait_for_url(at)

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """What is done inside leads to another page, at the same address perhaps; wait for it.

        A click is over before that page is there: what is read too early is of the page before.
        """
        with self.page.expect_navigation():
            yield

    def press(self, words: str) -> None:
        """A button that leads to another page, which is there afterwards."""
        with self.leaving():
            self.page.locator("body").get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str) -> None:
        """A link in the page itself, not in the bar; where it leads is there afterwards."""
        with self.leaving():
            self.page.locator("main").get_by_role("link", name=words).first.click()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    def looks(self, width: int, scheme: str) -> None:
        """Change width and colours in place: loading again would only cost time.

        As tall as the page, or the phone's bar stands over controls that one would scroll to.
        """
        self.page.emulate_media(color_scheme=scheme)
        if self.page.viewport_size["width"] == width and scheme == "dark":
            return  # colours alone make no page taller
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": width, "height": tall})

    def assert_nothing_runs_over(self) -> None:
        room = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert room[0] <= room[1], f"{self.page.url} scrolls sideways at {room[1]}: {room[0]}"

    def assert_accessible(self, *, only: Iterable[str] = (), but: Iterable[str] = ()) -> None:
        """By all rules, or by those named; `but` leaves out what another look has covered."""
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(AXE_SCRIPT)  # half a megabyte: once a page
        options = json.dumps(
            {
                "runOnly": list(only) or list(RULES),
                "rules": {} if only else {name: {"enabled": False} for name in but},
                "resultTypes": ["violations"],
                "preload": False,  # of sheets from elsewhere: there are none
            }
        )
        # What passed stays there: carrying it over takes a tenth of the time.
        run = f"axe.run({options}).then(({{violations}}) => ({{violations}}))"
        found = AxeResults(self.page.evaluate(run))
        assert not found.violations_count, found.generate_report()

    def assert_quiet(self) -> None:
        refused = self.page.evaluate("window.refusedByPolicy || []")
        assert not refused, refused
        assert not self.complaints, self.complaints
        assert not self.left_our_origin, self.left_our_origin

    def _ask(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.left_our_origin.append(request.url)

    def watch(self, context: BrowserContext) -> None:
        # Watched, not held up: stepping into each request takes time and switches the cache off.
        context.on("request", self._ask)
        context.add_init_script(WATCH_CSP)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self._listen(line.type, line.text))

    def _listen(self, kind: str, text: str) -> None:
        # A page that answers 4xx or 5xx on purpose is reported by the browser too.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)


@contextmanager
def visiting(
    browser: Browser,
    origin: str,
    *,
    language: str = "en",
    scripts: bool = True,
    cookies: StorageState | None = None,
    width: int = WIDE,
) -> Iterator[Visitor]:
    context = browser.new_context(
        storage_state=cookies,
        locale=LOCALES[language],
        java_script_enabled=scripts,
        viewport={"width": width, "height": HEIGHT},
        timezone_id="America/Los_Angeles",
        reduced_motion="reduce",  # or axe measures a colour on its way to another
    )
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(page=context.new_page(), origin=origin)
    visitor.watch(context)
    try:
        yield visitor
    finally:
        context.close()
