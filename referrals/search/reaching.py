"""How was this family tried, by us and by the partners, and what is left to try?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from core.models import Event
from governance.in_force import in_force
from people.followup import FORGOTTEN_AFTER, Progress, Protocol, Try, progress
from people.lifecycle import HEARD, TryOutcome, Way
from people.search.reach import WayTo, plan_of, usable
from referrals.models.reaching import ContactAttempt
from screening.models.need import Need

SHOWN = 20
# What is owed until the family is found, and what is owed to them in person: a try counts as doing it.
SEEKING = frozenset({"reach_family", "mend_contact"})
CALLING = SEEKING | {"call_family", "talk_over", "ask_again"}


@dataclass(frozen=True, slots=True)
class Reaching:
    """The plan, the tries (newest first), and how far the protocol has come."""

    plan: list[WayTo]
    attempts: list[ContactAttempt]
    progress: Progress | None


def reaching_of(need: Need, events: Iterable[Event], *, at: datetime) -> Reaching:
    """For a need read with its subject's header. The protocol is looked at once somebody seeks them."""
    plan = plan_of(need.subject, at=at, only_alone=need.audience == "subject")
    attempts = attempts_of(need)
    ours = [one for one in attempts if one.referral_id is None]
    if not ours and need.next_step not in CALLING:
        return Reaching(plan, attempts, None)
    protocol = Protocol.of(in_force(need.network_id, "reach.", at))
    since = _since(need, events, attempts, at)
    tries = [Try(Way(one.way), one.at) for one in ours if one.at > since]
    zone = need.organization.open_days.zone
    told = progress(usable(plan), tries, protocol, since=since, at=at, zone=zone)
    return Reaching(plan, attempts, told)


def attempts_of(need: Need) -> list[ContactAttempt]:
    """Ours for this person, whatever the need; the partners' for this need only."""
    ours = Q(referral=None, organization_id=need.organization_id)
    rows = ContactAttempt.objects.filter(
        ours | Q(need=need), network_id=need.network_id, person_id=need.subject_id
    )
    return list(rows.select_related("by", "organization").order_by("-at", "-id")[:SHOWN])


def _since(
    need: Need, events: Iterable[Event], attempts: Iterable[ContactAttempt], at: datetime
) -> datetime:
    """The family's last word: what was tried before it says nothing about today."""
    heard = [one.at for one in attempts if TryOutcome(one.outcome) in HEARD]
    said = [e.happened_at for e in events if e.subject_id == need.pk and e.said_by == "family"]
    return max([need.found_at, at - FORGOTTEN_AFTER, *heard, *said])
