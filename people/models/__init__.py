from people.models import agreements, contact, person

__all__ = ["agreements", "contact", "person"]
