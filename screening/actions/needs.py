"""What moves a need: found, wanted, declined, given to somebody, closed. Helping is the referrals app's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.calendar import OpenDays
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.steps import Step
from core.tenancy import action
from governance.in_force import in_force, staffed
from organizations.topics import TOPICS
from people.models.person import Person
from screening import followup
from screening.actions.at_desk import TakeOver
from screening.actions.owners import keep_an_owner
from screening.followup import LADDERS, Patience, Situation
from screening.lifecycle import (
    CLOSED,
    HELPING,
    PRESSES,
    GapEnd,
    NeedStatus,
    Turn,
    Via,
    Voice,
    may_move,
)
from screening.models.gap import Gap
from screening.models.handing import HandOver
from screening.models.need import TOLD, Need
from screening.models.screening import Screening
from screening.models.with_need import NeedBeneficiary, NeedNamed


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic that came up, with the family's words and whom else it is about."""

    topic: str
    words: str = ""
    beneficiaries: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word a need moves, and how it was told.

    `written_by`: the side that writes it down, where that is not the side of the actor's organization.
    """

    said_by: Voice
    via: Via = Via.SYSTEM
    written_by: Voice | None = None


OWN_WORD = Word(Voice.OWNER)


def voice_of(actor: Actor, need: Need) -> Voice:
    """The side on which the actor writes."""
    if actor.is_system:
        return Voice.SYSTEM
    if actor.is_link:
        return Voice.FAMILY
    return Voice.OWNER if actor.organization_id == need.organization_id else Voice.PARTNER


def locked(actor: Actor, need_id: UUID, *, at: datetime) -> Need:
    """The need, if the actor may see it, locked before its referrals (the lock order everywhere).

    Its person is read when asked for: who waited for the lock would see them as they were before.
    """
    visible = Need.objects.visible_to(actor, at=at).select_related("organization__network")
    return visible.select_for_update(of=("self",), no_key=True).get(pk=need_id)


def patience(need: Need, *, at: datetime) -> Patience:
    """Of the network, and of the organization that owns it."""
    return Patience.of(in_force(need.network_id, "need.", at, owed_by=need.organization_id))


def owe(
    need: Need,
    situation: str,
    *,
    at: datetime,
    on: datetime | None = None,
    waits: Patience | None = None,
) -> None:
    """Make the need owe what `situation` says, by its patience or by the agreed moment `on` (unsaved)."""
    clock = _clock(need, situation, at)
    if need.is_paused and situation == Situation.PAUSED and need.paused_until:
        on = followup.asked_again(need.paused_until, clock, at=at)
    due = followup.WAITS.due(
        situation, waits or patience(need, at=at), clock, since=at,
        needed_by=None if need.is_paused else need.needed_by, on=on, today=need.is_for_today,
    )  # fmt: skip
    row = LADDERS[situation]
    need.owe(Step(row.next_step, row.owed_by, due.due, due.wake_at))


def _clock(need: Need, situation: str, at: datetime) -> OpenDays:
    """Its owner's open days, at the desk the network's; for what is needed today its staffed hours."""
    if followup.WAITS.counts_hours(situation, today=need.is_for_today):
        return staffed(need.network_id, need.organization.network.open_days, at)
    desks = LADDERS[situation].owed_by == Turn.DESK
    return need.organization.network.open_days if desks else need.organization.open_days


def coming_to_desk(standing: Sequence[Need], why: str, *, at: datetime) -> list[TakeOver]:
    """What the desk is to take over, and by when it decides: of one network, in as many queries as for one."""
    if not standing:
        return []
    wait, due_of = patience(standing[0], at=at), {}
    for need in {one.is_for_today: one for one in standing}.values():
        case, today = Situation.AT_DESK, need.is_for_today
        days = _clock(need, case, at)
        due_of[today] = followup.WAITS.due(case, wait, days, since=at, today=today).due
    return [TakeOver(need.pk, why, due_of[need.is_for_today]) for need in standing]


def choose_by(need: Need, waits: Patience, *, at: datetime) -> datetime:
    """By when its owner decides, whom nobody waits for any longer: to ask again, or somebody else."""
    case, today = Situation.CHOOSE_NEXT, need.is_for_today
    return followup.WAITS.due(case, waits, _clock(need, case, at), since=at, today=today).due


def call_again(need: Need, *, at: datetime) -> datetime:
    """When a family that did not answer is tried anew: the next open day; today within the hours."""
    if not need.is_for_today:
        return need.organization.open_days.after(at, 1)
    hours = _clock(need, Situation.CALL_FAMILY, at)
    return hours.hours_after(at, patience(need, at=at).today_call_hours)


def move(
    need: Need,
    to: NeedStatus,
    word: Word,
    *,
    actor: Actor,
    at: datetime,
    situation: str = "",
    kind: str,
    **details: object,
) -> Fact:
    """Move a locked need and save it; gives back the fact to record. StepNotPossible if the table says no."""
    fact = moved(
        need, to, word, actor=actor, at=at, situation=situation, waits=None, kind=kind, **details
    )
    need.save()
    return fact


def moved(
    need: Need,
    to: NeedStatus,
    word: Word,
    *,
    actor: Actor,
    at: datetime,
    situation: str | None = "",
    waits: Patience | None = None,
    kind: str,
    **details: object,
) -> Fact:
    """As `move`, unsaved: for many at once, who are saved together and share one `waits`.

    `situation` None: whoever moves it says what it owes.
    """
    if not may_move(NeedStatus(need.status), to, word.said_by):
        raise StepNotPossible(_("This need has moved on. Look at it again, then decide."))
    hear(need, word, actor)
    if need.has_no_resource:
        _end_gap(need, at)
    if need.is_paused:
        need.wait_no_more()
    need.status, need.since = to, at
    need.is_for_today = need.is_for_today and to in PRESSES
    need.owe_no_more("reach_family")  # whatever moves it on, they are looked for no more, or anew
    if to in CLOSED:
        _end_offer(need, at)
        need.owe_nothing()
        need.closed_at = at
    else:
        need.closed_at = None
        if situation is not None:
            owe(need, situation or to, at=at, waits=waits)
    need.version += 1
    return Fact(
        kind, need, said_by=word.said_by, via=word.via, details={"status": to.value, **details}
    )


def hear(need: Need, word: Word, actor: Actor) -> None:
    """On whose word it stands there, and who writes it down (unsaved)."""
    writer = word.written_by or voice_of(actor, need)
    if word.said_by is not writer and word.via not in TOLD:  # promise 10, said before it is refused
        raise BadInput(_("Say how the family told you: by telephone, on paper or in person."))
    need.said_by, need.recorded_by, need.via = word.said_by, writer, word.via


def _end_offer(need: Need, at: datetime) -> None:
    """Nobody is asked to take on what is closed."""
    if need.hand_over_due is not None:
        for offered in HandOver.objects.filter(need=need, answered_at=None):
            offered.end(HandOver.Answer.OVERTAKEN, at)


def _end_gap(need: Need, at: datetime) -> None:
    """Whatever moves the need on, its gap is over. Whoever opens it again has said how before."""
    Gap.objects.open().filter(need=need).update(ended_at=at, ended_how=GapEnd.MOVED_ON)


@action
def record_found(
    *,
    actor: Actor,
    person: Person,
    topics: Sequence[FoundTopic],
    at: datetime,
    screening: Screening | None = None,
    via: Via = Via.IN_PERSON,
) -> list[Need]:
    """Needs that came up. An open need of the same topic is kept and named in the history: no second one.

    But for a delicate one on which the actor is not named: that there is one is not told by giving it back.
    """
    access.require(actor, "needs.record", person)
    theirs = Need.objects.filter(network_id=person.network_id, subject=person).open()
    standing = {need.topic: need for need in theirs.known_to(actor, at=at)}
    needs, facts = [], []
    for found in topics:
        if found.topic not in TOPICS:
            raise BadInput(_("Choose what the help is about from the list."))
        need = standing.get(found.topic)
        seen = {"topic": found.topic, "screening": screening.pk if screening else None}
        if need is None:
            need = _found(actor, person, found, screening, at, via=via)
            facts.append(Fact("need.recorded", need, tell=False, details=seen))
        else:
            facts.append(Fact("need.came_up_again", need, tell=False, details=seen))
        needs.append(need)
    record_all(facts, actor=actor, at=at)
    return needs


def _found(
    actor: Actor,
    person: Person,
    found: FoundTopic,
    screening: Screening | None,
    at: datetime,
    *,
    via: Via,
) -> Need:
    topic = TOPICS[found.topic]
    sensitive = topic.sensitive or person.contact_with_care
    need = Need(
        network_id=person.network_id,
        organization=person.custodian,
        responsible_id=actor.user_id,
        subject=person,
        topic=topic.slug,
        category=topic.category,
        is_sensitive=sensitive,
        audience="subject" if sensitive else "family",
        status=NeedStatus.FOUND,
        found_by=screening,
        words=found.words,
        found_at=at,
        since=at,
        said_by=Voice.FAMILY,
        recorded_by=Voice.OWNER,
        via=via,
    )
    owe(need, NeedStatus.FOUND, at=at)
    need.save(force_insert=True)
    if sensitive:
        NeedNamed.objects.create(network_id=need.network_id, need=need, user_id=actor.as_user)
    NeedBeneficiary.objects.bulk_create(
        NeedBeneficiary(network_id=need.network_id, need=need, person_id=who)
        for who in found.beneficiaries
    )
    return need


@action
def want_help(
    *,
    actor: Actor,
    need_id: UUID,
    at: datetime,
    said_by: Voice = Voice.FAMILY,
    via: Via = Via.IN_PERSON,
    words: str = "",
    priority: int = 0,
    needed_by: datetime | None = None,
) -> Need:
    """The family wants help with it. Also re-opens what only the family's word may re-open."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.manage", need)
    if need.wants_help:
        return need
    if need.status in HELPING:  # a live request does not go away because somebody wants it
        raise StepNotPossible(_("This need has moved on. Look at it again, then decide."))
    if need.subject.is_dead:
        raise StepNotPossible(_("This person has died. Close what is still open for them."))
    need.words, need.priority, need.wanted_at = words or need.words, priority or need.priority, at
    need.needed_by = needed_by or need.needed_by
    kind = "need.reopened" if need.is_closed else "need.wanted"
    if need.is_closed:
        keep_an_owner(need, actor)
    fact = move(need, NeedStatus.WANTS_HELP, Word(said_by, via), actor=actor, at=at, kind=kind)
    record_all([fact], actor=actor, at=at)
    return need


@action
def decline_help(
    *,
    actor: Actor,
    need_id: UUID,
    at: datetime,
    said_by: Voice = Voice.FAMILY,
    via: Via = Via.IN_PERSON,
    ask_again_on: date | None = None,
) -> Need:
    """The family says no thanks, for now (a date to ask again) or for good. Not while somebody is helping."""
    need = locked(actor, need_id, at=at)
    access.require(actor, "needs.manage", need)
    if need.status in HELPING:
        raise StepNotPossible(
            _("Somebody is already helping with this. Close the need from its own page.")
        )
    need.ask_again_on = ask_again_on
    fact = move(
        need, NeedStatus.HELP_DECLINED, Word(said_by, via), actor=actor, at=at, kind="need.closed"
    )
    record_all([fact], actor=actor, at=at)
    return need
