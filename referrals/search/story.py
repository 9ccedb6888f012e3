"""What has happened to a need, in every step of every try, and who did it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model

from core import history
from core.models import Event
from organizations.models.network import Organization
from referrals.models.messages import Message
from referrals.models.referral import Referral
from screening.models.need import Need

LONGEST = 300
# What follows from another event of the same moment, and would only say it twice.
FOLLOWS = frozenset(
    {"need.being_helped", "need.to_confirm", "need.wants_help_again", "need.prioritised"}
)


TO_A_COLLEAGUE = frozenset(
    {"need.assigned", "need.offered", "need.taken_on", "need.offer_declined"}
)


@dataclass(frozen=True, slots=True)
class Story:
    """Newest first, with the words and names that the events themselves never hold."""

    events: list[Event]
    words: Mapping[UUID, Message]
    users: Mapping[UUID, str]
    organizations: Mapping[UUID, str]


def story_of(need: Need, tries: Iterable[Referral]) -> Story:
    """Four statements: events, words, and the names of people and organizations."""
    by_id = {one.pk: one for one in tries}
    consents = {one.consent_id for one in by_id.values() if one.consent_id}
    screening = {need.found_by_id} if need.found_by_id else set()
    found = history.of(need.pk, *by_id, *consents, *screening)[:LONGEST]
    events = _worth_telling(list(found))
    words = Message.objects.filter(referral_id__in=list(by_id)) if by_id else Message.objects.none()
    return Story(
        events=events,
        words={message.event_id: message for message in words},
        users=_users(events),
        organizations=dict(
            Organization.objects.filter(
                pk__in={e.acting_for for e in events if e.acting_for}
            ).values_list("pk", "name")
        ),
    )


def _worth_telling(events: list[Event]) -> list[Event]:
    """Without the echo; and a wait list as a first answer is never told as a yes."""
    first_answers = {
        (event.subject_id, event.happened_at)
        for event in events
        if event.kind == "referral.wait_listed"
    }
    return [
        event
        for event in events
        if event.kind not in FOLLOWS
        and not event.details.get("family_reports")
        and not (
            event.kind == "referral.accepted"
            and (event.subject_id, event.happened_at) in first_answers
        )
    ]


def _users(events: Iterable[Event]) -> dict[UUID, str]:
    ids = {event.actor_id for event in events if event.actor_id}
    ids |= {UUID(event.details["to"]) for event in events if event.kind in TO_A_COLLEAGUE}
    named = get_user_model()._default_manager.filter(pk__in=ids)
    return dict(named.values_list("pk", "name"))
