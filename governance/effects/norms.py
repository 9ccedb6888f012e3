"""How do partners change the norms by which they work, and how is the change read aloud?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from governance.effects.registry import Aloud, Change, Text
from governance.lifecycle import Area
from governance.models.norms import Norms

KIND, KEY = "norms", "text"
LONGEST = 8000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text against an earlier one."""

    words: str
    is_new: bool = False
    is_gone: bool = False


def differences(before: str, after: str) -> Iterator[Line]:
    """Line by line: what went stands before what came in its place."""
    old, new = before.splitlines(), after.splitlines()
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield from (Line(words) for words in old[a:b])
        else:
            yield from (Line(words, is_gone=True) for words in old[a:b])
            yield from (Line(words, is_new=True) for words in new[c:d])


def area(_change: Change) -> Area:
    return Area.NORMS


def before(network_id: UUID, _changes: Sequence[Change], _at: datetime) -> dict[str, Any]:
    now = Norms.objects.in_force(network_id)
    return {KEY: now.text if now else ""}


def check(_network_id: UUID, changes: Sequence[Change], _at: datetime) -> list[Text]:
    if len(changes) > 1 or any(one.key != KEY for one in changes):
        return [_("The norms are one text.")]
    text = changes[0].after
    if not isinstance(text, str) or not text.strip():
        return [_("Write the norms as they shall be.")]
    if len(text) > LONGEST:
        return [_("The norms are too long to be read. Keep them under 8,000 letters.")]
    return []


def aloud(change: Change) -> Aloud:
    return lines_aloud(_("Teaming norms"), change.before, change.after)


def lines_aloud(what: Text, before: str | None, after: str | None) -> Aloud:
    """Of a text, what goes and what comes; a line that stays is not read again."""
    lines = list(differences(before or "", after or ""))
    gone = " / ".join(one.words for one in lines if one.is_gone and one.words.strip())
    new = " / ".join(one.words for one in lines if one.is_new and one.words.strip())
    nothing = _("nothing")
    return Aloud(what, gone or nothing, new or nothing)
