"""How is a family asked? A screening is offered, started and answered, one word at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core import access, history
from core.actor import Actor
from core.errors import AlreadyChanged, BadInput, StepNotPossible
from core.tenancy import action
from people.models.person import Person
from screening.instruments.library import AbsentReason, Item
from screening.instruments.scoring import AnswerNotAllowed, check
from screening.lifecycle import LaterEnd, Via, Voice
from screening.listing import in_use
from screening.models.later import Later
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
    *, actor: Actor, person_id: UUID, state: str, at: datetime, why: str = "",
    request_key: UUID | None = None,
) -> ScreeningOffer:  # fmt: skip
    """Note that a screening was due, declined, or not offered and why."""
    visible = Person.objects.visible_to(actor, at=at)
    person = visible.select_for_update(of=("self",), no_key=True).get(pk=person_id)
    access.require(actor, "screening.ask", person)
    if made := ScreeningOffer.asked_before(person.network_id, request_key):
        return made
    if state == ScreeningOffer.State.NOT_OFFERED and not why:
        raise BadInput(_("Say why nobody asked. It helps us see who is left out."))
    return _note_offer(actor, person, state, at=at, why=why, request_key=request_key)


def _note_offer(
    actor: Actor, person: Person, state: str, *, at: datetime, why: str = "",
    request_key: UUID | None = None,
) -> ScreeningOffer:  # fmt: skip
    made = ScreeningOffer.objects.create(
        network_id=person.network_id, organization_id=person.custodian_id,
        person=person, state=state, why=why, at=at, request_key=request_key,
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
    sheets = in_use(person.network_id, person.custodian_id, at)
    instrument = {each.code: each for each in sheets}.get(setting.instrument)
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
    write_down(screening, "started", actor=actor, at=at)
    return screening


def write_down(screening: Screening, what: str, *, actor: Actor, at: datetime) -> None:
    """An event that nobody waits for: with what and how it was asked, never what was said."""
    history.record(
        f"screening.{what}", screening, actor=actor, at=at, tell=False, said_by=Voice.FAMILY,
        via=Via.PAPER if screening.is_on_paper else Via.IN_PERSON,
        instrument=screening.instrument, mode=screening.mode,
    )  # fmt: skip


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
    return save(actor, screening, given, at)


def _unfinished(actor: Actor, screening_id: UUID, *, at: datetime) -> Screening:
    screening = locked(actor, screening_id, at=at)
    if screening.is_finished:
        raise AlreadyChanged(
            _("This screening was finished meanwhile. What you chose just now was not saved.")
        )
    return screening


def locked(actor: Actor, screening_id: UUID, *, at: datetime) -> Screening:
    """The screening, if the actor may see it; a second tab, device or click waits here."""
    visible = Screening.objects.visible_to(actor, at=at).select_related("person", "answered_by")
    return visible.select_for_update(of=("self",), no_key=True).get(pk=screening_id)


def save(actor: Actor, screening: Screening, given: Mapping[str, Said], at: datetime) -> Screening:
    private = access.can(actor, "screening.ask_private", screening)
    items = {item.code: item for item in screening.questions.items if private or not item.private}
    rows = []
    for code, said in given.items():
        if code not in items:
            raise BadInput(_("This question is not asked here."))
        _check(items[code], said)
        if said:
            rows.append(row(screening, code, said, at))
    Answer.objects.filter(screening=screening, item__in=list(given)).delete()
    Answer.objects.bulk_create(rows)
    screening.saved_at = at
    screening.save(update_fields=["saved_at"])
    if not all(given.values()) and not screening.answers.exists():
        owe_no_more(screening, LaterEnd.LET_END, at)  # all was taken back: nothing waits for an end
    return screening


def owe_no_more(screening: Screening, how: LaterEnd, at: datetime) -> None:
    """Whoever was to finish it need not, or has done so."""
    for later in Later.objects.open().filter(network_id=screening.network_id, screening=screening):
        later.finish(how, at)


def _check(item: Item, said: Said) -> None:
    try:
        check(item, said)
    except AnswerNotAllowed as error:
        raise BadInput(_("These answers do not go together. Choose again.")) from error


def row(screening: Screening, code: str, said: Said, at: datetime) -> Answer:
    absent = isinstance(said, AbsentReason)
    return Answer(
        network_id=screening.network_id, screening=screening, item=code, answered_at=at,
        codes="".ljust(SEALED_WIDTH) if absent else " ".join(said).ljust(SEALED_WIDTH),
        absent=str(said) if absent else "",
    )  # fmt: skip


def answers_of(screening: Screening) -> dict[str, Said]:
    """What is known of each question: chosen codes, or why there are none."""
    rows = Answer.objects.filter(network_id=screening.network_id, screening=screening)
    return {row.item: AbsentReason(row.absent) if row.absent else row.chosen for row in rows}
