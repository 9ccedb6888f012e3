"""A family needs food; a clinic asks a pantry; the family says whether it came. Three windows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.browser import journey
from tests.browser.conftest import InItsDatabase
from tests.browser.journey import BOXES, PANTRY, Family
from tests.browser.places import family_path
from tests.browser.site import Site
from tests.browser.visitor import NARROW, WIDE, Visitor

Visit = Callable[..., Visitor]
WITH_SCRIPTS = Family("Ximena", "Marquez", "555 301 7788", "Mateo", "2022-04-05")
WITHOUT = Family("Noor", "Haddad", "555 402 9911", "Sami", "2019-09-12")
TWICE = Family("Oksana", "Melnyk", "555 503 1122", "Danylo", "2021-01-30")
SECRET = Family("Thuy", "Pham", "555 604 3344", "Minh", "2020-06-17")

HISTORY = [
    "Screening started",
    "Need recorded",
    "Screening finished",
    "The family wants help with this",
    "Agreed to share",
    "Request sent",
    "Opened by the partner",
    "The partner said yes",
    "First contact made",
    "The partner says it is done",
    "The family answered",
    "The family got the help",
]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_help_is_asked_for_given_and_confirmed_by_the_family(
    visit: Visit, site: Site, in_its_database: InItsDatabase, *, scripts: bool
) -> None:
    family = WITH_SCRIPTS if scripts else WITHOUT
    navigator = visit("navigator", scripts=scripts)
    pantry = visit("intake", scripts=scripts)
    phone = visit(scripts=scripts, width=NARROW)

    journey.add_with_child(navigator, family)
    navigator.sees(f"Parent of {family.child}")
    journey.ask_about_food(navigator)
    need_id = journey.need_of(navigator)
    navigator.sees("Food from a pantry")
    journey.choose(navigator, BOXES)
    journey.agree(navigator)
    navigator.sees("This is what they will see")
    navigator.press(f"Send to {PANTRY}")
    navigator.sees("You have 20 seconds to undo")

    journey.undo_ends(site.owner_url, need_id, after=timedelta(hours=1))
    pantry.goto("/requests/")
    assert pantry.page.get_by_role("link", name=family.first).count() == 0
    journey.undo_ends(site.owner_url, need_id, after=timedelta(0))
    for place in journey.help_them(pantry, family):
        if scripts:
            look(pantry, place)
    pantry.sees("Thank you. The family is asked, too.")

    with in_its_database():
        link = family_path(need_id)
    phone.goto(link)
    for secret in (family.first, family.last, PANTRY, "food"):
        assert secret not in phone.page.content()
    if scripts:
        look(phone, "the question")
    phone.press("Yes")
    phone.sees("Thank you")

    navigator.goto(f"/needs/{need_id}/")
    navigator.sees("The family said so itself.")
    told = navigator.page.locator("main li h3").all_inner_texts()
    assert told[::-1] == HISTORY
    if scripts:
        look(navigator, "the need that was met")


def look(visitor: Visitor, place: str) -> None:
    """Where nothing in the list of pages leads: it takes a journey to get there."""
    width = visitor.page.viewport_size["width"] if visitor.page.viewport_size else WIDE
    visitor.looks(width, "light")
    visitor.assert_nothing_runs_over()
    visitor.assert_accessible()
    assert visitor.page.locator("h1").count() == 1, place


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_on_send_asks_once(visit: Visit, site: Site, *, scripts: bool) -> None:
    navigator = visit("navigator", scripts=scripts)
    journey.add_with_child(navigator, TWICE if scripts else SECRET)
    journey.ask_about_food(navigator)
    need_id = journey.need_of(navigator)
    journey.choose(navigator, BOXES)
    journey.agree(navigator)
    navigator.page.get_by_role("button", name=f"Send to {PANTRY}").dblclick()
    navigator.page.wait_for_url("**/sent/")
    assert journey.requests_for(site.owner_url, need_id) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_back_after_signing_out_shows_nobody(visit: Visit, site: Site, *, scripts: bool) -> None:
    """On a shared computer, the next person presses Back."""
    visitor = visit(scripts=scripts)
    visitor.sign_in("navigator", site.password)
    with visitor.leaving():
        visitor.page.locator("main .who a").first.click()
    name = visitor.page.locator(".person h1, .person h2, .person p").first.inner_text()
    visitor.page.locator("details.menu summary").click()
    visitor.press("Sign out")
    password = visitor.page.get_by_label("Password")
    password.wait_for()
    for _ in range(3):
        visitor.page.go_back()
        password.wait_for()
        assert name not in visitor.page.content()
