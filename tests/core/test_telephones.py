"""Does one tap call the number that somebody wrote down?"""

import re
from pathlib import Path

import pytest

from core.telephones import dialled
from core.templatetags.look import telephone

BY_HAND = re.compile(r'"(?:tel|sms):(?!\{\{ [\w.]+\|dialled \}\}")')


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("415-861-5449 ext. 302", "4158615449"),
        ("(555) 010-0142", "5550100142"),
        ("+1 415 243 9301", "+14152439301"),
        ("611", "611"),
        ("1-800-GET-HELP", ""),
        ("see website", ""),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(written, digits):
    assert dialled(written) == digits


def test_a_number_that_nobody_can_dial_is_no_link():
    assert telephone("ask for <Rosa>") == "<bdi>ask for &lt;Rosa&gt;</bdi>"
    assert telephone("(555) 010-0142") == '<a href="tel:5550100142"><bdi>(555) 010-0142</bdi></a>'


def test_no_page_dials_a_number_with_its_spaces():
    pages = Path("templates").rglob("*.html")
    dialled_by_hand = {
        str(page) for page in pages if BY_HAND.search(page.read_text(encoding="utf-8"))
    }
    assert not dialled_by_hand
