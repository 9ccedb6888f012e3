"""What does Porchlight look like? Takes the pictures in docs/screens from a sample network of its own."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import environment  # noqa: E402 needs what is set above

environment.GIVEN |= {"TEST_LANGUAGES": "0", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402 needs what is set above

django.setup()

from playwright.sync_api import Browser, Page, StorageState, sync_playwright  # noqa: E402 needs what is set above

from config.embedded.postgres import DATABASE  # noqa: E402 needs what is set above
from core.tenancy import tenant_context  # noqa: E402 needs what is set above
from governance.models.disputes import Dispute  # noqa: E402 needs what is set above
from organizations.models.network import Network  # noqa: E402 needs what is set above
from screening.lifecycle import NeedStatus  # noqa: E402 needs what is set above
from screening.models.need import Need  # noqa: E402 needs what is set above
from scripts.browser import installed  # noqa: E402 needs what is set above
from tests.browser import journey  # noqa: E402 needs what is set above
from tests.browser.conftest import OPTIONS  # noqa: E402 needs what is set above
from tests.browser.places import family_path  # noqa: E402 needs what is set above
from tests.browser.site import Site, prepare, running  # noqa: E402 needs what is set above
from tests.browser.visitor import Visitor, visiting  # noqa: E402 needs what is set above

FOLDER = ROOT / "docs" / "screens"
HEAVIEST = 300 * 1024  # a README that is slow to open is not read
DESK, TABLET, PHONE = (1440, 960), (820, 1100), (390, 844)
Walk = Callable[[Visitor], None]


@dataclass(frozen=True)
class Shot:
    """One picture: who opens which page on what, and which way they go from there."""

    name: str
    words: str
    path: str
    who: str = ""
    size: tuple[int, int] = DESK
    walk: Walk | None = None
    scheme: str = "light"


def a_need(status: str, topic: str, language: str) -> Need:
    """The first of the sample that fits: the same one in every run."""
    fitting = Need.objects.filter(status=status, topic=topic, subject__language=language)
    return fitting.select_related("subject").order_by("id")[0]


def first_request(visitor: Visitor) -> None:
    visitor.page.locator("main .who a").first.click()


def first_proposal(visitor: Visitor) -> None:
    visitor.follow("Three days instead of two")
    visitor.arrives("**/proposals/*/")


def ready_to_send(visitor: Visitor) -> None:
    journey.choose(visitor, journey.BOXES)


def questions(visitor: Visitor) -> None:
    visitor.page.get_by_label("Hunger Vital Sign").check()
    visitor.page.locator("[name=alone][value=yes]").check()
    visitor.press("Start asking")
    for answer in visitor.page.get_by_label("Sometimes true").all():
        answer.check()


def shots() -> Iterator[Shot]:
    helped = a_need(NeedStatus.BEING_HELPED, "food_pantry", "es")
    wanted = a_need(NeedStatus.WANTS_HELP, "food_pantry", "es")
    visiting_today = a_need(NeedStatus.WANTS_HELP, "furniture", "en")
    asked = a_need(NeedStatus.TO_CONFIRM, "cash_benefits", "es")
    sent = helped.referrals.order_by("-id")[0]
    yield Shot("sign-in", "Signing in", "/accounts/login/")
    yield Shot(
        "today",
        "A navigator’s day: who waits for what, and whose turn it is",
        "/today/",
        "navigator",
    )
    yield Shot("today-dark", "The same at night", "/today/", "navigator", scheme="dark")
    yield Shot(
        "need", "One need, and everything that happened to it", f"/needs/{helped.pk}/", "navigator"
    )
    yield Shot(
        "send",
        "Sending: what the partner will see, after the family has agreed",
        f"/needs/{wanted.pk}/",
        "navigator",
        walk=ready_to_send,
    )
    yield Shot("sent", "What was sent, and where it stands", "/sent/", "navigator")
    yield Shot("find-help", "Finding help", "/find/?topic=food_pantry", "navigator")
    yield Shot("record", "A person’s record", f"/people/{helped.subject_id}/", "navigator")
    yield Shot(
        "screening",
        "The Hunger Vital Sign on a tablet",
        f"/people/{visiting_today.subject_id}/screenings/new/",
        "navigator",
        TABLET,
        questions,
    )
    yield Shot(
        "handout",
        "The handout, in the family’s language",
        f"/referrals/{sent.pk}/handout/",
        "navigator",
        TABLET,
    )
    yield Shot("requests", "A pantry’s requests", "/requests/", "intake")
    yield Shot(
        "request-phone",
        "A request on the pantry’s telephone",
        "/requests/",
        "intake",
        PHONE,
        first_request,
    )
    yield Shot("room", "A pantry says how much room it has", "/room/", "intake")
    yield Shot(
        "family", "What a family is asked, on its own telephone", family_path(asked.pk), size=PHONE
    )
    yield Shot("scorecard", "Are loops closing?", "/scorecard/", "council")
    yield Shot(
        "council",
        "The council: what is open, what was decided, who sits there",
        "/council/",
        "council",
    )
    yield Shot(
        "vote",
        "A proposal, what it changes, and a vote",
        "/council/",
        "council",
        walk=first_proposal,
    )
    yield Shot(
        "dispute",
        "Two partners disagree, and a mediator helps",
        f"/disputes/{Dispute.objects.order_by('number')[0].pk}/",
        "orgadmin",
    )
    yield Shot("voices", "What families say, and who owes them an answer", "/voices/", "hears")


def take(browser: Browser, site: Site, shot: Shot, cookies: StorageState | None) -> None:
    with visiting(browser, site.url, cookies=cookies) as visitor:
        width, height = shot.size
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.page.emulate_media(color_scheme="dark" if shot.scheme == "dark" else "light")
        visitor.goto(shot.path)
        if shot.walk:
            shot.walk(visitor)
        settle(visitor.page)
        picture = FOLDER / f"{shot.name}.png"
        visitor.page.screenshot(path=picture, animations="disabled", caret="hide")
        visitor.assert_quiet()
    if picture.stat().st_size > HEAVIEST:
        raise SystemExit(f"{picture.name} is too heavy: {picture.stat().st_size} bytes")
    print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} KB", flush=True)


def settle(page: Page) -> None:
    """Fonts are there, nothing has the focus, and the page stands at its top."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
    page.evaluate("window.scrollTo(0, 0)")


def sign_in(browser: Browser, site: Site, who: str) -> StorageState | None:
    if not who:
        return None
    with visiting(browser, site.url) as visitor:
        visitor.sign_in(who, site.password)
        return visitor.page.context.storage_state()


def write_list(taken: list[Shot]) -> None:
    lines = ["# Pictures", "", "`make screens` takes them again, from the sample network.", ""]
    for shot in taken:
        lines += [f"## {shot.words}", "", f"![{shot.words}]({shot.name}.png)", ""]
    (FOLDER / "README.md").write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def a_browser() -> Iterator[Browser]:
    path = installed()
    if not path:
        raise SystemExit("NO BROWSER: set BROWSER_PATH to take the pictures.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield started
        started.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    prepare()
    with tempfile.TemporaryDirectory() as folder, running(DATABASE, Path(folder)) as site:
        with tenant_context(Network.objects.get().pk):
            taken = list(shots())
        with a_browser() as browser:
            keys = {who: sign_in(browser, site, who) for who in {shot.who for shot in taken}}
            for shot in taken:
                take(browser, site, shot, keys[shot.who])
    write_list(taken)


if __name__ == "__main__":
    main()
