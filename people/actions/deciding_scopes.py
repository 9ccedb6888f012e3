"""Which facts shall partners share for a kind of help? Checked, read aloud, and kept beside the numbers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from governance.actions.policies import keep
from governance.effects.registry import Aloud, Change, Decision, Text
from governance.lifecycle import Area
from organizations.topic_words import CATEGORY_WORDS
from people.lifecycle import ALWAYS_SHARED, Fact
from people.scopes import CATEGORIES, PREFIX, scopes, spelled

KIND = "sharing"


def share(category: str, facts: Iterable[str]) -> Change:
    return Change(KIND, category, _in_order({*facts, *ALWAYS_SHARED}))


def area(_change: Change) -> Area:
    return Area.DATA


def before(network_id: UUID, changes: Sequence[Change], at: datetime) -> dict[str, Any]:
    known = scopes(network_id, at=at)
    return {one.key: _in_order(known.get(one.key, frozenset(Fact))) for one in changes}


def check(_network_id: UUID, changes: Sequence[Change], _at: datetime) -> list[Text]:
    if not {one.key for one in changes} <= CATEGORIES:
        return [_("Choose a kind of help from the list.")]
    if not all(_is_scope(one.after) for one in changes):
        return [_("Choose facts from the list. Name and language are always shared.")]
    return []


def aloud(change: Change) -> Aloud:
    what = _("Shared for this kind of help, at most: %(help)s")
    return Aloud(
        what % {"help": CATEGORY_WORDS[change.key]}, spelled(change.before), spelled(change.after)
    )


def bring_about(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    stands = before(decision.network_id, changes, at)
    keep(
        decision,
        {f"{PREFIX}{one.key}": one.after for one in changes},
        {f"{PREFIX}{key}": facts for key, facts in stands.items()},
        at,
    )


def _is_scope(facts: Any) -> bool:
    there = isinstance(facts, list) and all(isinstance(fact, str) for fact in facts)
    return there and set(facts) <= set(Fact) and set(facts) >= ALWAYS_SHARED


def _in_order(facts: Iterable[str]) -> list[str]:
    there = set(facts)
    return [fact.value for fact in Fact if fact in there]
