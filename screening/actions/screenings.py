"""What happens in a screening: offered, started, answered, finished. Needs come out of it, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core import access, history
from core.actor import Actor
from core.errors import AlreadyChanged, BadInput, StepNotPossible
from core.tenancy import action
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.topics import is_sensitive
from people.models.person import Person
from screening.actions.needs import FoundTopic, record_found
from screening.instruments.library import AbsentReason, all_instruments
from screening.instruments.scoring import AnswerNotAllowed, Given, Result, check, result
from screening.lifecycle import Via
from screening.models.need import Need, NeedNamed
from screening.models.screening import Answer, Interpreter, Screening, ScreeningOffer

Said = Sequence[str] | AbsentReason
SEALED_WIDTH = 96  # every answer fills as much: the length of what is sealed tells nothing
DOUBLE_CLICK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Setting:
    """How it is asked: with what, in which language, who answers, who else hears."""

    instrument: str
    language: str
    mode: str = Screening.Mode.ASKED
    alone: bool = False
    answered_by: UUID | None = None
    interpreter_kind: str = Interpreter.NOBODY
    interpreter: str = ""


@action
def offer(
    *, actor: Actor, person_id: UUID, state: str, at: datetime, why: str = "", due_on: date | None = None
) -> ScreeningOffer:  # fmt: skip
    """Note that a screening was due, declined, or not offered and why."""
    person = Person.objects.visible_to(actor, at=at).get(pk=person_id)
    access.require(actor, "screening.ask", person)
    if state == ScreeningOffer.State.NOT_OFFERED and not why:
        raise BadInput(_("Say why nobody asked. It helps us see who is left out."))
    return _note_offer(actor, person, state, at=at, why=why, due_on=due_on)


def _note_offer(actor: Actor, person: Person, state: str, *, at: datetime, why: str = "", due_on: date | None = None) -> ScreeningOffer:  # fmt: skip
    made = ScreeningOffer.objects.create(
        network_id=person.network_id, organization_id=person.custodian_id,
        person=person, state=state, why=why, due_on=due_on, at=at,
    )  # fmt: skip
    history.record(f"screening.{state}", person, actor=actor, at=at, tell=False, why=why)
    return made


@action
def start(*, actor: Actor, person_id: UUID, setting: Setting, at: datetime) -> Screening:
    """Begin asking. A second click on the button gives back the screening of the first."""
    visible = Person.objects.visible_to(actor, at=at)
    person = visible.select_for_update(of=("self",), no_key=True).get(pk=person_id)
    access.require(actor, "screening.ask", person)
    if person.is_dead:
        raise StepNotPossible(_("This person has died. There is nothing to ask any more."))
    if twin := _just_started(actor, person, setting, at):
        return twin
    instrument = {each.code: each for each in all_instruments()}.get(setting.instrument)
    if instrument is None:
        raise BadInput(_("Choose one of the question sheets."))
    screening = Screening.objects.create(
        network_id=person.network_id, organization_id=person.custodian_id, person=person,
        answered_by=_carer(actor, person, setting.answered_by, at), instrument=instrument.code,
        instrument_version=instrument.version, language=setting.language, mode=setting.mode,
        alone=setting.alone, interpreter_kind=setting.interpreter_kind,
        interpreter=setting.interpreter, asked_by_id=actor.user_id, started_at=at,
    )  # fmt: skip
    _note_offer(actor, person, ScreeningOffer.State.OFFERED, at=at)
    how = {"instrument": instrument.code, "mode": screening.mode}
    history.record("screening.started", screening, actor=actor, at=at, tell=False, **how)
    return screening


def _just_started(actor: Actor, person: Person, setting: Setting, at: datetime) -> Screening | None:
    recent = Screening.objects.unfinished().filter(
        network_id=person.network_id, person=person, asked_by_id=actor.user_id, saved_at=None,
        instrument=setting.instrument, mode=setting.mode, started_at__gt=at - DOUBLE_CLICK,
    )  # fmt: skip
    return recent.first()


def _carer(actor: Actor, person: Person, carer_id: UUID | None, at: datetime) -> Person | None:
    """The one who answers for the person: somebody who is related to them and known here."""
    if carer_id is None:
        return None
    related = Person.objects.visible_to(actor, at=at).filter(
        related_to__person=person, related_to__until=None
    )
    carer = related.filter(pk=carer_id).first()
    if carer is None:
        raise BadInput(_("Choose who answers from the people on this record."))
    return carer


@action
def answer(
    *, actor: Actor, screening_id: UUID, given: Mapping[str, Said], at: datetime
) -> Screening:
    """Save one answer or many. The last word on a question counts; an empty one takes it back."""
    screening = _unfinished(actor, screening_id, at=at)
    access.require(actor, "screening.answer", screening)
    return _save(actor, screening, given, at)


def _unfinished(actor: Actor, screening_id: UUID, *, at: datetime) -> Screening:
    screening = _locked(actor, screening_id, at=at)
    if screening.is_finished:
        raise AlreadyChanged(
            _("This screening was finished meanwhile. What you chose just now was not saved.")
        )
    return screening


def _locked(actor: Actor, screening_id: UUID, *, at: datetime) -> Screening:
    visible = Screening.objects.visible_to(actor, at=at).select_related("person", "answered_by")
    return visible.select_for_update(of=("self",), no_key=True).get(pk=screening_id)


def _save(actor: Actor, screening: Screening, given: Mapping[str, Said], at: datetime) -> Screening:
    private = access.can(actor, "screening.ask_private", screening)
    items = {item.code: item for item in screening.questions.items if private or not item.private}
    rows = []
    for code, said in given.items():
        if code not in items:
            raise BadInput(_("This question is not asked here."))
        _check(items[code], said)
        if said:
            rows.append(_row(screening, code, said, at))
    Answer.objects.filter(screening=screening, item__in=list(given)).delete()
    Answer.objects.bulk_create(rows)
    screening.saved_at = at
    screening.save(update_fields=["saved_at"])
    return screening


def _check(item: object, said: Said) -> None:
    try:
        check(item, said)  # type: ignore[arg-type]
    except AnswerNotAllowed as error:
        raise BadInput(_("These answers do not go together. Choose again.")) from error


def _row(screening: Screening, code: str, said: Said, at: datetime) -> Answer:
    absent = isinstance(said, AbsentReason)
    return Answer(
        network_id=screening.network_id, screening=screening, item=code, answered_at=at,
        codes="".ljust(SEALED_WIDTH) if absent else " ".join(said).ljust(SEALED_WIDTH),
        absent=str(said) if absent else "",
    )  # fmt: skip


@action
def finish(
    *, actor: Actor, screening_id: UUID, at: datetime, given: Mapping[str, Said] | None = None
) -> Screening:
    """Score it and record the needs that show. A second click finds it finished and changes nothing."""
    screening = _locked(actor, screening_id, at=at)
    access.require(actor, "screening.finish", screening)
    if screening.is_finished:
        return screening
    if given:
        _save(actor, screening, given, at)
    answers = answers_of(screening)
    if not answers:
        raise StepNotPossible(
            _("Nothing is answered yet. If the family said no thanks, say so on their record.")
        )
    found = result(screening.sheet, answers)
    _say_why_unanswered(screening, found, answers, at)
    topics = tuple(dict.fromkeys(found.topics))
    _record_needs(actor, screening, topics, at)
    screening.positive = _open_topics(screening, topics)
    screening.saved_at = screening.finished_at = at
    screening.save(update_fields=["positive", "saved_at", "finished_at"])
    how = {"instrument": screening.instrument, "mode": screening.mode}
    via = Via.PAPER if screening.is_on_paper else Via.IN_PERSON
    history.record("screening.finished", screening, actor=actor, at=at, via=via, tell=False, **how)
    return screening


def answers_of(screening: Screening) -> dict[str, Said]:
    rows = Answer.objects.filter(network_id=screening.network_id, screening=screening)
    return {row.item: AbsentReason(row.absent) if row.absent else row.chosen for row in rows}


def _say_why_unanswered(screening: Screening, found: Result, answers: Given, at: datetime) -> None:
    """Silence gets its reason: nobody asked, or it was no place to ask."""
    asked = {item.code for item in screening.questions.items}
    silent = [code for code in found.unanswered if code not in answers]
    why = (AbsentReason.NOT_ASKED if code in asked else AbsentReason.NOT_PRIVATE for code in silent)
    Answer.objects.bulk_create(
        _row(screening, code, reason, at) for code, reason in zip(silent, why, strict=True)
    )


def _open_topics(screening: Screening, topics: Sequence[str]) -> list[str]:
    """What may stand in plain sight: never a sensitive topic, nothing of a person to contact with care."""
    if screening.subject.contact_with_care:
        return []
    return [topic for topic in topics if not is_sensitive(topic)]


def _record_needs(
    actor: Actor, screening: Screening, topics: Sequence[str], at: datetime
) -> list[Need]:
    """A carer's answers are needs of the carer; the help is for the child too."""
    others = (screening.person_id,) if screening.answered_by_id else ()
    found = [FoundTopic(topic, beneficiaries=others) for topic in topics]
    needs = record_found(
        actor=actor, person=screening.subject, topics=found, screening=screening, at=at
    )
    new = [need for need in needs if need.found_by_id == screening.pk]
    _give_to_owner(actor, screening, new, at)
    return needs


