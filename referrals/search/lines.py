"""What does a row of a worklist know beside its need? The try that counts, what was asked, whose mother she is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from core.actor import Actor
from people.models.person import Person, Relationship
from referrals.lifecycle import Status
from referrals.models.messages import Message
from referrals.models.referral import Referral
from screening.models.need import Need


@dataclass(frozen=True, slots=True)
class Line:
    """A need, the referral that says where it stands, the open question's words, its subject's ties."""

    need: Need
    referral: Referral | None
    question: str
    ties: tuple[Relationship, ...]


def lines_of(needs: Iterable[Need], actor: Actor, *, at: datetime) -> list[Line]:
    """Three statements for any number of needs (read with their subject)."""
    needs = list(needs)
    current = {need.pk: current_of(need, tries) for need, tries in _tries(needs)}
    for need in needs:
        if referral := current[need.pk]:
            referral.need = need
    asked = questions_of(referral for referral in current.values() if referral)
    ties = ties_of({need.subject_id for need in needs}, actor, at=at)
    return [
        Line(
            need=need,
            referral=(referral := current[need.pk]),
            question=asked.get(referral.pk, "") if referral else "",
            ties=tuple(ties[need.subject_id]),
        )
        for need in needs
    ]


def _tries(needs: list[Need]) -> Iterable[tuple[Need, list[Referral]]]:
    rows = (
        Referral.objects.filter(need__in=[need.pk for need in needs])
        .exclude(status=Status.ENTERED_IN_ERROR)
        .select_related("receiver", "service")
        .order_by("-id")
    )
    of_need = defaultdict(list)
    for referral in rows:
        of_need[referral.need_id].append(referral)
    return [(need, of_need[need.pk]) for need in needs]


def current_of(need: Need, tries: Iterable[Referral]) -> Referral | None:
    """The try that says where the need stands: while it is helped the most urgent live one, else the last."""
    newest_first = [one for one in tries if one.status != Status.ENTERED_IN_ERROR]
    live = sorted(
        (one for one in newest_first if one.is_open), key=lambda r: (r.next_step_due, r.pk)
    )
    return next(iter(live or newest_first), None)


def may_quote(need: Need) -> bool:
    """Whether a list may repeat somebody's own words: nothing that is sensitive."""
    return not (need.is_sensitive or need.subject.contact_with_care)


def questions_of(referrals: Iterable[Referral]) -> Mapping[UUID, str]:
    """The newest open question on each (read with their needs), where a list may repeat it."""
    ids = [one.pk for one in referrals if one.has_question and may_quote(one.need)]
    if not ids:
        return {}
    newest = (
        Message.objects.filter(referral_id__in=ids, kind="question")
        .order_by("referral_id", "-id")
        .distinct("referral_id")
    )
    return {message.referral_id: message.text for message in newest}


def ties_of(
    person_ids: Iterable[UUID], actor: Actor, *, at: datetime
) -> Mapping[UUID, list[Relationship]]:
    """Who belongs to each, seen from both sides, and only people whom the actor may see too."""
    ids, known = frozenset(person_ids), Person.objects.visible_to(actor, at=at)
    theirs = Q(other_id__in=ids, person__in=known) | Q(person_id__in=ids, other__in=known)
    rows = Relationship.objects.filter(theirs, until=None).select_related("person", "other")
    ties = defaultdict(list)
    for tie in rows.order_by("id"):
        for person_id in ids & {tie.other_id, tie.person_id}:
            ties[person_id].append(tie)
    return ties
