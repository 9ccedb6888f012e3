from governance.models import policies

__all__ = ["policies"]
