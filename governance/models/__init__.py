from governance.models import agreements, ballots, councils, partnerships, policies, proposals

__all__ = ["agreements", "ballots", "councils", "partnerships", "policies", "proposals"]
