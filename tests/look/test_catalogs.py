"""Spanish is complete: every sentence, every plural, every placeholder; and the catalogs are fresh."""

import ast
import re
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command

from core.management.commands.extract_messages import KEYWORDS, sources
from people.words.readability import is_plain

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
SPANISH = polib.pofile(str(Path(settings.BASE_DIR) / "locale/es/LC_MESSAGES/django.po"))


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_its_spanish():
    assert [entry.msgid for entry in SPANISH.untranslated_entries()] == []
    assert [entry.msgid for entry in SPANISH.fuzzy_entries()] == []


def test_no_translation_loses_or_invents_what_is_filled_in():
    wrong = []
    for entry in SPANISH:
        allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(
            PLACEHOLDER.findall(entry.msgid_plural or "")
        )
        needed = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        last = set(PLACEHOLDER.findall(said(entry)[-1]))
        if needed != last or not all(set(PLACEHOLDER.findall(s)) <= allowed for s in said(entry)):
            wrong.append(entry.msgid)
    assert wrong == []


def test_what_families_read_in_spanish_is_plain():
    """Fernández-Huerta ease of 70 or more over each page: a smoke alarm, not a proof."""
    hard = []
    for page in sorted(Path(settings.BASE_DIR).glob("templates/referrals/family_*.html")):
        source = page.read_text()
        sentences = [said(e)[0] for e in SPANISH if e.msgid in source and len(e.msgid) > 20]
        if sentences and not is_plain(". ".join(sentences), "es"):  # a link is one by itself
            hard.append(page.name)
    assert hard == []


def test_the_catalogs_hold_what_the_pages_say():
    call_command("extract_messages", "--check")


def test_a_sentence_is_found_by_whatever_name_gettext_goes_in_a_module():
    """Under a name that nobody looks for, it would stay English in every language, and no other test would see it."""
    root, unknown = Path(settings.BASE_DIR), []
    for path in sources(root, "*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                names = {one.asname or one.name for one in node.names if one.name in KEYWORDS}
                unknown += [f"{path.name}: {name}" for name in names - set(KEYWORDS)]
    assert unknown == []
