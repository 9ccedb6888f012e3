"""Is everybody whose work we ship named, with the licence?"""

import re
from pathlib import Path

import pytest

from screening.instruments.library import all_instruments

ROOT = Path(__file__).resolve().parents[2]
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
FLAT = " ".join(NOTICE.split())


def test_every_package_that_a_running_porchlight_needs_is_named_with_a_licence():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    needed = set(re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE))
    part = NOTICE.partition("notice.py: packages]")[2].partition("[end]")[0]
    named = set()
    for group in part.strip().split("\n\n"):
        licence, _, names = group.partition(":\n")
        assert licence.strip(), f"no licence for {names}"
        named |= set(re.findall(r"[A-Za-z0-9._-]+", names))
    assert needed == named, "run scripts/notice.py"


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda each: each.code)
def test_every_instrument_is_cited_with_whoever_holds_its_parts(instrument):
    assert instrument.citation in FLAT, "run scripts/notice.py"
    for section in instrument.sections:
        assert f"{section.licence.holder}: {section.licence.note}" in FLAT


@pytest.mark.parametrize(
    ("work", "licence"),
    [
        ("Atkinson Hyperlegible", "SIL Open Font License 1.1"),
        ("Fraunces", "SIL Open Font License 1.1"),
        ("Lucide", "ISC License"),
        ("Feather", "MIT License"),
        ("htmx", "0BSD"),
        ("LOINC", "https://loinc.org/license"),
        ("SDOH Clinical Care", "CC0"),
    ],
)
def test_fonts_icons_scripts_and_codes_are_named(work: str, licence: str):
    assert work in FLAT
    assert licence in FLAT.partition(work)[2]


def test_our_own_licence_is_apache_2():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
