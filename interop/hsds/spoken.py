"""Which languages does a cell name, however it was typed?"""

import re

_SPOKEN = {
    "en": "english",
    "es": "spanish español castilian",
    "am": "amharic",
    "ar": "arabic",
    "bn": "bengali bangla",
    "zh": "chinese cantonese mandarin",
    "fa": "farsi persian dari",
    "fr": "french",
    "de": "german",
    "ht": "haitian",
    "hi": "hindi",
    "hmn": "hmong",
    "ja": "japanese",
    "km": "khmer cambodian",
    "ko": "korean",
    "ne": "nepali",
    "ps": "pashto",
    "pl": "polish",
    "pt": "portuguese",
    "pa": "punjabi",
    "ru": "russian",
    "sk": "slovak",
    "so": "somali",
    "sw": "swahili",
    "tl": "tagalog filipino",
    "uk": "ukrainian",
    "ur": "urdu",
    "vi": "vietnamese",
    "yi": "yiddish",
    "ase": "asl",
}
CODES = {word: code for code, words in _SPOKEN.items() for word in words.split()}
_THREE_LETTERS = {
    "eng": "en",
    "spa": "es",
    "zho": "zh",
    "chi": "zh",
    "fra": "fr",
    "vie": "vi",
    "tgl": "tl",
}


def languages_in(name: str, code: str = "") -> set[str]:
    """ "Chinese Spanish Tagalog" is three; "None" is none. A code beside the name counts too."""
    found = {CODES[word] for word in re.findall(r"\w+", name.lower()) if word in CODES}
    if "sign language" in name.lower():
        found.add("ase")
    short = code.strip().lower().split("-")[0]
    short = _THREE_LETTERS.get(short, short)
    if short in _SPOKEN:
        found.add(short)
    return found
