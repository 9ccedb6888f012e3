"""What may partners be told about a family for a kind of help, however much it agreed to? The partners' own bound.

A decision may only take away: without one all that a family agreed to is shared, and never more than that.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import BadInput
from governance.in_force import kept
from organizations.topics import TOPICS
from people.lifecycle import ALWAYS_SHARED, Fact
from people.words.codes import FACT_WORDS

PREFIX = "share."
CATEGORIES = frozenset(topic.category.value for topic in TOPICS.values())


class NotShared(BadInput):
    code = "not_shared_for_this"


def scopes(network_id: UUID, *, at: datetime) -> dict[str, frozenset[str]]:
    """By category, where partners decided; no query on a warm worker."""
    found = kept(network_id, PREFIX, at)
    return {key.removeprefix(PREFIX): frozenset(facts) for key, facts in found.items()}


def within(network_id: UUID, topic: str, facts: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Of these facts, those that partners share for help of this kind. Name and language are never kept back."""
    wanted = frozenset(facts)
    if wanted <= ALWAYS_SHARED:
        return wanted
    category = TOPICS[topic].category
    return wanted & (scopes(network_id, at=at).get(category, frozenset(Fact)) | ALWAYS_SHARED)


def require(network_id: UUID, topic: str, facts: Iterable[str], *, at: datetime) -> None:
    wanted = frozenset(facts)
    if beyond := wanted - within(network_id, topic, wanted, at=at):
        words = ", ".join(str(FACT_WORDS[fact]) for fact in Fact if fact in beyond)
        said = _("Partners decided that this is not shared for this kind of help: %(facts)s.")
        raise NotShared(said % {"facts": words})


def spelled(facts: Iterable[str] | None) -> str:
    """Read aloud, in the order in which facts are always told."""
    there = set(facts or ())
    if there == set(Fact):
        return _("all that the family agreed to")
    return ", ".join(str(FACT_WORDS[fact]) for fact in Fact if fact in there)
