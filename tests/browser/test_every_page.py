"""Can everybody use every page: narrow or wide, by day or night, in every language, by ear?"""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from config.embedded.run import SIGN_INS
from tests.browser.pages import PAGES, Opened
from tests.browser.places import Places
from tests.browser.visitor import COLOURS, NARROW, NARROWEST, WIDE, Visitor

SIZES = (WIDE, NARROW, NARROWEST)
RIGHT_TO_LEFT = [page for page in PAGES if page.right_to_left]
WHO = sorted({page.who for page in PAGES})
TITLE = re.compile("<title>(.*?)</title>")
Visit = Callable[..., Visitor]


@pytest.mark.matrix
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_serves_everybody(visit: Visit, places: Places, page: Opened, language: str) -> None:
    """Loaded once in each language; size and colours are switched in place."""
    visitor = visit(page.who, language=language)
    go(visitor, page, places)
    says_its_language(visitor, page.speaks or language, "ltr")
    in_every_size_and_light(visitor)


@pytest.mark.matrix
@pytest.mark.parametrize("page", RIGHT_TO_LEFT, ids=str)
def test_a_page_can_be_read_from_right_to_left(visit: Visit, places: Places, page: Opened) -> None:
    visitor = visit(page.who, language="ar")
    go(visitor, page, places)
    says_its_language(visitor, "ar", "rtl")
    fits_every_size(visitor)


def go(visitor: Visitor, page: Opened, places: Places) -> None:
    visitor.goto(page.path.format(**places), status=page.status)
    if page.act:
        with visitor.leaving():
            page.act(visitor, places)


def says_its_language(visitor: Visitor, language: str, direction: str) -> None:
    html = visitor.page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction)
    assert visitor.page.locator("h1").count() == 1


def in_every_size_and_light(visitor: Visitor) -> None:
    for width in SIZES:
        visitor.looks(width, "light")
        visitor.assert_nothing_runs_over()
        visitor.assert_accessible()
        visitor.looks(width, "dark")
        visitor.assert_accessible(only=COLOURS)  # at night nothing else is different


def fits_every_size(visitor: Visitor) -> None:
    for width in SIZES:
        visitor.looks(width, "light")
        visitor.assert_nothing_runs_over()
    visitor.assert_accessible(but=COLOURS)


def test_two_pages_never_have_the_same_title(visit: Visit, places: Places) -> None:
    """Asked without showing them: that takes a tenth of the time. One page that two people see is one."""
    windows = {who: visit(who) for who in WHO}
    titles: Counter[str] = Counter()
    own = {page.path: page for page in PAGES if not page.title_is_shared}
    for page in own.values():
        window = windows[page.who]
        answer = window.page.request.get(window.origin + page.path.format(**places))
        titles[TITLE.search(answer.text())[1]] += 1
    assert not [title for title, times in titles.items() if times > 1]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_whole_without_scripts(visit: Visit, places: Places, page: Opened) -> None:
    visitor = visit(page.who, scripts=False)
    go(visitor, page, places)
    expect(visitor.page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("who", SIGN_INS)
def test_everybody_lands_on_a_page_of_their_own(visit: Visit, who: str) -> None:
    visitor = visit(who)
    visitor.goto("/")
    assert visitor.page.locator("nav.nav a[aria-current=page]").count() == 1


def test_the_policy_is_sent_and_allows_nothing_inline(visit: Visit) -> None:
    visitor = visit()
    answer = visitor.page.goto(f"{visitor.origin}/styleguide/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_handout_is_one_sheet(visit: Visit) -> None:
    visitor = visit()
    visitor.goto("/styleguide/paper/")
    assert visitor.page.pdf(format="Letter").count(b"/Type /Page\n") == 1


def test_a_family_can_leave_at_once_and_back_does_not_return(visit: Visit) -> None:
    visitor = visit()
    visitor.goto("/styleguide/")
    visitor.goto("/styleguide/family/")
    visitor.page.evaluate("document.querySelector('[data-leave]').href = '/accounts/login/'")
    for _ in range(3):
        visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_url("**/accounts/login/")
    visitor.page.go_back()
    assert visitor.page.url.endswith("/styleguide/")
