from people.models import agreements, contact, demands, glass, looking, person

__all__ = ["agreements", "contact", "demands", "glass", "looking", "person"]
