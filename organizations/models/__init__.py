from organizations.models import directory, members, network, sign_on

__all__ = ["directory", "members", "network", "sign_on"]
