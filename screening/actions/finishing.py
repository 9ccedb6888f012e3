"""What comes out of a screening? It is scored once, and every need that shows gets an owner."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import access, history
from core.actor import Actor
from core.errors import StepNotPossible
from core.tenancy import action
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.topics import is_sensitive
from people.models.person import Person
from screening.actions.needs import FoundTopic, record_found
from screening.actions.screenings import (
    Said,
    answers_of,
    locked,
    owe_no_more,
    row,
    save,
    write_down,
)
from screening.instruments.library import AbsentReason
from screening.instruments.scoring import Result, result
from screening.lifecycle import LaterEnd, Via
from screening.models.need import Need
from screening.models.screening import Answer, Screening
from screening.models.with_need import NeedNamed


@action
def finish(
    *, actor: Actor, screening_id: UUID, at: datetime, given: Mapping[str, Said] | None = None
) -> Screening:
    """Score it and record the needs that show. A second click changes nothing."""
    screening = locked(actor, screening_id, at=at)
    access.require(actor, "screening.finish", screening)
    if screening.is_finished:
        return screening
    if given:
        save(actor, screening, given, at)
    answers = answers_of(screening)
    if not answers:
        raise StepNotPossible(
            _("Nothing is answered yet. If the family said no thanks, say so on their record.")
        )
    found = result(screening.sheet, answers)
    _say_why_unanswered(screening, found, answers, at)
    topics = tuple(dict.fromkeys(found.topics))
    subject = _locked_subject(screening)
    _record_needs(actor, screening, subject, topics, at)
    screening.positive = _open_topics(subject, topics)
    screening.saved_at = screening.finished_at = at
    screening.save(update_fields=["positive", "saved_at", "finished_at"])
    owe_no_more(screening, LaterEnd.FINISHED, at)
    write_down(screening, "finished", actor=actor, at=at)
    return screening


def _say_why_unanswered(
    screening: Screening, found: Result, answers: Mapping[str, Said], at: datetime
) -> None:
    """Silence gets its reason: nobody asked, or it was no place to ask."""
    asked = {item.code for item in screening.questions.items}
    unheard = {item.code for item in screening.sheet.asked_here.items} - asked
    silent = [code for code in found.unanswered if code not in answers]
    why = (
        AbsentReason.NOT_PRIVATE if code in unheard else AbsentReason.NOT_ASKED for code in silent
    )
    Answer.objects.bulk_create(
        row(screening, code, reason, at) for code, reason in zip(silent, why, strict=True)
    )


def _locked_subject(screening: Screening) -> Person:
    """As they are now: two screenings of one person that end at once must not find the same need twice."""
    return Person.objects.select_for_update(no_key=True).get(pk=screening.subject.pk)


def _open_topics(subject: Person, topics: Sequence[str]) -> list[str]:
    """What may stand in plain sight: no sensitive topic, nothing of who is contacted with care."""
    if subject.contact_with_care:
        return []
    return [topic for topic in topics if not is_sensitive(topic)]


def _record_needs(
    actor: Actor, screening: Screening, subject: Person, topics: Sequence[str], at: datetime
) -> None:
    """A carer's answers are needs of the carer; the help is for the child too."""
    others = (screening.person_id,) if screening.answered_by_id else ()
    found = [FoundTopic(topic, beneficiaries=others) for topic in topics]
    via = Via.PAPER if screening.mode == Screening.Mode.PAPER else Via.IN_PERSON
    needs = record_found(
        actor=actor, person=subject, topics=found, screening=screening, via=via, at=at
    )
    new = [need for need in needs if need.found_by_id == screening.pk]
    if new:
        _give_to_owner(actor, screening, new, at)


def _give_to_owner(actor: Actor, screening: Screening, needs: list[Need], at: datetime) -> None:
    """Whoever asked keeps what was found; when they only screen, somebody who can go on with it.

    A colleague who finishes for the one who asked does not learn what was said in private.
    """
    owner = _owner(screening) or actor.user_id
    if actor.user_id != screening.asked_by_id:
        named = NeedNamed.objects.filter(need__in=needs, user_id=actor.as_user)
        named.update(user_id=screening.asked_by_id)
    if owner == actor.user_id:
        return
    Need.objects.filter(pk__in=[need.pk for need in needs]).update(responsible_id=owner)
    facts = [history.Fact("need.assigned", need, details={"to": owner}) for need in needs]
    history.record_all(facts, actor=actor, at=at)


def _owner(screening: Screening) -> UUID | None:
    """The one who asked, else who made the record, else a supervisor, else any navigator."""
    able = Membership.objects.filter(
        network_id=screening.network_id, organization_id=screening.subject.custodian_id, until=None,
        roles__overlap=[Role.NAVIGATOR, Role.SUPERVISOR], user__is_active=True,
    )  # fmt: skip
    first = {screening.asked_by_id: 0, screening.subject.created_by_id: 1}
    ranked = sorted(
        able, key=lambda m: (first.get(m.user_id, 2), Role.SUPERVISOR not in m.roles, m.since)
    )
    return ranked[0].user_id if ranked else None
