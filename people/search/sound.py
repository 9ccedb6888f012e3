"""What does a name sound like? One key as an English ear hears it and one as a Spanish ear does.

Soundex hears only English: it tells Jiménez from Ximénez and Baca from Vaca. Ours works like
this. Each ear rewrites spellings that it cannot tell apart into one capital letter, in the order
of its table. Then vowels and silent letters go, except that a name which begins with a vowel
begins with `A`, and letters that repeat are said once. Two names are alike when they share a key
of either ear: so Kelly meets Kely in English, and Guillermo meets Giyermo in Spanish.
"""

import re
import unicodedata
from collections.abc import Iterable

# Spellings that both ears hear as one.
_BOTH = (
    ("sch", "X"), ("tch", "X"), ("ch", "X"), ("sh", "X"), ("ph", "F"), ("ck", "K"), ("qu", "K"),
    ("th", "T"), ("kn", "N"), ("wr", "R"), ("ce", "Se"), ("ci", "Si"), ("cy", "Sy"), ("z", "S"),
    ("c", "K"), ("q", "K"), ("x", "S"),
)  # fmt: skip
_ENGLISH = (("dge", "Je"), ("gh", ""), ("ge", "Je"), ("gi", "Ji"), ("gy", "Jy"), *_BOTH, ("v", "F"))
_SPANISH = (
    # `x` at the beginning of a name, soft `g`, `j` and `h` before a vowel are one breath.
    ("^x", "J"), ("gue", "Ge"), ("gui", "Gi"), ("ge", "Je"), ("gi", "Ji"), ("ll", "Y"),
    ("^y", "Y"), ("v", "B"), ("w", "B"), ("nh", "N"), ("ny", "N"), ("ñ", "N"), ("mb", "nb"), ("mp", "np"),
    *_BOTH,
)  # fmt: skip
_SILENT = frozenset("AEIOUHYW")


def fold(name: str) -> str:
    """Lower case, without accents, marks and joints: García-López and garcia lopez are one. `ñ` stays."""
    if name.isascii():
        return name.lower()
    kept = name.casefold().replace("ñ", "\0")
    bare = "".join(c for c in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(c))
    return bare.replace("\0", "ñ")


def parts(name: str) -> list[str]:
    """The words of a name; an apostrophe or a full stop inside one is not a joint (O'Neil, d.J.)."""
    joined = re.sub(r"(?<=\w)['’`.](?=\w)", "", fold(name))
    return re.findall(r"[^\W\d_]+", joined)


def plain(part: str) -> str:
    """As typed on a keyboard without `ñ`."""
    return part.replace("ñ", "n")


def sounds(part: str) -> frozenset[str]:
    """The keys of both ears; none for a script that neither ear reads."""
    if not plain(part).isascii():
        return frozenset()
    return frozenset(_heard(part, table) for table in (_ENGLISH, _SPANISH)) - {""}


def _heard(part: str, table: Iterable[tuple[str, str]]) -> str:
    for spelling, sound in table:
        if not spelling.startswith("^"):
            part = part.replace(spelling, sound)
        elif part.startswith(spelling[1:]):
            part = sound + part[len(spelling) - 1 :]
    said = part.upper()
    first = "A" if said[:1] in _SILENT - {"Y", "W"} else said[:1]
    rest = "".join(letter for letter in said[1:] if letter not in _SILENT)
    return re.sub(r"(.)\1+", r"\1", first + rest)


def distance(one: str, other: str) -> int:
    """How many slips of the finger apart: a letter more, less, other, or two in the wrong order."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other):
            fewest = last[j] + (a != b)
            if row[j] < fewest:
                fewest = row[j] + 1
            if last[j + 1] < fewest:
                fewest = last[j + 1] + 1
            if i > 1 and j and a == other[j - 1] and b == one[i - 2]:
                fewest = min(fewest, before[j - 1] + 1)
            row.append(fewest)
        before, last = last, row
    return last[-1]
