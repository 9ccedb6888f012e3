"""Somebody asks for a copy of their record, for a correction or to be erased; and is answered by the legal date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core import history, ladders
from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.steps import Step
from core.tenancy import action
from governance.in_force import in_force
from organizations.models.network import Network
from people.actions.people import lock
from people.followup import MORE_TIME, RIGHT_LADDERS, RightPatience
from people.lifecycle import HoldReason, Right, RightEnd
from people.models.person import Person
from people.models.rights import BY_LINK, Hold, Recall, RightsRequest

MOST_OPEN_BY_LINK = 5  # whoever holds the telephone cannot bury a clinic in questions
_on_correction: list[Callable[..., None]] = []


def on_correction(call: Callable[..., None]) -> None:
    """At start-up: `call(actor=, person_id=, at=)` runs inside the action that accepts a correction."""
    _on_correction.append(call)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person asks, and how they said it."""

    right: Right
    via: str
    about: str = ""
    words: str = ""
    request_key: UUID | None = None

    def check(self) -> None:
        if self.right == Right.CORRECTION and not (self.about.strip() and self.words.strip()):
            raise BadInput(_("Say what in the record is wrong, and what would be right."))


@action
def ask_right(*, actor: Actor, person_id: UUID, asked: Asked, at: datetime) -> RightsRequest:
    """Written down by whoever cares for them. The date begins to run now."""
    person = lock(actor, person_id, at)
    require(actor, "people.ask_right", person)
    if made := RightsRequest.asked_before(person.network_id, asked.request_key):
        return made
    asked.check()
    erasure = RightsRequest.objects.filter(person=person, right=Right.ERASURE).open()
    if asked.right == Right.ERASURE and erasure.exists():
        raise StepNotPossible(_("This has been asked already and waits for its answer."))
    return begin(actor, person, asked, at)


@action
def say_wrong(
    *, actor: Actor, person_id: UUID, about: str, words: str, at: datetime,
    request_key: UUID | None = None,
) -> RightsRequest:  # fmt: skip
    """A correction, asked for on the family's own page. The law's 60 days begin to run now."""
    person = lock(actor, person_id, at)
    require(actor, "people.say_wrong", person)
    if made := RightsRequest.asked_before(person.network_id, request_key):
        return made
    asked = Asked(Right.CORRECTION, BY_LINK, about, words, request_key)
    asked.check()
    open_ones = RightsRequest.objects.visible_to(actor, at=at).open()
    if open_ones.count() >= MOST_OPEN_BY_LINK:
        raise StepNotPossible(_("We have what you told us. You hear from us first."))
    return begin(actor, person, asked, at)


def begin(actor: Actor, person: Person, asked: Asked, at: datetime) -> RightsRequest:
    """For whoever may ask; the rules of keeping ask, too."""
    request = RightsRequest(
        network_id=person.network_id, person=person, organization_id=person.custodian_id,
        right=asked.right, via=asked.via, asked_at=at, recorded_by_id=actor.user_id,
        about=asked.about.strip(), words=asked.words.strip(), request_key=asked.request_key,
    )  # fmt: skip
    request.owe(step_of(asked.right, person.network_id, at))
    request.save(force_insert=True)
    history.record("rights.asked", request, actor=actor, at=at, via=asked.via, right=asked.right)
    return request


def step_of(case: str, network_id: UUID, at: datetime) -> Step:
    """What is owed, to the day: a legal date is no later because it falls on a Sunday."""
    ladder = RIGHT_LADDERS[case]
    waits = patience_of(network_id, at)
    on = at + timedelta(days=getattr(waits, ladder.patience))
    days = Network.objects.get(pk=network_id).open_days
    due = ladders.due(ladder, waits, days, since=at, on=on)
    return Step(ladder.next_step, ladder.owed_by, due.due, due.wake_at)


def patience_of(network_id: UUID, at: datetime) -> RightPatience:
    return RightPatience.of(in_force(network_id, "rights.", at))


@action
def take_more_time(*, actor: Actor, right_id: UUID, words: str, at: datetime) -> RightsRequest:
    """Once, before the date, for 30 days, and the person is told why in writing: the law allows no more."""
    request = open_one(actor, right_id, at)
    require(actor, "people.answer_right", request)
    if request.extended_at or request.is_erasure:
        raise StepNotPossible(_("There is no more time for this. Answer it now."))
    if request.is_overdue(at=at):
        raise StepNotPossible(_("The date has passed. Answer it now."))
    if not words.strip():
        raise BadInput(_("Say why it takes longer, in the words in which you told them."))
    request.extended_at, request.extension_words = at, words.strip()
    due = (request.next_step_due or at) + MORE_TIME
    request.next_step_due, request.wake_at, request.rung = due, at + (due - at) / 2, 0
    request.save()
    history.record("rights.extended", request, actor=actor, at=at, tell=False)
    return request


@action
def answer_right(
    *, actor: Actor, right_id: UUID, end: RightEnd, words: str = "", at: datetime
) -> RightsRequest:
    """Given, accepted, refused with a reason, or taken back by the person. `erase` answers an erasure."""
    request = open_one(actor, right_id, at)
    require(actor, "people.answer_right", request)
    if end not in ENDS[Right(request.right)]:
        raise StepNotPossible(_("That is no answer to what was asked."))
    if end == RightEnd.REFUSED and not words.strip():
        raise BadInput(_("Say why not, in the words in which you tell them."))
    close(actor, request, end, words, at)
    if end == RightEnd.ACCEPTED:
        for call in _on_correction:
            call(actor=actor, person_id=request.person_id, at=at)
    return request


