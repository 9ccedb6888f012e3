"""Can somebody work through a list without a mouse, and switch the keys off?"""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
FOCUSED = "document.activeElement.textContent.trim()"


def test_the_first_tab_leads_past_the_bar(visit: Visit) -> None:
    visitor = visit()
    visitor.goto("/styleguide/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()


def test_j_and_k_walk_the_list_and_x_picks(visit: Visit) -> None:
    visitor = visit()
    visitor.goto("/styleguide/")
    for key, name in (("j", "Rosa Delgado"), ("j", "Thanh Nguyen"), ("k", "Rosa Delgado")):
        visitor.page.keyboard.press(key)
        assert visitor.page.evaluate(FOCUSED) == name
    visitor.page.keyboard.press("x")
    expect(visitor.page.locator(".wl tbody input:checked")).to_have_count(1)


def test_letters_typed_into_a_field_are_letters(visit: Visit) -> None:
    visitor = visit()
    visitor.goto("/styleguide/")
    visitor.page.focus("#id_empty-phone")
    visitor.page.keyboard.type("jjx")
    assert visitor.page.input_value("#id_empty-phone") == "jjx"


def test_who_switched_the_keys_off_is_left_alone(visit: Visit) -> None:
    visitor = visit()
    visitor.goto("/styleguide/")
    visitor.page.evaluate("document.documentElement.dataset.keys = 'off'")
    visitor.page.keyboard.press("j")
    assert visitor.page.evaluate(FOCUSED) != "Rosa Delgado"


def test_a_question_mark_tells_what_the_keys_do(visit: Visit) -> None:
    visitor = visit()
    visitor.goto("/styleguide/")
    visitor.page.keyboard.press("?")
    expect(visitor.page.locator("#keys-help dl")).to_be_visible()
