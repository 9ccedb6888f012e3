"""Below the words somebody signs with a finger, a pen or the mouse: what is drawn is what is sent."""

from collections.abc import Callable

from playwright.sync_api import expect

from people.signatures import is_drawing
from tests.browser.pages import shows_the_words
from tests.browser.places import Places
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_what_is_drawn_is_numbers_and_can_be_drawn_again(visit: Visit, places: Places) -> None:
    visitor = visit("navigator")
    visitor.goto("/people/{person}/agree/".format(**places))
    with visitor.leaving():
        shows_the_words(visitor, places)
    pad, field = visitor.page.locator("[data-sign] > svg"), visitor.page.locator("[name=signature]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box, "the pad is not there"
    mouse = visitor.page.mouse
    for start in (20, 120):
        mouse.move(box["x"] + start, box["y"] + 20)
        mouse.down()
        mouse.move(box["x"] + start + 60, box["y"] + 60, steps=4)
        mouse.up()
    drawn = field.input_value()
    assert drawn.count("M") == 2
    assert is_drawing(drawn)
    assert pad.locator("path").get_attribute("d") == drawn
    visitor.page.locator("[data-clear]").click()
    expect(field).to_have_value("")
