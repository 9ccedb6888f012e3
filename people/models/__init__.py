from people.models import agreements, contact, demands, glass, links, looking, person, rights

__all__ = ["agreements", "contact", "demands", "glass", "links", "looking", "person", "rights"]
