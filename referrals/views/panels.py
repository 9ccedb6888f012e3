"""What a person's record shows of requests: who was asked for them, and where each stands."""

from datetime import datetime

from core import access
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from people.models.person import Person
from people.views.panels import Panel
from referrals.search.sent import about
from referrals.views.happened import happened_to
from referrals.views.pages import address

MOST = 10


def requests(request: ActorRequest, person: Person, at: datetime) -> Panel | None:
    """For those who follow the family's needs; a screener sees the needs alone."""
    if not access.can(request.actor, "people.read", person):
        return None
    rows = [
        {
            "url": address("referrals:need", {}, line.need.pk),
            "referral": line.referral,
            "topic": TOPIC_WORDS[line.need.topic],
            "happened": happened_to(line, at=at),
        }
        for line in about(person, request.actor, limit=MOST, at=at)
    ]
    return Panel("referrals/panels/requests.html", {"rows": rows, "person": person, "at": at})