# Erased is said by the action that erases.
ENDS: dict[Right, tuple[RightEnd, ...]] = {
    Right.ACCESS: (RightEnd.GIVEN, RightEnd.REFUSED, RightEnd.TAKEN_BACK),
    Right.CORRECTION: (RightEnd.ACCEPTED, RightEnd.REFUSED, RightEnd.TAKEN_BACK),
    Right.ERASURE: (RightEnd.REFUSED, RightEnd.TAKEN_BACK),
}


def close(actor: Actor, request: RightsRequest, end: RightEnd, words: str, at: datetime) -> None:
    """Inside an action that has checked who answers."""
    request.owe_nothing()
    request.answer, request.answer_words = end, words.strip()
    request.answered_at, request.answered_by_id = at, actor.user_id
    request.save()
    history.record("rights.answered", request, actor=actor, at=at, answer=end)


@action
def disagree(*, actor: Actor, right_id: UUID, words: str, at: datetime) -> RightsRequest:
    """The person's own statement against a refusal: kept as it is, and shown beside the record."""
    visible = RightsRequest.objects.visible_to(actor, at=at)
    request = visible.select_for_update(of=("self",), no_key=True).get(pk=right_id)
    require(actor, "people.answer_right", request)
    if not request.may_be_disagreed_with:
        raise StepNotPossible(_("There is no refusal that this could be said to."))
    if not words.strip():
        raise BadInput(_("Write down what they say."))
    request.disagreed_at, request.disagreement = at, words.strip()
    request.save()
    history.record("rights.disagreed", request, actor=actor, at=at, tell=False)
    return request


def open_one(actor: Actor, right_id: UUID, at: datetime) -> RightsRequest:
    """Locked; StepNotPossible when it is answered."""
    visible = RightsRequest.objects.visible_to(actor, at=at).select_related("organization")
    request = visible.select_for_update(of=("self",), no_key=True).get(pk=right_id)
    if request.answered_at:
        raise StepNotPossible(_("This is answered already."))
    return request


# --- what may not be erased now, and copies elsewhere ----------------------------------------------


@action
def place_hold(
    *, actor: Actor, person_id: UUID, reason: HoldReason, words: str, at: datetime,
    request_key: UUID | None = None,
) -> Hold:  # fmt: skip
    """By a supervisor of the custodian, or the privacy officer. Until it is lifted nothing is erased."""
    rows = Person.objects.select_related("custodian").select_for_update(of=("self",), no_key=True)
    person = rows.get(pk=person_id, network_id=actor.network_id, erased_at=None)
    require(actor, "people.hold", person)
    if made := Hold.asked_before(person.network_id, request_key):
        return made
    if not words.strip():
        raise BadInput(_("Say what this is held for."))
    hold = Hold.objects.create(
        network_id=person.network_id, person=person, organization_id=person.custodian_id,
        reason=reason, words=words.strip(), placed_at=at, placed_by_id=actor.as_user,
        request_key=request_key,
    )  # fmt: skip
    history.record("hold.placed", hold, actor=actor, at=at, tell=False, reason=reason)
    return hold


@action
def lift_hold(*, actor: Actor, hold_id: UUID, at: datetime) -> Hold:
    visible = Hold.objects.visible_to(actor, at=at).select_related("person__custodian")
    hold = visible.select_for_update(of=("self",), no_key=True).get(pk=hold_id)
    require(actor, "people.hold", hold.person)
    if hold.lifted_at:
        raise StepNotPossible(_("This was lifted before."))
    hold.lifted_at, hold.lifted_by_id = at, actor.user_id
    hold.save(update_fields=["lifted_at", "lifted_by"])
    history.record("hold.lifted", hold, actor=actor, at=at, tell=False)
    return hold


def recall(actor: Actor, person: Person, organization_ids: set[UUID], at: datetime) -> None:
    """Whoever was told something is asked to delete it, by number and date."""
    for organization_id in sorted(organization_ids):
        row = Recall(
            network_id=person.network_id,
            person=person,
            organization_id=organization_id,
            asked_at=at,
        )
        row.owe(step_of("recall", person.network_id, at))
        row.save(force_insert=True)
        history.record("recall.asked", row, actor=actor, at=at)


@action
def confirm_recall(*, actor: Actor, recall_id: UUID, via: str, at: datetime) -> Recall:
    """By the organization itself, or by the privacy officer on its word (`via` says how it was told)."""
    visible = Recall.objects.visible_to(actor, at=at)
    row = visible.select_for_update(of=("self",), no_key=True).get(pk=recall_id)
    require(actor, "people.confirm_recall", row)
    if row.confirmed_at:
        raise StepNotPossible(_("This was confirmed before."))
    row.owe_nothing()
    row.confirmed_at, row.confirmed_by_id, row.via = at, actor.user_id, via
    row.save()
    history.record("recall.confirmed", row, actor=actor, at=at, via=via, tell=False)
    return row
