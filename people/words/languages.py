"""Which languages do families here speak, and what is each called on this page?"""

from functools import lru_cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, to_locale

# The languages that most families in the United States speak at home; others are added by code.
SPOKEN = (
    "en", "es", "am", "ar", "bn", "de", "fa", "fr", "gu", "hi", "hmn", "ht", "it", "ja", "ko", "kn",
    "mam", "my", "ne", "nv", "pa", "pl", "ps", "pt", "quc", "ru", "so", "sw", "ta", "te", "ti",
    "tl", "uk", "ur", "vi", "yue", "zh", "ase",
)  # fmt: skip

_UNLISTED = {"mam": "Mam", "ase": "American Sign Language (ASL)"}  # where the tables have no name


def language_name(code: str) -> str:
    """In the language of the page: Spanish, español. A code that nobody knows stays as it is."""
    return _names(get_language() or "en").get(code, code)


def spoken_choices() -> list[tuple[str, str]]:
    """English and Spanish first, then by name."""
    named = [(code, language_name(code)) for code in SPOKEN]
    return named[:2] + sorted(named[2:], key=lambda pair: pair[1].casefold())


def page_language(code: str) -> str:
    """The language in which we can show a page or read words to somebody who speaks `code`."""
    return code if code in dict(settings.LANGUAGES) else "en"


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    names = {**_UNLISTED, **Locale.parse(to_locale(language)).languages}
    return {code: name[:1].upper() + name[1:] for code, name in names.items()}
