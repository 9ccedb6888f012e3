from notifications.models import deliveries, programs, replies

__all__ = ["deliveries", "programs", "replies"]
