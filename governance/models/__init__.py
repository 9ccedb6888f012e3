from governance.models import (
    agreements,
    ballots,
    councils,
    cuts,
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
    "cuts",
    "disputes",
    "norms",
    "obligations",
    "partnerships",
    "policies",
    "proposals",
    "standing",
    "themes",
]
