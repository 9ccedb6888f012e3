"""The rules of the house that a linter cannot know (docs: CONTRIBUTING.md)."""

import ast
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps

from people.words.codes import LOOK_WORDS
from tests.architecture.source import APPS, ROOT, attributes, calls, files, place, tree
from tests.page_rules import breaches

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 200
OURS = (*APPS, "config")
WAYS_IN = {"adapter", "views", "api", "api_needs", "api_rights", "scim", "tasks", "management"}
FOREIGN_KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
ALLOWED_STRINGS = {"self"}
NARROWING = {"visible_to", "received_by"}  # each takes the actor


def way_in(path: Path) -> bool:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] == "config" or bool(WAYS_IN & set(parts))


def test_the_folders_the_settings_and_the_linter_name_the_same_apps() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/apps.py")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert folders == set(APPS)
    assert set(contracts["root_packages"]) == {*APPS, "config"}


def longer_than(limit: int, paths: Iterable[Path]) -> list[str]:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path.relative_to(ROOT)}:{n}" for path, n in lengths.items() if n > limit]


def test_a_file_can_be_read_in_one_sitting() -> None:
    assert not longer_than(LONGEST_FILE, files(*OURS, "tests", "scripts", "benchmarks"))


def test_a_template_can_be_read_in_one_sitting() -> None:
    assert not longer_than(LONGEST_TEMPLATE, (ROOT / "templates").rglob("*.html"))


def test_a_time_of_day_is_said_by_one_filter() -> None:
    """`clock_words`, `moment_words` or `written_moment`: else a page says 2:30 p.m. and the next one 14:30."""
    says = re.compile(
        r"\btime_format\(|[\"'](?:DATE)?TIME_FORMAT[\"']|\|(?:date|time):\"[^\"]*[gGhHPi]\b"
    )
    look = ROOT / "core" / "templatetags" / "look.py"
    there = [*files(*OURS), *(one for one in (ROOT / "templates").rglob("*") if one.is_file())]
    assert [path for path in there if says.search(path.read_text(encoding="utf-8"))] == [look]


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{place(path, node)} {node.name}"
        for path in files(*OURS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_every_module_opens_with_the_question_it_answers() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files(*OURS)
        if tree(path).body and path.name != "__init__.py" and not ast.get_docstring(tree(path))
    ]
    assert not [path for path in silent if not path.endswith("apps.py")]


def test_a_reference_between_our_apps_is_an_import_the_linter_can_see() -> None:
    hidden = [
        place(path, call)
        for path in files(*APPS)
        for call in calls(path)
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in FOREIGN_KEYS
        for target in [*call.args[:1], *(word.value for word in call.keywords if word.arg == "to")]
        if isinstance(target, ast.Constant)
        and isinstance(target.value, str)
        and target.value not in ALLOWED_STRINGS
    ]
    assert not hidden


def test_no_task_waits_in_the_broker() -> None:
    """An eta beyond the visibility timeout runs the task again and again: due work is a row."""
    waiting = [
        place(path, call)
        for path in files(*OURS)
        for call in calls(path)
        if {"countdown", "eta"} & {word.arg for word in call.keywords}
    ]
    assert not waiting


def test_only_a_way_in_looks_at_the_clock() -> None:
    """`timezone.localtime(moment)` only converts; `timezone.localtime()` looks."""
    looking = [
        place(path, call)
        for path in files(*APPS)
        if not way_in(path)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and getattr(call.func.value, "id", "") in {"timezone", "datetime", "date", "time"}
        and (
            call.func.attr in {"now", "utcnow", "today", "time"}
            or (call.func.attr in {"localtime", "localdate"} and not call.args)
        )
    ]
    assert not looking


def test_a_page_reads_only_what_its_reader_may_see() -> None:
    """In views and the API, `.objects` of a scoped model is followed by `.visible_to(...)`."""
    scoped = {m.__name__ for m in apps.get_models() if hasattr(m._default_manager, "visible_to")}
    assert {"Person", "Referral", "Need"} <= scoped
    unscoped = []
    for path in files(*APPS):
        if not {"views", "api", "api_needs", "api_rights", "scim"} & set(
            path.with_suffix("").parts
        ):
            continue
        narrowed = {id(node.value) for node in attributes(path) if node.attr in NARROWING}
        unscoped += [
            place(path, node)
            for node in attributes(path)
            if node.attr in {"objects", "_default_manager", "_base_manager"}
            and getattr(node.value, "id", "") in scoped
            and id(node) not in narrowed
        ]
    assert not unscoped


def test_apps_do_not_know_the_wiring() -> None:
    knowing = [
        place(path, node)
        for path in files(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.split(".")[0] in {"config", "tests"}
    ]
    assert not knowing


@pytest.mark.parametrize(
    "page",
    ["<c-card>x</c-card>", "{% icon %}", '<p style="color:red">', '<a onclick="x()">', "<script>1"],
)
def test_a_page_that_breaks_the_rules_is_seen(page: str) -> None:
    assert breaches(page)
    assert breaches(f"<html><h1>a</h1><h1>b</h1>{page}")


def test_a_page_as_it_should_be_is_let_by() -> None:
    data = '<script type="application/json">{"a": 1}</script><script src="/static/x.js"></script>'
    assert not breaches(f"<html><h1>Today</h1>{data}<p>c-card &lt;c-card&gt;</p></html>")


def test_the_list_of_who_saw_what_has_words_for_every_look() -> None:
    looks = {
        word.value.value
        for path in files(*APPS)
        for call in calls(path)
        for word in call.keywords
        if word.arg == "what"
        and isinstance(word.value, ast.Constant)
        and "." in str(word.value.value)
    }
    assert len(looks) > 20
    assert not looks - set(LOOK_WORDS)
