from governance.models import (
    agreements,
    ballots,
    councils,
    disputes,
    partnerships,
    policies,
    proposals,
)

__all__ = ["agreements", "ballots", "councils", "disputes", "partnerships", "policies", "proposals"]
