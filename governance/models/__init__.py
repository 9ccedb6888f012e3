from governance.models import (
    agreements,
    ballots,
    councils,
    disputes,
    partnerships,
    policies,
    proposals,
    standing,
)

__all__ = [
    "agreements",
    "ballots",
    "councils",
    "disputes",
    "partnerships",
    "policies",
    "proposals",
    "standing",
]
