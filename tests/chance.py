"""Does somebody's word stand in a text, and not by chance within an id, a token or a microsecond?"""

import re


def stands_in(said: str, words: str) -> bool:
    """Four digits stand by chance in one of thirty pages; they count where no other sign touches them."""
    if not words.isdigit():
        return words in said
    return re.search(rf"(?<![\w.-]){words}(?!\w)", said) is not None
