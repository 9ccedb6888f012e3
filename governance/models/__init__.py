from governance.models import partnerships, policies

__all__ = ["partnerships", "policies"]
