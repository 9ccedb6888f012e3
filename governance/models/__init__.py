from governance.models import (
    agreements,
    ballots,
    councils,
    disputes,
    norms,
    obligations,
    partnerships,
    policies,
    proposals,
    standing,
    themes,
)

__all__ = [
    "agreements",
    "ballots",
    "councils",
    "disputes",
    "norms",
    "obligations",
    "partnerships",
    "policies",
    "proposals",
    "standing",
    "themes",
]
