"""How is a name written that a directory shouts in capitals?"""

import re

# Short words are told from initials by this list alone; a name it spoils can be edited by its owner.
INITIALS = frozenset(
    [
        "AARP",
        "ACLU",
        "AIDS",
        "ASL",
        "CCSF",
        "DMV",
        "ESL",
        "GED",
        "HIV",
        "II",
        "III",
        "IRS",
        "IV",
        "LGBT",
        "LGBTQ",
        "NAACP",
        "NAMI",
        "SF",
        "SPCA",
        "SRO",
        "SSI",
        "TTY",
        "UCSF",
        "USA",
        "USF",
        "VA",
        "WIC",
        "YMCA",
        "YWCA",
    ]
)
SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "del",
        "el",
        "for",
        "from",
        "in",
        "la",
        "las",
        "los",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "y",
    ]
)


def calm(name: str) -> str:
    """ "30TH STREET SENIOR CENTER" is 30th Street Senior Center; a name with small letters stays."""
    if name != name.upper() or not re.search(r"[A-Z]{3}", name):
        return name
    words = name.split()
    return " ".join(_word(word, first=number == 0) for number, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    bare = word.strip("()[],.;:\"'")
    if bare in INITIALS or re.fullmatch(r"\([A-Z]+\)[,.]?|([A-Z]\.)+,?", word):
        return word
    if bare.lower() in SMALL and not first:
        return word.lower()
    if len(bare) > 1 and not re.search(r"[AEIOUY\d]", bare):
        return word  # nobody can say it, so it is initials
    return re.sub(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?", _capital, word)


def _capital(match: re.Match[str]) -> str:
    """O'CONNELL is O'Connell, MOTHER'S is Mother's, and the TH of 30TH is small."""
    letters = match[0]
    if match.start() and match.string[match.start() - 1].isdigit():
        return letters.lower()
    if re.match(r"[OD]['\u2019]\w\w", letters):
        return letters[:2] + letters[2:].capitalize()
    return letters.capitalize()
