"""May this actor do that to this object? The one gate: no rule means no."""

from collections.abc import Callable
from typing import Any

from core.actor import Actor
from core.errors import NotAllowed

Rule = Callable[[Actor, Any], bool]
_RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register the one rule of a permission. A second rule for a name is an error at import."""

    def register(function: Rule) -> Rule:
        if name in _RULES:
            raise RuntimeError(f"There are two rules for {name}.")
        _RULES[name] = function
        return function

    return register


def can(actor: Actor, name: str, subject: object = None) -> bool:
    """Whether the rule `name` lets `actor` act on `subject`; false when nobody wrote a rule."""
    check = _RULES.get(name)
    return check is not None and check(actor, subject)


def require(actor: Actor, name: str, subject: object = None) -> None:
    """Raise NotAllowed (403) unless the rule says yes."""
    if not can(actor, name, subject):
        raise NotAllowed


def names() -> frozenset[str]:
    return frozenset(_RULES)
