from organizations.models import directory, members, network

__all__ = ["directory", "members", "network"]
