"""A court or an office demands something: write it down, ask counsel, answer, and account for what left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core import ladders
from core.access import require
from core.actor import Actor
from core.calendar import OpenDays
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.steps import Step
from core.tenancy import action
from governance.in_force import in_force
from organizations.models.network import Network
from people import disclosures
from people.followup import DEMAND_LADDERS, DemandCase, DemandPatience
from people.lifecycle import (
    LEAVES,
    MAY_ASK_FOR_SILENCE,
    DemandAnswer,
    DemandKind,
    DemandOffice,
    Purpose,
    Silence,
)
from people.models.demands import SAID_ALOUD_HOLDS, DemandedRecord, LegalDemand, NamedInDemand
from people.models.person import Person

BATCH = 200
OPENS = time(9)  # of the day that stands in the paper: it is owed before anybody there reads it


@dataclass(frozen=True, slots=True)
class Paper:
    """What was received: from whom, by what instrument, what it asks, until when."""

    kind: DemandKind
    office_kind: DemandOffice
    office: str
    asked: str
    received_on: date
    reference: str = ""
    due_on: date | None = None
    person_ids: frozenset[UUID] = frozenset()  # whom it is about, where that is known
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; and where something left, of whom, what, and whether it may be told."""

    answer: DemandAnswer
    words: str = ""
    left_words: str = ""
    person_ids: frozenset[UUID] = frozenset()
    has_part2: bool = False
    part2_court: str = ""
    part2_order_on: date | None = None
    silence: Silence | None = None
    silence_since: date | None = None
    silence_until: date | None = None

    @property
    def leaves(self) -> bool:
        return self.answer in LEAVES


@action
def receive_demand(*, actor: Actor, paper: Paper, at: datetime) -> LegalDemand:
    """From now on a day stands beside it, and it comes back until it is answered."""
    require(actor, "people.demands", None)
    if not (paper.office.strip() and paper.asked.strip()):
        raise BadInput(_("Write down who demands it, and what."))
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    if made := LegalDemand.asked_before(network.pk, paper.request_key):
        return made
    if paper.received_on > network.open_days.local_date(at):
        raise BadInput(_("Write it down after it has come."))
    demand = LegalDemand(
        network=network, kind=paper.kind, office_kind=paper.office_kind, office=paper.office.strip(),
        reference=paper.reference.strip(), asked=paper.asked.strip(), received_on=paper.received_on,
        due_on=paper.due_on, recorded_at=at, recorded_by_id=actor.as_user,
        request_key=paper.request_key,
    )  # fmt: skip
    _owe(demand, DemandCase.RECEIVED, at)
    demand.save(force_insert=True)
    _name(demand, paper.person_ids, actor, at)
    _note("demand.received", demand, actor, at)
    return demand


@action
def name_people(
    *, actor: Actor, demand_id: UUID, person_ids: Collection[UUID], at: datetime
) -> LegalDemand:
    """Whom it is about has become known: nothing of them is erased until it is answered."""
    demand = _open_one(actor, demand_id, at)
    if not person_ids:
        raise BadInput(_("Write the address of each record on a line of its own."))
    _name(demand, person_ids, actor, at)
    _note("demand.named", demand, actor, at)
    return demand


@action
def ask_counsel(
    *, actor: Actor, demand_id: UUID, on: date, words: str = "", at: datetime
) -> LegalDemand:
    """Counsel has been asked: the next step is the answer, before the day that stands in the paper."""
    demand = _open_one(actor, demand_id, at)
    if not demand.received_on <= on <= demand.network.open_days.local_date(at):
        raise BadInput(_("Choose a day between the day it came and today."))
    demand.counsel_asked_on, demand.counsel_words = on, words.strip()
    _owe(demand, DemandCase.WITH_COUNSEL, at)
    demand.save()
    _note("demand.counsel_asked", demand, actor, at)
    return demand


@action
def answer_demand(*, actor: Actor, demand_id: UUID, answer: Answer, at: datetime) -> LegalDemand:
    """Once. Of everybody about whom something left, a look is on record, for the family to read."""
    demand = _open_one(actor, demand_id, at)
    people = _people(actor, answer.person_ids)
    _check(demand, answer, people)
    for name in ("silence_since", "silence_until", "part2_order_on"):
        setattr(demand, name, getattr(answer, name))
    demand.silence = answer.silence or ""
    demand.has_part2 = answer.has_part2 or _is_part2(people)
    demand.part2_court = answer.part2_court.strip()
    demand.answer, demand.answer_words = answer.answer, answer.words.strip()
    demand.left_words = answer.left_words.strip()
    demand.answered_at, demand.answered_by_id = at, actor.as_user
    demand.owe_nothing()
    demand.save()
    _account(demand, people, actor, at)
    _note("demand.answered", demand, actor, at, answer=answer.answer.value)
    return demand


