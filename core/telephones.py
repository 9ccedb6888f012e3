"""What does a telephone dial of a number that somebody wrote down?"""

import re


def dialled(number: str | None) -> str:
    """The digits, with the plus of another country, without an extension; empty when words stand in it, or nothing."""
    said = (number or "").lower().partition("ext")[0]
    return "" if re.search("[a-z]", said) else re.sub(r"[^\d+]", "", said)
