from people.models import agreements, contact, glass, looking, person

__all__ = ["agreements", "contact", "glass", "looking", "person"]
