from governance.models import ballots, councils, partnerships, policies, proposals

__all__ = ["ballots", "councils", "partnerships", "policies", "proposals"]
