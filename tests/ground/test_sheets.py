"""A name in a file for a spreadsheet stays a name."""

import pytest

from core.sheets import as_words


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_name_that_begins_like_a_formula_is_told_as_words(first: str):
    assert as_words(f"{first}HYPERLINK(1)") == f"'{first}HYPERLINK(1)"


def test_any_other_name_is_told_as_it_is():
    for name in ("Rosa", "", "'Aisha", "7 = 7"):
        assert as_words(name) == name
