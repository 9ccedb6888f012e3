"""Whoever follows a document arrives: its links, files, commands and options are there."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.architecture.source import APPS, ROOT

TODAY = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
# What was decided or changed then may name what has gone since; its links still lead somewhere.
THEN = [ROOT / "CHANGELOG.md", *sorted((ROOT / "docs/decisions").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
FOLDERS = "|".join([*APPS, "config", "docs", "locale", "scripts", "static", "templates", "tests"])
FILE = re.compile(rf"`((?:{FOLDERS})/[\w./-]+)`")
MADE = re.compile(r"\bmake ((?:[a-z]+ )*[a-z]+)(?=`|\s+#|$)", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z_]+)([^`\n#]*)")
OPTION = re.compile(r"--[a-z][a-z-]*")
DECISION = re.compile(r"\bdecision (\d+)\b|\bADR (\d+)\b")


def found(pattern: re.Pattern[str], paths: list[Path]) -> Iterator[tuple[Path, re.Match[str]]]:
    for path in paths:
        for match in pattern.finditer(path.read_text(encoding="utf-8")):
            yield path, match


def test_every_link_leads_to_a_file() -> None:
    nowhere = [
        f"{path.name}: {match[1]}"
        for path, match in found(LINK, [*TODAY, *THEN])
        if not (path.parent / match[1]).exists()
    ]
    assert not nowhere


def test_every_file_that_a_document_names_is_there() -> None:
    gone = [f"{p.name}: {m[1]}" for p, m in found(FILE, TODAY) if not (ROOT / m[1]).exists()]
    assert not gone


def test_every_decision_that_a_document_names_was_written_down() -> None:
    known = {int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md")}
    named = {int(match[1] or match[2]) for _path, match in found(DECISION, [*TODAY, *THEN])}
    assert named
    assert named <= known


def test_what_can_be_made_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {word for _path, match in found(MADE, TODAY) for word in match[1].split()}
    assert {"run", "test", "check"} <= named
    assert named <= targets


COMMANDS = sorted(
    {(match[1], tuple(OPTION.findall(match[2]))) for _path, match in found(COMMAND, TODAY)}
)


@pytest.mark.parametrize(("name", "options"), COMMANDS)
def test_every_command_that_a_document_names_takes_those_options(
    name: str, options: tuple[str, ...]
) -> None:
    command = load_command_class(get_commands()[name], name)
    known = command.create_parser("manage.py", name)._option_string_actions
    assert set(options) <= set(known)


def test_the_pythons_that_the_first_page_names_are_those_that_are_allowed() -> None:
    allowed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    least = re.search(r">=\s*(3\.\d+)", allowed)
    assert least
    assert f"You need Python {least[1]}" in (ROOT / "README.md").read_text()
