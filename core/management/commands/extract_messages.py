"""Which sentences wait for a translation? Writes them from code and templates into the catalogs.

Babel reads Python, Django's own `templatize` turns templates into Python; no gettext is needed on
the machine. The files say nothing that changes by itself: no dates, no line numbers, sorted.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import templatize

KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "_now": None,  # `gettext`, where a module has `gettext_lazy` as `_`
    "_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LANGUAGES = ("es", "ar")
NOT_OURS = {".venv", ".local", "tests", "benchmarks", "scripts", "staticfiles", "docs"}


@dataclass(frozen=True, order=True)
class Message:
    """One sentence; `context` tells two uses of the same words apart."""

    text: str
    context: str = ""
    plural: str = ""


class Command(BaseCommand):
    help = "Bring locale/*/LC_MESSAGES/django.po up to date with the words in code and templates."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        messages = merged(found_in(root))
        stale = [
            language
            for language in LANGUAGES
            if _is_stale(root, language, messages, write=not check)
        ]
        if check and stale:
            raise CommandError(f"Catalogs are stale: {', '.join(stale)}. Run extract_messages.")
        self.stdout.write(f"{len(messages)} messages; changed: {', '.join(stale) or 'none'}")


def _is_stale(root: Path, language: str, messages: list[Message], *, write: bool) -> bool:
    path = root / "locale" / language / "LC_MESSAGES" / "django.po"
    old = path.read_text() if path.exists() else ""
    new = f"{catalog(language, messages, polib.pofile(old) if old else polib.POFile())}\n"
    if new != old and write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new)
    return new != old


def catalog(language: str, messages: Iterable[Message], old: polib.POFile) -> polib.POFile:
    """The new catalog: translations are kept, what nobody says any more is dropped."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    plural = get_plural(language)
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Project-Id-Version": "Porchlight",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={plural.num_plurals}; plural={plural.plural_expr};",
    }
    for message in messages:
        before = known.get((message.context, message.text))
        new.append(_entry(message, before, plural.num_plurals))
    return new


def _entry(message: Message, before: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        said = before.msgstr_plural if before else {}
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {form: said.get(form, "") for form in range(forms)}
    elif before:
        entry.msgstr = before.msgstr
    if "%(" in message.text:
        entry.flags = ["python-format"]
    return entry


def merged(messages: Iterable[Message]) -> list[Message]:
    """One entry for one sentence, in a fixed order; the one with a plural wins."""
    by_key: dict[tuple[str, str], Message] = {}
    for message in messages:
        key = (message.text, message.context)
        by_key[key] = max(message, by_key.get(key, message))
    return [by_key[key] for key in sorted(by_key)]


def found_in(root: Path) -> Iterator[Message]:
    for path in sources(root, "*.py"):
        yield from _in_python(path.read_text())
    for folder in (root / "templates", *root.glob("*/templates")):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt"}:
                yield from _in_template(path.read_text(), origin=str(path))


def sources(root: Path, pattern: str) -> list[Path]:
    return sorted(
        path
        for path in root.rglob(pattern)
        if not NOT_OURS & set(path.relative_to(root).parts) and "migrations" not in path.parts
    )


def _in_template(source: str, *, origin: str) -> Iterator[Message]:
    """`templatize` keeps the indentation of the HTML, which means nothing in Python."""
    code = templatize(source, origin=origin)
    yield from _in_python("\n".join(line.strip() for line in code.splitlines()))


def _in_python(source: str) -> Iterator[Message]:
    code = io.BytesIO(source.encode())
    for _line, said, _comments, context in extract("python", code, keywords=KEYWORDS):
        text, plural = said if isinstance(said, tuple) else (said, "")
        if text:
            yield Message(text=text, context=context or "", plural=plural or "")
