"""How the sample families were asked: answers that lead to the needs of their stories."""

from datetime import datetime, timedelta

from core.actor import Actor
from people.models.person import Person
from screening.actions.finishing import finish
from screening.actions.screenings import Said, Setting, answer, offer, start
from screening.instruments.library import Instrument, load
from screening.models.screening import Interpreter, Screening, ScreeningOffer

FOOD, CORE = "hunger_vital_sign", "ahc_hrsn_core"


def reachable(code: str) -> frozenset[str]:
    """The topics to which an answer of this questionnaire leads by itself."""
    return frozenset(
        a.topic for item in load(code).items if not item.private for a in item.answers if a.topic
    )


def ask(
    actor: Actor, person: Person, topics: tuple[str, ...], at: datetime, *, unfinished: bool = False
) -> Screening:
    """One screening: positive where the story needs it, "no" elsewhere, private questions left alone."""
    wanted = frozenset(topics) & reachable(CORE)
    code = FOOD if wanted and wanted <= reachable(FOOD) else CORE
    offer(actor=actor, person_id=person.pk, state=ScreeningOffer.State.OFFERED, at=at)
    helped = person.needs_interpreter
    setting = Setting(
        instrument=code,
        language=person.language if person.language in {"en", "es"} else "en",
        interpreter_kind=Interpreter.PROFESSIONAL if helped else Interpreter.NOBODY,
        interpreter="Language line, interpreter 4471" if helped else "",
    )
    screening = start(actor=actor, person_id=person.pk, setting=setting, at=at)
    given = answers(load(code), wanted)
    if unfinished:
        given = dict(list(given.items())[:4])
    screening = answer(
        actor=actor, screening_id=screening.pk, given=given, at=at + timedelta(minutes=3)
    )
    if unfinished:
        return screening
    return finish(actor=actor, screening_id=screening.pk, at=at + timedelta(minutes=6))


def declined(actor: Actor, person: Person, at: datetime) -> None:
    offer(actor=actor, person_id=person.pk, state=ScreeningOffer.State.DECLINED, at=at)


def answers(instrument: Instrument, wanted: frozenset[str]) -> dict[str, Said]:
    """For each question the answer that leads to a wanted topic, else one that leads to none."""
    given: dict[str, Said] = {}
    for item in instrument.items:
        if item.private:
            continue  # nobody was alone: the questionnaire says so by itself
        hit = next((a.code for a in item.answers if a.topic in wanted), None)
        calm = next(a.code for a in item.answers if not a.topic)
        given[item.code] = [hit or calm]
    return given
