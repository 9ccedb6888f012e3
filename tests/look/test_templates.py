"""Do the templates keep what the CSP, the components and the translators rely on?"""

import re
from pathlib import Path

import pytest

from tests.look.stylesheets import ROOT

TEMPLATES = ROOT / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
COMPONENTS = {
    "button",
    "field",
    "status_tag",
    "card",
    "next_card",
    "choice",
    "notice",
    "empty_state",
    "tabs",
    "filter_bar",
    "pagination",
    "person_header",
    "tracker",
    "timeline",
    "table",
}
INLINE = re.compile(r"\s(?:style|on[a-z]+)\s*=\s*[\"']|<style\b|javascript:", re.I)
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.I)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.S)


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_is_written_that_the_content_security_policy_refuses(path: Path) -> None:
    html = COMMENT.sub("", path.read_text())
    assert INLINE.findall(html) == []
    assert INLINE_SCRIPT.findall(html) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    loads = re.findall(r"(?:src|<link[^>]*href)=[\"'](https?:)?//", path.read_text())
    assert loads == []


def test_there_are_fifteen_components_and_each_begins_with_its_signature() -> None:
    files = sorted((TEMPLATES / "cotton").rglob("*.html"))
    assert {path.stem for path in files} == COMPONENTS
    for path in files:
        assert path.read_text().startswith("<c-vars "), path.stem


def test_every_component_used_exists() -> None:
    for path in PAGES:
        used = re.findall(r"<c-([a-z-]+)", path.read_text())
        unknown = {tag.replace("-", "_") for tag in used} - COMPONENTS - {"vars", "slot"}
        assert not unknown, f"{name(path)} uses {unknown}"
