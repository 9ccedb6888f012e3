"""Are all words found, and are translations kept when words around them change?"""

from pathlib import Path

import polib

from core.management.commands.extract_messages import Message, catalog, found_in, merged

PAGE = """{% load i18n %}
<c-button aria-label="{% translate 'Send' context 'verb' %}">
    {% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
</c-button>
"""
CODE = 'from django.utils.translation import gettext as _\nsentence = _("Ask " "first.")\n'


def project(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "words.py").write_text(CODE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text('_("A test speaks to nobody")')
    return tmp_path


def test_contexts_plurals_templates_and_code_are_all_found(tmp_path: Path) -> None:
    assert merged(found_in(project(tmp_path))) == [
        Message("%(n)s day", plural="%(n)s days"),
        Message("Ask first."),
        Message("Send", context="verb"),
    ]


def test_a_translation_is_kept_and_an_unsaid_sentence_is_dropped() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Send", msgctxt="verb", msgstr="Enviar"))
    old.append(polib.POEntry(msgid="Send", msgstr="Envío"))
    old.append(polib.POEntry(msgid="Nobody says this", msgstr="Nadie"))
    new = catalog("es", [Message("Send", context="verb"), Message("Today")], old)
    assert [(entry.msgid, entry.msgstr) for entry in new] == [("Send", "Enviar"), ("Today", "")]


def test_arabic_has_its_six_forms_and_keeps_them() -> None:
    old = polib.POFile()
    said = {form: f"form {form}" for form in range(6)}
    old.append(polib.POEntry(msgid="a day", msgid_plural="days", msgstr_plural=said))
    new = catalog("ar", [Message("a day", plural="days")], old)
    assert new[0].msgstr_plural == said
    assert "nplurals=6" in new.metadata["Plural-Forms"]


def test_writing_twice_changes_nothing() -> None:
    messages = [Message("%(day)s, %(time)s"), Message("Today")]
    once = str(catalog("es", messages, polib.POFile()))
    assert str(catalog("es", messages, polib.pofile(once))) == once
