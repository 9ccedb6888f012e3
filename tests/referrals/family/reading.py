"""What a family reads on its page, and how it taps."""

import re
from datetime import timedelta
from html import unescape

from django.test import Client

WEEK = timedelta(days=7)
WORD = "Blue Kite"
NAMES_SOMETHING = ("Rosa", "Delgado", "Eastside", "Riverside", "Pantry", "Food", "food", "box")


def seen(response: object) -> str:
    """What a person reads: no tags."""
    body = response.content.decode()
    shown = re.sub(r"<(script|style|title|head)\b.*?</\1>|<[^>]+>", "\n", body, flags=re.DOTALL)
    return unescape(re.sub(r"\s*\n\s*", "\n", shown))


def asked(phone: Client, url: str) -> dict[str, str]:
    """The hidden fields of the question on the page."""
    page = phone.get(url).content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("need", "stamp")
    }


def tap(phone: Client, url: str, said: str) -> object:
    return phone.post(f"{url}answer/", {**asked(phone, url), "answer": said}, follow=True)


def past_the_word(phone: Client, url: str) -> object:
    return phone.post(f"{url}word/", {"word": WORD}, follow=True)
