"""Can a tired parent read what we write to them?"""

import re
from pathlib import Path

import polib
import pytest

from people.words.readability import is_plain, reading
from tests.look.stylesheets import ROOT

TEMPLATES = ROOT / "templates"
TAGS = re.compile(
    r"{% translate ([\"'])(?P<line>.+?)\1|{% blocktranslate[^%]*%}(?P<block>.+?){% (?:end|plural)",
    re.S,
)
FILLED = re.compile(r"{{[^}]*}}|%\([a-z_]+\)[sd]")


def family_pages() -> list[Path]:
    """What families see: their own page, the handout, the texts and e-mails to them."""
    named = [path for path in TEMPLATES.rglob("*") if "family" in path.name and path.is_file()]
    inside = [path for path in TEMPLATES.rglob("*") if "family" in path.parent.name]
    handouts = [path for path in TEMPLATES.rglob("handout*") if path.is_file()]
    return sorted({*named, *inside, *handouts})


def sentences(path: Path) -> list[str]:
    found = (match["line"] or match["block"] for match in TAGS.finditer(path.read_text()))
    return [FILLED.sub("Ann", " ".join(text.split())) for text in found]


@pytest.mark.parametrize("path", family_pages(), ids=lambda path: path.name)
def test_a_family_page_is_plain_in_english(path: Path) -> None:
    text = ". ".join(line.rstrip(".") for line in sentences(path))
    assert not text or is_plain(text, "en"), (reading(text, "en").grade, text)


@pytest.mark.parametrize("path", family_pages(), ids=lambda path: path.name)
def test_a_family_page_is_plain_in_spanish(path: Path) -> None:
    catalog = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
    spanish = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalog))}
    raw = (match["line"] or match["block"] for match in TAGS.finditer(path.read_text()))
    said = [FILLED.sub("Ana", spanish.get(" ".join(text.split()), "")) for text in raw]
    text = ". ".join(line.rstrip(".") for line in said if line)
    assert not text or is_plain(text, "es"), (reading(text, "es").ease, text)


def test_plain_words_pass_and_a_lawyers_sentence_does_not() -> None:
    assert is_plain(
        "Did you get the food? Yes, I got it. Not yet. It did not work out. "
        "Only people who are helping you can see this.",
        "en",
    )
    assert is_plain(
        "¿Recibió la comida? Sí, la recibí. Todavía no. No funcionó. "
        "Solo las personas que le ayudan pueden ver esto.",
        "es",
    )
    assert not is_plain(
        "By proceeding, you authorize the disclosure of protected information to participating "
        "organizations for care coordination and acknowledge possible redisclosure.",
        "en",
    )
    assert not is_plain(
        "Al continuar, usted autoriza la divulgación de información protegida a organizaciones "
        "comunitarias participantes con fines de coordinación de la atención.",
        "es",
    )


def test_syllables_are_counted_as_people_say_them() -> None:
    assert [reading(word, "en").syllables for word in ("help", "table", "family", "asked")] == [
        1,
        2,
        3,
        1,
    ]
    assert [reading(word, "es").syllables for word in ("ayuda", "todavía", "sí", "recibió")] == [
        3,
        4,
        1,
        3,
    ]