@action
def chase_demands(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Each that is due climbs one rung; those held elsewhere later."""
    due = LegalDemand.objects.filter(network_id=network_id, wake_at__lte=at).order_by("wake_at")
    rows = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
    if not rows:
        return 0
    waits, days = _waits(rows[0].network, at)
    facts = [_climbed(demand, waits, days, at) for demand in rows]
    record_all(facts, actor=Actor.system(network_id), at=at)
    return len(rows)


def _climbed(demand: LegalDemand, waits: DemandPatience, days: OpenDays, at: datetime) -> Fact:
    case = DemandCase.WITH_COUNSEL if demand.counsel_asked_on else DemandCase.RECEIVED
    due = demand.next_step_due or at
    step = ladders.climb(DEMAND_LADDERS[case], demand.rung, waits, days, due_at=due, at=at)
    demand.rung, demand.wake_at = step.rung, step.wake_at
    demand.save(update_fields=["rung", "wake_at"])
    return Fact(step.taken.kind, demand.network, details={"demand": str(demand.pk)})


def _name(demand: LegalDemand, person_ids: Collection[UUID], actor: Actor, at: datetime) -> None:
    """Those who are named already stay as they are."""
    NamedInDemand.objects.bulk_create(
        (
            NamedInDemand(
                network_id=demand.network_id, demand=demand, person=person, named_at=at,
                named_by_id=actor.as_user,
            )
            for person in _people(actor, person_ids)
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def _open_one(actor: Actor, demand_id: UUID, at: datetime) -> LegalDemand:
    require(actor, "people.demands", None)
    visible = LegalDemand.objects.visible_to(actor, at=at).select_related("network")
    demand = visible.select_for_update(of=("self",), no_key=True).get(pk=demand_id)
    if demand.is_answered:
        raise StepNotPossible(_("This is answered. Write down a new demand when another comes."))
    return demand


def _people(actor: Actor, ids: Collection[UUID]) -> list[Person]:
    """Those of the network whom an officer may be asked about: nobody of a victim service."""
    known = disclosures.all_audited(actor).select_related("custodian").filter(pk__in=ids)
    people = list(known.order_by("pk"))
    if len(people) != len(set(ids)):
        raise BadInput(_("One of these is no record that you can answer for. Check the addresses."))
    return people


def _check(demand: LegalDemand, answer: Answer, people: list[Person]) -> None:
    """A sentence for whoever typed it; the database refuses the same."""
    if not answer.leaves and (people or answer.left_words.strip()):
        raise BadInput(
            _("With this answer nothing leaves. Take the records out, or answer otherwise.")
        )
    if answer.leaves and not (people and answer.left_words.strip()):
        raise BadInput(_("Say what left, and of whom: each record’s address on a line of its own."))
    if answer.leaves and demand.counsel_asked_on is None:
        raise BadInput(_("Ask counsel first. Nothing leaves before."))
    is_part2 = answer.has_part2 or _is_part2(people)
    if answer.leaves and is_part2 and not (answer.part2_order_on and answer.part2_court.strip()):
        raise BadInput(
            _("Records of a program for alcohol or drugs leave only by a court’s order under 42 CFR part 2, subpart E."
              " Say which court ordered it, and when.")
        )  # fmt: skip
    _check_silence(demand, answer)


def _check_silence(demand: LegalDemand, answer: Answer) -> None:
    if answer.silence is None:
        return
    if demand.office_kind not in MAY_ASK_FOR_SILENCE:
        raise BadInput(_("Only law enforcement and oversight offices may ask that it is not told."))
    if answer.silence_since is None or answer.silence_until is None:
        raise BadInput(_("Say on which day they asked that, and until which day it holds."))
    too_long = answer.silence_until > answer.silence_since + SAID_ALOUD_HOLDS
    if answer.silence == Silence.ORAL and too_long:
        raise BadInput(_("Said aloud it holds for 30 days. Ask for it in writing."))


def _is_part2(people: list[Person]) -> bool:
    return any(person.custodian.is_part2_program for person in people)


def _account(demand: LegalDemand, people: list[Person], actor: Actor, at: datetime) -> None:
    """One look for each person, so that nobody's accounting names another's."""
    for person in people:
        look = disclosures.record(
            actor=actor, person_ids=[person.pk], what=disclosures.GIVEN_TO_LAW, purpose=Purpose.LAW,
            at=at,
        )  # fmt: skip
        if look:  # always, for somebody who is there
            DemandedRecord.objects.create(
                network_id=demand.network_id, demand=demand, person=person, disclosure_id=look
            )


def _owe(demand: LegalDemand, case: DemandCase, at: datetime) -> None:
    waits, days = _waits(demand.network, at)
    ladder, day = DEMAND_LADDERS[case], demand.due_on
    on = datetime.combine(day, OPENS, ZoneInfo(days.zone)) if day else None
    if case is DemandCase.RECEIVED:
        due = ladders.due(ladder, waits, days, since=at, needed_by=on)
    else:
        due = ladders.due(ladder, waits, days, since=at, on=on)
    demand.owe(Step(ladder.next_step, ladder.owed_by, due.due, due.wake_at))


def _waits(network: Network, at: datetime) -> tuple[DemandPatience, OpenDays]:
    return DemandPatience.of(in_force(network.pk, "law.", at)), network.open_days


def _note(kind: str, demand: LegalDemand, actor: Actor, at: datetime, **details: str) -> None:
    """About the network, as with what was opened in an emergency: no history of anybody shows it."""
    said = {"demand": str(demand.pk), "kind": demand.kind, **details}
    record_all([Fact(kind, demand.network, tell=False, details=said)], actor=actor, at=at)