def _give_to_owner(actor: Actor, screening: Screening, needs: list[Need], at: datetime) -> None:
    """Whoever asked keeps what was found; when they only screen, somebody who can go on with it.

    A colleague who finishes for the one who asked does not learn what was said in private.
    """
    if not needs:
        return
    owner = _owner(screening) or actor.user_id
    mine = list(NeedNamed.objects.filter(need__in=needs, user_id=actor.user_id))
    NeedNamed.objects.filter(pk__in=[named.pk for named in mine]).update(
        user_id=screening.asked_by_id
    )
    if owner == actor.user_id:
        return
    Need.objects.filter(pk__in=[need.pk for need in needs]).update(responsible_id=owner)
    history.record_all(
        [history.Fact("need.assigned", need, details={"to": owner}) for need in needs],
        actor=actor,
        at=at,
    )


def _owner(screening: Screening) -> UUID | None:
    """The one who asked, else who made the record, else a supervisor, else any navigator: whoever can."""
    able = Membership.objects.filter(
        network_id=screening.network_id, organization_id=screening.subject.custodian_id, until=None,
        roles__overlap=[Role.NAVIGATOR, Role.SUPERVISOR], user__is_active=True,
    )  # fmt: skip
    first = {screening.asked_by_id: 0, screening.subject.created_by_id: 1}
    ranked = sorted(
        able, key=lambda m: (first.get(m.user_id, 2), Role.SUPERVISOR not in m.roles, m.since)
    )
    return ranked[0].user_id if ranked else None
