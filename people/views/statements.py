"""What stands beside a record because the person asked for it?"""

from datetime import datetime

from core.access import can
from core.http import ActorRequest
from people.models.person import Person
from people.models.rights import RightsRequest
from people.views.panels import Panel
from people.views.rights import row_of


def statements(request: ActorRequest, person: Person, at: datetime) -> Panel | None:
    """What is asked and open, and each statement against a no (45 CFR 164.526(d)(4))."""
    if not can(request.actor, "people.read", person):
        return None
    asked = RightsRequest.objects.visible_to(request.actor, at=at).filter(person=person)
    rows = [row_of(one) for one in asked.order_by("-asked_at") if one.is_open or one.disagreed_at]
    context = {"person": person, "rows": rows, "at": at}
    return Panel("people/panels/statements.html", context, is_aside=True)
