"""Which requests end when a family takes back what it agreed to? What `take_back` does, told beforehand."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.actor import Actor
from organizations.topic_words import TOPIC_WORDS
from people.models.agreements import Consent
from people.views.foretold import Ends
from referrals.models.referral import Referral


def requests_that_end(actor: Actor, consents: Sequence[Consent], at: datetime) -> Iterator[Ends]:
    """Of what the actor may not see nothing is told: the page says that there may be more."""
    live = Referral.objects.visible_to(actor, at=at).live().filter(consent__in=consents)
    rows = live.select_related("need__responsible", "receiver").order_by("need_id", "id")
    for referral in rows:
        owner = referral.need.responsible
        yield Ends(
            what=str(TOPIC_WORDS[referral.need.topic]),
            partner=referral.receiver.name,
            owner=owner.name if owner else "",
        )
