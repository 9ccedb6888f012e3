from people.models import agreements, contact, demands, glass, looking, person, rights

__all__ = ["agreements", "contact", "demands", "glass", "looking", "person", "rights"]
from people.models import agreements, contact, demands, glass, links, looking, person

__all__ = ["agreements", "contact", "demands", "glass", "links", "looking", "person"]
