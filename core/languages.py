"""Which languages are spoken here, and what is each called on this page?"""

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, to_locale

# What most families in the United States speak at home; a directory may bring others by their codes.
SPOKEN = (
    "en", "es", "am", "ar", "bn", "de", "fa", "fr", "gu", "hi", "hmn", "ht", "it", "ja", "km", "kn",
    "ko", "mam", "my", "ne", "nv", "pa", "pl", "ps", "pt", "quc", "ru", "sk", "so", "sw", "ta", "te",
    "ti", "tl", "uk", "ur", "vi", "yi", "yue", "zh", "ase",
)  # fmt: skip

_UNLISTED = {"mam": "Mam", "ase": "American Sign Language (ASL)"}  # where the tables have no name


def language_name(code: str) -> str:
    """Where it stands alone, in the language of the page: Spanish, Español. A code that nobody knows stays."""
    name = language_within(code)
    return name[:1].upper() + name[1:]


def language_within(code: str) -> str:
    """Within a sentence: "se habla español", where a capital would be wrong."""
    return _names(get_language() or "en").get(code, code)


def spoken_choices(also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """English and Spanish first, then by name. `also`: what is said already, so that no form forgets it."""
    named = [(code, language_name(code)) for code in dict.fromkeys([*SPOKEN, *also])]
    return named[:2] + sorted(named[2:], key=lambda pair: pair[1].casefold())


def page_language(code: str) -> str:
    """The language in which we can show a page or read words to somebody who speaks `code`."""
    return code if code in dict(settings.LANGUAGES) else "en"


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    return {**_UNLISTED, **Locale.parse(to_locale(language)).languages}
