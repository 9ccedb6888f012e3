from people.models import agreements, contact, looking, person

__all__ = ["agreements", "contact", "looking", "person"]
