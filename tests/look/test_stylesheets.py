"""Do the stylesheets keep to what old machines know, and to both directions of writing?"""

import re
from pathlib import Path

import pytest

from tests.architecture.source import APPS
from tests.look.stylesheets import ROOT, stylesheets, without_comments

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?"
    r"(?:top|right|bottom|left)(?:-(?:color|width|style|radius|left-radius|right-radius))?\s*:"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:"
    r"|:\s*(?:left|right)\s*[;}]"
)
MEDIA = re.compile(r"@media[^{]*")
TOO_NEW = re.compile(r"color-mix\(|oklch\(|light-dark\(|@container|^\s*&", re.M)
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|\bhsla?\(")
RULE = re.compile(r"([^{};]+)\{")
WRITTEN_BY_DJANGO = {"errorlist"}
MAY_NAME_COLOURS = {"tokens.css", "print.css"}


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_arabic_readers_get_the_mirrored_page(path: Path) -> None:
    css = MEDIA.sub("", without_comments(path))
    assert PHYSICAL.findall(css) == []


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_a_windows_8_laptop_understands_it(path: Path) -> None:
    assert TOO_NEW.findall(without_comments(path)) == []


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_everything_is_in_a_layer(path: Path) -> None:
    css = without_comments(path)
    css = css.replace("@layer tokens, base, layout, components, pages, print;", "").strip()
    assert css.startswith("@layer")
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_colours_are_named_in_one_place(path: Path) -> None:
    if path.name not in MAY_NAME_COLOURS:
        assert COLOUR.findall(without_comments(path)) == []


def test_every_colour_asked_for_exists() -> None:
    css = "".join(without_comments(path) for path in stylesheets())
    made = set(re.findall(r"(--[\w-]+)\s*:", css))
    asked = set(re.findall(r"var\((--[\w-]+)", css))
    assert asked - made == set()


def test_every_stylesheet_is_loaded_by_the_pages() -> None:
    head = (ROOT / "templates" / "includes" / "head.html").read_text()
    assert re.findall(r"css/([\w-]+\.css)", head) == [
        "tokens.css",
        "base.css",
        "layout.css",
        "components.css",
        "components-lists.css",
        "pages.css",
        "print.css",
    ]
    assert {path.name for path in stylesheets()} == set(re.findall(r"css/([\w-]+\.css)", head))


def test_nobody_downloads_the_look_of_what_no_page_has() -> None:
    css = "".join(without_comments(path) for path in stylesheets())
    styled = {name for rule in RULE.findall(css) for name in re.findall(r"\.([a-z][\w-]*)", rule)}
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    code = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    written = {word for path in (*pages, *code) for word in re.findall(r"[\w-]+", path.read_text())}
    nowhere = {name for name in styled if name.removeprefix("tone-") not in written}
    assert nowhere - WRITTEN_BY_DJANGO == set()
