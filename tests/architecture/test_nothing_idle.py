"""Nothing lies about that nobody uses: a name that stands in one place only is deleted, or was meant to be called."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import APPS, ROOT, files, place, tree

WORD = re.compile(r"\w+")
# Django and gunicorn read these modules by the names in them.
READ_BY_NAME = {"settings.py", "web.py", "apps.py", "formats.py"}


def words() -> Counter[str]:
    said: Counter[str] = Counter()
    for path in files(*APPS, "config", "scripts", "tests", "benchmarks", migrations=True):
        said.update(WORD.findall(path.read_text(encoding="utf-8")))
    for path in (ROOT / "templates").rglob("*.*"):
        said.update(WORD.findall(path.read_text(encoding="utf-8")))
    said.update(WORD.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    return said


def names(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """What a module offers: constants, functions and classes, and the questions that its objects answer."""
    for node in tree(path).body:
        if isinstance(node, ast.Assign):
            yield from ((node, one.id) for one in node.targets if isinstance(one, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node, node.target.id
        elif isinstance(node, ast.FunctionDef) and not is_registered(node):
            yield node, node.name
        elif isinstance(node, ast.ClassDef):
            yield from properties(node)


def is_registered(node: ast.FunctionDef) -> bool:
    """By its decorator (a rule, a receiver, a task ...); a mere transaction registers nothing."""
    said = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
    return bool(node.decorator_list) and "action" not in said


def properties(node: ast.ClassDef) -> Iterator[tuple[ast.stmt, str]]:
    for one in node.body:
        marks = getattr(one, "decorator_list", [])
        if isinstance(one, ast.FunctionDef) and [getattr(m, "id", "") for m in marks] == [
            "property"
        ]:
            yield one, one.name


def test_no_name_stands_in_one_place_only() -> None:
    said = words()
    idle = [
        f"{place(path, node)} {name}"
        for path in files(*APPS, "config")
        if path.name not in READ_BY_NAME
        for node, name in names(path)
        if said[name] == 1 and not name.startswith("__")
    ]
    assert not idle
